"""Figures by région and département that our own ETL computes from the files of the quarters: the embedded default.

Counts are added up; rates, medians and deciles never are: their distribution over the quarters is given instead
(median quarter and quartiles, each quarter counting for one; type 7 of Hyndman and Fan 1996).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.catalogue import Aggregation, Catalogue, Indicator
from etl.geography.coverage import OFFICIAL_COUNTS
from etl.model import PERIOD_NOTES, TOTAL, Observation, ObsStatus, Perimeter, Qualifier, computed, period_order
from etl.official.build import Official
from etl.words import agreed_with, counted

EMBEDDED = (
    "population",
    "jobseekers_abc",
    "caf_households",
    "poverty_rate_60",
    "median_living_standard",
    "employment_rate",
    "under_25_share",
    "foreign_share",
    "single_parent_share_of_caf",
    "caf_rsa_share",
)
"""What a fresh clone holds: small enough to be committed, enough to describe a région or a département."""
QUARTILES = {"quarters:q1": 0.25, "quarters:median": 0.5, "quarters:q3": 0.75}
LEVELS = ("country", "region", "department")
COUNTED = ("QP2024", "anct_qpv_correspondence", "2024")
"""The map whose list is complete, the publication that gives it, the year it came into force. The files read do not
name every quarter of 2015: their number is not counted."""
OFF_THE_LIST = "left_list"
LEAST_QUARTERS = 4
"""Fewer quarters have no quartiles worth the name."""
TERRITORY = "territory"


def aggregate(official: Official, catalogue: Catalogue) -> list[Observation]:
    """One observation an indicator, a territory (France, régions, départements), at the latest period, main stratum.

    Empty when the geography of the quarters was not read.
    """
    if official.geography is None:
        return []
    places = _places(official.geography.territories)
    found: list[Observation] = []
    for table in official.observations.values():
        frame = _neighbourhoods(table)
        frame = frame[frame["indicator"].isin(EMBEDDED)]
        for (indicator, perimeter), group in frame.groupby(["indicator", "perimeter"], sort=True, observed=True):
            known = catalogue.indicators[str(indicator)]
            found += _of_indicator(known, str(perimeter), group, places, catalogue)
    return [*found, *_numbers_of_quarters(places)]


def _numbers_of_quarters(places: pd.DataFrame) -> Iterator[Observation]:
    """How many quarters the map of 2024 has in each place."""
    perimeter, source, year = COUNTED
    on_map = places[places["perimeter"] == perimeter]
    for level in LEVELS:
        for code, quarters in on_map.dropna(subset=[level]).groupby(level, sort=True):
            yield Observation(
                indicator="qpv_count",
                territory=str(code),
                zone="qpv",
                perimeter=perimeter,
                period=year,
                sex=TOTAL,
                age=TOTAL,
                breakdown=TOTAL,
                value=float(len(quarters)),
                unit="neighbourhoods",
                lower=None,
                upper=None,
                n=None,
                obs_status=ObsStatus.NORMAL,
                conf_status="F",
                qualifier=Qualifier.EXACT,
                source=source,
                locator=computed("lignes de la table de correspondance des deux cartes"),
                note="",
            )


def _places(territories: pd.DataFrame) -> pd.DataFrame:
    """Quarter by quarter, the territories it counts in: département, région, France."""
    quarters = territories[(territories["kind"] == "neighbourhood") & (territories["status"] != OFF_THE_LIST)]
    quarters = quarters.set_index("code")
    return pd.DataFrame(
        {
            "perimeter": quarters["perimeter"],
            "department": quarters["parent_department"],
            "region": quarters["parent_region"],
            "country": "FR",
        }
    ).replace("", np.nan)


def _neighbourhoods(table: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas()
    return frame[frame[TERRITORY].astype(str).str.startswith("Q") & (frame["zone"] == "qpv")]


def _of_indicator(
    indicator: Indicator, perimeter: str, group: pd.DataFrame, places: pd.DataFrame, catalogue: Catalogue
) -> Iterator[Observation]:
    """The latest period of the main stratum, by territory."""
    own = (indicator.default_sex, indicator.default_age, TOTAL)
    main = group[(group["sex"] == own[0]) & (group["age"] == own[1]) & (group["breakdown"] == own[2])]
    if main.empty:
        return
    period = max(main["period"].astype(str).unique(), key=period_order)
    latest = main[main["period"] == period].merge(places[list(LEVELS)], left_on=TERRITORY, right_index=True)
    on_map = places[places["perimeter"] == perimeter]
    summed = catalogue.units[indicator.unit].additive and indicator.aggregation == Aggregation.SUM
    for level in LEVELS:
        for code, quarters in latest.dropna(subset=[level]).groupby(level, sort=True):
            count = _in_all(perimeter, level, int((on_map[level] == code).sum()), len(quarters))
            if summed:
                yield _sum(indicator, perimeter, period, str(code), quarters, count)
            elif indicator.uses.ranking:
                yield from _quartiles(indicator, perimeter, period, str(code), quarters, count)


def _in_all(perimeter: str, level: str, on_map: int, in_file: int) -> int:
    """How many quarters a place has, in the file or not: as many as the State counts, for France."""
    official = OFFICIAL_COUNTS[Perimeter(perimeter)][1] if level == "country" else 0
    return max(official, on_map, in_file)


def _sum(
    indicator: Indicator, perimeter: str, period: str, code: str, quarters: pd.DataFrame, count: int
) -> Observation:
    """The sum of what is published: at least that much when one of the ``count`` quarters is hidden or not in the
    file."""
    known = quarters["value"].dropna()
    note = f"Somme de {counted(len(known), 'quartier')} sur {count}."
    if left := count - len(known):
        note += f" {_left_out(left, len(quarters) - len(known))} : le total est au moins celui-là."
    return _observation(
        indicator, perimeter, period, code, quarters, TOTAL, float(known.sum()) if len(known) else None, note,
        Qualifier.AT_LEAST if left and len(known) else Qualifier.EXACT,
    )  # fmt: skip


def _left_out(left: int, hidden: int) -> str:
    """« 1 manque, sans valeur publiée », « 184 manquent, absents du fichier ou, pour 15, sans valeur publiée »."""
    verb = "manque" if left == 1 else "manquent"
    if hidden == left:
        return f"{left} {verb}, sans valeur publiée"
    absent = f"{left} {verb}, {agreed_with(left, 'absent')} du fichier"
    return f"{absent} ou, pour {hidden}, sans valeur publiée" if hidden else absent


def _quartiles(
    indicator: Indicator, perimeter: str, period: str, code: str, quarters: pd.DataFrame, count: int
) -> Iterator[Observation]:
    known = quarters["value"].dropna()
    published = counted(len(known), "quartier publié")
    note = f"Distribution de {published} sur {count}, chacun comptant pour un."
    for level, share in QUARTILES.items():
        enough = len(known) >= LEAST_QUARTERS
        value = round(float(known.quantile(share)), 6) if enough else None
        told = note if enough else f"{note} Moins de {LEAST_QUARTERS} quartiers : pas de quartiles."
        yield _observation(indicator, perimeter, period, code, quarters, level, value, told, Qualifier.EXACT)


def _observation(
    indicator: Indicator,
    perimeter: str,
    period: str,
    code: str,
    quarters: pd.DataFrame,
    breakdown: str,
    value: float | None,
    note: str,
    qualifier: Qualifier,
) -> Observation:
    first = quarters.iloc[0]
    files = ", ".join(sorted({locator.split(", ligne ")[0] for locator in quarters["locator"]}))
    column = str(first["locator"]).rpartition(", colonne ")[2]
    dated = str(first["note"])
    return Observation(
        indicator=indicator.id,
        territory=code,
        zone="qpv",
        perimeter=perimeter,
        period=period,
        sex=indicator.default_sex,
        age=indicator.default_age,
        breakdown=breakdown,
        value=value,
        unit=indicator.unit,
        lower=None,
        upper=None,
        n=None,
        obs_status=ObsStatus.NORMAL if value is not None else ObsStatus.MISSING,
        conf_status="F",
        qualifier=qualifier,
        source=str(first["source"]),
        locator=computed(f"{files}, colonne {column}"),
        note=" ".join(part for part in (_date_note(dated), note) if part),
    )


def _date_note(note: str) -> str:
    """What the note of a quarter says of its date; the rest is about that quarter alone."""
    return next((words for words in PERIOD_NOTES.values() if words and words in note), "")
