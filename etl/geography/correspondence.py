"""Which quarter of 2015 became which of 2024: the official table, read and checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from etl.errors import Problem
from etl.geography.codes import department_of_quarter, perimeter_of, quarter_of
from etl.geography.inputs import GivenTable, Inputs
from etl.model import Perimeter


class Status(StrEnum):
    """What became of a quarter between the two perimeters."""

    UNCHANGED = "unchanged"
    MODIFIED = "modified"
    NEW = "new"
    WHOLE_COMMUNE = "whole_commune"
    LEFT = "left"
    """Of 2015, and a quarter no longer in 2024."""
    LEFT_LIST = "left_list"
    """Drawn for 2024, and no longer in the official list."""
    UNKNOWN = "unknown"
    """No table says."""


_STATUSES = {
    "INCHANGE": Status.UNCHANGED,
    "MODIFIE": Status.MODIFIED,
    "NOUVEAU": Status.NEW,
    "COMMUNE": Status.WHOLE_COMMUNE,
}
_LETTERS = {
    "I": Status.UNCHANGED,
    "M": Status.MODIFIED,
    "N": Status.NEW,
    "C": Status.WHOLE_COMMUNE,
}
"""What the last letter of a 2024 code promises; the official status comes first where they differ."""

_PREDECESSORS = (("QP2015_1", "LABEL_QP2015_1"), ("QP2015_2", "LABEL_QP2015_2"), ("QP2015_3", "LABEL_QP2015_3"))


def status_of_letter(quarter: str) -> Status:
    """What the last letter of a 2024 code says of it."""
    return _LETTERS[quarter[-1]]


@dataclass(frozen=True, slots=True)
class Link:
    """One line of the table: a quarter of 2024, its status, and the quarters of 2015 it comes from."""

    quarter: str
    label: str
    status: Status
    predecessors: tuple[str, ...]
    remark: str
    """What the table says of the line; empty most often."""


@dataclass
class Correspondence:
    """The whole table, both ways."""

    links: dict[str, Link] = field(default_factory=dict)
    successors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By quarter of 2015, those of 2024 that come from it."""
    labels: dict[str, str] = field(default_factory=dict)
    """Names of the quarters of 2015 as the table gives them."""
    problems: list[Problem] = field(default_factory=list)

    def status_of(self, quarter: str) -> Status:
        """The status of a quarter of either perimeter, as the table tells it; UNKNOWN when it tells nothing."""
        if perimeter_of(quarter) == Perimeter.QP2024:
            link = self.links.get(quarter)
            return link.status if link else Status.UNKNOWN
        after = self.successors.get(quarter, [])
        if len(after) == 1 and self.links[after[0]].status == Status.UNCHANGED:
            return Status.UNCHANGED
        return Status.MODIFIED if after else self._without_successor(department_of_quarter(quarter))

    def _without_successor(self, department: str) -> Status:
        """LEFT, where the table knows the département; whole communes have taken the place of all of Mayotte's."""
        there = {link.status for link in self.links.values() if department_of_quarter(link.quarter) == department}
        if there == {Status.WHOLE_COMMUNE}:
            return Status.WHOLE_COMMUNE
        return Status.LEFT if there else Status.UNKNOWN


def read_correspondence(inputs: Inputs) -> Correspondence:
    """The tables given, put together; two that disagree on a quarter are a problem."""
    result = Correspondence()
    for table in inputs.of("qpv_correspondence"):
        for line, link, labels in _links(table, result.problems):
            known = result.links.get(link.quarter)
            if known is None:
                result.links[link.quarter] = link
            elif (known.status, set(known.predecessors)) != (link.status, set(link.predecessors)):
                reason = "ce quartier a déjà une autre ligne, ici ou dans un autre fichier ; n'en garder qu'une"
                result.problems.append(table.problem(line, "qp2024", link.quarter, reason))
            result.labels = labels | result.labels
    for link in result.links.values():
        for before in link.predecessors:
            result.successors[before].append(link.quarter)
    return result


def _links(table: GivenTable, problems: list[Problem]) -> Iterator[tuple[int, Link, dict[str, str]]]:
    for line, row in table.rows():
        quarter = row["QP2024"]
        before = {row[code]: row.get(label, "") for code, label in _PREDECESSORS if row.get(code)}
        status = _STATUSES.get(row["STATUT"])
        found = [table.problem(line, *wrong) for wrong in _wrong(quarter, list(before), row["STATUT"], status)]
        problems += found
        if not found and status is not None:
            yield line, Link(quarter, row["LABEL_QP2024"], status, tuple(before), row.get("REMARQUE", "")), before


def _wrong(quarter: str, before: list[str], written: str, status: Status | None) -> Iterator[tuple[str, str, str]]:
    """Column, value and reason of what does not hold in a line."""
    if quarter_of(quarter) is None or perimeter_of(quarter) != Perimeter.QP2024:
        yield "qp2024", quarter, "code de quartier 2024 attendu, comme QN09301M"
        return
    for code in before:
        if quarter_of(code) is None or perimeter_of(code) != Perimeter.QP2015:
            yield "qp2015", code, "code de quartier 2015 attendu, comme QP093001"
        elif department_of_quarter(code) != department_of_quarter(quarter):
            yield "qp2015", code, f"d'un autre département que {quarter}"
    if status is None:
        yield "statut", written, f"statut inconnu ; possibles : {', '.join(_STATUSES)}"
    elif status == Status.UNCHANGED and len(before) != 1:
        yield "statut", written, f"un quartier inchangé a un quartier d'origine, pas {len(before)}"
    elif status == Status.MODIFIED and not before:
        yield "statut", written, "un quartier modifié a au moins un quartier d'origine"
    elif status in (Status.NEW, Status.WHOLE_COMMUNE) and before:
        yield "statut", written, f"un quartier de ce statut n'a pas de quartier d'origine ({', '.join(before)})"
