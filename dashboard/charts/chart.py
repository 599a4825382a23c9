"""The definition of a chart: what it shows, in words and numbers, whatever draws it.

Screen, picture and table (and any document later) read the same marks, so they cannot disagree. No Dash here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dashboard import french
from dashboard.charts.cloud import Cloud
from dashboard.gaps import Gap
from etl.catalogue import Catalogue
from etl.model import Face, Observation, Qualifier, plain_number

if TYPE_CHECKING:
    from dashboard.charts.atlas import Atlas
    from dashboard.charts.crossing import Crossing
    from dashboard.gaps.quarters import Subject

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
    n: float | None = None
    """Where the chart places the figure across, when its rows do not: its denominator, or the other figure."""
    ranks: tuple[int, int] | None = None
    """Best and worst rank possible, where the chart ranks."""
    dating: str = ""
    """A note that opens with how sure the period is (``PERIOD_NOTES``); says nothing when the source states it."""
    observation: Observation | None = None
    """The figure itself; None where the mark is computed on many."""


@dataclass(frozen=True, slots=True)
class Group:
    """Quarters that are drawn together, too many for a row each: ``row`` names them, ``low`` and ``high`` bound their
    values where they are counted by value."""

    row: str
    count: int
    period: str
    zone: str
    source: str
    low: float | None = None
    high: float | None = None
    dating: str = ""
    """As that of a mark."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The figures of many quarters that a chart counts or places without naming each: enough to ask for them again.
    ``group`` is the territory they are the quarters of, ``stratum`` is sex, age, breakdown."""

    indicator: str
    group: str
    period: str
    perimeter: str
    stratum: tuple[str, str, str]


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
    groups: tuple[Group, ...] = ()
    cloud: Cloud | None = None
    crossing: Crossing | None = None
    """The two figures of each quarter, when the chart sets one against the other."""
    highlighted: tuple[str, ...] = ()
    """Rows that the reader asked for."""
    box: str = ""
    """The row whose marks are quartiles, drawn as a box."""
    total: int = 0
    """How many quarters are ranked, shown or not."""
    span: tuple[float, float] | None = None
    """Values between which half of them stand."""
    atlas: Atlas | None = None
    """Where everything stands, when the chart is a map."""
    behind: Behind | None = None
    """The figures it is made of, when there are too many to name."""

    @property
    def rows(self) -> list[str]:
        """The lines of the chart, in order."""
        return list(dict.fromkeys(mark.row for mark in self.marks))

    @property
    def alternative(self) -> str:
        """The chart in one paragraph, for a screen reader and for documents."""
        rows = self.rows or [f"{group.row}, {counted(group.count)}" for group in self.groups]
        count = len(rows)
        lines = f"{count} ligne{'s' if count > 1 else ''} : {', '.join(rows[:6])}{'…' if count > 6 else ''}."
        return f"{self.title}. {self.subtitle}. {lines} Les mêmes chiffres sont dans le tableau."

    @property
    def sides(self) -> list[Side]:
        """The sides that have a mark on the chart, the QPV first; a map has its own key, drawn with it."""
        if self.atlas is not None:
            return []
        return [side for side in reversed(SIDES) if any(mark.side == side for mark in self.marks)]

    @property
    def approximate(self) -> str:
        """How approximate figures are drawn, in words; empty when there are none."""
        if not any(mark.uncertain for mark in self.marks):
            return ""
        return f"{'hachures' if self.kind == 'bars' else 'marque creuse'} : valeur approchée ou fragile"

    def of(self, row: str, side: Side) -> Iterator[Mark]:
        """The marks of one line and one side, in order."""
        return (mark for mark in self.marks if mark.row == row and mark.side == side)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """The same numbers as text: header, then one row a mark."""
        header = ["Ligne", "Zone", "Période", "Valeur", "Intervalle à 95 %", "Source"]
        return header, [
            [mark.row, mark.zone, _when(mark), mark.text, self._interval(mark), mark.source] for mark in self.marks
        ] + [
            [group.row, group.zone, _when(group), counted(group.count), "sans objet", group.source]
            for group in self.groups
        ]

    def data(self) -> tuple[list[str], list[list[str]]]:
        """The table with, after it, each value as a number that a French spreadsheet reads, and its unit."""
        header, rows = self.table()
        numbers = [[plain_number(mark.value).replace(".", ","), self.symbol] for mark in self.marks]
        numbers += [[str(group.count), "quartiers"] for group in self.groups]
        return [*header, "Nombre", "Unité"], [[*row, *number] for row, number in zip(rows, numbers, strict=True)]

    def _interval(self, mark: Mark) -> str:
        if mark.lower is None or mark.upper is None:
            return "non publié"
        low, high = (french.number(limit, self.decimals) for limit in (mark.lower, mark.upper))
        return f"{low} à {high}"


def _when(item: Mark | Group) -> str:
    """« 2018, date déduite »."""
    return french.dated_period(item.period, item.dating)


def counted(quarters: int) -> str:
    """« 37 quartiers »."""
    return french.counted(quarters, "quartier")


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
        dating=observation.note,
        observation=observation,
    )


def behind(subject: Subject) -> Behind:
    """What asks again for the figures of many quarters."""
    return Behind(subject.indicator.id, subject.group, subject.period, subject.perimeter, subject.stratum)


LOCAL = ("neighbourhood", "commune", "epci", "urban_unit", "iris")
"""Kinds of territory that are named in place of their zone: « Saint-Denis », not « Ensemble du territoire »."""


def zone_label(observation: Observation, catalogue: Catalogue) -> str:
    """The zone with its drawing of the map: « Quartiers prioritaires (QPV), contours 2015 »; the place when it is a
    small one."""
    place = catalogue.territories.get(observation.territory)
    if place is not None and place.kind in LOCAL:
        return place.label if observation.zone != "outside_qpv" else f"{place.label}, hors QPV"
    return zone_words(observation.zone, observation.perimeter, catalogue)


def zone_words(zone: str, perimeter: str, catalogue: Catalogue) -> str:
    """The same from the codes."""
    label = catalogue.zones[zone].label
    return f"{label}, contours {perimeter[-4:]}" if perimeter.startswith("QP") else label


def source_lines(observations: Iterable[Observation], catalogue: Catalogue) -> tuple[str, ...]:
    """The publications behind a chart, each once, producers first."""
    return publications((observation.source for observation in observations), catalogue)


def publications(names: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The same from the ids of the sources."""
    sources = [catalogue.sources[name] for name in dict.fromkeys(names)]
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
        told = {
            _side_label(observation, gap, catalogue)
            for gap in gaps
            for name, observation in sides_of(gap)
            if name == side
        }
        if len(told) == 1:
            labels[side] = told.pop()
    return labels


def _side_label(observation: Observation, gap: Gap, catalogue: Catalogue) -> str:
    """The zone; with the place it is of, when the two sides of the gap are of two places."""
    zone = catalogue.zones[observation.zone].label
    if gap.priority.territory == gap.reference.territory:
        return zone
    place = catalogue.territories.get(observation.territory)
    name = french.place_name(place) if place else observation.territory
    return name if observation.zone == "all" or (place and place.kind == "neighbourhood") else f"{zone}, {name}"


def labels_in_time(gaps: Sequence[Gap], catalogue: Catalogue) -> dict[Side, str]:
    """What each side is over time: its zones in the order they followed each other."""
    labels: dict[Side, str] = {}
    for side in SIDES:
        told = dict.fromkeys(
            _side_label(o, gap, catalogue) for gap in gaps for name, o in sides_of(gap) if name == side
        )
        labels[side] = ", puis ".join(told)
    return labels
