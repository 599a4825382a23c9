"""Every territory that may be named: those of the catalogue, and those of the official geography when it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import french
from etl.catalogue import Territory, UnknownIdError, fold

KINDS = {
    "neighbourhood": "Quartier prioritaire",
    "commune": "Commune",
    "epci": "Intercommunalité",
    "urban_unit": "Unité urbaine",
    "department": "Département",
    "region": "Région",
    "country": "Pays",
    "scope": "Champ",
}
"""French names, in the order in which a search gives them."""
MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """A territory of the official geography. ``communes``, ``epci`` and ``urban_units`` hold codes of the model;
    longitude and latitude are of a point inside, None when none is known; area is in square metres."""

    code: str
    label: str
    kind: str
    perimeter: str
    department: str
    region: str
    communes: tuple[str, ...]
    epci: tuple[str, ...]
    urban_units: tuple[str, ...]
    longitude: float | None
    latitude: float | None
    area: float | None
    status: str


class Territories(Mapping[str, Territory]):
    """Territories by code; those of the official geography are made when asked for."""

    def __init__(self, catalogued: Mapping[str, Territory], geography: pd.DataFrame | None) -> None:
        self._catalogued = catalogued
        self._records = {} if geography is None else {record.code: record for record in _records(geography)}
        self._made: dict[str, Territory] = {}

    def __getitem__(self, code: str) -> Territory:
        known = self._catalogued.get(code) or self._made.get(code)
        if known is None:
            known = self._made[code] = self._territory(self._records[code])
        return known

    def __iter__(self) -> Iterator[str]:
        yield from self._catalogued
        yield from (code for code in self._records if code not in self._catalogued)

    def __len__(self) -> int:
        return len(self._catalogued.keys() | self._records.keys())

    def __contains__(self, code: object) -> bool:
        return code in self._catalogued or code in self._records

    @property
    def catalogued(self) -> Mapping[str, Territory]:
        """Those of the catalogue alone: countries, régions, départements."""
        return self._catalogued

    def record(self, code: str) -> PlaceRecord | None:
        """What the official geography says of a code; None when it does not hold it."""
        return self._records.get(code)

    def of_kind(self, kind: str) -> list[PlaceRecord]:
        """The records of one kind, in the order of their codes."""
        return [record for record in self._records.values() if record.kind == kind]

    def known(self, code: str) -> Territory:
        """The territory of that code. Raises UnknownIdError with the closest names."""
        if code in self:
            return self[code]
        error = UnknownIdError("territory", code, self._catalogued)
        error.closest = list(dict.fromkeys([*error.closest, *(found.code for found in self.search(code, 3))]))[:3]
        raise error

    def search(self, text: str, limit: int = MOST_FOUND) -> list[PlaceRecord]:
        """Quarters and other places whose name, code or communes hold every word of ``text``; the closest first."""
        words = fold(text).replace("-", " ").split()
        if not words:
            return []
        found = [code for code, told in self._index.items() if all(word in told for word in words)]
        start = " ".join(words)
        return sorted((self._records[code] for code in found), key=lambda r: self._closeness(r, start))[:limit]

    def _closeness(self, record: PlaceRecord, start: str) -> tuple[object, ...]:
        """Smaller is closer: the exact code or name, then a name that starts so, then by kind, latest map first."""
        label = fold(record.label).replace("-", " ")
        rank = list(KINDS).index(record.kind) if record.kind in KINDS else len(KINDS)
        return (
            fold(record.code).replace("-", " ") != start and label != start,
            not label.startswith(start),
            rank,
            record.perimeter != "QP2024",
            label,
            record.code,
        )

    @cached_property
    def _index(self) -> dict[str, str]:
        """What a search looks into, by code."""
        names = {code: fold(record.label).replace("-", " ") for code, record in self._records.items()}
        return {
            code: " ".join([fold(code).replace("-", " "), names[code], *(names.get(c, "") for c in _towns(record))])
            for code, record in self._records.items()
        }

    def _territory(self, record: PlaceRecord) -> Territory:
        label = record.label
        if record.kind == "neighbourhood":
            towns = [self._records[code].label for code in record.communes if code in self._records]
            label += f" ({', '.join(towns)})" if towns else ""
        parent = record.department or record.region or "FR"
        return Territory(
            id=record.code,
            label=label,
            kind=record.kind,  # type: ignore[arg-type] # pydantic checks it
            within=french.within_place(record.kind, record.label),
            parent=parent if parent != record.code else "FR",
        )


def _towns(record: PlaceRecord) -> tuple[str, ...]:
    return record.communes if record.kind == "neighbourhood" else ()


def _records(frame: pd.DataFrame) -> Iterator[PlaceRecord]:
    columns = frame.to_dict("series")
    for row in zip(
        *(columns[name] for name in ("code", "label", "kind", "perimeter", "parent_department", "parent_region")),
        *(columns[name] for name in ("communes", "epci", "urban_unit")),
        *(columns[name] for name in ("longitude", "latitude", "area_m2", "status")),
        strict=True,
    ):
        code, label, kind, perimeter, department, region, communes, epci, units, longitude, latitude, area, status = row
        if kind == "iris":
            continue
        yield PlaceRecord(
            code, label, kind, perimeter, department, region, _codes(communes), _codes(epci), _codes(units),
            _number(longitude), _number(latitude), _number(area), status,
        )  # fmt: skip


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
