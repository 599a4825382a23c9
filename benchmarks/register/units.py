"""Legal units drawn at random, and the file that tells them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from benchmarks.register import naming
from benchmarks.register.columns import chance, coded, day, days, digits, draw, moments, text, with_key, words
from benchmarks.register.definitions import combination
from benchmarks.register.layout import LEGAL_UNITS, filled, kept_rows
from benchmarks.register.marginals import (
    ACTIVITY_VALUES,
    BAND_WEIGHTS,
    BANDS,
    FORM_FAMILY,
    FORMS,
    IS_EXCLUDED,
    IS_FORMER,
    activity_weights,
)

LAST_DAY = day("2026-09-01")
NEVER = day("2900-01-01")
OPEN, PARTIAL, REFUSED = 0, 1, 2
"""How a unit may be shown: statutDiffusion O, P and, in files of before 2023, N."""
STATUSES = words("O", "P", "N")
FLAGS = words("N", "O")
YES_OR_NO = words("N", "O")

_LISTS = sorted({form.activity for form in FORMS})
_LIST_OF = np.array([_LISTS.index(form.activity) for form in FORMS])
_WEIGHTS = [activity_weights(name) for name in _LISTS]
_FORMER = activity_weights("former")
_ACTIVE, _EMPLOYER, _FLAGGED, _FORM_WEIGHTS = (
    np.array([getattr(form, name) for form in FORMS]) for name in ("active", "employer", "flagged", "weight")
)
_FORM_NUMBERS = np.array([int(form.code) for form in FORMS])
INDIVIDUAL = [form.code for form in FORMS].index("1000")
NOMENCLATURES = words("NAFRev2", "NAF1993")


@dataclass(slots=True)
class Units:
    """A line a legal unit: what is drawn and what follows. ``activity`` is -1 when unknown, ``flag`` -1 when empty;
    ``ceases`` and ``created`` are days since 1970; ``combination``: the definitions met (see ``definitions``)."""

    siren: np.ndarray
    establishments: np.ndarray
    form: np.ndarray
    activity: np.ndarray
    flag: np.ndarray
    combination: np.ndarray
    created: np.ndarray
    ceases: np.ndarray
    employer: np.ndarray
    status: np.ndarray
    missing: np.ndarray
    seat: np.ndarray

    def __len__(self) -> int:
        return len(self.form)


def draw_sizes(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Numbers of establishments of units that have ``rows`` of them in all."""
    size = int(rows / 1.3) + 10
    sizes = np.array([1, 2, 3])[draw(rng, np.array([0.79, 0.13, 0.08]), size)]
    larger = chance(rng, 0.03, size)
    sizes[larger] = rng.integers(4, 10, int(larger.sum()))
    largest = chance(rng, 0.002, size)
    sizes[largest] = rng.integers(10, 150, int(largest.sum()))
    ends = np.cumsum(sizes)
    last = int(np.searchsorted(ends, rows))
    sizes = sizes[: last + 1]
    sizes[last] -= ends[last] - rows
    return sizes


def draw_units(rng: np.random.Generator, rows: int, first: int, step: int) -> Units:
    """Units with ``rows`` establishments in all; SIREN numbers go up from the rank ``first``, ``step`` by ``step``."""
    establishments = draw_sizes(rng, rows)
    size = len(establishments)
    numbers = 400_000 + (first + np.arange(size, dtype=np.int64)) * step + rng.integers(0, step, size)
    form = draw(rng, _FORM_WEIGHTS, size)
    activity = np.empty(size, dtype=np.int32)
    for rank, weights in enumerate(_WEIGHTS):
        here = np.flatnonzero(_LIST_OF[form] == rank)
        activity[here] = draw(rng, weights, len(here))
    created = draw_days(rng, size)
    active = chance(rng, _ACTIVE[form], size)
    ceases = np.where(active, NEVER, created + (rng.random(size) * (LAST_DAY - created)).astype(np.int64))
    old = ceases < day("2008-01-01")
    activity[old] = draw(rng, _FORMER, int(old.sum()))
    activity[chance(rng, 0.0008, size)] = -1
    flag = np.where(chance(rng, _FLAGGED[form], size), 1, np.where(chance(rng, 0.55, size), 0, -1))
    left_out = (activity >= 0) & IS_EXCLUDED[activity]
    combined = combination(FORM_FAMILY[form], left_out, flag == 1)
    status = np.where(chance(rng, 0.13, size) & (form == INDIVIDUAL), PARTIAL, OPEN)
    status[chance(rng, 0.001, size)] = REFUSED
    seat = np.where(chance(rng, 0.6, size), 0, establishments - 1)
    employer = chance(rng, _EMPLOYER[form], size)
    missing = chance(rng, 0.0015, size)
    missing[np.flatnonzero(employer & active)[:3]] = True
    return Units(
        with_key(digits(numbers, 8)), establishments, form, activity, flag, combined, created, ceases, employer,
        status, missing, seat,
    )  # fmt: skip


def draw_days(rng: np.random.Generator, size: int) -> np.ndarray:
    """Days of creation: few before 1973, more and more after."""
    start = day("1973-01-01")
    found = LAST_DAY - 1 - ((LAST_DAY - 1 - start) * rng.random(size) ** 2).astype(np.int64)
    early = chance(rng, 0.03, size)
    found[early] = rng.integers(day("1945-01-01"), start, int(early.sum()))
    found[chance(rng, 0.004, size)] = day("1900-01-01")
    return found


def unit_table(rng: np.random.Generator, units: Units, until: int) -> pa.Table:
    """StockUniteLegale at that day: without the units that it misses and those born later."""
    ceased = units.ceases <= until
    individual = units.form == INDIVIDUAL
    hidden = units.status != OPEN
    size = len(units)
    born = units.created
    begin = np.where(ceased, units.ceases, born)
    former = (units.activity >= 0) & IS_FORMER[units.activity]
    band = np.where(ceased, -1, np.where(units.employer, draw(rng, BAND_WEIGHTS, size), 0))
    seen = np.minimum(until, np.maximum(begin, day("2012-06-01")) + rng.integers(0, 900, size))
    first_name = np.where(individual, rng.integers(0, len(naming.FIRST_NAMES), size), -1)
    columns = {
        "siren": text(units.siren),
        "statutDiffusionUniteLegale": coded(units.status, STATUSES),
        "unitePurgeeUniteLegale": pa.array(np.ones(size, dtype=bool), mask=~(ceased & chance(rng, 0.3, size))),
        "dateCreationUniteLegale": days(born, chance(rng, 0.004, size)),
        "sexeUniteLegale": naming.hidden(np.where(individual, first_name % 2, -1), hidden, naming.SEXES),
        "prenom1UniteLegale": naming.hidden(first_name, hidden & individual, naming.FIRST_NAMES),
        "prenomUsuelUniteLegale": naming.hidden(first_name, hidden & individual, naming.FIRST_NAMES),
        "identifiantAssociationUniteLegale": text(
            naming.association_numbers(rng, size),
            ~((FORM_FAMILY[units.form] == 0) & chance(rng, 0.6, size)),
        ),
        "trancheEffectifsUniteLegale": coded(band, BANDS),
        "anneeEffectifsUniteLegale": pa.array(np.full(size, 2024), mask=band <= 0),
        "dateDernierTraitementUniteLegale": moments(seen, rng.integers(0, 86_400, size)),
        "nombrePeriodesUniteLegale": pa.array(draw(rng, np.array([5, 4, 3, 2, 1, 1]), size).astype(np.int64) + 1),
        "categorieEntreprise": coded(np.where(ceased, -1, draw(rng, np.array([97, 2, 1]), size)), naming.CATEGORIES),
        "anneeCategorieEntreprise": pa.array(np.full(size, 2024), mask=ceased),
        "dateDebut": days(begin),
        "etatAdministratifUniteLegale": coded(ceased.astype(np.int32), words("A", "C")),
        "nomUniteLegale": naming.drawn(rng, naming.LAST_NAMES, individual, hidden),
        "denominationUniteLegale": naming.drawn(rng, naming.COMPANY_NAMES, ~individual, hidden),
        "categorieJuridiqueUniteLegale": pa.array(_FORM_NUMBERS[units.form]),
        "activitePrincipaleUniteLegale": coded(units.activity, ACTIVITY_VALUES),
        "nomenclatureActivitePrincipaleUniteLegale": coded(
            np.where(units.activity < 0, -1, former.astype(np.int32)), NOMENCLATURES
        ),
        "nicSiegeUniteLegale": text(nics(units.siren, units.seat)),
        "economieSocialeSolidaireUniteLegale": coded(units.flag, FLAGS),
        "societeMissionUniteLegale": coded(np.where(chance(rng, 0.0005, size), 1, -1), YES_OR_NO),
        "caractereEmployeurUniteLegale": coded((units.employer & ~ceased).astype(np.int32), YES_OR_NO),
        "activitePrincipaleNAF25UniteLegale": coded(
            np.where(ceased | former | chance(rng, 0.2, size), -1, units.activity), naming.NEW_ACTIVITIES
        ),
    }
    kept = ~units.missing & (born <= until)
    return kept_rows(filled(LEGAL_UNITS, size, columns), kept)


def nics(siren: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """The five figures of each establishment's NIC: its rank in the unit, and the key of the whole SIRET."""
    short = digits(ranks + 1, 4)
    return np.column_stack([short, with_key(np.column_stack([siren, short]))[:, -1]])
