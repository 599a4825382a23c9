"""The definition of a chart: what it shows, in words and numbers, whatever draws it.

Screen, picture and table (and any document later) read the same marks, so they cannot disagree. No Dash here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dashboard import french
from dashboard.gaps import Gap
from etl.catalogue import Catalogue
from etl.model import Face, Observation, Qualifier, plain_number

Side = Literal["priority", "reference"]

SIDES: tuple[Side, Side] = ("reference", "priority")
"""In drawing order: the QPV come last, on top."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure on a chart. ``row`` is the line it belongs to, ``value`` is in the unit of the chart, None when
    absent; ``text`` says it in French, or why it is absent, ``label`` the same where room is short; ``segment`` counts
    the breaks passed before it; ``uncertain`` when the source rounds it or its date is not sure."""

    row: str
    side: Side
    value: float | None
    text: str
    label: str
    period: str
    zone: str
    source: str
    segment: int = 0
    lower: float | None = None
    upper: float | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class BreakLine:
    """Where a series is broken; ``period`` is the first one of the new measure."""

    period: str
    text: str
    exceptional: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, complete: ``kind`` names the module that draws it, ``title`` is the finding, ``subtitle`` says what,
    who, when and where, ``alternative`` is read in place of the picture."""

    kind: str
    name: str
    title: str
    subtitle: str
    symbol: str
    decimals: int
    marks: tuple[Mark, ...]
    sources: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    breaks: tuple[BreakLine, ...] = ()
    labels: dict[Side, str] = field(default_factory=lambda: {"priority": "QPV", "reference": "Comparaison"}, hash=False)

    @property
    def rows(self) -> list[str]:
        """The lines of the chart, in order."""
        return list(dict.fromkeys(mark.row for mark in self.marks))

    @property
    def alternative(self) -> str:
        """The chart in one paragraph, for a screen reader and for documents."""
        count = len(self.rows)
        lines = f"{count} ligne{'s' if count > 1 else ''} : {', '.join(self.rows[:6])}{'…' if count > 6 else ''}."
        return f"{self.title}. {self.subtitle}. {lines} Les mêmes chiffres sont dans le tableau."

    def of(self, row: str, side: Side) -> Iterator[Mark]:
        """The marks of one line and one side, in order."""
        return (mark for mark in self.marks if mark.row == row and mark.side == side)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """The same numbers as text: header, then one row a mark."""
        header = ["Ligne", "Zone", "Période", "Valeur", "Intervalle à 95 %", "Source"]
        return header, [
            [mark.row, mark.zone, french.period(mark.period), mark.text, self._interval(mark), mark.source]
            for mark in self.marks
        ]

    def data(self) -> tuple[list[str], list[list[str]]]:
        """The table with, after it, each value as a number that a French spreadsheet reads, and its unit."""
        header, rows = self.table()
        numbers = [plain_number(mark.value).replace(".", ",") for mark in self.marks]
        return [*header, "Nombre", "Unité"], [
            [*row, number, self.symbol] for row, number in zip(rows, numbers, strict=True)
        ]

    def _interval(self, mark: Mark) -> str:
        if mark.lower is None or mark.upper is None:
            return "non publié"
        low, high = (french.number(limit, self.decimals) for limit in (mark.lower, mark.upper))
        return f"{low} à {high}"


def mark_of(observation: Observation, row: str, side: Side, catalogue: Catalogue, *, segment: int = 0) -> Mark:
    """The mark of an observation."""
    source = catalogue.sources[observation.source]
    return Mark(
        row=row,
        side=side,
        value=observation.value,
        text=french.value_and_face(observation, catalogue),
        label=french.short_value(observation, catalogue),
        period=observation.period,
        zone=zone_label(observation, catalogue),
        source=f"{source.publisher}, {source.title}, {observation.locator}",
        segment=segment,
        lower=observation.lower,
        upper=observation.upper,
        uncertain=observation.qualifier != Qualifier.EXACT or observation.face == Face.UNRELIABLE,
    )


def zone_label(observation: Observation, catalogue: Catalogue) -> str:
    """The zone with its drawing of the map: « Quartiers prioritaires (QPV), QPV 2015 »."""
    label = catalogue.zones[observation.zone].label
    return f"{label}, contours {observation.perimeter[-4:]}" if observation.perimeter.startswith("QP") else label


def source_lines(observations: Iterable[Observation], catalogue: Catalogue) -> tuple[str, ...]:
    """The publications behind a chart, each once, producers first."""
    sources = {catalogue.sources[observation.source] for observation in observations}
    ordered = sorted(sources, key=lambda s: (s.kind != "primary", s.publisher, s.title))
    return tuple(
        f"{source.publisher}, {source.title} ({french.published(source.date)})"
        + (f", lu dans : {source.reported_by}" if source.reported_by not in ("", source.publisher) else "")
        for source in ordered
    )


def sides_of(gap: Gap) -> tuple[tuple[Side, Observation], tuple[Side, Observation]]:
    """Both observations of a gap with their side."""
    return ("priority", gap.priority), ("reference", gap.reference)


def labels_of(gaps: Sequence[Gap], catalogue: Catalogue) -> dict[Side, str]:
    """What each side is: the zone when the gaps share it, a general word when each row names its own."""
    labels: dict[Side, str] = {"priority": "Quartiers prioritaires", "reference": "Point de comparaison de la ligne"}
    for side in SIDES:
        zones = {observation.zone for gap in gaps for name, observation in sides_of(gap) if name == side}
        if len(zones) == 1:
            labels[side] = catalogue.zones[zones.pop()].label
    return labels


def labels_in_time(gaps: Sequence[Gap], catalogue: Catalogue) -> dict[Side, str]:
    """What each side is over time: its zones in the order they followed each other."""
    labels: dict[Side, str] = {}
    for side in SIDES:
        zones = dict.fromkeys(o.zone for gap in gaps for name, o in sides_of(gap) if name == side)
        labels[side] = ", puis ".join(catalogue.zones[zone].label for zone in zones)
    return labels
