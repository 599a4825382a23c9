"""One section a theme: its sentences, its charts, what is not compared and why, what was tried, who can help."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dashboard import french
from dashboard.briefs.document import Block, Paragraph, Section, Sentences, Statement
from dashboard.briefs.later import claim_of_later, told_with_later
from dashboard.briefs.making import Making, section
from dashboard.briefs.numbering import COMPUTED
from dashboard.briefs.who_helps import actors, initiatives
from dashboard.charts import Chart
from dashboard.claims.claim import Claim
from dashboard.claims.of_gap import claims_of_gap
from dashboard.claims.of_place import claim_of_spread
from dashboard.claims.of_trend import claims_of_trend
from dashboard.gaps import Comparator, Distribution, Gap, GapSeries, Refusal, RefusalCode, level_series
from dashboard.illustrations.gaps import theme_charts, time_chart
from dashboard.illustrations.ranks import spread_chart
from dashboard.illustrations.territory import gaps_chart, history_chart, income_chart
from dashboard.questions.by_theme import ThemeGaps
from dashboard.questions.neighbourhoods import KEY_INDICATORS
from dashboard.questions.ranked import ranked
from etl.catalogue import Indicator, Theme
from etl.model import TOTAL, Perimeter

MOST_TOLD = 6
"""Gaps of a theme that have a sentence; the others are on its charts."""
MOST_ROWS = 8
"""Gaps on one chart of a document, which is read at arm's length."""
MAP_CAUTION = "caution.map"
MOST_REFUSED, MOST_NAMED = 4, 6
NOTHING_BESIDE = "Sans rien de publié à mettre à côté"
MAP = "QP2015"
"""The map whose quarters have figures one by one."""
EUROS = "eur"
ZUS = "zus"
BEFORE = (
    "ZUS : zones urbaines sensibles, remplacées en 2015 par les quartiers prioritaires (QPV). Ce ne sont pas les mêmes "
    "quartiers : un chiffre des ZUS ne se prolonge pas par un chiffre des QPV."
)
"""Said where a figure of theirs is told."""


def theme_sections(making: Making, themes: list[Theme]) -> list[Section]:
    """The section of each theme that has something to say; of those that were asked for by name, the silence too."""
    known = {found.theme.id: found for found in making.themes}
    sections = [_section(making, theme, known.get(theme.id)) for theme in themes]
    return [found for found in sections if found is not None]


def _section(making: Making, theme: Theme, found: ThemeGaps | None) -> Section | None:
    blocks: list[Block | None] = []
    if found is not None and found.gaps:
        blocks += _compared(making, found)
    blocks += _spread(making, theme)
    if not blocks:
        told = making.is_country and theme.headline_absent
        if not making.asked.themes and not told:
            return None
        blocks.append(Paragraph(_silence(making, theme)))
    if found is not None and found.refused:
        blocks.append(_refused(found))
    return section(theme.slug, theme.label, [*blocks, initiatives(making, theme), actors(making, theme)])


def _silence(making: Making, theme: Theme) -> str:
    if making.is_country and theme.headline_absent:
        return theme.headline_absent
    where = french.within(making.profile.territory)
    return f"Aucun chiffre de ce thème n’a été lu {where} qui puisse être comparé ou réparti entre quartiers."


def _compared(making: Making, found: ThemeGaps) -> list[Block]:
    """The gap to open with in full, the others a sentence each, then the charts."""
    (_, first), *others = found.gaps
    others.sort(key=_is_of_before)  # stable: those of today's quarters first
    lead = making.numbering.statements(_first_told(making, found, first))
    more = tuple(told_with_later(making, [gap for _, gap in others[: MOST_TOLD - 1]]))
    blocks: list[Block] = [Sentences(lead)]
    if more:
        blocks.append(Sentences(more, listed=True))
    if any(gap.priority.zone == ZUS for _, gap in (*found.gaps[:MOST_ROWS], *others[: MOST_TOLD - 1])):
        blocks.append(Paragraph(BEFORE, "aside"))
    blocks += [
        making.numbering.illustration(chart, f"{found.theme.slug}-{chart.name}", _told_by(chart, lead, more))
        for chart in _charts(making, found)
    ]
    return [*blocks, *_over_time(making, found)]


def _is_of_before(pair: tuple[str, Gap]) -> bool:
    """Whether a gap is about the zones that priority quarters replaced."""
    return pair[1].priority.perimeter == Perimeter.ZUS


def _first_told(making: Making, found: ThemeGaps, gap: Gap) -> list[Claim]:
    """The sentences of the first gap of a theme; the map it is drawn on is said once in the document."""
    opens = next(theme for theme in making.themes if theme.gaps) is found
    claims = claims_of_gap(gap, making.catalogue, making.here)
    later = claim_of_later(making, gap)
    told = [claim for claim in claims if opens or claim.rule != MAP_CAUTION]
    return [*told, *([later] if later is not None else [])]


def _told_by(chart: Chart, *told: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements whose figures are all on a chart: what is said of it in full."""
    drawn = {mark.observation for mark in chart.marks}
    return tuple(s for group in told for s in group if drawn.issuperset(s.claim.observations))


def _charts(making: Making, found: ThemeGaps) -> Iterator[Chart]:
    shown = found.gaps[:MOST_ROWS]
    if making.is_country:
        yield from theme_charts(making.near.reading, found.theme, [gap for _, gap in shown])
    else:
        shares = gaps_chart(making.near, shown)
        if shares is not None:
            yield shares
    money = [(label, gap) for label, gap in shown if gap.indicator.unit.startswith(EUROS)]
    for label, gap in money[:1]:
        yield income_chart(making.near, gap, label)


def _over_time(making: Making, found: ThemeGaps) -> list[Block]:
    """The first gap over time: what may be said of its movement, or why nothing may, then its chart with its breaks;
    nothing when a single date is known."""
    label, gap = found.gaps[0]
    if making.is_quarter:
        code, comparator = making.profile.figures_from, Comparator(gap.reference.territory, gap.reference.zone)
        known = making.near.history(code, gap.indicator, comparator)
        chart = _quarter_history(making, label, gap, known)
    else:
        known = making.near.reading.series(gap)
        chart = time_chart(making.near.reading, gap)
    if chart is None:
        return []
    said = making.numbering.statements(claims_of_trend(known, making.catalogue, making.here))
    name = f"{found.theme.slug}-{chart.name}"
    return [Sentences(said), making.numbering.illustration(chart, name, said)]


def _quarter_history(making: Making, label: str, gap: Gap, known: GapSeries) -> Chart | None:
    levels = [o for o in making.near.trend(making.profile.figures_from, gap.indicator) if o.breakdown == TOTAL]
    if len(known.gaps) < 2 or len(levels) < 2:
        return None
    return history_chart(making.near, known, level_series(gap.indicator, levels, making.catalogue), label)


def _spread(making: Making, theme: Theme) -> list[Block]:
    """How the quarters of a territory are spread for its key figures: each counts for one, none is averaged."""
    if making.is_quarter:
        return []
    blocks: list[Block] = []
    for indicator in (making.catalogue.indicators[name] for name in KEY_INDICATORS):
        if indicator.theme == theme.id:
            blocks += spread_of(making, indicator)
    return blocks


def spread_of(making: Making, indicator: Indicator) -> list[Block]:
    """How the quarters of a territory are spread for one figure: a sentence and its chart; nothing when it is not known
    quarter by quarter."""
    within = "FR" if making.is_country else making.profile.territory.id
    answer = ranked(making.standing, indicator.id, MAP, None, within)
    if isinstance(answer, Refusal) or not isinstance(answer.spread, Distribution):
        return []
    source = answer.quarters.subject.source
    said = making.numbering.statement(claim_of_spread(answer.spread, making.catalogue), read=[(COMPUTED, source, "")])
    chart = spread_chart(making.near, answer, answer.spread, "")
    chart = replace(chart, title=f"{indicator.label} : {french.inside(chart.title)}")
    name = f"repartition-{indicator.id}".replace("_", "-")
    return [Sentences((said,)), making.numbering.illustration(chart, name, (said,))]


def _refused(found: ThemeGaps) -> Paragraph:
    """What is not compared, and why: those without anything read beside them together, then the first other reasons."""
    missing = [refusal.indicator.label for refusal in found.refused if refusal.code == RefusalCode.MISSING]
    others = [refusal for refusal in found.refused if refusal.code != RefusalCode.MISSING]
    told = (
        [f"{NOTHING_BESIDE} : {french.listed([french.inside(label) for label in missing[:MOST_NAMED]])}."]
        if missing
        else []
    )
    told += [
        f"{refusal.indicator.label} : {french.inside(refusal.text.rstrip('.'))}." for refusal in others[:MOST_REFUSED]
    ]
    left = max(len(missing) - MOST_NAMED, 0) + max(len(others) - MOST_REFUSED, 0)
    told += [f"Et {french.counted(left, 'autre')}."] if left else []
    return Paragraph(french.typography(f"Écarts non mesurés, et pourquoi. {' '.join(told)}"), "aside")
