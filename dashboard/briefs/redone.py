"""Charts and tables of an earlier document beside the same ones made today: which of their figures moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from dashboard import french
from dashboard.briefs.checked import Outdated, Reason
from dashboard.briefs.document import Document
from dashboard.briefs.edits import plain
from dashboard.briefs.proven import ProvenChart, ProvenMark, ProvenTable
from dashboard.charts import Chart, Mark
from etl.model import is_period, period_order

Line = tuple[str, str]
"""Row and side of a mark."""


def title_now(told: ProvenChart, document: Document) -> str:
    """The title of the same chart today; empty when it has not changed, or when the chart is no longer made."""
    titles = [b.chart.title for b in document.illustrations if b.chart.name == told.name]
    return next((title for title in titles if plain(title) != plain(told.title)), "")


def chart_moved(told: ProvenChart, document: Document) -> list[Outdated]:
    """The figures of a chart that are others today, or of a later date. A chart that is no longer made is looked for
    among the others: its rows may have changed place."""
    charts = [block.chart for block in document.illustrations]
    found = next((chart for chart in charts if chart.name == told.name), None)
    first, others = _lines([found] if found is not None else []), _lines(charts)
    lines: dict[Line, list[ProvenMark]] = defaultdict(list)
    for mark in told.marks:
        lines[plain(mark.row), mark.side].append(mark)
    moved: list[Outdated] = []
    missing: list[str] = []
    for line, marks in lines.items():
        known = first.get(line) or others.get(line)
        if known is None:
            missing.append(line[0])
        else:
            moved += _line_moved(line[0], marks, known)
    if found is not None:
        moved += _groups_moved(told, found)
    if missing and (found is None or moved):
        moved.append(_not_made(missing, len(lines)))
    return list(dict.fromkeys(moved))


def _lines(charts: Sequence[Chart]) -> dict[Line, list[Mark]]:
    found: dict[Line, list[Mark]] = defaultdict(list)
    for chart in charts:
        for mark in chart.marks:
            found[plain(mark.row), mark.side].append(mark)
    return found


def _not_made(rows: Sequence[str], count: int) -> Outdated:
    named = list(dict.fromkeys(rows))
    if len(rows) == count:
        return Outdated(Reason.UNSAID, "Cette figure ne se refait plus avec les données actuelles.")
    text = f"Ne se refont plus avec les données actuelles : {french.listed(named[:6])}."
    return Outdated(Reason.UNSAID, french.typography(text))


def _line_moved(row: str, told: Sequence[ProvenMark], known: Sequence[Mark]) -> Iterator[Outdated]:
    """One row and side: at each date it was told of, then the later dates."""
    before: dict[str, list[str]] = defaultdict(list)
    now: dict[str, list[str]] = defaultdict(list)
    for mark in told:
        before[mark.period].append(plain(mark.text))
    for made in known:
        now[made.period].append(plain(made.text))
    latest = _latest(now)
    for period, texts in before.items():
        if period in now:
            gone = Counter(texts) - Counter(now[period])
            came = Counter(now[period]) - Counter(texts)
            for was, instead in zip(gone.elements(), came.elements(), strict=False):
                text = f"{_head(row, period)} : {was} dans la note, {instead} aujourd’hui."
                yield Outdated(Reason.VALUE, french.typography(text))
        elif latest and _is_later(latest, period):
            text = f"{_head(row, latest)} : {now[latest][0]} ; la note dit {texts[0]} ({_period(period)})."
            yield Outdated(Reason.NEWER, french.typography(text))
        else:
            text = f"{_head(row, period)} : ce chiffre n’est plus sur la figure."
            yield Outdated(Reason.UNSAID, french.typography(text))
    if set(before) <= set(now) and latest and _is_later(latest, _latest(before)):
        text = f"Une période plus récente est connue : {_head(row, latest)} : {now[latest][0]}."
        yield Outdated(Reason.NEWER, french.typography(text))


def _groups_moved(told: ProvenChart, made: Chart) -> Iterator[Outdated]:
    now = {plain(group.row): group.count for group in made.groups}
    for group in told.groups:
        row = plain(group.row)
        if now.get(row) != group.count:
            count = f"{french.number(now[row], 0)} aujourd’hui" if row in now else "cette tranche n’est plus faite"
            text = f"{row} : {french.number(group.count, 0)} dans la note, {count}."
            yield Outdated(Reason.VALUE, french.typography(text))


def _latest(periods: dict[str, list[str]]) -> str:
    return max((period for period in periods if is_period(period)), key=period_order, default="")


def _is_later(one: str, other: str) -> bool:
    return is_period(other) and period_order(one) > period_order(other)


def _period(text: str) -> str:
    return french.period(text) if is_period(text) else text


def _head(row: str, period: str) -> str:
    """« Femmes, 2022 »; a row that bears its date is not dated again."""
    when = _period(period)
    return row if when in row else ", ".join(filter(None, (row, when)))


def table_moved(told: ProvenTable, document: Document) -> list[Outdated]:
    """The cells of a table that are others today, by the name of their row and the head of their column. Where a
    figure was read is not one of them."""
    found = next((table for table in document.tables if plain(table.caption) == plain(told.caption)), None)
    if found is None:
        return [Outdated(Reason.UNSAID, "Ce tableau ne se refait plus avec les données actuelles.")]
    columns = {plain(head): at for at, head in enumerate(found.header)}
    rows: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in found.rows:
        rows[plain(row[0])].append(row)
    moved: list[Outdated] = []
    for line in told.rows:
        same = rows[plain(line[0])] if line else []
        if not same:
            name = line[0] if line else ""
            moved.append(Outdated(Reason.UNSAID, f"« {name} » : cette ligne n’est plus dans le tableau."))
            continue
        moved += _row_moved(told, line, same.pop(0), columns)
    return moved


def _row_moved(
    told: ProvenTable, line: tuple[str, ...], now: tuple[str, ...], columns: dict[str, int]
) -> Iterator[Outdated]:
    for head, cell in zip(told.header, line, strict=False):
        at = columns.get(plain(head))
        if at is None:
            yield Outdated(Reason.UNSAID, f"« {head} » : cette colonne n’est plus dans le tableau.")
        elif plain(now[at]) != plain(cell) and not cell.startswith("["):
            text = f"{line[0]}, {head} : {cell} dans la note, {now[at]} aujourd’hui."
            yield Outdated(Reason.VALUE, french.typography(text))
