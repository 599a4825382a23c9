"""The whole computation: read, select, place, count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from filelock import FileLock, Timeout
from ibis.expr.types import Table

from etl.business_register.counting import Inside, Reading
from etl.business_register.definitions import Definition
from etl.business_register.engines import DEFAULT_MEMORY, EMBEDDED, Engine, connect
from etl.business_register.inhabitants import inhabitants_of
from etl.business_register.inputs import Input, Kind, open_input
from etl.business_register.observations import as_table, without_repeats
from etl.business_register.placing import Outlines, write_places
from etl.business_register.results import Counted, Tables, count_perimeter, observe
from etl.business_register.selection import Fate, fates, selection
from etl.business_register.soundness import check_selection
from etl.business_register.stages import Stages
from etl.business_register.territories import Atlas
from etl.errors import BuildError, Problem, SourceError
from etl.files import sha256_of, system_reason
from etl.geography.stored import OUTLINES, TERRITORIES
from etl.model import Observation

_STAGES = 6
"""Reading, fates, selection, checks, distances, secrecy; then a stage a perimeter."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to compute. ``indicators``: the folder that ``qpv etl --raw`` filled, for territories and outlines;
    ``work``: where stages are kept; ``ess_list``: the list of the social economy, which is one more reading of it."""

    establishments: Path
    legal_units: Path
    geolocation: Path
    indicators: Path
    work: Path
    perimeters: tuple[str, ...] = ("QP2015", "QP2024")
    definition: Definition = Definition.LAW
    inside: Inside = Inside.CODE
    engine: str = EMBEDDED
    memory: str = DEFAULT_MEMORY
    threads: int = 2
    ess_list: Path | None = None


@dataclass
class Report:
    """What was read and what became of it, for people. ``fates`` and ``locations`` are numbers of rows."""

    engine: str = ""
    last_day: str = ""
    fates: dict[str, int] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    resumed: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """The observations and the report."""

    observations: list[Observation]
    report: Report

    def table(self) -> pa.Table:
        """The observations as a table of the model."""
        return as_table(self.observations)


@dataclass
class Sheet:
    """What was counted, before secrecy, with what it is said of."""

    counted: list[Counted]
    atlas: Atlas
    report: Report


def run(request: Request, step: Callable[[str], None] | None = None) -> Outcome:
    """Read, select, place, count, hide what is secret. ``step`` is told each stage that begins, ``stages_of`` in all.

    Raises SourceError for files that are not what they should be, BuildError when the machine is too small, and
    GeographyError when the territories were not read.
    """
    stages = Stages(request.work, step or (lambda _: None))
    sheet = count_register(request, stages)
    report = sheet.report
    with stages.timed("Secret et indicateurs"):
        people = inhabitants_of(request.indicators)
        observations = without_repeats(list(observe(sheet.counted, sheet.atlas, report.last_day, people)))
    return Outcome(observations, report)


def stages_of(request: Request) -> int:
    """How many stages ``run`` has when none is resumed."""
    return _STAGES + len(request.perimeters)


def count_register(request: Request, stages: Stages) -> Sheet:
    """Everything but secrecy. Raises what ``run`` raises."""
    with _alone(request.work):
        return _counted(request, stages)


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    """Two runs in one folder would take each other's stages. Raises BuildError when another one is there."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        with FileLock(work / ".lock", timeout=0):
            yield
    except Timeout:
        reason = f"{work.name} : un autre « qpv ess » calcule déjà dans ce dossier ; attendre sa fin, ou changer --out"
        raise BuildError([reason]) from None
    except OSError as error:
        raise BuildError([f"{work.name} : écriture impossible ({system_reason(error)})"]) from None


def _counted(request: Request, stages: Stages) -> Sheet:
    report = Report(seconds=stages.seconds, resumed=stages.resumed)
    atlas = Atlas.open(request.indicators)
    with stages.timed("Lecture"):
        inputs = _inputs(request)
    report.notes += [_repaired(given) for given in inputs.values() if given.repaired]
    rows = inputs[Kind.ESTABLISHMENTS].lines
    with connect(request.engine, request.memory, request.work / "spill", request.threads, rows) as engine:
        report.engine = engine.name
        selected = _select(engine, inputs, request, stages, report)
        places = _place(engine, inputs, request, stages)
        chain = engine.table(atlas.chain(), request.work)
        tables = Tables(engine, selected, places, chain, atlas, request.work, request.ess_list is not None)
        counted = []
        for perimeter in request.perimeters:
            with stages.timed(f"Décomptes {perimeter}"):
                reading = Reading(request.definition, perimeter, request.inside)
                counted.append(count_perimeter(tables, reading, report.last_day))
    return Sheet(counted, atlas, report)


def _repaired(given: Input) -> str:
    codes = ", ".join(given.repaired)
    return f"{given.name} : {codes} lu comme un nombre par un programme ; les zéros de tête sont remis"


def _inputs(request: Request) -> dict[Kind, Input]:
    given = {
        Kind.ESTABLISHMENTS: request.establishments,
        Kind.LEGAL_UNITS: request.legal_units,
        Kind.GEOLOCATION: request.geolocation,
    }
    if request.ess_list is not None:
        given[Kind.ESS_LIST] = request.ess_list
    return {kind: open_input(path, kind, request.work) for kind, path in given.items()}


def _select(engine: Engine, inputs: dict[Kind, Input], request: Request, stages: Stages, report: Report) -> Table:
    """The selection, written once; the report gets the fate of every row and the place of those kept."""
    stock, units, points, *rest = (engine.read(given) for given in inputs.values())
    ess_list = rest[0] if rest else None
    stamps = [engine.name, *(given.stamp for given in inputs.values())]
    counted = request.work / "fates"
    stages.write("Sort des lignes", counted, stamps, lambda: engine.write(fates(stock, str(date.today())), counted))
    rows = engine.frame(engine.read_stage(counted))
    report.last_day = str(rows["last"].max())
    if not report.last_day:
        told = "aucune date lisible : ni au format 2026-09-30, ni avant aujourd’hui"
        raise SourceError(
            [Problem(inputs[Kind.ESTABLISHMENTS].name, 0, "dateDernierTraitementEtablissement", "", told)]
        )
    target = request.work / "selection"
    made_from = [*stamps, report.last_day]

    def select() -> None:
        with TemporaryDirectory(dir=request.work) as steps:

            def keep(table: Table, name: str) -> Table:
                engine.write(table, Path(steps) / name)
                return engine.read_stage(Path(steps) / name)

            engine.write(selection(stock, units, points, report.last_day, ess_list, keep), target)

    stages.write("Sélection", target, made_from, select)
    selected = engine.read_stage(target)
    report.fates = {str(fate): int(count) for fate, count in zip(rows["fate"], rows["rows"], strict=True)}
    with stages.timed("Vérifications"):
        report.notes += check_selection(engine, selected, inputs, report.last_day)
        _settle_fates(engine, selected, report)
    return selected


def _settle_fates(engine: Engine, selected: Table, report: Report) -> None:
    """What the stock alone would keep, told apart by what the legal units say; and the places of what is kept."""
    told = selected.group_by(["fate", "location"]).agg(rows=selected.count())
    frame = engine.frame(told)
    field_ = frame[frame["fate"].isin([str(Fate.KEPT), str(Fate.NO_LEGAL_UNIT), str(Fate.CEASED)])]
    report.fates |= {str(fate): int(count) for fate, count in field_.groupby("fate")["rows"].sum().items()}
    kept = frame[frame["fate"] == Fate.KEPT]
    report.locations = {str(place): int(count) for place, count in kept.groupby("location")["rows"].sum().items()}


def _place(engine: Engine, inputs: dict[Kind, Input], request: Request, stages: Stages) -> Table:
    drawn = [sha256_of(request.indicators / name) for name in (TERRITORIES, OUTLINES)]
    made_from = [engine.name, *(given.stamp for given in inputs.values()), *drawn, *request.perimeters]
    places, selected = request.work / "places.parquet", request.work / "selection"
    stages.write("Distances", places, made_from, lambda: write_places(selected, _outlines(request), places))
    return engine.read_stage(places)


def _outlines(request: Request) -> list[Outlines]:
    return [Outlines.open(request.indicators, perimeter) for perimeter in request.perimeters]
