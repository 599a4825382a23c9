"""One build of the data, for the whole dashboard: observations, tables and territories, wherever they are stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path

import pandas as pd

from dashboard.store.embedded import REBUILD, Contents, StoreError, observations_of, read_contents
from dashboard.store.official import OfficialTables, open_official
from dashboard.store.territories import Territories
from etl.catalogue import Catalogue, UnknownIdError
from etl.model import KEY_COLUMNS, Observation, period_bounds

KIND_WORDS = {"region": "région", "department": "département"}


@dataclass(frozen=True)
class Store:
    """Every observation and table of one build. ``frame`` has the columns of the model, text columns as text."""

    folder: Path
    catalogue: Catalogue
    frame: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    version: str
    """First twelve hexadecimal digits of the SHA-256 of all files read: names the data on screen and in exports."""
    official: OfficialTables | None = None
    """The quarters, when official files were built; None when only the embedded tables are there."""
    _territories: Territories = field(init=False, repr=False)

    def __post_init__(self) -> None:
        geography = self.official.territories() if self.official else None
        territories = Territories(self.catalogue.territories, geography)
        object.__setattr__(self, "_territories", territories)
        object.__setattr__(self, "catalogue", replace(self.catalogue, territories=territories))

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """Every observation, in the order of the files."""
        return tuple(observations_of(self.frame))

    @cached_property
    def by_indicator(self) -> dict[str, tuple[Observation, ...]]:
        """Observations by indicator id; an indicator without any is absent."""
        return _grouped(self.observations, attrgetter("indicator"))

    @cached_property
    def _by_territory(self) -> dict[str, tuple[Observation, ...]]:
        """The same by territory, named by the catalogue or not."""
        return _grouped(self.observations, attrgetter("territory"))

    def of(self, indicator: str) -> tuple[Observation, ...]:
        """The observations of one indicator, empty when it has none."""
        return self.by_indicator.get(indicator, ())

    @property
    def territories(self) -> Territories:
        """Every territory that the catalogue or the official geography names."""
        return self._territories

    def territory_label(self, code: str) -> str:
        """The French name of a territory, or its code when nothing names it."""
        return self._territories[code].label if code in self._territories else code

    def distinct_label(self, code: str) -> str:
        """The same in a list of places: « La Réunion (région) », since the département bears that name too."""
        label = self.territory_label(code)
        kind = self._territories[code].kind if code in self._territories else ""
        return f"{label} ({KIND_WORDS[kind]})" if kind in KIND_WORDS and label in self._shared_labels else label

    @cached_property
    def _shared_labels(self) -> frozenset[str]:
        counts = Counter(territory.label for territory in self._territories.catalogued.values())
        return frozenset(label for label, count in counts.items() if count > 1)

    def known_territory(self, code: str) -> str:
        """``code``, when the catalogue, the geography or a figure names it.

        Raises UnknownIdError with the closest names.
        """
        if code not in self._by_territory:
            self._territories.known(code)
        return code

    def at(self, territories: Sequence[str], indicator: str | None = None) -> list[Observation]:
        """The observations of some territories, embedded and official, of every indicator or of one."""
        found = [o for code in dict.fromkeys(territories) for o in self._by_territory.get(code, ())]
        if self.official is not None:
            found += self.official.at(territories)
        return found if indicator is None else [o for o in found if o.indicator == indicator]

    def select(
        self,
        indicator: str | None = None,
        territory: str | None = None,
        zone: str | None = None,
        source: str | None = None,
        period: str | None = None,
    ) -> pd.DataFrame:
        """Observations that match every filter given, in the columns of the model. Without indicator, territory nor
        source, the embedded ones alone: the official files hold millions of lines, which one of these must narrow.

        Raises UnknownIdError when neither the catalogue nor the data know an indicator, territory, zone or source,
        and ValueError when ``period`` is not a period.
        """
        if period is not None:
            period_bounds(period)
        asked = {
            "indicator": indicator,
            "territory": territory,
            "zone": zone,
            "source": source,
            "period": period,
        }
        known = {
            "indicator": self.catalogue.indicators,
            "zone": self.catalogue.zones,
            "source": self.catalogue.sources,
        }
        if territory is not None:
            self.known_territory(territory)
        frame = self.frame
        for column, value in asked.items():
            if value is not None and column in known and value not in known[column]:
                raise UnknownIdError(column, value, known[column])
            if value is not None:
                frame = frame[frame[column] == value]
        if self.official is not None and {indicator, territory, source} != {None}:
            places = None if territory is None else [territory]
            official = self.official.observations(places, indicator, zone, source, period)
            frame = pd.concat([frame, official], ignore_index=True) if len(official) else frame
        return frame.sort_values([*KEY_COLUMNS, "source"], kind="stable")


def _grouped(
    observations: Sequence[Observation], key: Callable[[Observation], str]
) -> dict[str, tuple[Observation, ...]]:
    found: dict[str, list[Observation]] = {}
    for observation in observations:
        found.setdefault(key(observation), []).append(observation)
    return {name: tuple(group) for name, group in found.items()}


def open_store(folder: Path, catalogue: Catalogue) -> Store:
    """Read every observation file and plain table of ``folder``; official files are opened, not read.

    A CSV whose header is that of the model is a table of observations; other names than the plain tables are ignored.
    Raises StoreError when the folder holds no observation or when a file cannot be read.
    """
    contents = read_contents(folder)
    if not contents.observations:
        raise StoreError(f"{folder} : aucun tableau d'observations ; {REBUILD}")
    frame = pd.concat(contents.observations.values(), ignore_index=True)
    known = {
        "indicator": catalogue.indicators,
        "zone": catalogue.zones,
        "unit": catalogue.units,
        "source": catalogue.sources,
    }
    for column, ids in known.items():
        unknown = sorted(set(frame[column]) - set(ids))
        if unknown:
            raise StoreError(f"{folder} : colonne {column}, absents du catalogue : {', '.join(unknown)}")
    official = open_official(folder)
    return Store(folder, catalogue, frame, contents.tables, version_of(contents, official), official)


def version_of(contents: Contents, official: OfficialTables | None) -> str:
    """What names the data of a folder: ``Store.version``."""
    if official is None:
        return contents.version
    return hashlib.sha256((contents.version + official.version).encode()).hexdigest()[:12]
