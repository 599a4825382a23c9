"""Counts by territory, zone and breakdown: how many establishments, of how many enterprises, and of the largest one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import ibis
from ibis.expr.types import StringValue, Table

from etl.business_register.definitions import COMPANIES, Definition
from etl.business_register.selection import OUTSIDE, Fate, Location
from etl.model import TOTAL


class Inside(StrEnum):
    """What says that an establishment is in a quarter."""

    CODE = "code"
    COORDINATES = "coordinates"


WAYS = MappingProxyType(
    {
        Inside.CODE: "le code de quartier que porte le fichier de géolocalisation",
        Inside.COORDINATES: "les coordonnées et les contours lus",
    }
)
BREAKDOWNS = ("legal_form", "ess_sector", "size", "location")
CELL = ("territory", "zone", "ess", "breakdown")
"""What a count is about; ``ess`` is whether the establishments are of the social economy."""
BY_DEFINITION = "ess_definition"
MEMBERSHIPS = MappingProxyType({definition: f"by_{definition}" for definition in Definition})
"""The column of the selection that tells membership, by reading of the social economy."""
_PLACED = (Location.CERTAIN, Location.APPROXIMATE, Location.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is counted: the reading of the social economy, the perimeter, what says that one is inside."""

    definition: Definition
    perimeter: str
    inside: Inside

    @property
    def column(self) -> str:
        """The column of the selection that tells the register's own quarter."""
        return f"qp{self.perimeter[-4:]}"


def near_quarters(selected: Table, places: Table, reading: Reading) -> Table:
    """One line an establishment and quarter: ``siret``, ``quarter``, ``zone`` (qpv, or buffer_300m for one that is out
    of that quarter and at most 300 m from it)."""
    pairs = places.filter(places.perimeter == reading.perimeter)
    if reading.inside == Inside.COORDINATES:
        zone = ibis.ifelse(pairs.distance == 0, "qpv", "buffer_300m")
        return pairs.select("siret", "quarter", zone=zone)
    own = selected.select("siret", quarter=selected[reading.column])
    own = own.filter(own.quarter.startswith("Q")).mutate(zone=ibis.literal("qpv"))
    # Where the register is silent on the quarter, nobody knows whether it is this one
    told = selected.filter(selected[reading.column] != "").select("siret")
    around = pairs.select("siret", "quarter").semi_join(told, "siret").anti_join(own, ["siret", "quarter"])
    return ibis.union(own, around.mutate(zone=ibis.literal("buffer_300m")))


def facts(selected: Table, near: Table, reading: Reading) -> Table:
    """The establishments of the field with what counts need: ``ess`` in the reading asked for and membership of each,
    breakdowns, ``commune``, and ``nearness`` to any quarter: qpv, buffer_300m, outside (beyond), or empty when nobody
    knows."""
    kept = selected.filter(selected.fate == Fate.KEPT)
    rank = near.group_by("siret").agg(inside=(near.zone == "qpv").any())
    joined = kept.left_join(rank, "siret")
    return joined.select(
        "siret",
        "siren",
        "commune",
        *MEMBERSHIPS.values(),
        ess=joined[MEMBERSHIPS[reading.definition]],
        legal_form=joined.family,
        ess_sector=joined.sector,
        size=joined.size,
        location=joined.location,
        nearness=ibis.cases(
            (joined.inside, "qpv"),
            (joined.inside.notnull(), "buffer_300m"),
            (_is_outside(joined, reading), OUTSIDE),
            else_="",
        ),
    )


def _is_outside(t: Table, reading: Reading) -> ibis.expr.types.BooleanValue:
    """Whether an establishment that is near no quarter is known to be in none."""
    if reading.inside == Inside.COORDINATES:
        return t.location.isin(_PLACED)
    return t[reading.column] == OUTSIDE


def of_interest(counted: Table) -> Table:
    """The establishments that are counted one by one: the social economy in any reading, and what is in or near a
    quarter."""
    member = ibis.or_(*(counted[name] for name in MEMBERSHIPS.values()))
    return counted.filter(member | counted.nearness.isin(("qpv", "buffer_300m")))


def zones_of(counted: Table) -> Table:
    """Each establishment once for each zone that holds it: column ``zone``."""
    nearness: StringValue = counted.nearness
    parts = {
        "qpv": nearness == "qpv",
        "buffer_300m": nearness == "buffer_300m",
        "qpv_and_300m": nearness.isin(("qpv", "buffer_300m")),
        "outside_qpv": nearness.isin(("buffer_300m", OUTSIDE)),
        "all": ibis.literal(True),
    }
    return ibis.union(*(counted.filter(held).mutate(zone=ibis.literal(zone)) for zone, held in parts.items()))


def placed(counted: Table, near: Table, chain: Table) -> Table:
    """The establishments ``of_interest`` once for each zone of each territory that holds them, quarters included
    (zones qpv, buffer_300m and, both together, qpv_and_300m). For the rest of the economy in whole territories see
    ``rest_by_territory``."""
    pairs = near.rename(territory="quarter")
    both = pairs.mutate(zone=ibis.literal("qpv_and_300m"))
    of_quarters = counted.inner_join(ibis.union(pairs, both), "siret")
    of_territories = zones_of(counted).inner_join(chain, "commune")
    columns = ["territory", "zone", "siren", "ess", *MEMBERSHIPS.values(), *BREAKDOWNS]
    return ibis.union(of_quarters.select(*columns), of_territories.select(*columns))


def cells(placed: Table, breakdown: str) -> Table:
    """Counts of ``placed`` by the levels of ``breakdown`` (``_T``: none): columns CELL, then ``establishments``,
    ``enterprises`` (legal units) and ``largest`` (establishments of the one that has most). Kinds of establishments are
    those of the social economy."""
    counted = _levels(placed, breakdown).group_by([*CELL, "siren"]).agg(own=lambda t: t.count())
    return counted.group_by(list(CELL)).agg(
        establishments=counted.own.sum(), enterprises=counted.count(), largest=counted.own.max()
    )


def _levels(placed: Table, breakdown: str) -> Table:
    keys = ("territory", "zone", "siren")
    if breakdown == BY_DEFINITION:
        levels = {str(name): placed[column] for name, column in MEMBERSHIPS.items()}
        levels |= {COMPANIES: placed.by_law & ~placed.by_study}
        parts = (
            placed.filter(held).select(*keys, ess=ibis.literal(True), breakdown=ibis.literal(f"{breakdown}:{name}"))
            for name, held in levels.items()
        )
        return ibis.union(*parts)
    if breakdown == TOTAL:
        known = placed.filter(placed.ess | ~placed.zone.isin(("outside_qpv", "all")))
        return known.select(*keys, "ess", breakdown=ibis.literal(TOTAL))
    level = ibis.literal(f"{breakdown}:").concat(placed[breakdown])
    return placed.filter(placed.ess).select(*keys, "ess", breakdown=level.fill_null(""))


def rest_by_territory(counted: Table, chain: Table) -> Table:
    """Columns of ``cells`` for the rest of the economy in whole territories and outside quarters. From the département
    up, each establishment counts for an enterprise: there are thousands of them."""
    others = counted.filter(~counted.ess)
    outside = others.nearness.isin(("buffer_300m", OUTSIDE))
    wide = ibis.or_(*(chain.territory.startswith(kind) for kind in ("FR", "REG-", "DEP-")))
    communes = others.group_by("commune").agg(everything=others.count(), outside=outside.sum())
    large = communes.inner_join(chain.filter(wide), "commune").group_by("territory")
    units = others.group_by(["commune", "siren"]).agg(everything=others.count(), outside=outside.sum())
    by_unit = units.inner_join(chain.filter(~wide), "commune").group_by(["territory", "siren"])
    own = by_unit.agg(everything=lambda t: t.everything.sum(), outside=lambda t: t.outside.sum())
    parts = []
    for zone, number in (("all", "everything"), ("outside_qpv", "outside")):
        key = {"zone": ibis.literal(zone), "ess": ibis.literal(False), "breakdown": ibis.literal(TOTAL)}
        sums = large.agg(establishments=lambda t, number=number: t[number].sum())
        parts.append(
            sums.select("territory", **key, establishments=sums.establishments, enterprises=sums.establishments,
                        largest=ibis.literal(1, "int64"))
        )  # fmt: skip
        some = own.filter(own[number] > 0)
        exact = some.group_by("territory").agg(
            establishments=some[number].sum(), enterprises=some.count(), largest=some[number].max()
        )
        parts.append(exact.select("territory", **key, establishments=exact.establishments,
                                  enterprises=exact.enterprises, largest=exact.largest))  # fmt: skip
    return ibis.union(*parts)
