"""What is true of the files written, counted from what was drawn: no file is read back, nothing of the product is used.

Every count is of rows of the establishments' file. The field: open, with employees, of an open legal unit that is in
the file, at an address in France. Populations: the three definitions of the social economy, ``not_`` each of them, and
``everything``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.register.columns import years
from benchmarks.register.definitions import DEFINITIONS, FAMILIES
from benchmarks.register.establishments import WITH, Establishments
from benchmarks.register.marginals import ACTIVITY_CODES, BANDS, FORM_FAMILY, QUALITIES
from benchmarks.register.perimeters import PERIMETERS, Communes, department_of
from benchmarks.register.planting import Places
from benchmarks.register.units import NEVER, Units

Truth = dict[str, Any]
"""The content of ``truth.json``."""

POPULATIONS = (*DEFINITIONS, *(f"not_{name}" for name in DEFINITIONS), "everything")
MEASURES = ("total", "located", "coded", "code", "coordinates", "band", "code_only", "coordinates_only")
FATES = ("closed", "not_employer", "legal_unit_missing", "legal_unit_ceased", "foreign_address", "kept")
"""The first that holds of a row, in this order."""
_MEMBERS = np.array([[bits >> rank & 1 for bits in range(8)] for rank in range(3)])
_MEMBERS = np.vstack([_MEMBERS, 1 - _MEMBERS, np.ones((1, 8), dtype=int)])
_NO_YEAR, _YEARS = 2999, 3000


@dataclass(slots=True)
class Tally:
    """What is counted as chunks are drawn; the rows of the field are kept, a few bytes each, until ``truth``."""

    places: Places
    communes: Communes
    quarters: int
    until: int
    rows: Counter[str] = field(default_factory=Counter)
    joint: Counter[tuple[int, ...]] = field(default_factory=Counter)
    created: np.ndarray = field(default_factory=lambda: np.zeros((3, _YEARS, 8), dtype=np.int64))
    closed: np.ndarray = field(default_factory=lambda: np.zeros((2, _YEARS, 8), dtype=np.int64))
    zoned: np.ndarray = field(default_factory=lambda: np.zeros((2, 2, 2, _YEARS, 8), dtype=np.int64))
    field_rows: list[dict[str, np.ndarray]] = field(default_factory=list)

    def add(self, units: Units, here: Establishments) -> None:
        """Counts a chunk."""
        kept = here.born <= self.until
        closed = here.closes <= self.until
        character = here.character(self.until)
        missing = units.missing[here.unit]
        ceased = ~missing & (units.ceases[here.unit] <= self.until)
        bits = units.combination[here.unit].astype(np.int64)
        tests = (closed, character != 1, missing, ceased, here.abroad)
        fate = np.full(len(here), len(tests), dtype=np.int64)
        for rank in range(len(tests) - 1, -1, -1):
            fate[tests[rank]] = rank
        self.rows["establishments"] += int(kept.sum())
        self.rows["legal_units"] += int((~units.missing & (units.created <= self.until)).sum())
        self.rows["geolocation"] += int((kept & (here.location > 0)).sum())
        state = np.where(missing, 2, ceased.astype(int))
        parts = (closed.astype(int), character, state, here.abroad.astype(int), here.location.astype(int))
        key = (((parts[0] * 3 + parts[1] + 1) * 3 + parts[2]) * 2 + parts[3]) * 3 + parts[4]
        for value, count in zip(*np.unique(key[kept], return_counts=True), strict=True):
            self.joint[_unfolded(int(value))] += int(count)
        self._dates(here, kept & ~missing, closed, character == 1, bits)
        self._field(units, here, kept & (fate == len(tests)), bits)

    def _dates(
        self, here: Establishments, known: np.ndarray, closed: np.ndarray, employs: np.ndarray, bits: np.ndarray
    ) -> None:
        """Years of creation of all rows whose unit is known, of those with employees, of those open; of closure of all
        closed rows and of those that had employees; then the same of rows in quarters."""
        birth = np.where(here.created == NEVER, _NO_YEAR, years(np.where(here.created == NEVER, 0, here.created)))
        death = years(np.where(closed, here.closes, 0))

        def counted(year: np.ndarray, mask: np.ndarray) -> np.ndarray:
            key = year[mask] * 8 + bits[mask]
            return np.bincount(key, minlength=_YEARS * 8).reshape(_YEARS, 8)

        for rank, mask in enumerate((known, known & employs, known & ~closed)):
            self.created[rank] += counted(birth, mask)
        gone = known & closed
        for rank, mask in enumerate((gone, gone & employs)):
            self.closed[rank] += counted(death, mask)
        last = len(self.places.plg) - 2
        for p in range(len(PERIMETERS)):
            code = (here.codes[:, p] >= 0) & (here.codes[:, p] < last)
            inside = (here.location == WITH) & (self.places.inside[here.place, p] >= 0)
            for way, mask in enumerate((code, inside)):
                self.zoned[p, 0, way] += counted(birth, known & mask)
                self.zoned[p, 1, way] += counted(death, gone & mask)

    def _field(self, units: Units, here: Establishments, mask: np.ndarray, bits: np.ndarray) -> None:
        rows = np.flatnonzero(mask)
        self.field_rows.append(
            {
                "bits": bits[rows].astype(np.int8),
                "family": FORM_FAMILY[units.form[here.unit[rows]]].astype(np.int8),
                "activity": here.activity[rows].astype(np.int16),
                "band": here.band[rows].astype(np.int8),
                "quality": here.quality[rows],
                "place": here.place[rows],
                "located": here.location[rows] == WITH,
                "codes": here.codes[rows],
            }
        )

    def truth(self, described: dict[str, Any]) -> Truth:
        """Everything counted, ready for JSON."""
        names = self.field_rows[0].keys()
        rows = {name: np.concatenate([part[name] for part in self.field_rows]) for name in names}
        joint = [
            {"establishment": "AF"[a], "employer": ("", "N", "O")[b], "legal_unit": ("A", "C", "")[c],
             "abroad": bool(d), "location": ("absent", "no_coordinates", "coordinates")[e], "rows": count}
            for (a, b, c, d, e), count in sorted(self.joint.items())
        ]  # fmt: skip
        return {
            **described,
            "rows": dict(self.rows),
            "fates": _fates(joint),
            "joint": joint,
            "creations": _by_year(self.created, ("all", "employers", "open")),
            "closures": _by_year(self.closed, ("all", "employers")),
            "perimeters": {name: self._perimeter(p, rows) for p, name in enumerate(PERIMETERS)},
        }

    def _perimeter(self, p: int, rows: dict[str, np.ndarray]) -> dict[str, Any]:
        code = rows["codes"][:, p]
        last = len(self.places.plg) - 2
        inside = rows["located"] & (self.places.inside[rows["place"], p] >= 0)
        coded_in = (code >= 0) & (code < last)
        band = rows["located"] & ~inside & (self.places.nearest[rows["place"], p] >= 0)
        measures = np.column_stack([np.ones(len(code), dtype=bool), rows["located"], code >= 0, coded_in, inside, band,
                                    coded_in & ~inside, inside & ~coded_in])  # fmt: skip
        department = np.array([department_of(commune) for commune in self.communes.codes])
        departments, of_commune = np.unique(department, return_inverse=True)
        of_row = of_commune[self.places.commune[rows["place"]]]
        metropolitan = np.array([not name.startswith(("97", "98")) for name in departments])[of_row]
        bits = rows["bits"].astype(np.int64)
        everywhere = np.zeros(len(code), dtype=np.int64)
        scopes = {"all": np.ones(len(code), dtype=bool), "metropolitan": metropolitan}

        def tallied(key: np.ndarray, names: list[str], mask: np.ndarray | None = None) -> dict[str, Any]:
            return _tallied(key, names, bits, measures, mask)

        return {
            "totals": {name: tallied(everywhere, [""], mask)[""] for name, mask in scopes.items()},
            "by_quality": tallied(rows["quality"].astype(np.int64), QUALITIES.to_pylist(), rows["located"]),
            "by_family": tallied(rows["family"].astype(np.int64), list(FAMILIES)),
            "by_activity": tallied(rows["activity"].astype(np.int64) + 1, ["", *ACTIVITY_CODES]),
            "by_size": tallied(rows["band"].astype(np.int64), BANDS.to_pylist()),
            "by_department": tallied(of_row, departments.tolist()),
            "by_quarter": self._by_quarter(p, rows, inside, band, coded_in),
            "creations": _by_year(self.zoned[p, 0], ("code", "coordinates")),
            "closures": _by_year(self.zoned[p, 1], ("code", "coordinates")),
        }

    def _by_quarter(
        self, p: int, rows: dict[str, np.ndarray], inside: np.ndarray, band: np.ndarray, coded_in: np.ndarray
    ) -> dict[str, Any]:
        """By quarter: in it by code, by coordinates; at most 300 m, inside or not; the same, outside every quarter."""
        bits, place = rows["bits"].astype(np.int64), rows["place"]

        def by_place(mask: np.ndarray) -> np.ndarray:
            size = len(self.places.points)
            return np.bincount(place[mask] * 8 + bits[mask], minlength=size * 8).reshape(size, 8)

        size = len(self.places.plg) - 2
        found = np.zeros((4, size, 8), dtype=np.int64)
        key = rows["codes"][coded_in, p] * 8 + bits[coded_in]
        found[0] = np.bincount(key, minlength=size * 8).reshape(size, 8)
        at, quarter = self.places.near[p].T
        np.add.at(found[2], quarter, by_place(rows["located"])[at])
        np.add.at(found[3], quarter, by_place(band)[at])
        held = self.places.inside[:, p]
        np.add.at(found[1], held[held >= 0], by_place(inside)[held >= 0])
        names = ("code", "coordinates", "within_300m", "band")
        return {
            self.places.plg[rank]: _populations(found[:, rank].T, names)
            for rank in np.flatnonzero(found.any(axis=(0, 2)))
        }


def _unfolded(key: int) -> tuple[int, ...]:
    parts = []
    for base in (3, 2, 3, 3):
        key, part = divmod(key, base)
        parts.append(part)
    return (key, *parts[::-1])


def _fates(joint: list[dict[str, Any]]) -> dict[str, int]:
    fates: Counter[str] = Counter(dict.fromkeys((*FATES, "kept_without_location"), 0))
    for part in joint:
        tests = (part["establishment"] == "F", part["employer"] != "O", part["legal_unit"] == "",
                 part["legal_unit"] == "C", part["abroad"])  # fmt: skip
        fate = FATES[tests.index(True)] if True in tests else "kept"
        fates[fate] += part["rows"]
        if fate == "kept" and part["location"] != "coordinates":
            fates["kept_without_location"] += part["rows"]
    return dict(fates)


def _populations(by_bits: np.ndarray, names: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Counts by combination of definitions (8 × names) as counts by population."""
    counts = _MEMBERS @ by_bits
    return {population: dict(zip(names, map(int, line), strict=True))
            for population, line in zip(POPULATIONS, counts, strict=True)}  # fmt: skip


def _tallied(
    key: np.ndarray, names: list[str], bits: np.ndarray, measures: np.ndarray, mask: np.ndarray | None
) -> dict[str, Any]:
    found = np.zeros((len(names) * 8, len(MEASURES)), dtype=np.int64)
    for rank in range(len(MEASURES)):
        taken = measures[:, rank] if mask is None else measures[:, rank] & mask
        found[:, rank] = np.bincount(key[taken] * 8 + bits[taken], minlength=len(names) * 8)
    table = found.reshape(len(names), 8, len(MEASURES))
    return {name: _populations(part, MEASURES) for name, part in zip(names, table, strict=True) if part.any()}


def _by_year(counts: np.ndarray, names: tuple[str, ...]) -> dict[str, Any]:
    """Years of four figures (empty for no date), each with its populations."""
    filled = np.flatnonzero(counts.any(axis=(0, 2)))
    return {("" if year == _NO_YEAR else f"{year:04d}"): _populations(counts[:, year].T, names) for year in filled}
