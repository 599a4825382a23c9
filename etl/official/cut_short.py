"""A file that stops where its sisters go on: cut at the end of a line, nothing in it tells that the rest is missing.

What it lost would not be missed by a reader of CSV: medians and ranks would be those of the quarters that are left.
"""

from __future__ import annotations

from collections.abc import Iterable

from etl.errors import Problem
from etl.geography.codes import quarter_of
from etl.official.observing import Reading

FEWEST = 20
"""Codes under which a file is too short to tell whether it goes through all of them."""
DENSE, LOST = 0.9, 0.02
"""Share of the codes before its end that a file which was cut has, and least share that it lost."""
PLACE = 5
"""Characters of a code of quarter that name its perimeter and its département: QP093."""


def cut_short(readings: Iterable[Reading]) -> list[Problem]:
    """The files sorted by quarter that have nearly all the quarters of the others up to a point, and none beyond.

    An extract of some départements ends with one of them; only an end inside a département is told.
    """
    listed = [
        (reading, [(line, code) for line, code in _codes(reading) if quarter_of(code)])
        for reading in readings
        if reading.layout.grain == "neighbourhood" and reading.table.geometries is None
    ]
    every = {code for _, codes in listed for _, code in codes}
    return [problem for reading, codes in listed if (problem := _stops(reading, codes, every))]


def _codes(reading: Reading) -> list[tuple[int, str]]:
    column = reading.table.frame[reading.layout.key.upper()]
    return [(int(str(line)), str(code)) for line, code in column.items()]


def _stops(reading: Reading, own: list[tuple[int, str]], every: set[str]) -> Problem | None:
    names = [code for _, code in own]
    if len(names) < FEWEST or names != sorted(names):
        return None
    line, last = own[-1]
    alike = [code for code in every if code[:2] == last[:2]]
    before, beyond = [code for code in alike if code <= last], [code for code in alike if code > last]
    here = [code for code in beyond if code[:PLACE] == last[:PLACE]]
    if not here or len(beyond) < LOST * len(alike) or len(set(names) & set(before)) < DENSE * len(before):
        return None
    return reading.table.problem(
        line, reading.layout.key.upper(), last,
        f"le fichier s'arrête à ce quartier, quand d'autres fichiers en donnent {len(beyond)} après lui, dont "
        f"{max(here)} dans le même département : il est tronqué. Le télécharger de nouveau",
    )  # fmt: skip
