"""What a document says first: the few sentences that somebody may quote, and what must be read with them."""

from __future__ import annotations

from dashboard.briefs.counting import counted
from dashboard.briefs.document import Block, Paragraph, Section, Sentences
from dashboard.briefs.later import told_with_later
from dashboard.briefs.making import Making, section
from dashboard.claims.claim import Claim
from dashboard.gaps import Gap
from dashboard.questions.headline import headline, origin_caution
from dashboard.questions.neighbourhoods import KEY_INDICATORS
from dashboard.questions.opening import opening, whole_sentence
from dashboard.questions.outlines import NOT_A_QUARTER, where_figures_are
from etl.catalogue import Polarity

MOST = {"page": 4, "full": 5}
"""Gaps told first, by length."""
TOGETHER = "qpv"
"""The zone of quarters put together."""
DESCRIBED = "population"
"""The theme of who lives somewhere."""


def essentials(making: Making) -> Section | None:
    """The gaps that stand out, one a theme; of a territory that holds quarters, how many and who lives there first."""
    gaps = _chosen(making)
    told = making.numbering.statements(_of_whole(making))
    told = (*told, *told_with_later(making, gaps, elsewhere=True))
    blocks: list[Block | None] = [
        Sentences(told, listed=len(told) > 1) if told else None,
        _caution(making, gaps),
        *counted(making),
        *_outline(making),
    ]
    if not told:
        blocks.insert(0, Paragraph(_nothing(making)))
    return section("essentiel", "L’essentiel", blocks)


def _chosen(making: Making) -> list[Gap]:
    """The gap that stands out, then the key indicators and the first of each other theme, those that are better or
    worse before those that only differ. Who lives somewhere is described in its own section, never put first; nor is a
    gap with quarters put together where one with what surrounds the quarter is known."""
    themes = [theme for theme in making.themes if theme.theme.id != DESCRIBED]
    if making.is_country and not making.asked.reference:
        pairs = [*making.near.reading.widest(), *making.near.reading.unranked()]
        known = [gap for theme in themes for _, gap in theme.gaps]
        return [gap for _, gap in pairs if gap in known][: MOST[making.asked.length]]
    every = [gap for theme in themes for _, gap in theme.gaps]
    key = [gap for name in KEY_INDICATORS for gap in every if gap.indicator.id == name]
    firsts = [*key, *(theme.gaps[0][1] for theme in themes if theme.gaps and theme.gaps[0][1] not in key)]
    around = [gap for gap in firsts if gap.reference.zone != TOGETHER] or firsts
    judged = [gap for gap in around if gap.indicator.polarity != Polarity.NEUTRAL]
    best = headline(judged, making.catalogue)
    rest = [gap for gap in judged if gap != best] + [gap for gap in around if gap not in judged]
    return [*([best] if best else []), *rest][: MOST[making.asked.length]]


def _of_whole(making: Making) -> list[Claim]:
    told = (
        opening(making.profile, making.near, making.standing),
        whole_sentence(making.profile, making.near),
    )
    return [claim for claim in told if claim is not None]


def _caution(making: Making, gaps: list[Gap]) -> Paragraph | None:
    """What must be known of where the figures of the first gap come from."""
    text = origin_caution(gaps[0], making.catalogue) if gaps else ""
    return Paragraph(text, "caution") if text else None


def _outline(making: Making) -> list[Paragraph]:
    """On which drawing of the map the figures of a quarter are."""
    told = []
    record = making.profile.record
    where = where_figures_are(making.near.store, making.profile.territory.id)
    if where:
        told.append(Paragraph(where, "caution"))
    if record is not None and record.status in NOT_A_QUARTER:
        told.append(Paragraph(NOT_A_QUARTER[record.status], "caution"))
    return told


def _nothing(making: Making) -> str:
    """A short, honest note: what is not known, and what to do."""
    name = making.profile.territory.label
    text = f"Aucun chiffre qui se compare n’a été lu pour « {name} »"
    if making.near.store.official is None:
        return (
            f"{text} : les fichiers officiels par quartier ne sont pas dans cette installation (« qpv download », "
            "puis « qpv etl --raw »)."
        )
    return f"{text} dans les fichiers de cette installation. Rien n’est donc dit de ses écarts."
