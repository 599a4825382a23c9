"""Everything the catalogue says, and the errors of those who ask it something else."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from etl.catalogue.schema import (
    Break,
    Contradiction,
    GuideClaim,
    Incompatibility,
    Indicator,
    Source,
    Territory,
    Theme,
    Unit,
    Zone,
)

AnyEntry = TypeVar("AnyEntry")


class CatalogueError(Exception):
    """The catalogue cannot be trusted: ``problems`` lists every file, key and reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("The catalogue is not valid:\n" + "\n".join(f"  - {line}" for line in problems))


class UnknownIdError(LookupError):
    """An id that the catalogue does not hold; ``closest`` are the nearest names it does hold."""

    def __init__(self, kind: str, value: str, known: Iterable[str]) -> None:
        self.kind, self.value = kind, value
        by_folded = {name.casefold(): name for name in known}
        found = difflib.get_close_matches(value.casefold(), by_folded, n=3, cutoff=0.5)
        self.closest = [by_folded[name] for name in found]
        super().__init__(value)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the catalogue says, by id, in the order of its files."""

    themes: Mapping[str, Theme]
    zones: Mapping[str, Zone]
    territories: Mapping[str, Territory]
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    breaks: tuple[Break, ...]
    incompatibilities: tuple[Incompatibility, ...]
    contradictions: tuple[Contradiction, ...]
    guide_claims: Mapping[str, GuideClaim]

    def indicator(self, name: str) -> Indicator:
        """The indicator of that id. Raises UnknownIdError with the closest names."""
        return _get("indicator", name, self.indicators)

    def source(self, name: str) -> Source:
        """The source of that id. Raises UnknownIdError with the closest names."""
        return _get("source", name, self.sources)

    def zone(self, name: str) -> Zone:
        """The zone of that id. Raises UnknownIdError with the closest names."""
        return _get("zone", name, self.zones)

    def in_theme(self, theme: str) -> list[Indicator]:
        """The indicators of a theme, in the order of the file."""
        return [indicator for indicator in self.indicators.values() if indicator.theme == theme]


def _get(kind: str, name: str, entries: Mapping[str, AnyEntry]) -> AnyEntry:
    try:
        return entries[name]
    except KeyError:
        raise UnknownIdError(kind, name, entries) from None
