"""``qpv gap``: one gap, or why it is refused."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from etl.catalogue import Catalogue
from qpv.data import open_data
from qpv.observations import PeriodOption, TerritoryOption
from qpv.output import emit, write_json
from qpv.places import find_territory

if TYPE_CHECKING:
    from dashboard.gaps import Gap, Refusal
    from dashboard.gaps.estimate import Estimate
    from etl.model import Observation


class GapFormat(StrEnum):
    """How to write a gap."""

    TABLE = "table"
    JSON = "json"


def gap(
    indicator: Annotated[
        str,
        typer.Argument(metavar="INDICATEUR", help="Indicateur (voir « qpv list indicators »).", show_default=False),
    ],
    territory: TerritoryOption = None,
    period: PeriodOption = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            "-r",
            metavar="ZONE",
            help="À quoi comparer : une zone (uue, outside_qpv…) ; pour un quartier, COM-93066, DEP-93, FR/qpv…",
            show_default=False,
        ),
    ] = None,
    sex: Annotated[Literal["_T", "F", "M"] | None, typer.Option("--sex", help="Sexe.", show_default=False)] = None,
    age: Annotated[
        str | None, typer.Option("--age", metavar="ÂGE", help="Âge : Y15T64, Y_LT30…", show_default=False)
    ] = None,
    breakdown: Annotated[
        str | None,
        typer.Option("--breakdown", metavar="CODE", help="Ventilation : diploma:bac2_or_more…", show_default=False),
    ] = None,
    style: Annotated[
        GapFormat,
        typer.Option("--format", "-f", help="Présentation : table (à lire, par défaut) ou json.", show_default=False),
    ] = GapFormat.TABLE,
) -> None:
    """Mesure l'écart entre les QPV et ce qui les entoure, ou dit pourquoi il n'est pas mesuré.

    Sans période : la dernière comparable. Un refus est une réponse : le code de sortie est 0.
    """
    from dashboard.gaps import as_dict
    from dashboard.questions.neighbourhoods import Neighbourhoods
    from dashboard.questions.reading import Ask, Reading

    store = open_data()
    catalogue = store.catalogue
    catalogue.indicator(indicator)
    if territory is not None:
        territory = find_territory(store.territories, territory)
    near = Neighbourhoods(Reading(store))
    result = near.ask(indicator, Ask(territory, period, reference, sex, age, breakdown))
    if style == GapFormat.JSON:
        write_json(as_dict(result, catalogue))
    else:
        emit(describe(result, catalogue))


def describe(result: Gap | Refusal, catalogue: Catalogue) -> str:
    """A gap or a refusal for a reader: the sentence first, then what stands behind it."""
    from dashboard import french
    from dashboard.claims.finding import finding, sides_of
    from dashboard.gaps import PRECISIONS, VERDICTS, Refusal

    label = result.indicator.label
    if isinstance(result, Refusal):
        lines = [f"{label} : pas d'écart mesuré", f"  {result.text}"]
        sides = [side for side in (result.priority, result.reference) if side is not None]
        return "\n".join([*lines, *_sources(sides, catalogue)]) + "\n"
    unit = catalogue.units[result.indicator.unit]
    decimals = result.indicator.decimals
    sides = [result.priority, result.reference]
    places = sides_of(result, catalogue)
    values = [f"  {french.sentence(p)} : {french.value(s, catalogue)}" for p, s in zip(places, sides, strict=True)]
    lines = [
        finding(result, catalogue),
        *values,
        f"  Différence : {french.difference(result.difference.value, unit, decimals)}"
        + _limits(result.difference, decimals),
        f"  Rapport : {french.number(result.ratio.value, 2)}{_limits(result.ratio, 2)}" if result.ratio else "",
        f"  {french.sentence(PRECISIONS[result.precision])}",
        f"  Verdict : {VERDICTS[result.verdict]}",
        *(f"  À savoir : {caveat}" for caveat in result.caveats),
        *_sources(sides, catalogue),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _limits(estimate: Estimate, decimals: int) -> str:
    from dashboard import french

    if estimate.lower is None or estimate.upper is None:
        return ""
    return f" [{french.number(estimate.lower, decimals)} ; {french.number(estimate.upper, decimals)}]"


def _sources(sides: list[Observation], catalogue: Catalogue) -> list[str]:
    """Where each figure was read, once when both come from the same place."""
    places = dict.fromkeys((side.source, side.locator) for side in sides)
    return [
        f"  Source : {catalogue.sources[source].publisher}, {catalogue.sources[source].title} ({locator})"
        for source, locator in places
    ]
