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
    groups: dict[tuple[str, str, bool], list[Observation]] = {}
    for o in residents:
        if o.value is not None:
            groups.setdefault((french.when(o), _where(o, catalogue), o.face == Face.UNRELIABLE), []).append(o)
    return [
        f"{when}{where} : {' ; '.join(_told(o, catalogue) for o in told)}{' (chiffre fragile)' if fragile else ''}."
        for (when, where, fragile), told in groups.items()
    ]


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
