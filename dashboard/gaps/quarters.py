"""The values of many quarters for one figure, as arrays: what distribution, ranking and funnel are computed on.

Nothing is mixed: one period, one drawing of the map, one population, one publication, or a refusal that names what
differs. A quarter counts once, whatever its population.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dashboard import french
from dashboard.gaps.comparability import Refusal, RefusalCode
from dashboard.gaps.estimate import FloatArray
from etl.catalogue import Catalogue, Indicator, UnknownIdError
from etl.model import PERIOD_NOTES, ConfStatus, Face, ObsStatus

if TYPE_CHECKING:  # the tables come from elsewhere; loading pandas costs a quarter of a second
    import pandas as pd

COLUMNS = (
    "indicator", "territory", "zone", "perimeter", "period", "sex", "age", "breakdown", "value", "lower", "upper", "n",
    "obs_status", "conf_status", "source", "locator",
)  # fmt: skip
STRATUM = ("sex", "age", "breakdown")
PRESENT = (Face.PUBLISHED, Face.ZERO, Face.UNRELIABLE)
QUARTER_PREFIXES = ("QP", "QN")
"""How the codes of quarters start: perimeters of 2015 and of 2024."""
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """What the values of many quarters are about. ``group`` is the territory they are the quarters of (``FR``,
    ``DEP-93``…); ``stratum`` is sex, age, breakdown; ``source`` is an id of the catalogue."""

    indicator: Indicator
    group: str
    period: str
    perimeter: str
    zone: str
    stratum: tuple[str, str, str]
    source: str
    note: str = ""
    """How sure the period is, in the words of ``PERIOD_NOTES``; empty when the source states it."""

    def refuse(self, code: RefusalCode, text: str) -> Refusal:
        """A refusal about these quarters."""
        return Refusal(self.indicator, self.group, code, text, self.period)


@dataclass(frozen=True, slots=True, eq=False)
class Quarters:
    """One figure in every quarter of a group: arrays with one entry a quarter, in the order received. ``values``,
    ``lower`` and ``upper`` are in the unit of the indicator, nan where absent; ``n`` is the denominator. ``faces`` says
    how each value is present or absent (``Face``); a value that may not be seen is nan."""

    subject: Subject
    codes: tuple[str, ...]
    locators: tuple[str, ...]
    values: FloatArray
    lower: FloatArray
    upper: FloatArray
    n: FloatArray
    faces: NDArray[np.str_]
    column: FloatArray | None = None
    """The values of all the quarters among which these were taken: its rounding is seen on many. None: these alone."""

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which quarters have a value, fragile ones included."""
        return np.isfinite(self.values)

    @property
    def count(self) -> int:
        """How many quarters have a value."""
        return int(self.present.sum())

    @property
    def absent(self) -> dict[Face, int]:
        """How many have none, by reason; reasons that nobody has are left out."""
        return {face: count for face, count in self.by_face.items() if face not in PRESENT}

    @property
    def by_face(self) -> dict[Face, int]:
        """How many quarters have each face, in the order of ``Face``; faces that nobody has are left out."""
        counts = {face: int((self.faces == face.value).sum()) for face in Face}
        return {face: count for face, count in counts.items() if count}

    def within(self, codes: frozenset[str], group: str) -> Quarters:
        """Those of ``codes`` alone, as the quarters of ``group``."""
        kept = np.flatnonzero([code in codes for code in self.codes])
        return Quarters(
            subject=replace(self.subject, group=group),
            codes=tuple(self.codes[i] for i in kept),
            locators=tuple(self.locators[i] for i in kept),
            values=self.values[kept],
            lower=self.lower[kept],
            upper=self.upper[kept],
            n=self.n[kept],
            faces=self.faces[kept],
            column=self.values if self.column is None else self.column,
        )

    def index(self, code: str) -> int:
        """Where the quarter of that code stands. Raises UnknownIdError with the closest codes."""
        try:
            return self.codes.index(code)
        except ValueError:
            raise UnknownIdError("territory", code, self.codes) from None


def quarters_of(
    frame: pd.DataFrame, indicator: Indicator, catalogue: Catalogue, group: str = "FR"
) -> Quarters | Refusal:
    """The quarters of ``frame``, one row each, with the columns of ``COLUMNS``; or why they do not stand together.

    Refused: no row at all; several periods, maps of the priority quarters, zones, populations or publications. Raises
    ValueError when a column is missing, when a row is about another indicator or no quarter, when a quarter comes
    twice, or when a number is infinite: those are mistakes of the caller, not of the data.
    """
    if missing := [column for column in COLUMNS if column not in frame.columns]:
        raise ValueError(f"columns missing from the table of quarters: {missing}")
    if frame.empty:
        text = f"« {indicator.label} » : aucune valeur par quartier n’a été lue."
        return Refusal(indicator, group, RefusalCode.MISSING, text)
    _check(frame, indicator)
    for names, code, say in _ONE_OF_EACH:
        met = list(frame[list(names)].drop_duplicates().itertuples(index=False, name=None))
        if len(met) > 1:
            return Refusal(indicator, group, code, say(sorted(met), catalogue))
    return _arrays(frame, indicator, group)


def as_told(quarters: Quarters) -> Quarters:
    """The same with values as exact as they are told: a share divided from two counts has digits that nobody publishes,
    and two quarters that read alike must not have two ranks."""
    return replace(quarters, values=np.round(quarters.values, quarters.subject.indicator.decimals))


def _check(frame: pd.DataFrame, indicator: Indicator) -> None:
    if others := set(frame["indicator"]) - {indicator.id}:
        raise ValueError(f"quarters of {indicator.id} are asked, not of {sorted(others)}")
    if strangers := [code for code in frame["territory"] if not code.startswith(QUARTER_PREFIXES)]:
        raise ValueError(f"not quarters: {strangers[:MOST_NAMED]}")
    if twice := list(frame["territory"][frame["territory"].duplicated()].unique()):
        raise ValueError(f"quarters that come twice: {twice[:MOST_NAMED]}")
    numbers = frame[["value", "lower", "upper", "n"]].to_numpy(float)
    if np.isinf(numbers).any():
        raise ValueError("a value, a limit or a denominator is infinite")


def _arrays(frame: pd.DataFrame, indicator: Indicator, group: str) -> Quarters:
    first = frame.iloc[0]
    values = frame["value"].to_numpy(float)
    faces = faces_of(values, frame["obs_status"], frame["conf_status"])
    hidden = ~np.isin(faces, [face.value for face in PRESENT])
    numbers = {name: np.where(hidden, np.nan, frame[name].to_numpy(float)) for name in ("value", "lower", "upper")}
    return Quarters(
        subject=Subject(
            indicator=indicator,
            group=group,
            period=str(first["period"]),
            perimeter=str(first["perimeter"]),
            zone=str(first["zone"]),
            stratum=(str(first["sex"]), str(first["age"]), str(first["breakdown"])),
            source=str(first["source"]),
            note=_period_note(frame["note"].unique().tolist()) if "note" in frame.columns else "",
        ),
        codes=tuple(sys.intern(code) for code in frame["territory"].tolist()),
        locators=tuple(frame["locator"].tolist()),
        values=numbers["value"],
        lower=numbers["lower"],
        upper=numbers["upper"],
        n=frame["n"].to_numpy(float),
        faces=faces,
    )


def _period_note(notes: Sequence[str]) -> str:
    """The words about the period that all the notes open with."""
    for words in filter(None, PERIOD_NOTES.values()):
        if notes and all(note.startswith(words) for note in notes):
            return words
    return ""


def faces_of(values: FloatArray, obs_status: pd.Series[str], conf_status: pd.Series[str]) -> NDArray[np.str_]:
    """The face of each value, by the rule of ``Observation.face``, for a whole column at once."""
    status = obs_status.to_numpy(dtype=object)
    rules = [
        (
            (conf_status.to_numpy(dtype=object) == ConfStatus.CONFIDENTIAL) | (status == ObsStatus.SUPPRESSED),
            Face.SECRET,
        ),
        (status == ObsStatus.NOT_APPLICABLE, Face.NOT_APPLICABLE),
        (np.isnan(values), Face.MISSING),
        (status == ObsStatus.LOW_RELIABILITY, Face.UNRELIABLE),
        (values == 0, Face.ZERO),
    ]
    conditions = [np.asarray(condition, dtype=bool) for condition, _ in rules]
    return np.select(conditions, [face.value for _, face in rules], default=Face.PUBLISHED.value).astype(np.str_)


_Met = Sequence[tuple[str, ...]]


def _periods(met: _Met, _: Catalogue) -> str:
    return (
        f"Les quartiers ne sont pas tous observés à la même période ({_listed([french.period(p) for (p,) in met])}) : "
        "ils ne se rangent pas ensemble."
    )


def _perimeters(met: _Met, _: Catalogue) -> str:
    return (
        f"Les quartiers viennent de découpages différents ({_listed([french.perimeter(p) for (p,) in met])}) : "
        "ils ne se rangent pas ensemble."
    )


def _zones(met: _Met, catalogue: Catalogue) -> str:
    return (
        f"Les valeurs portent sur des zones différentes ({_listed([catalogue.zone(z).label for (z,) in met])}) : "
        "elles ne se rangent pas ensemble."
    )


def _populations(met: _Met, catalogue: Catalogue) -> str:
    told = _listed([french.stratum((sex, age, level), catalogue) for sex, age, level in met])
    return f"Les valeurs portent sur des populations différentes ({told}) : elles ne se rangent pas ensemble."


def _sources(met: _Met, catalogue: Catalogue) -> str:
    return (
        f"Les valeurs viennent de plusieurs publications ({_listed([catalogue.source(s).title for (s,) in met])}), "
        "qui peuvent ne pas mesurer la même chose : elles ne se rangent pas ensemble."
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


_ONE_OF_EACH: tuple[tuple[tuple[str, ...], RefusalCode, Callable[[_Met, Catalogue], str]], ...] = (
    (("period",), RefusalCode.DIFFERENT_PERIOD, _periods),
    (("perimeter",), RefusalCode.DIFFERENT_PERIMETER, _perimeters),
    (("zone",), RefusalCode.DIFFERENT_UNIVERSE, _zones),
    (STRATUM, RefusalCode.DIFFERENT_UNIVERSE, _populations),
    (("source",), RefusalCode.DIFFERENT_DEFINITION, _sources),
)
