"""Counts of the register as observations: numbers, shares, densities and quotients, each with what it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd
import pyarrow as pa

from etl.business_register.counting import BY_DEFINITION, WAYS, Reading
from etl.business_register.definitions import DEFINITIONS, Definition
from etl.business_register.inhabitants import Inhabitants
from etl.business_register.territories import COUNTRY
from etl.model import COLUMNS, NUMERIC_COLUMNS, TOTAL, ConfStatus, Observation, ObsStatus, Qualifier, computed

SOURCE = "insee_business_register"
PER = 10_000
BAND_ZONES = ("buffer_300m", "qpv_and_300m")
"""Zones that need the outlines of quarters."""
SHARES = {
    "legal_form": "ess_legal_form_share",
    "ess_sector": "ess_sector_share",
    "size": "ess_size_share",
}
"""The indicator that gives the shares of each breakdown."""
LEAST_FOR_SHARES = 20
"""Establishments below which their shares by family, sector or size are not given: the numbers say it better."""
HIDDEN = "Secret statistique : moins de trois entreprises, l’une au-dessus de 85 %, ou de quoi déduire l’une d’elles."
Key = tuple[str, str]
"""Territory and zone."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many establishments in one cell; None when hidden."""

    value: int | None

    @property
    def known(self) -> int:
        """The number, 0 when hidden: for what is guarded by ``value`` before."""
        return self.value or 0


@dataclass(frozen=True)
class Counts:
    """What was counted in one perimeter. ``ess`` and ``rest`` are by territory, zone and breakdown; ``notes`` by
    territory and zone."""

    reading: Reading
    month: str
    ess: Mapping[tuple[str, str, str], Count]
    rest: Mapping[tuple[str, str, str], Count]
    inhabitants: Inhabitants
    notes: Mapping[Key, str]
    undrawn: Mapping[str, tuple[int, int]]
    """Quarters without an outline, and quarters in all, by territory."""

    def observe(self) -> Iterator[Observation]:
        """Every observation, in the order of territories and zones."""
        ordered = sorted(self.ess, key=lambda key: (key[0], key[1], key[2]))
        for (territory, zone), keys in groupby(ordered, key=lambda key: key[:2]):
            yield from self._of_place((territory, zone), [key[2] for key in keys])

    def _of_place(self, place: Key, breakdowns: list[str]) -> Iterator[Observation]:
        total, others = self.ess[(*place, TOTAL)], self.rest.get((*place, TOTAL), Count(0))
        for breakdown in breakdowns:
            count = self.ess[(*place, breakdown)]
            number = self._number(place, "ess_employer_establishments", count, breakdown)
            if breakdown.startswith(BY_DEFINITION):
                definition = Definition(breakdown.partition(":")[2])
                yield replace(number, locator=self._locator(place[1], definition), note="")
                continue
            yield number
            dimension = breakdown.partition(":")[0]
            if dimension in SHARES and total.known >= LEAST_FOR_SHARES:
                yield self._share(place, SHARES[dimension], count, total, breakdown)
        everyone = Count(None if None in (total.value, others.value) else total.known + others.known)
        yield self._number(place, "employer_establishments", everyone, TOTAL)
        if everyone.value != 0:
            yield self._share(place, "ess_share_of_employer_establishments", total, everyone, TOTAL)
        yield from self._against_territory(place, total, others)
        yield from self._against_inhabitants(place, total)

    def _against_territory(self, place: Key, total: Count, others: Count) -> Iterator[Observation]:
        """The share of a territory's establishments that are in this zone, in the social economy and in the rest, and
        the quotient of the two. A quarter is set against all France."""
        territory, zone = place
        if zone not in ("qpv", "qpv_and_300m", "buffer_300m"):
            return
        reference = territory if (territory, "outside_qpv", TOTAL) in self.ess else COUNTRY
        ess, rest = self._located(reference, self.ess), self._located(reference, self.rest)
        if reference == territory:
            for indicator, part, whole in (("ess", total, ess), ("non_ess", others, rest)):
                if whole.value != 0:
                    yield self._share(place, f"{indicator}_share_located_in_qpv", part, whole, TOTAL)
        parts = (total.value, ess.value, others.value, rest.value)
        if None not in parts and ess.known and rest.known and others.known:
            quotient = (total.known / ess.known) / (others.known / rest.known)
            note = "" if reference == territory else "Rapporté à la France entière."
            yield self._made(place, "ess_location_quotient", quotient, "ratio", None, "reference:other_economy", note)

    def _located(self, territory: str, counts: Mapping[tuple[str, str, str], Count]) -> Count:
        """How many of a territory are known to be in a quarter or in none."""
        parts = [counts.get((territory, zone, TOTAL), Count(0)).value for zone in ("qpv", "outside_qpv")]
        return Count(None if None in parts else sum(part or 0 for part in parts))

    def _against_inhabitants(self, place: Key, total: Count) -> Iterator[Observation]:
        territory, zone = place
        known = self._people(place)
        if known is None:
            return
        people, period = known
        value = None if total.value is None else PER * total.value / people
        note = f"Habitants : population de {period}."
        yield self._made(place, "ess_establishments_per_10000", value, "per_10000", people, TOTAL, note)
        whole = self._people((territory, "all"))
        everyone = self.ess.get((territory, "all", TOTAL), Count(None))
        if zone == "qpv" and whole and whole[1] == period and total.value is not None and everyone.value:
            quotient = (total.value / everyone.value) / (people / whole[0])
            yield self._made(place, "ess_location_quotient", quotient, "ratio", None, "reference:inhabitants", note)

    def _people(self, place: Key) -> tuple[float, str] | None:
        """People and their period. Nobody has counted who lives within 300 m of a quarter."""
        territory, zone = place
        return self.inhabitants.get((territory, zone, "" if zone == "all" else self.reading.perimeter))

    def _number(self, place: Key, indicator: str, count: Count, breakdown: str) -> Observation:
        value = None if count.value is None else float(count.value)
        return self._made(place, indicator, value, "establishments", None, breakdown)

    def _share(self, place: Key, indicator: str, part: Count, whole: Count, breakdown: str) -> Observation:
        hidden = part.value is None or not whole.value
        value = None if hidden else 100 * part.known / whole.known
        denominator = float(whole.value) if whole.value is not None else None
        return self._made(place, indicator, value, "percent", denominator, breakdown)

    def _made(
        self,
        place: Key,
        indicator: str,
        value: float | None,
        unit: str,
        n: float | None,
        breakdown: str,
        note: str = "",
    ) -> Observation:
        """An observation; one without a value is a secret."""
        territory, zone = place
        missing, total = self.undrawn.get(territory, (0, 0)) if zone in BAND_ZONES else (0, 0)
        blind = f"Au moins : {missing} quartiers sur {total} n’ont pas de contour lu." if missing else ""
        parts = (HIDDEN if value is None else "", blind, self.notes.get(place, ""), note)
        said = " ".join(part for part in parts if part)
        return Observation(
            indicator=indicator, territory=territory, zone=zone,
            perimeter="" if zone == "all" else self.reading.perimeter,
            period=self.month, sex=TOTAL, age=TOTAL, breakdown=breakdown,
            value=value, unit=unit, lower=None, upper=None, n=n,
            obs_status=ObsStatus.NORMAL if value is not None else ObsStatus.SUPPRESSED,
            conf_status=ConfStatus.FREE if value is not None else ConfStatus.CONFIDENTIAL,
            qualifier=Qualifier.AT_LEAST if missing and value is not None else Qualifier.EXACT,
            source=SOURCE, locator=self._locator(zone, self.reading.definition), note=said,
        )  # fmt: skip

    def _locator(self, zone: str, definition: Definition) -> str:
        how = f"StockEtablissement, StockUniteLegale et géolocalisation, {self.month} ; ESS : "
        how += DEFINITIONS[definition]
        if zone != "all":
            how += f" ; dans un QPV : {WAYS[self.reading.inside]}"
        return computed(how)


def without_repeats(observations: list[Observation]) -> list[Observation]:
    """Whole territories are counted with each perimeter: the second time says nothing new."""
    seen: set[Observation] = set()
    return [kept for kept in observations if not (kept in seen or seen.add(kept))]  # type: ignore[func-returns-value]


def as_table(observations: list[Observation]) -> pa.Table:
    """The table of the model, sorted by territory, indicator, period."""
    ordered = sorted(observations, key=lambda o: (o.territory, o.indicator, o.period, o.zone, o.perimeter, o.breakdown))
    columns = {
        name: pa.array([getattr(o, name) for o in ordered], pa.float64() if name in NUMERIC_COLUMNS else pa.string())
        for name in COLUMNS
    }
    return pa.table(columns)


def counts_of(cells: pd.DataFrame) -> dict[tuple[str, str, str], Count]:
    """Counts by territory, zone and breakdown, of lines with a column ``hidden``."""
    columns = (cells[name].tolist() for name in ("territory", "zone", "breakdown", "establishments", "hidden"))
    return {
        (territory, zone, breakdown): Count(None if shut else number)
        for territory, zone, breakdown, number, shut in zip(*columns, strict=True)
    }
