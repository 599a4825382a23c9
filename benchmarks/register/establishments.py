"""Establishments drawn at random for legal units, and the file that tells them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.register import naming
from benchmarks.register.columns import chance, coded, day, days, digits, draw, looked_up, moments, text, words
from benchmarks.register.layout import ESTABLISHMENTS, filled, kept_rows
from benchmarks.register.marginals import (
    ACTIVITY_VALUES,
    BAND_WEIGHTS,
    BANDS,
    FORM_FAMILY,
    IS_FORMER,
    QUALITY_WEIGHTS,
    ZONE_WEIGHTS,
)
from benchmarks.register.perimeters import PERIMETERS, Communes
from benchmarks.register.planting import Places
from benchmarks.register.units import (
    LAST_DAY,
    NEVER,
    NOMENCLATURES,
    OPEN,
    STATUSES,
    YES_OR_NO,
    Units,
    draw_days,
    nics,
)

ABSENT, WITHOUT, WITH = 0, 1, 2
"""Of the geolocation: no line, a line without coordinates, a line with coordinates."""
FEW = 4
"""Rows of the field, in each chunk, of each rarity."""
ABSURD = (day("0004-01-01"), day("2218-06-30"))
_CUMULATED = (np.cumsum(ZONE_WEIGHTS, axis=1) / ZONE_WEIGHTS.sum(axis=1, keepdims=True)).astype(np.float32)


@dataclass(slots=True)
class Establishments:
    """A line an establishment: what is drawn. ``unit`` and ``rank``: its unit and its place there; ``born``: the day it
    enters the register, ``created`` the date written (absurd for some, NEVER when empty); ``employer``: while it is
    open; ``abroad``: its address is foreign; ``location`` one of ABSENT, WITHOUT, WITH; ``codes`` (× perimeters): rank
    in ``Places.plg`` of what the register says, -1 when empty."""

    unit: np.ndarray
    rank: np.ndarray
    nic: np.ndarray
    siret: np.ndarray
    born: np.ndarray
    created: np.ndarray
    closes: np.ndarray
    employer: np.ndarray
    says_employer_when_closed: np.ndarray
    silent_employer: np.ndarray
    activity: np.ndarray
    band: np.ndarray
    place: np.ndarray
    abroad: np.ndarray
    location: np.ndarray
    quality: np.ndarray
    codes: np.ndarray

    def __len__(self) -> int:
        return len(self.unit)

    def character(self, until: int) -> np.ndarray:
        """What the register says of its employees at that day: 1 yes, 0 no, -1 nothing."""
        closed = self.closes <= until
        yes = self.employer & (~closed | self.says_employer_when_closed)
        return np.where(self.silent_employer & ~yes, -1, yes.astype(np.int32))


def draw_establishments(rng: np.random.Generator, units: Units, places: Places) -> Establishments:
    """The establishments of those units, in the order of their SIRET."""
    unit = np.repeat(np.arange(len(units), dtype=np.int32), units.establishments)
    size = len(unit)
    starts = np.cumsum(units.establishments) - units.establishments
    rank = np.arange(size) - starts[unit]
    seat = rank == units.seat[unit]
    born = np.where(rank == 0, units.created[unit], np.maximum(units.created[unit], draw_days(rng, size)))
    closes = np.where(chance(rng, 0.38, size) | seat, NEVER, born + _part(rng, born, LAST_DAY))
    closes = np.minimum(closes, np.maximum(born, units.ceases[unit]))
    closes[chance(rng, 0.0008, size)] = NEVER
    created = born.copy()
    created[chance(rng, 0.005, size)] = NEVER
    for absurd in ABSURD:
        created[rng.integers(0, size, 3)] = absurd
    employer = units.employer[unit] & chance(rng, np.where(seat, 0.9, 0.75), size)
    activity = units.activity[unit].copy()
    other = np.flatnonzero(chance(rng, 0.12, size) & (unit > 0))
    activity[other] = _of_same_kind(units, unit[other])
    siren = units.siren[unit]
    nic = nics(siren, rank)
    place = _places(rng, units, unit, places)
    employs = employer & (closes == NEVER) & ~units.missing[unit]
    abroad = chance(rng, 0.0015, size) | _few(rng, employs)
    location = np.where(chance(rng, np.where(closes < NEVER, 0.2, 0.035), size), ABSENT, WITH).astype(np.int8)
    location[(location == WITH) & chance(rng, 0.01, size)] = WITHOUT
    location[abroad] = ABSENT
    return Establishments(
        unit, rank, nic, np.column_stack([siren, nic]), born, created, closes, employer,
        chance(rng, 0.3, size), chance(rng, 0.02, size), activity,
        draw(rng, BAND_WEIGHTS, size), place, abroad, location, draw(rng, QUALITY_WEIGHTS, size).astype(np.int8),
        _codes(rng, places, place, location, employs),
    )  # fmt: skip


def _few(rng: np.random.Generator, among: np.ndarray) -> np.ndarray:
    """A handful of rows of those: what is rare is in the field of the smallest file too."""
    found = np.zeros(len(among), dtype=bool)
    ranks = np.flatnonzero(among)
    found[rng.choice(ranks, min(FEW, len(ranks)), replace=False)] = True
    return found


def _part(rng: np.random.Generator, since: np.ndarray, until: int) -> np.ndarray:
    """Days drawn between each of those and ``until``, counted from the first."""
    spans: np.ndarray = rng.random(len(since), dtype=np.float32) * np.maximum(until - since, 0)
    return spans.astype(np.int64)


def _of_same_kind(units: Units, unit: np.ndarray) -> np.ndarray:
    """The activity of the unit before, when it has the same legal form: an establishment that does something else."""
    same = units.form[unit] == units.form[unit - 1]
    found: np.ndarray = np.where(same, units.activity[unit - 1], units.activity[unit])
    return found


def _places(rng: np.random.Generator, units: Units, unit: np.ndarray, places: Places) -> np.ndarray:
    group = (FORM_FAMILY[units.form] < 4).astype(np.int8)[unit]
    lot = rng.random(len(unit), dtype=np.float32)
    zone = sum((lot > _CUMULATED[group, limit]).astype(np.int8) for limit in range(3))
    lengths = np.array([len(ranks) for ranks in places.of_zone])
    firsts = np.cumsum(lengths) - lengths
    ranks = firsts[zone] + (rng.random(len(unit)) * lengths[zone]).astype(np.int64)
    found: np.ndarray = np.concatenate(places.of_zone).astype(np.int32)[ranks]
    return found


def _codes(
    rng: np.random.Generator, places: Places, place: np.ndarray, location: np.ndarray, employs: np.ndarray
) -> np.ndarray:
    """What the register says: right but for a few, that it leaves out of their quarter or puts in the one beside."""
    outside = len(places.plg) - 2
    found = np.empty((len(place), len(PERIMETERS)), dtype=np.int32)
    for p in range(len(PERIMETERS)):
        code = places.code[place, p].astype(np.int32)
        inside, nearest = places.inside[place, p], places.nearest[place, p]
        beside = (inside < 0) & (nearest >= 0)
        silent = chance(rng, 0.008, len(place)) | (location != WITH)
        forgotten = (inside >= 0) & (chance(rng, 0.012, len(place)) | _few(rng, employs & ~silent & (inside >= 0)))
        moved = beside & (chance(rng, 0.006, len(place)) | _few(rng, employs & ~silent & beside))
        code[forgotten] = outside
        code[moved] = nearest[moved]
        code[silent] = -1
        found[:, p] = code
    return found


def establishment_table(
    rng: np.random.Generator, units: Units, here: Establishments, places: Places, communes: Communes, until: int
) -> pa.Table:
    """StockEtablissement at that day, without the establishments born later."""
    unit, size = here.unit, len(here)
    closed = here.closes <= until
    status = units.status[unit]
    masked = status != OPEN
    commune = np.where(here.abroad, -1, places.commune[here.place])
    country = np.where(here.abroad, rng.integers(0, len(naming.COUNTRIES), size), -1)
    begin = np.where(closed, here.closes, here.born)
    band = np.where(closed, -1, np.where(here.employer, here.band, 0))
    addressed = chance(rng, 0.9, size) & ~here.abroad
    in_lambert = (here.location == WITH) & ~masked
    former = IS_FORMER[here.activity] & (here.activity >= 0)
    columns = {
        "siren": text(here.siret[:, :9]),
        "nic": text(here.nic),
        "siret": text(here.siret),
        "statutDiffusionEtablissement": coded(status, STATUSES),
        "dateCreationEtablissement": days(here.created, here.created == NEVER),
        "trancheEffectifsEtablissement": coded(band, BANDS),
        "anneeEffectifsEtablissement": pa.array(np.full(size, 2024), mask=band <= 0),
        "dateDernierTraitementEtablissement": moments(
            np.minimum(until, np.maximum(begin, day("2012-06-01")) + 400), rng.integers(0, 86_400, size)
        ),
        "etablissementSiege": pa.array(here.rank == units.seat[unit]),
        "nombrePeriodesEtablissement": pa.array(draw(rng, np.array([5, 4, 3, 2, 1]), size).astype(np.int64) + 1),
        "numeroVoieEtablissement": naming.drawn(rng, naming.STREET_NUMBERS, addressed, masked),
        "typeVoieEtablissement": naming.drawn(rng, naming.STREET_KINDS, addressed, masked),
        "libelleVoieEtablissement": naming.drawn(rng, naming.STREETS, addressed, masked),
        "codePostalEtablissement": looked_up(commune, communes.postcodes),
        "libelleCommuneEtablissement": looked_up(commune, communes.labels),
        "codeCommuneEtablissement": looked_up(commune, communes.codes),
        "libelleCommuneEtrangerEtablissement": coded(country, naming.COUNTRIES),
        "codePaysEtrangerEtablissement": coded(country, naming.COUNTRY_CODES),
        "libellePaysEtrangerEtablissement": coded(country, naming.COUNTRIES),
        "identifiantAdresseEtablissement": _address_numbers(rng, here, places, communes, in_lambert & addressed),
        "coordonneeLambertAbscisseEtablissement": _metres(places.points[here.place, 0], in_lambert),
        "coordonneeLambertOrdonneeEtablissement": _metres(places.points[here.place, 1], in_lambert),
        "dateDebut": days(begin),
        "etatAdministratifEtablissement": coded(closed.astype(np.int32), words("A", "F")),
        "enseigne1Etablissement": naming.drawn(rng, naming.COMPANY_NAMES, chance(rng, 0.12, size), masked),
        "denominationUsuelleEtablissement": naming.drawn(rng, naming.COMPANY_NAMES, chance(rng, 0.05, size), masked),
        "activitePrincipaleEtablissement": coded(here.activity, ACTIVITY_VALUES),
        "nomenclatureActivitePrincipaleEtablissement": coded(
            np.where(here.activity < 0, -1, former.astype(np.int32)), NOMENCLATURES
        ),
        "caractereEmployeurEtablissement": coded(here.character(until), YES_OR_NO),
        "activitePrincipaleNAF25Etablissement": coded(
            np.where(closed | former | chance(rng, 0.2, size), -1, here.activity), naming.NEW_ACTIVITIES
        ),
    }
    return kept_rows(filled(ESTABLISHMENTS, size, columns), here.born <= until)


def _address_numbers(
    rng: np.random.Generator, here: Establishments, places: Places, communes: Communes, given: np.ndarray
) -> pa.Array:
    """Keys as « 751180421_B »: commune, street, and the letter of the national base of addresses."""
    letters = np.array(communes.codes, dtype="S5").view(np.uint8).reshape(-1, 5)[places.commune[here.place]]
    end = np.tile(np.frombuffer(b"_B", dtype=np.uint8), (len(here), 1))
    return text(np.column_stack([letters, digits(rng.integers(0, 5000, len(here)), 4), end]), ~given)


def _metres(numbers: np.ndarray, given: np.ndarray) -> pa.Array:
    return pc.cast(pa.array(np.round(numbers, 1), mask=~given), pa.string())
