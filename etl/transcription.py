"""Reads the tables that people transcribed by hand: one typed row a line, every bad cell named at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from etl.catalogue import Catalogue, UnknownIdError
from etl.errors import Problem, SourceError, french_csv_reason, french_reason, short_path, suggestion
from etl.model import (
    AGE_PATTERN,
    PERIOD_NOTES,
    ConfStatus,
    Observation,
    ObsStatus,
    Perimeter,
    Qualifier,
    period_bounds,
    plain_number,
)

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"[0-9]+")


def _number(text: str) -> str | None:
    """Empty is absent; anything else is written 1234.5. Pydantic alone would also read 1_0, 1e5 and « 12 »."""
    if text == "":
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError("un nombre est attendu, écrit comme 1234.5 (point décimal, sans espace)")
    return text


def _whole(text: str) -> str:
    if not _WHOLE.fullmatch(text):
        raise ValueError("un nombre entier est attendu")
    return text


def _period(text: str) -> str:
    period_bounds(text)
    return text


Number = Annotated[Annotated[float, Field(allow_inf_nan=False)] | None, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Period = Annotated[str, BeforeValidator(_period)]
Code = Annotated[str, StringConstraints(min_length=1, pattern=r"^\S+$")]
Age = Annotated[str, StringConstraints(pattern=f"^({AGE_PATTERN})$")]
Breakdown = Annotated[str, StringConstraints(pattern=r"^(_T|[a-z][a-z0-9_]*:[a-z0-9_]+)$")]
Address = Annotated[str, StringConstraints(pattern=r"^(https?://\S+)?$")]
Words = Annotated[str, StringConstraints(min_length=1)]


class Row(BaseModel):
    """A transcribed line; its fields are the columns of the file, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FigureRow(Row):
    """The columns that every transcribed figure has."""

    indicator: Code
    territory: Code
    zone: Code
    perimeter: Perimeter
    period: Period
    period_basis: Literal["stated", "deduced", "publication"]
    sex: Literal["_T", "F", "M"]
    age: Age
    breakdown: Breakdown
    value: Number
    qualifier: Qualifier
    locator: Words
    note: str
    lower: Number = None
    upper: Number = None
    n: Number = None
    obs_status: ObsStatus = ObsStatus.NORMAL
    conf_status: ConfStatus = ConfStatus.FREE


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A figure that could not be made safe, and why (in French)."""

    source: str
    reference: str
    indicator: str
    reason: str


@dataclass(slots=True)
class Extract:
    """What one source gave: observations, figures left out, and plain tables (actors, initiatives…)."""

    observations: list[Observation] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many figures were read, kept or not."""
        return len(self.observations) + len(self.left_out)


AnyRow = TypeVar("AnyRow", bound=Row)
AnyRead = TypeVar("AnyRead")


def read_rows(path: Path, model: type[AnyRow]) -> list[tuple[int, AnyRow]]:
    """The rows of a UTF-8 CSV whose columns are the fields of ``model``, in any order, each with its line number.

    A field with a default may be absent. Raises SourceError naming file, line, column and value of every bad cell.
    """
    name = short_path(path)
    reader = csv.reader(io.StringIO(_text(path, name), newline=""), strict=True)
    rows: list[tuple[int, AnyRow]] = []
    problems: list[Problem] = []
    header: list[str] = []
    try:
        for line, cells in _lines(reader):
            if not header:
                header = cells
                problems += _header_problems(name, cells, model)
                if problems:
                    break
            elif len(cells) != len(header):
                reason = f"{len(cells)} cases, l'en-tête en a {len(header)} ; une virgule sans guillemets ?"
                problems.append(Problem(name, line, "", ",".join(cells)[:60], reason))
            else:
                try:
                    rows.append((line, model.model_validate(dict(zip(header, cells, strict=True)))))
                except ValidationError as error:
                    problems += [_problem(name, line, detail) for detail in error.errors()]
    except csv.Error as error:
        problems.append(Problem(name, reader.line_num, "", "", f"CSV illisible : {french_csv_reason(error)}"))
    if not header:
        problems.append(Problem(name, 1, "", "", "le fichier est vide"))
    if problems:
        raise SourceError(problems)
    return rows


def _text(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise SourceError([Problem(name, 0, "", "", "le fichier manque")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError([Problem(name, line, "", "", f"le texte n'est pas en UTF-8 (octet {error.start})")]) from None
    except OSError as error:
        raise SourceError([Problem(name, 0, "", "", f"fichier illisible : {error.strerror}")]) from None


def _lines(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it starts on; blank lines are passed over."""
    start = 1
    for cells in reader:
        if cells:
            yield start, cells
        start = reader.line_num + 1


def _header_problems(name: str, found: list[str], model: type[Row]) -> list[Problem]:
    required = [column for column, field_info in model.model_fields.items() if field_info.is_required()]
    missing = [column for column in required if column not in found]
    extra = [column for column in found if column not in model.model_fields]
    twice = sorted({column for column in found if found.count(column) > 1})
    reasons = (("manque", missing), ("en trop", extra), ("en double", twice))
    what = "; ".join(f"{word} : {', '.join(columns)}" for word, columns in reasons if columns)
    if not what:
        return []
    return [Problem(name, 1, (missing + extra + twice)[0], "", f"l'en-tête n'est pas celui attendu ({what})")]


def _problem(name: str, line: int, detail: Any) -> Problem:
    column = ".".join(str(part) for part in detail["loc"])
    return Problem(name, line, column, str(detail["input"]), french_reason(detail))


def convert(rows: Iterable[AnyRead], make: Callable[[AnyRead], Observation]) -> list[Observation]:
    """``make`` of every row; one SourceError with the problems of all those it refused."""
    observations: list[Observation] = []
    problems: list[Problem] = []
    for row in rows:
        try:
            observations.append(make(row))
        except SourceError as error:
            problems += error.problems
    if problems:
        raise SourceError(problems)
    return observations


def to_observation(row: FigureRow, source: str, where: Problem, catalogue: Catalogue) -> Observation:
    """The observation of a transcribed row read at ``where`` (file and line).

    Raises SourceError when an id is not in the catalogue, a zone is drawn on another perimeter, or the value is out of
    the limits of its indicator.
    """
    indicator = _known(catalogue.indicators, row.indicator, "indicator", where)
    _known(catalogue.zones, row.zone, "zone", where)
    _known(catalogue.territories, row.territory, "territory", where)
    _known(catalogue.sources, source, "source", where)
    perimeters = catalogue.zones[row.zone].perimeters
    if row.perimeter not in perimeters:
        allowed = ", ".join(perimeter.value or "vide" for perimeter in perimeters)
        raise _wrong(where, "perimeter", row.perimeter.value, f"la zone {row.zone} est dessinée sur : {allowed}")
    if row.value is not None and not indicator.allows(row.value):
        raise _wrong(where, "value", plain_number(row.value), f"hors de {list(indicator.limits)}")
    status = row.obs_status
    if row.period_basis != "stated" and status == ObsStatus.NORMAL:
        status = ObsStatus.LOW_RELIABILITY
    note = " ".join(part for part in (PERIOD_NOTES[row.period_basis], row.note) if part)
    return Observation(
        indicator=row.indicator,
        territory=row.territory,
        zone=row.zone,
        perimeter=row.perimeter.value,
        period=row.period,
        sex=row.sex,
        age=row.age,
        breakdown=row.breakdown,
        value=row.value,
        unit=indicator.unit,
        lower=row.lower,
        upper=row.upper,
        n=row.n,
        obs_status=status.value,
        conf_status=row.conf_status.value,
        qualifier=row.qualifier.value,
        source=source,
        locator=row.locator,
        note=note,
    )


def _known(entries: Any, name: str, column: str, where: Problem) -> Any:
    if name in entries:
        return entries[name]
    near = UnknownIdError(column, name, entries).closest
    raise _wrong(where, column, name, f"absent du catalogue{suggestion(near)}")


def _wrong(where: Problem, column: str, value: str, reason: str) -> SourceError:
    return SourceError([Problem(where.file, where.line, column, value, reason)])
