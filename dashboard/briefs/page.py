"""The same on one page: what stands out, one chart, who lives there, what must be read with it."""

from __future__ import annotations

from dashboard import french
from dashboard.briefs.document import Block, Paragraph, Section
from dashboard.briefs.essentials import DESCRIBED, essentials
from dashboard.briefs.making import Making, section
from dashboard.briefs.people import quarters, residents, spread
from dashboard.briefs.place import means, passport
from dashboard.briefs.themes import spread_of
from dashboard.charts import Chart
from dashboard.gaps import Gap
from dashboard.illustrations.gaps import overview_chart
from dashboard.illustrations.territory import gaps_chart
from dashboard.questions.reading import relative_size

MOST_ROWS = 5
SPREAD = "poverty_rate_60"
FEW = ("commune", "epci", "urban_unit")
"""Kinds of territory whose quarters fit on the page."""
READING = (
    "Écart : différence et rapport entre deux chiffres de même date et de même définition. Il décrit, sans dire "
    "pourquoi. La note complète donne tous les thèmes, les réserves et la méthode."
)


def one_page(making: Making) -> list[Section | None]:
    """The sections of a document of one page; a territory without gaps has its quarters in their place: how they are
    spread, and which they are where they are few; one of which no figure was read has what became of it, its means."""
    first = essentials(making)  # the first to cite: its references have the first numbers
    chart = _chart(making)
    drawn: list[Block | None] = [making.numbering.illustration(chart)] if chart is not None else []
    return [
        first,
        section("ecarts", "Les écarts", drawn),
        residents(making),
        *([] if chart is not None else _quarters(making)),
        *([] if making.numbering.observations else (passport(making), means(making))),
        section("lecture", "À lire avec", [Paragraph(READING, "aside")] if making.numbering.observations else []),
    ]


def _quarters(making: Making) -> list[Section | None]:
    if making.is_quarter:
        return []
    spread_out = spread_of(making, making.catalogue.indicators[SPREAD])
    listed = quarters(making) if making.profile.territory.kind in FEW else None
    return [
        section("repartition-quartiers", "Comment les quartiers se répartissent", spread_out),
        listed,
        spread(making),
    ]


def _chart(making: Making) -> Chart | None:
    """The gaps on one chart: of France, those of the themes against the legal yardstick; else the first of each theme,
    completed by the next ones. None when all it would show is who lives there."""
    if making.is_country and not making.asked.reference and not making.asked.themes:
        pairs = making.near.reading.widest()[:MOST_ROWS]
        if pairs:
            title = french.sentence(making.near.reading.finding(pairs[0][1]).partition(" : ")[0])
            return overview_chart(making.near.reading, pairs, title)
    shares = [[pair for pair in theme.gaps if pair[1].indicator.is_share] for theme in making.themes]
    firsts = [theme[0] for theme in shares if theme]
    rest = sorted((pair for theme in shares for pair in theme[1:]), key=lambda pair: -relative_size(pair[1]))
    chosen: list[tuple[str, Gap]] = [*firsts, *rest][:MOST_ROWS]
    described = all(gap.indicator.theme == DESCRIBED for _, gap in chosen)
    return None if described and not making.asked.themes else gaps_chart(making.near, chosen)
