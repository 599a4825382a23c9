"""From sources to ``data/indicators``: find the sources, read, check together, publish, and say what happened."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pandas as pd

import etl.sources
from etl.catalogue import Catalogue, UnknownIdError, load_catalogue
from etl.checks import agreeing, claim_problems, table_problems, together_problems
from etl.errors import BuildError, Problem, SourceError
from etl.model import COLUMNS, Observation
from etl.publish import (
    OFFICIAL,
    datapackage,
    left_out_csv,
    observations_csv,
    official_entries,
    official_manifest,
    official_sources,
    publish,
    rows_csv,
)
from etl.transcription import Extract

if TYPE_CHECKING:
    from etl.official.build import Official

AGGREGATES = "neighbourhood_aggregates.csv"
AGGREGATES_TITLE = "Quartiers prioritaires par région et par département, calculés à partir des fichiers officiels"

REGISTER = "business_register.parquet"
"""How the names of the tables of the business register end."""
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
    official: Official | None = None
    """What the official files gave, when some were read."""
    only: str | None = None
    """The one official source that was rebuilt, when not all were."""


def source_modules() -> dict[str, ModuleType]:
    """The transcribed sources of ``etl/sources``: each has a TITLE and ``extract(folder, catalogue)``."""
    return {name: module for name, module in _modules().items() if hasattr(module, "extract")}


def official_modules() -> dict[str, ModuleType]:
    """The sources of ``etl/sources`` that read official files: each has a TITLE and LAYOUTS (etl.official)."""
    return {name: module for name, module in _modules().items() if hasattr(module, "LAYOUTS")}


def _modules() -> dict[str, ModuleType]:
    names = sorted(module.name for module in pkgutil.iter_modules(etl.sources.__path__))
    return {name: importlib.import_module(f"etl.sources.{name}") for name in names}


def build(
    catalogue_dir: Path,
    sources_dir: Path,
    out: Path,
    progress: Progress | None = None,
    *,
    raw: Path | None = None,
    only: str | None = None,
) -> BuildReport:
    """Rebuild ``out`` from the catalogue and the sources; the previous build stays if anything is wrong.

    With ``raw``, the official files of that folder too, or those of the source ``only``; without it, what an earlier
    build made of them stays.

    Raises CatalogueError, SourceError or BuildError, each with every reason it could gather.
    """
    modules = source_modules()
    steps = ["Catalogue", *(module.TITLE for module in modules.values()), "Vérifications", "Écriture"]

    def step(number: int, title: str = "") -> None:
        if progress:
            progress(title or steps[min(number, len(steps) - 1)], number, len(steps))

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
    report = _report(extracts, modules, catalogue)
    report.only = only
    official = None
    if raw is not None:
        official = _official(raw, only, catalogue, report, out, lambda title: step(len(modules) + 1, title))
    published = [observation for extract in extracts.values() for observation in extract.observations]
    aggregates = _aggregates(report, published, catalogue)
    _check(extracts, aggregates, catalogue)
    if aggregates:
        files[AGGREGATES] = observations_csv(aggregates)
    elif (out / AGGREGATES).is_file():  # made of official files by an earlier build
        files[AGGREGATES] = (out / AGGREGATES).read_bytes()
    step(len(modules) + 2)
    titles = {f"{name}.csv": module.TITLE for name, module in modules.items()} | {AGGREGATES: AGGREGATES_TITLE}
    report.changed = publish(files, datapackage(files, titles, catalogue), out, official)
    step(len(steps))
    return report


def _official(
    raw: Path, only: str | None, catalogue: Catalogue, report: BuildReport, out: Path, step: Callable[[str], None]
) -> dict[str, bytes]:
    """The official files as Parquet, with their manifest. Imported on demand: the transcribed part needs none of it."""
    from etl.official.build import read_official
    from etl.official.parquet import parquet_files, report_as_dict

    modules = official_modules()
    if only is not None and only not in modules:
        raise UnknownIdError("source", only, modules)
    report.official = read_official(raw, catalogue, modules, only, step)
    if only is None and (gone := official_sources(out) - set(report.official.observations)):
        report.official.report.notes.append(
            f"Sources lues à la construction précédente et absentes de ce dossier, retirées : {', '.join(sorted(gone))}"
        )
    files = parquet_files(report.official)
    # The business register is counted apart, by « qpv ess »: what it gave stays
    kept = {n: e for n, e in official_entries(out).items() if only is not None or n.endswith(REGISTER)}
    return {**files, OFFICIAL: official_manifest(files, report_as_dict(report.official.report), kept)}


def _aggregates(report: BuildReport, published: list[Observation], catalogue: Catalogue) -> list[Observation]:
    """The embedded figures by région and département; none when the official files were not all read.

    A sum that a published figure contradicts (a folder that holds part of the quarters only) is left out, and said.
    """
    if report.official is None or report.only is not None:
        return []
    from etl.official.aggregates import aggregate

    kept, left_out = agreeing(aggregate(report.official, catalogue), published, catalogue)
    report.official.report.notes += left_out
    return kept


def _files(extracts: Mapping[str, Extract]) -> dict[str, bytes]:
    files = {f"{name}.csv": observations_csv(extract.observations) for name, extract in extracts.items()}
    for extract in extracts.values():
        files |= {f"{table}.csv": rows_csv(rows) for table, rows in extract.tables.items() if rows}
    files["left_out.csv"] = left_out_csv(item for extract in extracts.values() for item in extract.left_out)
    return files


def _check(extracts: Mapping[str, Extract], aggregates: list[Observation], catalogue: Catalogue) -> None:
    tables = {f"{name}.csv": extract.observations for name, extract in extracts.items()} | {AGGREGATES: aggregates}
    observations = [observation for table in tables.values() for observation in table]
    problems = together_problems(observations, catalogue) + claim_problems(observations, catalogue)
    for name, table in tables.items():
        frame = pd.DataFrame([[getattr(o, column) for column in COLUMNS] for o in table], columns=list(COLUMNS))
        problems += table_problems(frame, catalogue, name) if table else []
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
