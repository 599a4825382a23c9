"""What the parts of a brief share while it is made: the territory, what was asked of it, the numbers given so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.briefs.document import Asked, Block, Section
from dashboard.briefs.numbering import Numbering
from dashboard.gaps import Gap
from dashboard.questions.by_theme import ThemeGaps
from dashboard.questions.neighbourhoods import COUNTRIES, Neighbourhoods
from dashboard.questions.profile import Profile
from dashboard.questions.standing import Standing
from etl.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Making:
    """One brief under way. ``themes`` are the gaps it tells, theme by theme."""

    near: Neighbourhoods
    standing: Standing
    profile: Profile
    asked: Asked
    themes: tuple[ThemeGaps, ...]
    numbering: Numbering

    @property
    def catalogue(self) -> Catalogue:
        """The words of the data."""
        return self.near.catalogue

    @property
    def is_quarter(self) -> bool:
        """Whether it is about one quarter."""
        return self.profile.territory.kind == "neighbourhood"

    @property
    def is_country(self) -> bool:
        """Whether it is about France."""
        return self.profile.figures_from in COUNTRIES

    @property
    def here(self) -> str:
        """How its own place is told in a sentence of the document, once named by the title; empty elsewhere."""
        return "dans le quartier" if self.is_quarter else ""

    @property
    def gaps(self) -> list[Gap]:
        """Every gap it tells, the closest comparator of each theme first."""
        return [gap for theme in self.themes for _, gap in theme.gaps]


def section(name: str, title: str, blocks: Sequence[Block | None]) -> Section | None:
    """A section with the blocks that exist; None without any."""
    kept = tuple(block for block in blocks if block is not None)
    return Section(name, title, kept) if kept else None
