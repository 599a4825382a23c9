"""The one gap that a page opens with, among those it measures, and what must be said next to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dashboard import french
from dashboard.gaps import Gap, Verdict
from dashboard.questions.neighbourhoods import COUNTRIES
from etl.catalogue import Catalogue
from etl.model import Observation, period_order

NOT_TOLD_APART = (Verdict.EQUAL, Verdict.CLOSE, Verdict.UNDETERMINED)
"""Verdicts that leave two figures undistinguished."""


def headline(gaps: Iterable[Gap], catalogue: Catalogue) -> Gap | None:
    """The gap to open with; None without any. ``gaps`` come in the order of the page, the closest comparator first.

    A figure read at its producer comes before one read in a report of it or rounded; then a difference that concludes;
    then a comparator that surrounds the quarter before one of the several communes it lies in, that before the country,
    and the country before quarters put together; then the order of ``gaps`` by indicator; then the latest; then the
    closest.
    """
    found = list(gaps)
    order = list(dict.fromkeys(gap.indicator.id for gap in found))
    towns = {gap.reference.territory for gap in found if gap.reference.territory.startswith("COM-")}
    parts = towns if len(towns) > 1 else set()
    ranked = enumerate(found)
    best = max(
        ranked,
        key=lambda pair: (
            not any(_second_hand(side, catalogue) or _approached(side) for side in sides(pair[1])),
            pair[1].verdict not in NOT_TOLD_APART,
            -_distance(pair[1], parts),
            -order.index(pair[1].indicator.id),
            period_order(pair[1].period),
            -pair[0],
        ),
        default=None,
    )
    return best[1] if best else None


def sides(gap: Gap) -> Sequence[Observation]:
    """Both figures of a gap, the quarter first."""
    return gap.priority, gap.reference


def _distance(gap: Gap, parts: Collection[str]) -> int:
    if gap.reference.zone == "qpv":
        return 3
    if gap.reference.territory in COUNTRIES:
        return 2
    return int(gap.reference.territory in parts)


def _second_hand(side: Observation, catalogue: Catalogue) -> bool:
    return catalogue.sources[side.source].kind != "primary"


def _approached(side: Observation) -> bool:
    return side.qualifier in french.APPROACHED


def origin_caution(gap: Gap, catalogue: Catalogue) -> str:
    """What a reader must know of where the figures of a headline come from; empty when both are exact and read at
    their producer: « Source secondaire pour 14,6 % : lu dans Observatoire…, et non chez son producteur. »."""
    told = []
    reports: dict[str, list[str]] = {}
    for side in sides(gap):
        if _second_hand(side, catalogue):
            source = catalogue.sources[side.source]
            report = source.reported_by or f"{source.publisher}, {source.title}"
            reports.setdefault(report, []).append(french.value(side, catalogue))
    for report, values in reports.items():
        told.append(f"Source secondaire pour {french.listed(values)} : lu dans {report}, et non chez son producteur.")
    rounded = [french.value(side, catalogue) for side in sides(gap) if _approached(side)]
    if rounded:
        what = "est une valeur approchée" if len(rounded) == 1 else "sont des valeurs approchées"
        told.append(f"{french.sentence(french.listed(rounded))} {what}.")
    return " ".join(told)
