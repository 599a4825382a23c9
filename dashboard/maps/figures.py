"""What a map of quarters shows: for each quarter its figure, its class or why it has none. No Dash here."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from html import escape

import numpy as np
from numpy.typing import NDArray

from dashboard import french
from dashboard.charts.atlas import ABSENT_LOOKS, RAMP, Look, absent_look, class_looks
from dashboard.charts.style import PAPER
from dashboard.gaps import Refusal, RefusalCode, default_stratum
from dashboard.gaps.classes import Classes, classes_of
from dashboard.gaps.quarters import Quarters
from dashboard.maps.cartography import Cartography, cartography_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import Standing, standing_of
from dashboard.store import PlaceRecord
from etl.catalogue import Indicator, fold
from etl.model import Face, period_order

PERIMETERS = ("QP2024", "QP2015")
FIRST = "poverty_rate_60"
"""The figure that a map opens with, where it is known."""
STATUS = "passage"
"""In an address, in place of an indicator: what became of the quarters from one map to the other."""
WHOLE = "FR"
"""All the quarters."""
TOLD_WIDTH = 40
"""Characters of a line of what a quarter says when pointed at: a telephone shows them."""
KEPT = 24
"""Maps kept: 1,600 short texts each."""
STATUS_LOOKS = {
    "new": ("nouveau", RAMP[4], "triangle-up"),
    "modified": ("redessiné", RAMP[2], "circle"),
    "unchanged": ("inchangé", RAMP[0], "square"),
    "whole_commune": ("commune entière", RAMP[3], "diamond"),
    "left": ("sorti de la carte", RAMP[4], "x-thin-open"),
}
"""Word, colour and shape of what became of a quarter in 2024."""
NOT_TOLD = ("passage non publié", PAPER, "circle-open")


@dataclass(frozen=True, slots=True, eq=False)
class Mapped:
    """One figure of every quarter of a map, in the order of ``records``. ``values`` is nan where there is none;
    ``kinds`` is the rank of the look in ``looks``, whose counts are of the whole map. Without an indicator the looks
    tell what became of the quarters. ``locators`` is empty for quarters that the publication does not name."""

    perimeter: str
    records: tuple[PlaceRecord, ...]
    values: NDArray[np.float64]
    kinds: NDArray[np.int64]
    looks: tuple[Look, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...]
    """As a picture writes them: with their communes, on several lines when long, and no other mark-up."""
    paths: tuple[str, ...]
    locators: tuple[str, ...]
    quarters: Quarters | None = None
    classes: Classes | None = None
    weights: NDArray[np.float64] | None = None
    """What the size of a dot tells of each quarter, nan where it is not known; None when it tells nothing."""
    weighed: str = ""
    """What the weights count: « habitants »."""

    def ranks(self, inside: NDArray[np.bool_]) -> list[int]:
        """The ranks of the quarters ``inside``."""
        return [int(rank) for rank in np.flatnonzero(inside)]

    def counted(self, inside: NDArray[np.bool_]) -> tuple[Look, ...]:
        """The looks, with how many of the quarters ``inside`` have each."""
        counts = np.bincount(self.kinds[inside], minlength=len(self.looks))
        return tuple(replace(look, count=int(count)) for look, count in zip(self.looks, counts, strict=True))


class Mapping:
    """The maps of one store; kept, since readers look at the same ones."""

    def __init__(self, cartography: Cartography, standing: Standing) -> None:
        self.cartography, self.standing = cartography, standing
        self.near = cartography.near
        self._mapped = lru_cache(maxsize=KEPT)(self._map)
        self._told = lru_cache(maxsize=4)(self._names_and_paths)
        self.records = cartography.records

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Those with a value in some quarters, that a map may compare: in the order of the catalogue."""
        official = self.near.store.official
        if official is None:
            return []
        known = official.coverage
        own = {
            (row.indicator, (row.sex, row.age, row.breakdown))
            for row in known[known["published"] > 0].itertuples(index=False)
        }
        return [
            i
            for i in self.near.catalogue.indicators.values()
            if self._mappable(i) and (i.id, default_stratum(i)) in own
        ]

    def _mappable(self, indicator: Indicator) -> bool:
        """Whether quarters may be put side by side by it: a count, or a level that may be compared."""
        uses = indicator.uses
        return uses.level and (uses.comparison or uses.ranking or self.near.catalogue.units[indicator.unit].additive)

    @cached_property
    def perimeters(self) -> list[str]:
        """The maps whose quarters are known, the latest first."""
        return [perimeter for perimeter in PERIMETERS if self.records(perimeter)]

    @cached_property
    def periods(self) -> list[str]:
        """Every period of some indicator, the latest first."""
        met = {
            period
            for indicator in self.indicators
            for perimeter in PERIMETERS
            for period in self.standing.periods(indicator.id, perimeter)
        }
        return sorted(met, key=period_order, reverse=True)

    @cached_property
    def places(self) -> list[str]:
        """Régions, départements and EPCI that hold a quarter of some map, each kind in the order of its names."""
        territories = self.near.store.territories
        met: dict[str, dict[str, str]] = {"region": {}, "department": {}, "epci": {}}
        for record in territories.of_kind("neighbourhood"):
            for kind, codes in (
                ("region", [record.region]),
                ("department", [record.department]),
                ("epci", record.epci),
            ):
                met[kind] |= {code: fold(territories[code].label) for code in codes if code in territories}
        return [code for found in met.values() for code in sorted(found, key=found.__getitem__)]

    def closer(self, within: str, perimeter: str) -> list[str]:
        """The places one step smaller that hold quarters of a territory: régions, then départements, then EPCI."""
        kept = [r for r, own in zip(self.records(perimeter), self.inside(within, perimeter), strict=True) if own]
        if within == WHOLE:
            met = {record.region or record.department for record in kept}
        elif within.startswith("REG-"):
            met = {record.department for record in kept}
        else:
            met = {code for record in kept for code in record.epci} if within.startswith("DEP-") else set()
        return [code for code in self.places if code in met]

    def inside(self, within: str, perimeter: str) -> NDArray[np.bool_]:
        """Which quarters of a map lie in a territory, wholly or in part."""
        codes = self.standing.inside(within, perimeter)
        return np.array([record.code in codes for record in self.records(perimeter)], dtype=bool)

    def latest_perimeter(self, indicator: Indicator) -> str | None:
        """The map of the most recent figures of an indicator; None when it has none."""
        met = [(period_order(periods[0]), p) for p in PERIMETERS if (periods := self.standing.periods(indicator.id, p))]
        return max(met)[1] if met else None

    def of(self, indicator: Indicator | None, perimeter: str, period: str | None = None) -> Mapped | Refusal:
        """The map of one figure at ``period`` or at the latest; without an indicator, of what became of quarters."""
        return self._mapped(indicator.id if indicator else "", perimeter, period)

    def _map(self, name: str, perimeter: str, period: str | None) -> Mapped | Refusal:
        if not name:
            return self._statuses(perimeter)
        indicator = self.near.catalogue.indicators[name]
        quarters = self.standing.quarters(indicator, perimeter, period)
        if isinstance(quarters, Refusal):
            return quarters
        if not quarters.count:
            return quarters.subject.refuse(
                RefusalCode.MISSING, f"« {indicator.label} » : aucune valeur publiée par quartier."
            )
        return self._figures(indicator, perimeter, quarters)

    def _names_and_paths(self, perimeter: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The name and the address of each quarter, the same texts for every map."""
        records = self.records(perimeter)
        labels = (self.near.store.territory_label(record.code) for record in records)
        names = tuple("<br>".join(map(escape, textwrap.wrap(label, TOLD_WIDTH))) for label in labels)
        return names, tuple(f"/territoire/{record.code}" for record in records)

    def _figures(self, indicator: Indicator, perimeter: str, quarters: Quarters) -> Mapped:
        records = self.records(perimeter)
        at = {code: rank for rank, code in enumerate(quarters.codes)}
        where = np.array([at.get(record.code, -1) for record in records])
        values = np.where(where >= 0, quarters.values[where], np.nan)
        faces = np.where(where >= 0, quarters.faces[where], Face.MISSING.value)
        classes, unit = classes_of(quarters.values), self.near.catalogue.units[indicator.unit]
        ranks = classes.of(values)
        kinds = classes.count - 1 - ranks
        looks = class_looks(
            classes, np.bincount(ranks[ranks >= 0], minlength=classes.count).tolist(), unit, indicator.decimals
        )
        texts = np.array([french.ABSENCES.get(face, "") for face in faces], dtype=object)
        for face in ABSENT_LOOKS:
            met = (ranks < 0) & (faces == face.value)
            if met.any():
                kinds[met] = len(looks)
                looks.append(absent_look(face, int(met.sum())))
        for value in np.unique(values[~np.isnan(values)]):
            texts[values == value] = french.amount(
                float(value), indicator, quarters.subject.source, self.near.catalogue
            )
        texts[faces == Face.UNRELIABLE.value] += " (fragile)"
        return Mapped(
            perimeter, records, values, kinds, tuple(looks), tuple(texts.tolist()), *self._told(perimeter),
            tuple(quarters.locators[rank] if rank >= 0 else "" for rank in where.tolist()),
            quarters, classes, *self._weights(perimeter, records, indicator, values),
        )  # fmt: skip

    def _weights(
        self, perimeter: str, records: Sequence[PlaceRecord], indicator: Indicator, values: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64] | None, str]:
        """A count weighs what it counts; any other figure, the inhabitants of the quarter."""
        unit = self.near.catalogue.units[indicator.unit]
        if unit.additive:
            return values, unit.symbol
        population = self.near.catalogue.indicators.get("population")
        found = self.standing.quarters(population, perimeter) if population else None
        if not isinstance(found, Quarters) or not found.count:
            return None, ""
        by_code = dict(zip(found.codes, found.values.tolist(), strict=True))
        weights = np.array([by_code.get(record.code, np.nan) for record in records], dtype=float)
        return weights, f"habitants en {found.subject.period[:4]}"

    def _statuses(self, perimeter: str) -> Mapped | Refusal:
        records = self.records(perimeter)
        met = [status for status in STATUS_LOOKS if any(record.status == status for record in records)]
        kinds = np.array([met.index(r.status) if r.status in met else len(met) for r in records], dtype=np.int64)
        told = [STATUS_LOOKS[status] for status in met] + ([NOT_TOLD] if (kinds == len(met)).any() else [])
        counts = np.bincount(kinds, minlength=len(told)).tolist()
        looks = tuple(
            Look(text, count, colour, symbol) for (text, colour, symbol), count in zip(told, counts, strict=True)
        )
        texts = tuple(looks[kind].text for kind in kinds.tolist())
        none = np.full(len(records), np.nan)
        return Mapped(perimeter, records, none, kinds, looks, texts, *self._told(perimeter), ("",) * len(records))


def first_of(known: Sequence[Indicator]) -> Indicator | None:
    """The indicator that a map opens with; None where none is known."""
    return next((indicator for indicator in known if indicator.id == FIRST), known[0] if known else None)


@lru_cache(maxsize=4)
def mapping_of(reading: Reading) -> Mapping:
    """The maps of one reading: the same object for every page."""
    return Mapping(cartography_of(reading), standing_of(reading))


def outline_options(perimeters: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The outlines that a page lets one choose, first those of the figure shown: the same words everywhere, which a
    telephone holds."""
    return (("", "selon le chiffre"), *((p[-4:], f"contours {p[-4:]}") for p in perimeters))
