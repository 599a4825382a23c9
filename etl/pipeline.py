"""From sources to ``data/indicators``: find the sources, read, check together, publish, and say what happened."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pandas as pd

import etl.sources
from etl.catalogue import Catalogue, load_catalogue
from etl.checks import claim_problems, table_problems, together_problems
from etl.errors import BuildError, Problem, SourceError
from etl.model import COLUMNS
from etl.publish import datapackage, left_out_csv, observations_csv, publish, rows_csv
from etl.transcription import Extract

Progress = Callable[[str, int, int], None]
"""Called with a step's French name, how many steps are done and how many there are."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What became of one source: figures read, kept, left out."""

    name: str
    title: str
    read: int
    kept: int
    left_out: int


@dataclass(slots=True)
class BuildReport:
    """What a build did, for people and for programs."""

    sources: list[SourceReport] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)
    """Reference, indicator and reason of each figure left out."""
    tables: dict[str, int] = field(default_factory=dict)
    """Rows of each plain table."""
    coverage: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """By French label of theme: indicators in the catalogue, indicators with at least one observation, observations."""
    changed: list[str] = field(default_factory=list)


def source_modules() -> dict[str, ModuleType]:
    """The sources found by listing ``etl/sources``: each has a TITLE and ``extract(folder, catalogue)``."""
    names = sorted(module.name for module in pkgutil.iter_modules(etl.sources.__path__))
    return {name: importlib.import_module(f"etl.sources.{name}") for name in names}


def build(catalogue_dir: Path, sources_dir: Path, out: Path, progress: Progress | None = None) -> BuildReport:
    """Rebuild ``out`` from the catalogue and the sources; the previous build stays if anything is wrong.

    Raises CatalogueError, SourceError or BuildError, each with every reason it could gather.
    """
    modules = source_modules()
    steps = ["Catalogue", *(module.TITLE for module in modules.values()), "Vérifications", "Écriture"]

    def step(number: int) -> None:
        if progress:
            progress(steps[min(number, len(steps) - 1)], number, len(steps))

    step(0)
    catalogue = load_catalogue(catalogue_dir)
    extracts: dict[str, Extract] = {}
    problems: list[Problem] = []
    for number, (name, module) in enumerate(modules.items(), start=1):
        step(number)
        try:
            extracts[name] = module.extract(sources_dir / name, catalogue)
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    step(len(modules) + 1)
    files = _files(extracts)
    _check(extracts, catalogue)
    step(len(modules) + 2)
    titles = {f"{name}.csv": module.TITLE for name, module in modules.items()}
    report = _report(extracts, modules, catalogue)
    report.changed = publish(files, datapackage(files, titles, catalogue), out)
    step(len(steps))
    return report


def _files(extracts: Mapping[str, Extract]) -> dict[str, bytes]:
    files = {f"{name}.csv": observations_csv(extract.observations) for name, extract in extracts.items()}
    for extract in extracts.values():
        files |= {f"{table}.csv": rows_csv(rows) for table, rows in extract.tables.items() if rows}
    files["left_out.csv"] = left_out_csv(item for extract in extracts.values() for item in extract.left_out)
    return files


def _check(extracts: Mapping[str, Extract], catalogue: Catalogue) -> None:
    observations = [observation for extract in extracts.values() for observation in extract.observations]
    problems = together_problems(observations, catalogue) + claim_problems(observations, catalogue)
    for name, extract in extracts.items():
        frame = pd.DataFrame(
            [[getattr(observation, column) for column in COLUMNS] for observation in extract.observations],
            columns=list(COLUMNS),
        )
        problems += table_problems(frame, catalogue, f"{name}.csv")
    if problems:
        raise BuildError(problems)


def _report(extracts: Mapping[str, Extract], modules: Mapping[str, ModuleType], catalogue: Catalogue) -> BuildReport:
    report = BuildReport()
    by_indicator: dict[str, int] = {}
    for name, extract in extracts.items():
        kept = len(extract.observations)
        report.sources.append(SourceReport(name, modules[name].TITLE, extract.read, kept, len(extract.left_out)))
        report.left_out += [(item.reference, item.indicator, item.reason) for item in extract.left_out]
        report.tables |= {table: len(rows) for table, rows in extract.tables.items()}
        for observation in extract.observations:
            by_indicator[observation.indicator] = by_indicator.get(observation.indicator, 0) + 1
    for theme in catalogue.themes.values():
        counts = [by_indicator.get(indicator.id, 0) for indicator in catalogue.in_theme(theme.id)]
        report.coverage[theme.label] = (len(counts), sum(count > 0 for count in counts), sum(counts))
    return report
