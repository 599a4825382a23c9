"""A few territories side by side, figure by figure, without mixing dates, maps or kinds of figure in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dashboard import french
from dashboard.gaps import Comparator, Gap, Refusal, RefusalCode, default_stratum
from dashboard.gaps.caveats import CONTAINS, PARTLY
from dashboard.questions.neighbourhoods import KEY_INDICATORS, Neighbourhoods
from dashboard.questions.outlines import figures_code
from dashboard.questions.profile import RESIDENTS
from dashboard.questions.registers import passport
from etl.catalogue import Indicator, UnknownIdError
from etl.model import PERIOD_NOTES, Observation, Qualifier, period_order

MOST = 6
"""Territories at once: more columns are no longer read."""
COMPARED = (*dict.fromkeys(["population", *KEY_INDICATORS, *RESIDENTS, "jobseekers_abc", "caf_households"]),)
"""What a comparison tells, where it is known."""
MEDIAN = "quarters:median"


class Kind(StrEnum):
    """What a figure of a territory is about."""

    QUARTER = "quarter"
    WHOLE = "whole"
    TOGETHER = "together"
    MEDIAN = "median"


KINDS = {
    Kind.QUARTER: "",
    Kind.WHOLE: "ensemble du territoire",
    Kind.TOGETHER: "ses quartiers réunis",
    Kind.MEDIAN: "son quartier médian",
}
"""How each kind reads; a quarter is its own."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a territory, and what it is about."""

    kind: Kind
    observation: Observation


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator. ``period`` is the latest that most of the territories have, one that no publisher vouches for only
    when there is no other; ``cells`` has, for each of them, its figures at that period, or its latest when it has none
    then. An empty cell: nothing was read."""

    indicator: Indicator
    period: str
    cells: tuple[tuple[Figure, ...], ...]

    @property
    def shared(self) -> list[Figure]:
        """The figures with a value at the period of the line: those that may be drawn together."""
        return [f for cell in self.cells for f in cell if f.observation.period == self.period and _told(f)]

    @property
    def note(self) -> str:
        """How sure the period of the line is, in the words of ``PERIOD_NOTES``; empty when its figures are not all
        dated so."""
        bases = {french.basis(f.observation.note) for f in self.shared}
        return PERIOD_NOTES[bases.pop()] if len(bases) == 1 and "" not in bases else ""


@dataclass(frozen=True, slots=True)
class Named:
    """The territories that an address names. ``unknown`` are errors with the closest names, ``beyond`` those that come
    after the first ``MOST``."""

    codes: tuple[str, ...]
    unknown: tuple[UnknownIdError, ...]
    beyond: tuple[str, ...]


def named(near: Neighbourhoods, text: str) -> Named:
    """The territories of a text such as ``QP093001,DEP-93``, each once, in its order."""
    codes, unknown = [], []
    for code in dict.fromkeys(part for part in text.upper().replace(";", ",").replace(" ", ",").split(",") if part):
        try:
            codes.append(near.store.known_territory(code))
        except UnknownIdError as error:
            unknown.append(error)
    return Named(tuple(codes[:MOST]), tuple(unknown), tuple(codes[MOST:]))


def is_quarter(near: Neighbourhoods, code: str) -> bool:
    """True when a code is of one quarter."""
    record = near.record(code)
    return record is not None and record.kind == "neighbourhood"


def compared(near: Neighbourhoods, codes: Sequence[str], more: str = "") -> list[Line]:
    """The lines of a comparison, those that some territory has; the indicator ``more`` comes first when there is
    one."""
    near.fetch([figures_code(near.store, code) for code in codes])
    names = dict.fromkeys([more, *COMPARED] if more else COMPARED)
    lines = (line_of(near, near.catalogue.indicators[n], codes) for n in names if n in near.catalogue.indicators)
    return [line for line in lines if any(line.cells)]


def line_of(near: Neighbourhoods, indicator: Indicator, codes: Sequence[str]) -> Line:
    """One indicator for each territory."""
    known = [_figures(near, code, indicator) for code in codes]
    counts: dict[str, int] = {}
    for figures in known:
        for period in {f.observation.period for f in figures if _told(f)}:
            counts[period] = counts.get(period, 0) + 1
    sure = {f.observation.period for figures in known for f in figures if _told(f) and not _doubtful(f)}
    chosen = max(counts, key=lambda period: (period in sure, counts[period], period_order(period)), default="")
    return Line(indicator, chosen, tuple(_cell(figures, chosen) for figures in known))


def _figures(near: Neighbourhoods, code: str, indicator: Indicator) -> list[Figure]:
    """Everything known of the usual people of an indicator in a territory, of whatever kind and date; of a quarter that
    kept its outline, the figures of 2015."""
    own = default_stratum(indicator)
    quarter = is_quarter(near, code)
    found = []
    for o in near.by_indicator(figures_code(near.store, code)).get(indicator.id, ()):
        role = near.catalogue.zones[o.zone].role
        if o.stratum == (*own[:2], MEDIAN):
            found.append(Figure(Kind.MEDIAN, o))
        elif o.stratum == own and o.zone == "all":
            found.append(Figure(Kind.WHOLE, o))
        elif o.stratum == own and role == "priority" and o.zone == "qpv":
            found.append(Figure(Kind.QUARTER if quarter else Kind.TOGETHER, o))
    # The producer's own figure before a report of it, an exact one before a rounded one
    return sorted(
        found,
        key=lambda f: (
            near.catalogue.sources[f.observation.source].kind != "primary",
            f.observation.qualifier != Qualifier.EXACT,
        ),
    )


def _cell(figures: Sequence[Figure], period: str) -> tuple[Figure, ...]:
    """One figure of each kind at ``period``; a kind that has none then gives its latest, if no kind has one, and one of
    a doubtful date only when there is no other."""
    then = [f for f in figures if f.observation.period == period]
    if not then and figures:
        last = max(figures, key=lambda f: (not _doubtful(f), period_order(f.observation.period))).observation.period
        then = [f for f in figures if f.observation.period == last]
    by_kind: dict[Kind, Figure] = {}
    for figure in then:
        by_kind.setdefault(figure.kind, figure)
    return tuple(by_kind[kind] for kind in Kind if kind in by_kind)


def _told(figure: Figure) -> bool:
    return figure.observation.value is not None


def _doubtful(figure: Figure) -> bool:
    return french.basis(figure.observation.note) == "doubtful"


def cautions(near: Neighbourhoods, codes: Sequence[str]) -> Iterator[str]:
    """What a reader of these territories side by side must know."""
    quarters = [code for code in codes if is_quarter(near, code)]
    maps = {record.perimeter for code in quarters if (record := near.record(figures_code(near.store, code)))}
    if len(maps) > 1:
        yield (
            "Des quartiers de 2015 et de 2024 sont côte à côte : deux cartes, deux dessins. Leurs chiffres ne portent "
            "pas sur les mêmes rues et ne se prolongent pas de l’un à l’autre."
        )
    yield from _outlines_kept(near, quarters)
    for code in codes:
        for row in passport(near.store, code):
            if row.get("relation") == "successor" and row.get("related") in codes:
                before, after = near.store.territory_label(code), near.store.territory_label(row["related"])
                yield f"« {after} » (2024) succède à « {before} » (2015) : ce ne sont pas deux quartiers différents."
    if len(quarters) < len(codes) and quarters:
        yield "L’ensemble d’un territoire comprend ses quartiers prioritaires : l’écart avec eux en est réduit."


def _outlines_kept(near: Neighbourhoods, quarters: Sequence[str]) -> Iterator[str]:
    """The quarters of 2024 whose figures are those of 2015, on the same outline."""
    kept = [code for code in quarters if figures_code(near.store, code) != code]
    if kept:
        names = french.listed([f"« {near.store.territory_label(code)} »" for code in kept])
        verb = "a gardé son contour" if len(kept) == 1 else "ont gardé leur contour"
        whose = "ses chiffres sont ceux du quartier" if len(kept) == 1 else "leurs chiffres sont ceux des quartiers"
        yield f"{names} (2024) {verb} de 2015 : {whose} de 2015, sur les mêmes rues."


def difference(near: Neighbourhoods, code: str, indicator: Indicator, reference: str) -> Gap | Refusal:
    """The gap of a quarter with another territory of the comparison, or why it is not measured."""
    if not is_quarter(near, code):
        text = "Un écart se mesure à partir d’un quartier : deux autres territoires se lisent côte à côte."
        return Refusal(indicator, code, RefusalCode.NOT_APPLICABLE, text)
    zone = "qpv" if is_quarter(near, reference) else "all"
    here, there = (figures_code(near.store, place) for place in (code, reference))
    if here == there:
        text = "C’est un seul et même quartier, sur le même contour."
        return Refusal(indicator, code, RefusalCode.NOT_APPLICABLE, text)
    answer = near.gap(here, indicator, Comparator(there, zone))
    if isinstance(answer, Refusal) or there in near.surroundings(here):
        return answer
    return replace(answer, caveats=tuple(text for text in answer.caveats if text not in (CONTAINS, PARTLY)))
