"""Puts an earlier document beside what its file says today, and beside what the data of today say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from dashboard import french
from dashboard.briefs.checked import Checked, CheckReport, Edit, Outdated, Reason
from dashboard.briefs.current import Current
from dashboard.briefs.data_figures import figures_in_rows
from dashboard.briefs.edited_figures import differing, edited_numbers
from dashboard.briefs.outdated import Verdict, judge
from dashboard.briefs.proven import Proof, ProvenChart, ProvenTable, read_proof
from dashboard.briefs.redone import chart_moved, table_moved, title_now
from dashboard.briefs.remainder import REST, Read, Shown, reread
from dashboard.briefs.seal import read_seal
from dashboard.briefs.whole import PROOF, activated, is_intact, modified, proof_print
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.standing import Standing


class Held(Shown, Protocol):
    """What a file holds, once read (``exports.Readback``): what it shows, and what its document said."""

    @property
    def proof(self) -> Mapping[str, Any]:
        """What its document said when it was made."""

    @property
    def differing(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """Where a chart draws another number than its workbook holds: which, in the workbook, as drawn."""


def check(held: Held, near: Neighbourhoods, standing: Standing) -> CheckReport:
    """Which sentences, charts and tables of a document were edited by hand in its file, and which the data of today
    no longer say, with why and what they say instead.

    Raises ProofError when the file has no proof that can be read.
    """
    proof = read_proof(held.proof)
    read = reread(proof, held)
    current = Current(near, standing, proof)
    charts = list(_charts(proof, held, read, current))
    seal = read_seal(held.seal)
    others = _with_rest(read.others, activated(seal, held.active))
    parts = [*_sentences(proof, read, current), *charts, *_tables(proof, read, current), *others]
    prints = {**held.parts, PROOF: proof_print(held.proof, held.seal)}
    saved = modified(seal, prints)
    return CheckReport(
        name=proof.name,
        made=proof.made,
        data_version=proof.data_version,
        current_version=near.store.version,
        parts=tuple(parts),
        remarks=(*_remarks(proof, read, charts, current), *([saved] if saved else [])),
        intact=is_intact(seal, prints),
    )


def _with_rest(others: Sequence[Checked], edits: Sequence[Edit]) -> list[Checked]:
    """The parts that are neither sentences nor charts nor tables, ``edits`` among those of the rest."""
    if not edits:
        return list(others)
    kept = [part for part in others if part.kind != "rest"]
    known = [edit for part in others if part.kind == "rest" for edit in part.edits]
    return [Checked("rest", "rest", REST, (*known, *edits)), *kept]


def _remarks(proof: Proof, read: Read, charts: Sequence[Checked], current: Current) -> Iterator[str]:
    """What is not checked, and why."""
    if current.remark:
        yield current.remark
    unread = [f"« {table.caption} »" for table, edits in zip(proof.tables, read.tables, strict=True) if edits is None]
    if unread:
        yield french.typography(f"Tableaux qui ne sont pas dans ce fichier : {french.listed(unread)}.")
    without = [f"« {chart.told} »" for chart in charts if chart.unread and read.drawings and not read.gone]
    if without:
        yield french.typography(
            f"Figures dont les chiffres ne sont pas tous dans ce fichier : {french.listed(without)}."
        )
    yield from read.remarks


def claims_that_fail(content: Mapping[str, Any], near: Neighbourhoods, standing: Standing) -> list[Checked]:
    """The sentences of a proof that the data of ``near`` no longer say, whatever its file became. Raises ProofError."""
    proof = read_proof(content)
    current = Current(near, standing, proof)
    found = [_sentence(claim.rule, claim.text, (), judge(claim, current)) for claim in proof.claims]
    return [part for part in found if part.outdated]


def _sentences(proof: Proof, read: Read, current: Current) -> list[Checked]:
    return [
        _sentence(claim.rule, claim.text, edits, judge(claim, current))
        for claim, edits in zip(proof.claims, read.claims, strict=True)
    ]


def _sentence(rule: str, text: str, edits: Sequence[Edit], verdict: Verdict) -> Checked:
    now = verdict.now
    if edits and not verdict.outdated:
        now = text  # what it said is still true
    return Checked("claim", rule, text, tuple(edits), verdict.outdated, now)


def _charts(proof: Proof, held: Held, read: Read, current: Current) -> Iterator[Checked]:
    for number, (chart, told) in enumerate(zip(proof.charts, read.charts, strict=True), 1):
        points = held.charts.get(chart.name, ())
        numbers = edited_numbers(chart, points)
        numbers += differing(held.differing.get(chart.name, ()), numbers)
        unread = not points and not read.has_drawing(chart.name, number)
        if held.rows:
            numbers, unread = figures_in_rows(chart, held.rows, read.rows, " ".join(text for _, text in held.lines))
        known = {(edit.told, edit.found) for edit in numbers}
        edits = [*numbers, *(edit for edit in told if (edit.told, edit.found) not in known)]
        moved = _moved(chart, current)
        now = title_now(chart, current.document) if moved and current.document is not None else ""
        yield Checked("chart", chart.name, chart.title, tuple(edits), tuple(moved), now, unread)


def _tables(proof: Proof, read: Read, current: Current) -> list[Checked]:
    """The tables that the file has."""
    return [
        Checked("table", table.caption, table.caption, tuple(edits), tuple(_moved(table, current)))
        for table, edits in zip(proof.tables, read.tables, strict=True)
        if edits is not None
    ]


def _moved(told: ProvenChart | ProvenTable, current: Current) -> list[Outdated]:
    """What moved of a chart or a table; nothing of a selection of views, which is not made again."""
    if current.document is None:
        territory = current.proof.asked.territory
        return [Outdated(Reason.TERRITORY, current.remark)] if territory and current.remark else []
    if isinstance(told, ProvenChart):
        return chart_moved(told, current.document)
    return table_moved(told, current.document)
