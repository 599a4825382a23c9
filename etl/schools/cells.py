"""Cells of the files of the Depp: identifiers, sectors, numbers; every bad one is kept with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from etl.catalogue.lookup import fold
from etl.errors import Problem
from etl.official.numbers import read_numbers
from etl.official.observing import Reading

UAI = re.compile(r"[0-9]{7}[A-Z]")
SECTORS = {"pu": "public", "pr": "private", "public": "public", "prive": "private", "prive sous contrat": "private"}
"""Sectors as the files write them, folded."""


@dataclass
class Cells:
    """Reads columns of tables; ``problems`` holds every cell that could not be."""

    problems: list[Problem] = field(default_factory=list)

    def uai(self, reading: Reading, column: str) -> pd.Series:
        """The identifiers of the schools."""
        cells = reading.table.frame[column]
        self.refuse(
            reading, column, ~cells.str.fullmatch(UAI.pattern), "identifiant d'établissement inconnu (0930001A)"
        )
        return cells

    def number(self, reading: Reading, column: str, low: float, high: float | None = None) -> np.ndarray:
        """A column of numbers, NaN where empty, between ``low`` and ``high``."""
        found = read_numbers(reading.table.frame[column], {})
        self.refuse(reading, column, found.bad, "un nombre est attendu")
        with np.errstate(invalid="ignore"):
            out = (found.values < low) | (found.values > (np.inf if high is None else high))
        self.refuse(reading, column, out, f"nombre hors de {low:g} à {'…' if high is None else f'{high:g}'}")
        return found.values

    def sector(self, reading: Reading, column: str) -> list[str]:
        """public or private."""
        words = [SECTORS.get(fold(text).strip(), "") for text in reading.table.frame[column]]
        self.refuse(reading, column, [not word for word in words], "secteur inconnu (public ou privé)")
        return words

    def refuse(self, reading: Reading, column: str, wrong: Iterable[bool], reason: str) -> None:
        """Keep the cells of a column that are ``wrong`` as problems."""
        self.problems += reading.table.problems(column, wrong, reason)


def locators(reading: Reading, column: str) -> list[str]:
    """File, line and column of each line of a table."""
    table = reading.table
    return [f"{table.name}, ligne {line}, colonne {table.written.get(column, column)}" for line in table.frame.index]
