"""Every territory that may be named: those of the catalogue, and those of the official geography when it was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import french
from dashboard.store.finding import Finder, bare, compact
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
OFF_THE_LIST = "left_list"
"""Status of a quarter that was drawn for 2024 and is no longer in the official list."""
CONTAINERS = ("communes", "arrondissements", "epci", "urban_unit", "parent_department", "parent_region")
"""Columns that say what a quarter lies in."""


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
        self._holders = frozenset() if geography is None else _holders(geography)
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

    def of_kind(self, kind: str) -> Sequence[PlaceRecord]:
        """The records of one kind, in the order of their codes."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> dict[str, list[PlaceRecord]]:
        found: dict[str, list[PlaceRecord]] = {}
        for record in self._records.values():
            found.setdefault(record.kind, []).append(record)
        return found

    def known(self, code: str) -> Territory:
        """The territory of that code. Raises UnknownIdError with the closest names."""
        if code in self:
            return self[code]
        error = UnknownIdError("territory", code, self._catalogued)
        error.closest = list(dict.fromkeys([*error.closest, *(found.code for found in self.search(code, 3))]))[:3]
        raise error

    def canonical(self, text: str) -> str:
        """The code that ``text`` means, however it is typed: ``QP093028`` for « qp 093028 », ``COM-93066`` for
        « 93066 » where nothing else bears that number; ``text`` itself when it is a code or means none."""
        if text in self:
            return text
        form = compact(text)
        return self._codes.get(form) or self._numbers.get(form) or text

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {compact(code): code for code in self}

    @cached_property
    def _numbers(self) -> dict[str, str]:
        """By number, as Insee writes it, the place that bears it; empty where several do: 11 is a région and a
        département."""
        found: dict[str, str] = {}
        for code in self:
            number = bare(code)
            found[number] = code if number not in found else ""
        return found

    def holds_quarters(self, code: str) -> bool:
        """Whether a place of the official geography holds a quarter of either map, wholly or in part."""
        return code in self._holders

    def search(self, text: str, limit: int = MOST_FOUND) -> list[PlaceRecord]:
        """Quarters and other places whose name, code or communes hold every word of ``text``; the closest first, as
        ``Finder`` says, then by kind, latest map first."""
        found = self._finder.find(text)
        order = {code: (*closeness, *self._order(self._records[code])) for code, closeness in found.items()}
        return [self._records[code] for code in sorted(order, key=order.__getitem__)[:limit]]

    def _order(self, record: PlaceRecord) -> tuple[object, ...]:
        rank = list(KINDS).index(record.kind) if record.kind in KINDS else len(KINDS)
        return rank, record.perimeter != "QP2024", fold(record.label), record.code

    @cached_property
    def _finder(self) -> Finder:
        """What a search looks into."""
        labels = {code: record.label for code, record in self._records.items()}
        return Finder(labels, lambda code: _towns(self._records[code]), self._holders)

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
            within=french.within_place(record.kind, _bare_label(record)),
            parent=parent if parent != record.code else "FR",
        )


def _towns(record: PlaceRecord) -> tuple[str, ...]:
    return record.communes if record.kind == "neighbourhood" else ()


def _bare_label(record: PlaceRecord) -> str:
    """A name without its kind, which the sentence says: « 00851 (Paris et 409 autres communes) »."""
    return record.label.removeprefix(f"{KINDS.get(record.kind, '')} ")


def _holders(frame: pd.DataFrame) -> frozenset[str]:
    """Quarters, and whatever a quarter lies in."""
    quarters = frame[(frame["kind"] == "neighbourhood") & (frame["status"] != OFF_THE_LIST)]
    around = {code for column in CONTAINERS for cell in quarters[column].unique() for code in _codes(cell)}
    return frozenset(around | set(quarters["code"]))


def _records(frame: pd.DataFrame) -> Iterator[PlaceRecord]:
    """One record a line; what forty thousand lines repeat (a kind, a département, an EPCI) is kept once."""
    columns = frame.to_dict("series")
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}

    def same(text: str) -> str:
        return texts.setdefault(text, text)

    def codes(text: str) -> tuple[str, ...]:
        return lists.get(text) or lists.setdefault(text, _codes(text))

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
            code, label, same(kind), same(perimeter), same(department), same(region), codes(communes), codes(epci),
            codes(units), _number(longitude), _number(latitude), _number(area), same(status),
        )  # fmt: skip


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def _number(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
