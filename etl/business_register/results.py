"""From the selection and the places to observations, perimeter by perimeter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from ibis.expr.types import Table

from etl.business_register.counting import (
    BREAKDOWNS,
    BY_DEFINITION,
    Inside,
    Reading,
    cells,
    facts,
    near_quarters,
    of_interest,
    placed,
    rest_by_territory,
)
from etl.business_register.definitions import (
    COMPANIES,
    FAMILIES,
    OTHER_ACTIVITY,
    SECTORS,
    SIZES,
    UNSTATED,
    Definition,
)
from etl.business_register.engines import Engine
from etl.business_register.events import by_unit, events_of, lives
from etl.business_register.hiding import Places, told
from etl.business_register.inhabitants import Inhabitants
from etl.business_register.lifetimes import cells_of_lives, observe_lives, steps_of_life, years_shown
from etl.business_register.observations import BAND_ZONES, Counts, counts_of
from etl.business_register.relations import COLUMNS
from etl.business_register.secrecy import LEAST_ENTERPRISES
from etl.business_register.selection import Location
from etl.business_register.territories import REMAINDER, Atlas
from etl.model import TOTAL, Observation

MOST_UNDRAWN = 0.05
"""Share of quarters without an outline above which what is near quarters is not counted: below, it is a minimum."""
LEVELS = {
    "legal_form": (*FAMILIES, COMPANIES),
    "ess_sector": (*SECTORS, OTHER_ACTIVITY),
    "size": (*dict.fromkeys(SIZES.values()), UNSTATED),
    "location": (Location.CERTAIN, Location.APPROXIMATE, Location.DOUBTFUL),
}
"""The levels that are shown even at zero: what is absent from a quarter is worth knowing."""
_KEY = ["territory", "zone", "breakdown", "ess"]
_NUMBERS = ["establishments", "enterprises", "largest"]


@dataclass(frozen=True)
class Tables:
    """What counts are made from: the selection, the places and the chain of territories, on one engine. ``listed`` is
    whether the list of the social economy was given."""

    engine: Engine
    selected: Table
    places: Table
    chain: Table
    atlas: Atlas
    work: Path
    listed: bool

    def kept(self, expression: Table, name: str) -> Table:
        """An expression that several counts read, computed once."""
        path = self.work / name
        self.engine.write(expression, path)
        return self.engine.read_stage(path)

    @property
    def definitions(self) -> tuple[Definition, ...]:
        """The readings that can be counted."""
        return tuple(one for one in Definition if self.listed or one != Definition.LIST)


@dataclass(frozen=True)
class Counted:
    """One perimeter, before secrecy: columns of ``count`` and of ``lifetimes.cells_of_lives``."""

    reading: Reading
    cells: pd.DataFrame
    lives: pd.DataFrame


def count_perimeter(tables: Tables, reading: Reading, last_day: str) -> Counted:
    """Everything that is counted of one perimeter."""
    near = tables.kept(near_quarters(tables.selected, tables.places, reading), f"near-{reading.perimeter}")
    cells_ = count(tables, reading, near, tables.atlas.undrawn(reading.perimeter))
    events = tables.kept(events_of(tables.selected, reading, years_shown(last_day)), "events")
    units = tables.kept(by_unit(events, near), f"units-{reading.perimeter}")
    lived = tables.engine.frame(lives(events, units, near, tables.chain))
    return Counted(reading, cells_, cells_of_lives(lived, last_day))


def observe(counted: list[Counted], atlas: Atlas, last_day: str, inhabitants: Inhabitants) -> Iterator[Observation]:
    """Every observation, in the reading asked for; totals in the other readings too. At least one perimeter."""
    places = Places.of(atlas)
    readings = {one.reading.perimeter: one.reading for one in counted}
    cells_ = {one.reading.perimeter: one.cells for one in counted}
    lives_ = {one.reading.perimeter: one.lives for one in counted}
    levels = _sums_of_levels(pd.concat(cells_.values()), counted[0].reading)
    for perimeter, frame in told(cells_, levels, places).items():
        reading = readings[perimeter]
        shown = frame[frame["published"]]
        ess, rest = (counts_of(shown[shown["ess"] == of_ess]) for of_ess in (True, False))
        notes, undrawn = _notes(shown, reading), atlas.undrawn(perimeter)
        yield from Counts(reading, last_day[:7], ess, rest, inhabitants, notes=notes, undrawn=undrawn).observe()
    for perimeter, frame in told(lives_, steps_of_life(last_day), places).items():
        yield from observe_lives(frame, readings[perimeter], last_day)


def count(tables: Tables, reading: Reading, near: Table, undrawn: Mapping[str, tuple[int, int]]) -> pd.DataFrame:
    """Counts by territory, zone, breakdown and ``ess``, before secrecy: columns of ``cells`` and ``published``; the
    band is only counted where nearly every quarter is drawn. Sorted, so that engines give the same lines."""
    everyone = facts(tables.selected, near, reading)
    rest = tables.engine.frame(rest_by_territory(everyone, tables.chain))
    counted = tables.kept(of_interest(everyone), f"facts-{reading.perimeter}")
    everywhere = tables.kept(placed(counted, near, tables.chain), f"placed-{reading.perimeter}")
    breakdowns = (TOTAL, *BREAKDOWNS, BY_DEFINITION)
    parts = [tables.engine.frame(cells(everywhere, breakdown)) for breakdown in breakdowns]
    empty = _empty_quarters(tables.atlas, reading, rest)
    whole = _with_zeros(pd.concat([rest, *parts], ignore_index=True), empty, tables.definitions)
    blind = [code for code, (missing, total) in undrawn.items() if missing > MOST_UNDRAWN * total]
    blind += [code for code, (_, drawn) in tables.atlas.listed(reading.perimeter).items() if not drawn]
    unknown = whole["zone"].isin(BAND_ZONES) & whole["territory"].str.removesuffix(REMAINDER).isin(blind)
    frame: pd.DataFrame = whole[~unknown].sort_values(_KEY, ignore_index=True)
    return frame.assign(published=_published(frame, tables.listed))


def _sums_of_levels(frame: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """Levels add up to all; the law is the study's reading and companies; the reading asked for is all."""
    levels = [name for name in frame["breakdown"].unique() if name != TOTAL and not name.startswith(BY_DEFINITION)]
    pairs = [(level.partition(":")[0], level, TOTAL) for level in levels]
    asked, law, study, companies = (
        f"{BY_DEFINITION}:{name}" for name in (reading.definition, Definition.LAW, Definition.STUDY, COMPANIES)
    )
    pairs += [("reading", asked, TOTAL), ("law", study, law), ("law", companies, law)]
    if reading.definition == Definition.LAW:
        pairs.append(("companies", companies, f"legal_form:{COMPANIES}"))
    return pd.DataFrame(pairs, columns=list(COLUMNS), dtype="str")


def _published(frame: pd.DataFrame, listed: bool) -> pd.Series[bool]:
    """Kinds of establishments are told where they are read: in quarters, within 300 m of them, beyond, everywhere."""
    breakdown, zone = frame["breakdown"], frame["zone"]
    kind = ~breakdown.str.startswith((TOTAL, BY_DEFINITION))
    size = breakdown.str.startswith("size:") & ~zone.isin(["qpv", "all"])
    location = breakdown.str.startswith("location:") & ~zone.isin(["qpv", "qpv_and_300m", "all"])
    never = [f"{BY_DEFINITION}:{COMPANIES}", *([] if listed else [f"{BY_DEFINITION}:{Definition.LIST}"])]
    idle = (kind & (zone == "buffer_300m") & ~breakdown.str.startswith("location:")) | size | location
    return ~(idle | breakdown.isin(never) | frame["territory"].str.endswith(REMAINDER))


def _empty_quarters(atlas: Atlas, reading: Reading, rest: pd.DataFrame) -> pd.DataFrame:
    """Places of quarters where zero means zero: those of départements that the geolocation covers."""
    outside = rest[(rest["zone"] == "outside_qpv") & (rest["establishments"] > 0)]
    covered = set(outside["territory"])
    lines = [
        (code, zone)
        for code, (department, drawn) in atlas.listed(reading.perimeter).items()
        if department in covered and (drawn or reading.inside == Inside.CODE)
        for zone in ("qpv", *(BAND_ZONES if drawn else ()))
    ]
    return pd.DataFrame(lines, columns=["territory", "zone"])


def _with_zeros(frame: pd.DataFrame, empty: pd.DataFrame, definitions: tuple[Definition, ...]) -> pd.DataFrame:
    """Every level of every breakdown in every place, ``empty`` ones too: what is not counted there is zero."""
    levels = [f"{name}:{level}" for name, several in LEVELS.items() for level in several]
    levels += [f"{BY_DEFINITION}:{definition}" for definition in definitions]
    shown = frame.loc[~frame["territory"].str.endswith(REMAINDER), ["territory", "zone"]]
    places = pd.concat([shown, empty]).drop_duplicates(ignore_index=True)
    kinds = pd.DataFrame({"breakdown": [TOTAL, *levels, TOTAL], "ess": [True] * (1 + len(levels)) + [False]})
    missing = places.merge(kinds, how="cross").assign(establishments=0, enterprises=0, largest=0)
    whole = pd.concat([frame, missing], ignore_index=True).drop_duplicates(_KEY, ignore_index=True)
    return whole.astype(dict.fromkeys(_NUMBERS, "int64"))


def _notes(shown: pd.DataFrame, reading: Reading) -> dict[tuple[str, str], str]:
    """How many of a place are not at their address, when any is not: only numbers that are shown."""
    unsure = [f"location:{level}" for level in (Location.APPROXIMATE, Location.DOUBTFUL)]
    chosen = shown[shown["ess"] & shown["breakdown"].isin(unsure) & ~shown["hidden"] & (shown["zone"] != "all")]
    sums = chosen.groupby(["territory", "zone"])["establishments"].sum().reset_index()
    by_code = reading.inside == Inside.CODE
    way = "leur code de quartier est celui du répertoire" if by_code else "leur place est approchée"
    where = "établissements de l’ESS placés au hasard dans leur rue ou leur commune"
    enough = sums[sums["establishments"] >= LEAST_ENTERPRISES]
    return {
        (str(territory), str(zone)): f"Dont {count} {where} : {way}."
        for territory, zone, count in enough.itertuples(index=False, name=None)
    }
