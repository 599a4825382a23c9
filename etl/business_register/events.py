"""Births and deaths in the social economy: how many establishments, of how many enterprises, how long they lived."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from etl.business_register.counting import MEMBERSHIPS, Reading

SURVIVAL_YEARS = (1, 3, 5)
LIVES = ("own", *(f"{what}_{age}" for age in SURVIVAL_YEARS for what in ("lived", "gone")))
"""What is counted of the establishments of a year: all of them, those that lived so many years, those that had lived
the term before and not this one."""

_EVENT = ["event", "year"]
_KEY = ["territory", "zone", *_EVENT]


def events_of(selected: Table, reading: Reading, years: tuple[str, str]) -> Table:
    """A line an establishment of the social economy, employer or not, born in those years (first and last), and one for
    each that closed in them: ``event`` (created or closed), year, and LIVES as 0 or 1."""
    members = selected.filter(selected[MEMBERSHIPS[reading.definition]])
    lived = [ibis.literal(True), *(_lived(members, age) for age in SURVIVAL_YEARS)]
    steps = {f"gone_{age}": a & ~b for age, a, b in zip(SURVIVAL_YEARS, lived, lived[1:], strict=False)}
    steps |= {f"lived_{age}": after for age, after in zip(SURVIVAL_YEARS, lived[1:], strict=True)}
    numbers = {name: step.cast("int64") for name, step in steps.items()} | {"own": ibis.literal(1, "int64")}
    parts = []
    for event in ("created", "closed"):
        dated = members.mutate(**numbers, event=ibis.literal(event), year=members[event].left(4))
        parts.append(dated.filter(dated.year.between(*years)).select("siret", "siren", "commune", *_EVENT, *LIVES))
    return ibis.union(*parts)


def by_unit(events: Table, near: Table) -> Table:
    """The events of each legal unit in each commune; ``held``: in a quarter."""
    inside = near.filter(near.zone == "qpv").select("siret").distinct()
    held = events.left_join(inside.mutate(held=ibis.literal(True)), "siret")
    return _summed(held.mutate(held=held.held.fill_null(False)), ["commune", "held", *_EVENT, "siren"])


def lives(events: Table, units: Table, near: Table, chain: Table) -> Table:
    """Births and deaths by territory, zone (qpv, all, or outside_qpv: what is not in a quarter), event and year, of
    ``events_of`` and ``by_unit``.

    For each of LIVES: ``establishments_``, ``enterprises_`` and ``largest_`` of it. In France, the mainland and whole
    régions, each establishment counts for an enterprise: there are thousands of them.
    """
    wide = ibis.or_(*(chain.territory.startswith(kind) for kind in ("FR", "REG-")))
    inside = near.filter(near.zone == "qpv").select("siret", territory="quarter", zone="zone")
    zoned = _in_zones(units.inner_join(chain.filter(~wide), "commune"))
    exact = [_summed(table, [*_KEY, "siren"]) for table in (zoned, events.inner_join(inside, "siret"))]
    by_commune = _summed(units, ["commune", "held", *_EVENT])
    rough = _summed(_in_zones(by_commune.inner_join(chain.filter(wide), "commune")), _KEY)
    return ibis.union(*(_of_units(table) for table in exact), _of_establishments(rough))


def _of_units(by_unit: Table) -> Table:
    numbers: dict[str, Value] = {}
    for name in LIVES:
        own = by_unit[name]
        numbers |= {f"establishments_{name}": own.sum(), f"enterprises_{name}": (own > 0).sum()}
        numbers[f"largest_{name}"] = own.max()
    return by_unit.group_by(_KEY).agg(**numbers)


def _of_establishments(sums: Table) -> Table:
    numbers: dict[str, Value] = {}
    for name in LIVES:
        numbers |= {f"establishments_{name}": sums[name], f"enterprises_{name}": sums[name]}
        numbers[f"largest_{name}"] = (sums[name] > 0).cast("int64")
    return sums.select(*_KEY, **numbers)


def _in_zones(held: Table) -> Table:
    """Each line in all, and in qpv or outside_qpv."""
    own = held.mutate(zone=ibis.ifelse(held.held, "qpv", "outside_qpv"))
    return ibis.union(own, held.mutate(zone=ibis.literal("all")))


def _summed(table: Table, keys: list[str]) -> Table:
    """Whole numbers: DuckDB would write its sums of them as decimal ones."""
    return table.group_by(keys).agg(**{name: table[name].sum().cast("int64") for name in LIVES})


def _lived(t: Table, years: int) -> BooleanValue:
    """Whether an establishment was open that many years after its creation (days written year first sort as texts)."""
    birthday = (t.created.left(4).try_cast("int32") + years).cast("string").concat(t.created.substr(4))
    return (t.created != "") & ((t.closed == "") | (t.closed >= birthday))
