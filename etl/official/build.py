"""From a raw folder to Parquet: every official source, checked, merged, written beside the small tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pyarrow as pa

from etl.catalogue import Catalogue
from etl.errors import Problem, SourceError
from etl.geography.tables import GeographyTables, build_geography
from etl.official.context import Context
from etl.official.coverage import PREFIX, coverage
from etl.official.cut_short import cut_short
from etl.official.expectations import table_problems, without_exceptions
from etl.official.known_codes import lone_codes
from etl.official.layout import Layout, Measure
from etl.official.merging import merge
from etl.official.observing import Reading, observe
from etl.official.scan import scan
from etl.official.shortening import shortened

Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class EditionReport:
    """What one table of one edition gave."""

    source: str
    edition: str
    table: str
    lines: int
    observations: int
    unread: tuple[str, ...]


@dataclass
class OfficialReport:
    """What the raw folder became, for people who run the build."""

    editions: list[EditionReport] = field(default_factory=list)
    repeated: dict[str, int] = field(default_factory=dict)
    """By source, lines that said again what another file had said."""
    unknown: list[str] = field(default_factory=list)
    """Files that no source recognises."""
    uncertain: list[str] = field(default_factory=list)
    """Layouts met here that were only known from code."""
    notes: list[str] = field(default_factory=list)


@dataclass
class Official:
    """Tables by file stem: observations of each source, territories, plain tables; and the report."""

    observations: dict[str, pa.Table]
    tables: dict[str, pa.Table]
    geography: GeographyTables | None
    report: OfficialReport


def read_official(
    folder: Path,
    catalogue: Catalogue,
    modules: Mapping[str, ModuleType],
    only: str | None = None,
    step: Step | None = None,
) -> Official:
    """Read every official file under ``folder`` with the source ``modules``, or with the one named ``only``.

    Raises SourceError with every bad cell of every file, and when nothing is recognised.
    """
    layouts = [layout for name, module in modules.items() for layout in module.LAYOUTS]
    _check_layouts(layouts, catalogue)
    found = scan(folder, layouts, step)
    if found.problems:
        raise SourceError(found.problems)
    if not found.readings:
        raise SourceError([Problem(folder.name, 0, "", "", "aucun fichier officiel reconnu dans ce dossier")])
    context = Context(catalogue, found.readings)
    unplaced = _read_geography(context)
    # What a file lost, its sisters would seem to be alone to name
    context.problems += cut_short(found.readings) or lone_codes(found.readings)
    report = OfficialReport(unknown=found.unknown)
    parts = _observe_all(context, modules, report, only, step)
    merged = merge(parts)
    context.problems += merged.problems
    observations, report.repeated = merged.tables, merged.repeated
    if context.problems:
        raise SourceError(_once(context.problems, unplaced))
    plain = _plain_tables(context, modules)  # before the notes: it adds some
    counted = {f"{PREFIX}{name}": coverage(table) for name, table in observations.items()}
    plain |= {name: table for name, table in counted.items() if table.num_rows}
    report.notes = [
        *context.notes,
        *(str(remark) for remark in (context.geography.remarks if context.geography else [])),
    ]
    report.uncertain = sorted({r.layout.uncertain for r in found.readings if r.layout.uncertain})
    return Official(observations, plain, context.geography, report)


def _read_geography(context: Context) -> list[Problem]:
    """Give the context its territories, outlines and passports, if any file speaks of them; what is wrong with them,
    which is added to its problems."""
    try:
        tables = build_geography(context.readings)
    except SourceError as error:
        context.problems += error.problems
        return error.problems
    context.geography = None if tables.territories.empty else tables
    return []


def _once(problems: list[Problem], unplaced: list[Problem]) -> list[Problem]:
    """A line that its source complains of is not told again by the geography, which reads it too."""
    placed = set(unplaced)
    told = {(problem.file, problem.line) for problem in problems if problem not in placed}
    return [problem for problem in problems if problem not in placed or (problem.file, problem.line) not in told]


def _observe_all(
    context: Context, modules: Mapping[str, ModuleType], report: OfficialReport, only: str | None, step: Step | None
) -> dict[str, list[pa.Table]]:
    """Observations by module: those its tables hold, then those it derives from several."""
    parts: dict[str, list[pa.Table]] = {}
    met: list[tuple[Reading, Problem]] = []
    owner = {layout.id: name for name, module in modules.items() for layout in module.LAYOUTS}
    for reading in context.readings:
        name = owner[reading.layout.id]
        if step:
            step(reading.table.name)
        seen = observe(reading, context.catalogue) if reading.layout.measures else None
        problems = [*(seen.problems if seen else []), *table_problems(reading)]
        met += [(reading, problem) for problem in problems]
        count = seen.table.num_rows if seen else 0
        if seen and only in (None, name):
            parts.setdefault(name, []).append(seen.table)
        report.editions.append(
            EditionReport(name, reading.edition, reading.table.name, len(reading.table.frame), count, reading.unread)
        )
    context.problems += shortened(without_exceptions(met, context.readings, context.catalogue))
    if not context.problems:
        context.observed = {name: pa.concat_tables(tables) for name, tables in parts.items()}
        for name, module in modules.items():
            if hasattr(module, "derive") and only in (None, name):
                derived = module.derive(context)
                if derived is not None and derived.num_rows:
                    parts.setdefault(name, []).append(derived)
    return parts


def _plain_tables(context: Context, modules: Mapping[str, ModuleType]) -> dict[str, pa.Table]:
    tables: dict[str, pa.Table] = {}
    for module in modules.values():
        if hasattr(module, "tables"):
            tables |= module.tables(context)
    return tables


def _check_layouts(layouts: list[Layout], catalogue: Catalogue) -> None:
    """A layout that names what the catalogue does not hold is a mistake of ours: said before any file is opened."""
    problems = [
        f"layout {name} declared twice" for name, count in Counter(la.id for la in layouts).items() if count > 1
    ]
    labels = ["_T", *catalogue.breakdown_labels()]
    for layout in layouts:
        for item in layout.measures:
            if item.indicator not in catalogue.indicators:
                problems.append(f"{layout.id}: indicator {item.indicator} is not in the catalogue")
            if item.breakdown not in labels:
                problems.append(f"{layout.id}: breakdown {item.breakdown} is not in the catalogue")
            flags = {flag.column for flag in layout.flags}
            if isinstance(item, Measure) and item.flag and item.flag not in flags:
                problems.append(f"{layout.id}: {item.column} names the flag {item.flag}, which is not declared")
        if "{" not in layout.source and layout.measures and layout.source not in catalogue.sources:
            problems.append(f"{layout.id}: source {layout.source} is not in the catalogue")
    if problems:
        raise ValueError("\n".join(problems))
