"""Everything the catalogue says, and the errors of those who ask it something else."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from etl.catalogue.schema import (
    Break,
    Breakdown,
    Contradiction,
    GuideClaim,
    Incompatibility,
    Indicator,
    OfficialException,
    Source,
    Synonym,
    Territory,
    Theme,
    Tile,
    Unit,
    Zone,
)
from etl.model import TOTAL

AnyEntry = TypeVar("AnyEntry")


class CatalogueError(Exception):
    """The catalogue cannot be trusted: ``problems`` lists every file, key and reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("Le catalogue n'est pas valable :\n" + "\n".join(f"  - {line}" for line in problems))


KINDS = {
    "indicator": "Indicateur inconnu",
    "territory": "Territoire inconnu",
    "zone": "Zone inconnue",
    "source": "Source inconnue",
    "theme": "Thème inconnu",
    "sex": "Sexe inconnu",
    "breakdown": "Ventilation inconnue",
    "perimeter": "Contours inconnus",
    "comparator": "Point de comparaison inconnu",
    "command": "Commande inconnue",
    "file": "Fichier inconnu",
}


class UnknownIdError(LookupError):
    """An id that nothing holds. ``closest`` are the nearest names that exist, by their id first; ``code`` is for
    programs, ``text`` is French. Where ``known`` gives entries with their ids, French labels are searched too."""

    def __init__(self, kind: str, value: str, known: Iterable[str]) -> None:
        self.kind, self.value = kind, value
        self.code, self.text = f"unknown_{kind}", f"{KINDS.get(kind, kind)} : {value}"
        by_folded = {fold(name): name for name in known}
        asked = fold(value)
        longer = sorted((name for name in by_folded if asked and asked in name), key=len)
        alike = difflib.get_close_matches(asked, by_folded, n=3, cutoff=0.6)
        found = [by_folded[name] for name in dict.fromkeys([*longer, *alike])]
        if asked and isinstance(known, Mapping):
            found += [name for name, entry in known.items() if asked in fold(str(getattr(entry, "label", "")))]
        self.closest = list(dict.fromkeys(found))[:3]
        super().__init__(value)


def fold(text: str) -> str:
    """``text`` as people type it: without accents or case, typographic apostrophes made plain."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return "".join(character for character in plain if not unicodedata.combining(character))


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
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    official_exceptions: Mapping[str, OfficialException] = field(default_factory=dict)
    tiles: Mapping[str, Tile] = field(default_factory=dict)
    synonyms: Mapping[str, Synonym] = field(default_factory=dict)

    def indicator(self, name: str) -> Indicator:
        """The indicator of that id. Raises UnknownIdError with the closest names."""
        return _get("indicator", name, self.indicators)

    def source(self, name: str) -> Source:
        """The source of that id. Raises UnknownIdError with the closest names."""
        return _get("source", name, self.sources)

    def zone(self, name: str) -> Zone:
        """The zone of that id. Raises UnknownIdError with the closest names."""
        return _get("zone", name, self.zones)

    def theme(self, name: str) -> Theme:
        """The theme of that id. Raises UnknownIdError with the closest names."""
        return _get("theme", name, self.themes)

    def breakdown_label(self, code: str) -> str:
        """« Bac +2 et plus » for ``diploma:bac2_or_more``; « Ensemble » for the total.

        Raises UnknownIdError with the closest codes.
        """
        if code == TOTAL:
            return "Ensemble"
        return _get("breakdown", code, self.breakdown_labels())

    def breakdown_labels(self) -> dict[str, str]:
        """The French label of every ``dimension:level``, in order of display."""
        return {
            f"{dimension.id}:{level}": label
            for dimension in self.breakdowns.values()
            for level, label in dimension.levels.items()
        }

    def in_theme(self, theme: str) -> list[Indicator]:
        """The indicators of a theme, in the order of the file."""
        return [indicator for indicator in self.indicators.values() if indicator.theme == theme]


def _get(kind: str, name: str, entries: Mapping[str, AnyEntry]) -> AnyEntry:
    try:
        return entries[name]
    except KeyError:
        raise UnknownIdError(kind, name, entries) from None
