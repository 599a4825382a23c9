"""The gap of one quarter with a place that surrounds it, or with the rest of that place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard import french
from dashboard.gaps.comparability import SECRET_THRESHOLD, Refusal, RefusalCode, objection
from dashboard.gaps.gap import Gap, build_gap
from dashboard.gaps.pairing import Stratum, authority, default_stratum
from etl.catalogue import Catalogue, Indicator
from etl.model import Observation, computed, period_order

PERCENT = 100
OUTSIDE = "outside_qpv"


@dataclass(frozen=True, slots=True)
class Comparator:
    """What a quarter may be put beside: a territory, whole (``all``), without its quarters (``outside_qpv``), or its
    quarters together (``qpv``)."""

    territory: str
    zone: str


def local_gap(
    indicator: Indicator,
    here: Sequence[Observation],
    there: Sequence[Observation],
    catalogue: Catalogue,
    *,
    territory: str,
    comparator: Comparator,
    period: str | None = None,
    stratum: Stratum | None = None,
) -> Gap | Refusal:
    """The gap at the latest period that both sides have, or at ``period``; the most telling refusal otherwise.

    ``here`` are observations of the quarter ``territory``, ``there`` those of the comparator, both of ``indicator``.
    """
    people = stratum or default_stratum(indicator)
    ours = _at(here, territory, people, period, catalogue)
    theirs = [o for o in _at(there, comparator.territory, people, period, catalogue) if o.zone == comparator.zone]
    if not indicator.uses.comparison:
        return _refusal(indicator, territory, RefusalCode.NOT_COMPARABLE, _described(indicator), ours, theirs)
    if not ours or not theirs:
        return _refusal(
            indicator, territory, RefusalCode.MISSING, _missing(ours, territory, comparator, catalogue), ours, theirs
        )
    pairs = [(mine, other) for mine in ours for other in theirs if mine.period == other.period]
    if not pairs:
        return _refusal(indicator, territory, RefusalCode.DIFFERENT_PERIOD, _periods(ours, theirs), ours, theirs)
    objections = []
    for mine, other in pairs:
        found = objection(mine, other, indicator, catalogue, across=True)
        if found is None:
            return build_gap(mine, other, indicator, catalogue)
        objections.append((found, mine, other))
    (code, text), mine, other = objections[0]
    return _refusal(indicator, territory, code, text, [mine], [other])


def _at(
    observations: Sequence[Observation], territory: str, people: Stratum, period: str | None, catalogue: Catalogue
) -> list[Observation]:
    """Those of one place and people, the latest first; the producer's own figure before a report of it."""
    found = [o for o in observations if o.territory == territory and o.stratum == people and period in (None, o.period)]
    return sorted(found, key=lambda o: (period_order(o.period), authority(o, catalogue)), reverse=True)


def _described(indicator: Indicator) -> str:
    return f"« {indicator.label} » se décrit, sans écart à mesurer."


def _missing(ours: Sequence[Observation], territory: str, comparator: Comparator, catalogue: Catalogue) -> str:
    place = catalogue.territories.get(territory if not ours else comparator.territory)
    where = place.within if place else comparator.territory
    return f"Aucune valeur publiée n’a été lue {where}."


def _periods(ours: Sequence[Observation], theirs: Sequence[Observation]) -> str:
    mine, other = (
        ", ".join(french.period(p) for p in dict.fromkeys(o.period for o in side)) for side in (ours, theirs)
    )
    whose = "des quartiers" if ours[0].territory == theirs[0].territory else "du quartier"
    return f"Périodes connues {whose} : {mine} ; du point de comparaison : {other}. Elles ne se croisent pas."


def _refusal(
    indicator: Indicator,
    territory: str,
    code: RefusalCode,
    text: str,
    ours: Sequence[Observation],
    theirs: Sequence[Observation],
) -> Refusal:
    mine = ours[0] if ours else None
    period = mine.period if mine else None
    return Refusal(indicator, territory, code, text, period, mine, theirs[0] if theirs else None)


def _told(quarters: Sequence[Observation]) -> str:
    """« 1 quartier (DEMO_2022.csv, ligne 4) », « 3 quartiers (DEMO_2022.csv, ligne 4…) »."""
    return f"{french.counted(len(quarters), 'quartier')} ({quarters[0].locator}{'…' if len(quarters) > 1 else ''})"


def excluding(whole: Observation, quarters: Sequence[Observation]) -> Observation | tuple[RefusalCode, str]:
    """The share that is left of a place once its quarters are taken out, from the counts behind both.

    ``whole`` and ``quarters`` are shares in percent with their denominators. A reason instead when a count is not
    known, when the periods differ, or when fewer than 11 units would be left on either side of the division: such a
    subtraction reveals what the total protects (Insee, guide du secret statistique).
    """
    sides = [whole, *quarters]
    if not quarters or any(side.value is None or side.n is None for side in sides):
        return RefusalCode.NOT_ADDITIVE, (
            "Les effectifs de tous les quartiers de ce territoire ne sont pas publiés : on ne peut pas les retrancher."
        )
    if {side.period for side in sides} != {whole.period}:
        return RefusalCode.DIFFERENT_PERIOD, "Les effectifs des quartiers et de l’ensemble ne sont pas de la même date."
    events = [round((side.value or 0) * (side.n or 0) / PERCENT) for side in sides]
    left_events, left_n = events[0] - sum(events[1:]), (whole.n or 0) - sum(side.n or 0 for side in quarters)
    if left_events < 0 or left_n < left_events:
        return RefusalCode.DIFFERENT_UNIVERSE, (
            "Les quartiers dépassent l’ensemble : les deux chiffres ne portent pas sur la même population."
        )
    if left_n < SECRET_THRESHOLD or 0 < left_events < SECRET_THRESHOLD or 0 < left_n - left_events < SECRET_THRESHOLD:
        return RefusalCode.TOO_FEW, (
            f"Hors QPV, il resterait moins de {SECRET_THRESHOLD} unités : le calculer révélerait ce que le total "
            "protège."
        )
    return replace(
        whole,
        zone=OUTSIDE,
        perimeter=quarters[0].perimeter,
        value=PERCENT * left_events / left_n,
        n=left_n,
        locator=computed(f"{whole.locator}, moins {_told(quarters)}"),
        note="Reste du territoire, QPV exclus, par différence d’effectifs.",
    )
