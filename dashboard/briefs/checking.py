"""Puts an earlier document beside what its file says today, and beside what the data of today say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from dashboard import french
from dashboard.briefs.checked import Checked, CheckReport, Edit, Outdated, Reason
from dashboard.briefs.current import Current
from dashboard.briefs.edited_figures import edited_cells, edited_numbers
from dashboard.briefs.edits import Words, edited_sentences, words_of
from dashboard.briefs.outdated import Verdict, judge
from dashboard.briefs.proven import Proof, ProofError, ProvenChart, ProvenTable, read_proof
from dashboard.briefs.redone import chart_moved, table_moved, title_now
from dashboard.briefs.remainder import Shown, with_the_rest
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.standing import Standing

LONGEST = 5_000_000
"""Letters of a file that are read: a note of ours has some hundred thousand."""


class Held(Shown, Protocol):
    """What a file holds, once read (``exports.Readback``): what it shows, and what its document said."""

    @property
    def proof(self) -> Mapping[str, Any]:
        """What its document said when it was made."""


def check(held: Held, near: Neighbourhoods, standing: Standing) -> CheckReport:
    """Which sentences, charts and tables of a document were edited by hand in its file, and which the data of today
    no longer say, with why and what they say instead.

    Raises ProofError when the file has no proof that can be read.
    """
    proof = read_proof(held.proof)
    if len(held.text) > LONGEST:
        raise ProofError(
            "Ce fichier a trop de texte pour être vérifié : ce n’est pas une note telle que Lisière en fait."
        )
    words = words_of(held.text, proof)
    current = Current(near, standing, proof)
    cells = [edited_cells(table, words.text) for table in proof.tables]
    parts = [
        *_sentences(proof, words, current),
        *_charts(proof, held, words, current),
        *_tables(proof, cells, current),
    ]
    parts, remarks = with_the_rest(parts, proof, held)
    return CheckReport(
        name=proof.name,
        made=proof.made,
        data_version=proof.data_version,
        current_version=near.store.version,
        parts=tuple(parts),
        remarks=(*_remarks(proof, cells, current), *remarks),
    )


def _remarks(proof: Proof, cells: Sequence[list[Edit] | None], current: Current) -> Iterator[str]:
    """What is not checked, and why."""
    if current.remark:
        yield current.remark
    unread = [f"« {table.caption} »" for table, edits in zip(proof.tables, cells, strict=True) if edits is None]
    if unread:
        yield french.typography(f"Tableaux qui ne sont pas dans ce fichier : {french.listed(unread)}.")


def claims_that_fail(content: Mapping[str, Any], near: Neighbourhoods, standing: Standing) -> list[Checked]:
    """The sentences of a proof that the data of ``near`` no longer say, whatever its file became. Raises ProofError."""
    proof = read_proof(content)
    current = Current(near, standing, proof)
    found = [_sentence(claim.rule, claim.text, None, judge(claim, current)) for claim in proof.claims]
    return [part for part in found if part.outdated]


def _sentences(proof: Proof, words: Words, current: Current) -> list[Checked]:
    edits = edited_sentences([claim.text for claim in proof.claims], words)
    return [
        _sentence(claim.rule, claim.text, edit, judge(claim, current))
        for claim, edit in zip(proof.claims, edits, strict=True)
    ]


def _sentence(rule: str, text: str, edit: Edit | None, verdict: Verdict) -> Checked:
    edits = () if edit is None else (edit,)
    now = verdict.now
    if edits and not verdict.outdated:
        now = text  # what it said is still true
    return Checked("claim", rule, text, edits, verdict.outdated, now)


def _charts(proof: Proof, held: Held, words: Words, current: Current) -> list[Checked]:
    titles = edited_sentences([chart.title for chart in proof.charts], words)
    found = []
    for chart, title in zip(proof.charts, titles, strict=True):
        edits = [] if title is None else [Edit("Titre", title.told, title.found)]
        edits += edited_numbers(chart, held.charts.get(chart.name, ()))
        moved = _moved(chart, current)
        now = title_now(chart, current.document) if moved and current.document is not None else ""
        found.append(Checked("chart", chart.name, chart.title, tuple(edits), tuple(moved), now))
    return found


def _tables(proof: Proof, cells: Sequence[list[Edit] | None], current: Current) -> list[Checked]:
    """The tables that the file has."""
    return [
        Checked("table", table.caption, table.caption, tuple(edits), tuple(_moved(table, current)))
        for table, edits in zip(proof.tables, cells, strict=True)
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
