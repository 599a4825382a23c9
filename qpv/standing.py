"""``qpv rank`` and ``qpv peers``: the quarters among which one stands, and those like it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from etl.catalogue import UnknownIdError
from qpv.observations import PeriodOption
from qpv.output import Format, Row, emit, tell, write_json, write_rows
from qpv.places import find_territory
from qpv.profile import CodeArgument, ProfileFormat, ProfileFormatOption, open_questions

if TYPE_CHECKING:
    from dashboard.gaps.similarity import Contribution


DECIMALS = 4
"""Of a limit: finer is the dust of its computation."""


class RankFormat(StrEnum):
    """How to write a ranking."""

    CSV = "csv"
    JSON = "json"
    TABLE = "table"


def rank(
    indicator: Annotated[
        str,
        typer.Argument(metavar="INDICATEUR", help="Indicateur (voir « qpv list indicators »).", show_default=False),
    ],
    within: Annotated[
        str, typer.Option("--within", "-w", metavar="CODE", help="Territoire dont on classe les quartiers.")
    ] = "FR",
    period: PeriodOption = None,
    perimeter: Annotated[
        str, typer.Option("--perimeter", metavar="CARTE", help="Contours : QP2015 ou QP2024.")
    ] = "QP2015",
    style: Annotated[
        RankFormat, typer.Option("--format", "-f", help="Présentation : table, csv ou json.", show_default=False)
    ] = RankFormat.TABLE,
) -> None:
    """Range les quartiers d'un territoire, chacun avec l'intervalle des rangs que sa précision permet."""
    from dashboard.gaps import Refusal
    from dashboard.gaps.quarters import as_told
    from dashboard.gaps.ranking import rank_quarters
    from etl.model import ObsStatus

    near, standing = open_questions()
    known = near.catalogue.indicator(indicator)
    if perimeter not in ("QP2015", "QP2024"):
        raise UnknownIdError("perimeter", perimeter, ("QP2015", "QP2024"))
    within = find_territory(near.store.territories, within)
    quarters = standing.quarters(known, perimeter, period, within)
    found = quarters if isinstance(quarters, Refusal) else rank_quarters(as_told(quarters))
    subject = {"indicator": known.id, "within": within, "perimeter": perimeter}
    if isinstance(found, Refusal):
        refusal = {"code": found.code.value, "text": found.text}
        if style == RankFormat.JSON:
            write_json(
                {**subject, "period": found.period, "quarters": [], "absent": {}, "caveats": [], "refusal": refusal}
            )
        else:
            tell(found.text)
        return
    rows: list[Row] = [
        {
            "territory": row.code,
            "label": near.store.territory_label(row.code),
            "value": row.value,
            "unit": known.unit,
            "lower": None if row.lower is None else round(row.lower, DECIMALS),
            "upper": None if row.upper is None else round(row.upper, DECIMALS),
            "rank_low": row.rank_low,
            "rank_high": row.rank_high,
            "count": found.count,
            "period": found.subject.period,
            "obs_status": (ObsStatus.LOW_RELIABILITY if row.fragile else ObsStatus.NORMAL).value,
            "locator": row.locator,
            "note": found.subject.note,
        }
        for row in found.rows
    ]
    if style == RankFormat.JSON:
        absent = {face.value: count for face, count in found.absent}
        subject |= {"period": found.subject.period}
        write_json({**subject, "quarters": rows, "absent": absent, "caveats": list(found.caveats), "refusal": None})
    else:
        write_rows(rows, list(rows[0]), Format(style.value))
        for caveat in found.caveats:
            tell(f"À savoir : {caveat}")


def peers(
    code: CodeArgument,
    count: Annotated[int, typer.Option("--count", "-n", min=1, max=50, help="Combien en donner.")] = 5,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            metavar="INDICATEUR",
            help="Indicateur étudié, à laisser hors de la ressemblance.",
            show_default=False,
        ),
    ] = None,
    style: ProfileFormatOption = ProfileFormat.TABLE,
) -> None:
    """Donne les quartiers qui ressemblent le plus à celui-ci, et en quoi."""
    from dashboard.gaps.similarity import NoPeers
    from dashboard.questions.outlines import figures_code, where_figures_are

    near, standing = open_questions()
    code = find_territory(near.store.territories, code)
    read = figures_code(near.store, code)
    found = standing.peers(read, count, near.catalogue.indicator(outcome) if outcome else None)
    if isinstance(found, NoPeers):
        if style == ProfileFormat.JSON:
            refusal = {"code": found.code.value, "text": found.text}
            write_json({"territory": code, "figures_from": read, "peers": [], "refusal": refusal})
        else:
            emit(f"{found.text}\n")
        return
    if style == ProfileFormat.JSON:
        rows = [
            {
                "territory": peer.code,
                "label": near.store.territory_label(peer.code),
                "distance": round(peer.distance, 3),
                "alike": [part.descriptor for part in peer.alike],
                "different": [part.descriptor for part in peer.different],
            }
            for peer in found.peers
        ]
        write_json(
            {
                "territory": code,
                "figures_from": read,
                "peers": rows,
                "descriptors": list(found.descriptors),
                "unknown": list(found.unknown),
                "excluded": list(found.excluded),
                "compared": found.compared,
                "refusal": None,
            }
        )
        return

    def told(parts: Sequence[Contribution]) -> str:
        known = near.catalogue.indicators
        return ", ".join(known[p.descriptor].label if p.descriptor in known else p.descriptor for p in parts)

    lines: list[Row] = [
        {
            "quartier": near.store.territory_label(peer.code),
            "code": peer.code,
            "distance": round(peer.distance, 2),
            "se ressemblent par": told(peer.alike),
            "diffèrent par": told(peer.different),
        }
        for peer in found.peers
    ]
    if read != code:
        tell(where_figures_are(near.store, code))
    write_rows(lines, list(lines[0]), Format.TABLE)
