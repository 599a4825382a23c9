"""Births, deaths and survival in the social economy, year by year, as observations."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from etl.business_register.counting import Reading
from etl.business_register.definitions import DEFINITIONS
from etl.business_register.events import LIVES, SURVIVAL_YEARS
from etl.business_register.observations import SOURCE
from etl.business_register.relations import COLUMNS
from etl.business_register.territories import REMAINDER
from etl.model import TOTAL, ConfStatus, Observation, ObsStatus, computed

YEARS_SHOWN = 10
FEW = 20
"""A share of fewer establishments is told to be fragile."""
_NOTE = "Établissements de l’ESS, employeurs ou non : le répertoire ne dit pas s’ils l’étaient alors."
_INDICATORS = {"created": "ess_creations", "closed": "ess_closures"}
_NUMBERS = ("establishments", "enterprises", "largest")
_PLACE = ["territory", "zone"]


def years_shown(last_day: str) -> tuple[str, str]:
    """The first and the last of the complete years that are shown."""
    last = int(last_day[:4]) - (last_day[5:] != "12-31")
    return str(last - YEARS_SHOWN + 1), str(last)


def observe_lives(cells: pd.DataFrame, reading: Reading, last_day: str) -> Iterator[Observation]:
    """Creations and closures of the last complete years, and the share of each year's creations that were still open
    1, 3 and 5 years later, where all of them have had the time. ``cells``: ``cells_of_lives`` with ``hidden``."""
    first, last = (int(year) for year in years_shown(last_day))
    keys = zip(*(cells[name].tolist() for name in (*_PLACE, "breakdown")), strict=True)
    known = dict(zip(keys, zip(cells["establishments"].tolist(), cells["hidden"].tolist(), strict=True), strict=True))
    places = cells.loc[cells["published"], _PLACE].drop_duplicates().sort_values(_PLACE)
    for territory, zone in places.itertuples(index=False, name=None):
        for year in range(first, last + 1):
            place = (territory, zone, str(year))
            for event, indicator in _INDICATORS.items():
                number, shut = known.get((territory, zone, f"{event}_own:{year}"), (0, False))
                yield _number(place, reading, indicator, None if shut else float(number))
            born, unborn = known.get((territory, zone, f"created_own:{year}"), (0, False))
            for age in SURVIVAL_YEARS:
                lived, shut = known.get((territory, zone, f"created_lived_{age}:{year}"), (0, False))
                if born and year + age <= last:
                    yield _survival(place, reading, age, born, None if shut or unborn else lived)


def cells_of_lives(lives: pd.DataFrame, last_day: str) -> pd.DataFrame:
    """A line for each number of ``events.lives`` that is not zero, with what secrecy asks for; its breakdown is the
    event and what is counted, then the year. Survival is left out where not all have had the time."""
    last = int(years_shown(last_day)[1])
    parts = []
    for event in _INDICATORS:
        of_event = lives[lives["event"] == event]
        for name in LIVES if event == "created" else LIVES[:1]:
            ripe = of_event[of_event["year"].astype(int) + _age(name) <= last]
            numbers = {number: ripe[f"{number}_{name}"].astype("int64") for number in _NUMBERS}
            breakdown = f"{event}_{name}:" + ripe["year"]
            parts.append(ripe[_PLACE].assign(breakdown=breakdown, **numbers, published=not name.startswith("gone")))
    cells = pd.concat(parts, ignore_index=True).assign(ess=True)
    cells["published"] &= (cells["zone"] != "outside_qpv") & ~cells["territory"].str.endswith(REMAINDER)
    return cells[cells["establishments"] > 0].sort_values([*_PLACE, "breakdown"], ignore_index=True)


def steps_of_life(last_day: str) -> pd.DataFrame:
    """Those born are those that lived a year and those that did not, and so on: columns kind, part and total."""
    first, last = (int(year) for year in years_shown(last_day))
    steps = ["own", *(f"lived_{age}" for age in SURVIVAL_YEARS)]
    pairs = [
        (total, f"created_{part}_{age}:{year}", f"created_{total}:{year}")
        for year in range(first, last + 1)
        for total, age in zip(steps, SURVIVAL_YEARS, strict=False)
        for part in ("lived", "gone")
    ]
    return pd.DataFrame(pairs, columns=list(COLUMNS), dtype="str")


def _age(name: str) -> int:
    return 0 if name == LIVES[0] else int(name.rpartition("_")[2])


def _number(place: tuple[str, str, str], reading: Reading, indicator: str, value: float | None) -> Observation:
    return _made(place, reading, indicator, TOTAL, value, "establishments", None)


def _survival(place: tuple[str, str, str], reading: Reading, age: int, born: int, lived: int | None) -> Observation:
    value = None if lived is None else 100 * lived / born
    n = None if lived is None else float(born)
    return _made(place, reading, "ess_survival_share", f"survival:{age}", value, "percent", n)


def _made(
    place: tuple[str, str, str], reading: Reading, indicator: str, breakdown: str,
    value: float | None, unit: str, n: float | None,
) -> Observation:  # fmt: skip
    territory, zone, year = place
    few = n is not None and n < FEW
    hidden_ = ObsStatus.SUPPRESSED if value is None else ObsStatus.NORMAL
    return Observation(
        indicator=indicator, territory=territory, zone=zone, perimeter="" if zone == "all" else reading.perimeter,
        period=year, sex=TOTAL, age=TOTAL, breakdown=breakdown, value=value, unit=unit, lower=None, upper=None, n=n,
        obs_status=ObsStatus.LOW_RELIABILITY if few else hidden_,
        conf_status=ConfStatus.CONFIDENTIAL if value is None else ConfStatus.FREE, qualifier="", source=SOURCE,
        locator=computed(f"StockEtablissement, StockUniteLegale ; ESS : {DEFINITIONS[reading.definition]}"), note=_NOTE,
    )  # fmt: skip
