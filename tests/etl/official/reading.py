"""Reads specimens, or files written by a test, with some of the official sources."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pandas as pd

from etl.catalogue import Catalogue
from etl.model import NUMERIC_COLUMNS
from etl.official.build import Official, read_official
from tests.official import SPECIMENS


def modules(*names: str) -> dict[str, object]:
    """Source modules by name."""
    return {name: importlib.import_module(f"etl.sources.{name}") for name in names}


def read(raw: Path, catalogue: Catalogue, *names: str) -> Official:
    """What some sources make of a raw folder."""
    return read_official(raw, catalogue, modules(*names))  # type: ignore[arg-type]


def specimens(into: Path, *names: str) -> Path:
    """A raw folder with the specimens of some sources, to be spoiled at will."""
    raw = into / "raw"
    for name in names:
        shutil.copytree(SPECIMENS / name, raw / name, ignore=shutil.ignore_patterns("expected.csv"))
    return raw


def spoil(path: Path, old: str, new: str) -> None:
    """Replace ``old``, which must stand once in the file."""
    content = path.read_bytes()
    assert content.count(old.encode()) == 1, content.count(old.encode())
    path.write_bytes(content.replace(old.encode(), new.encode()))


def observations(official: Official, name: str) -> pd.DataFrame:
    """The observations of a source, one line a figure, codes as text."""
    frame: pd.DataFrame = official.observations[name].to_pandas()
    return frame.astype({column: str for column in frame.columns if column not in NUMERIC_COLUMNS})


def one(frame: pd.DataFrame, indicator: str, territory: str, **more: str) -> pd.Series:
    """The only observation of an indicator about a territory."""
    mask = (frame["indicator"] == indicator) & (frame["territory"] == territory)
    for column, text in more.items():
        mask &= frame[column] == text
    assert mask.sum() == 1, (indicator, territory, more, int(mask.sum()))
    return frame[mask].iloc[0]
