"""Whom a figure is about, and who lives in a territory, as sentences: each figure under its own date and map."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import french
from etl.catalogue import Catalogue
from etl.model import Face, Observation, Perimeter

WHOLE = "all"
POPULATION = "population"


def whom(observation: Observation, catalogue: Catalogue) -> str:
    """« Quartiers prioritaires (QPV), contours 2015 », « Ensemble du territoire », « Le quartier, contours 2015 »."""
    place = catalogue.territories.get(observation.territory)
    if place is not None and place.kind == "neighbourhood":
        return f"Le quartier{_contours(observation)}"
    return f"{catalogue.zones[observation.zone].label}{_contours(observation)}"


def _contours(observation: Observation) -> str:
    drawn = observation.perimeter in (Perimeter.QP2015, Perimeter.QP2024)
    return f", contours {observation.perimeter[-4:]}" if drawn else ""


def residents_sentences(residents: Sequence[Observation], catalogue: Catalogue) -> list[str]:
    """« En 2018 (date déduite), dans ses quartiers prioritaires (contours 2015) : 79 761 personnes. »: a sentence a
    date, a map and a status, so that no figure borrows those of another. Absent figures are left to the tables."""
    return [residents_sentence(known, catalogue) for known in groups_of(residents, catalogue)]


def groups_of(residents: Sequence[Observation], catalogue: Catalogue) -> list[tuple[Observation, ...]]:
    """The figures that share a date, a map and a status, in the order they are met."""
    groups: dict[tuple[str, str, bool], list[Observation]] = {}
    for o in residents:
        if o.value is not None:
            groups.setdefault((french.when(o), _where(o, catalogue), o.face == Face.UNRELIABLE), []).append(o)
    return [tuple(known) for known in groups.values()]


def residents_sentence(known: Sequence[Observation], catalogue: Catalogue) -> str:
    """The sentence of one such group. Raises ValueError when it is empty."""
    if not known:
        raise ValueError("no figure to tell")
    first = known[0]
    fragile = " (chiffre fragile)" if first.face == Face.UNRELIABLE else ""
    told = " ; ".join(_told(o, catalogue) for o in known)
    return f"{french.when(first)}{_where(first, catalogue)} : {told}{fragile}."


def _told(o: Observation, catalogue: Catalogue) -> str:
    value = french.value(o, catalogue)
    return value if o.indicator == POPULATION else f"{french.inside(catalogue.indicators[o.indicator].label)}, {value}"


def _where(o: Observation, catalogue: Catalogue) -> str:
    place = catalogue.territories.get(o.territory)
    if place is not None and place.kind == "neighbourhood":
        return ""
    words = "dans ses quartiers prioritaires" if o.zone == "qpv" else catalogue.zones[o.zone].within
    contours = _contours(o).removeprefix(", ")
    return f", {words}" + (f" ({contours})" if contours else "")
