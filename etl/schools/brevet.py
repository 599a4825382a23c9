"""Brevet results of collèges by distance to the quarters of 2024: inside, within 300 m, beyond.

The rate of a zone is that of its candidates: the mean of the rates of its schools, each counting for its candidates.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.catalogue import Catalogue
from etl.model import TOTAL, ObsStatus, Perimeter, Qualifier, computed
from etl.official.context import Context, named, observations_from
from etl.schools.place import BEYOND, INSIDE, UNKNOWN, WITHIN
from etl.schools.register import COLLEGE, GENERAL, RESULTS
from etl.words import counted

RATE = "brevet_general_pass_rate_by_school_address"
CANDIDATES = "brevet_general_candidates_by_school_address"
SCHOOLS = "lower_secondary_schools_by_school_address"
INDICATORS = (RATE, CANDIDATES, SCHOOLS)

ZONES = {
    "qpv": (INSIDE,),
    "buffer_300m": (WITHIN,),
    "qpv_and_300m": (INSIDE, WITHIN),
    "beyond_300m": (BEYOND,),
}
SECTORS = {TOTAL: ("public", "private"), "school_sector:public": ("public",)}
ENOUGH = 0.9
"""Share of the candidates of a territory whose school must be placed for its zones to be told apart."""


def brevet_by_band(schools: pd.DataFrame, context: Context) -> pa.Table | None:
    """Rate, candidates and collèges of each zone, by session, by territory (France, mainland, régions, départements),
    for all collèges and for public ones; ``n`` of a rate is its candidates.

    None when no collège is placed. Absent, and why, where too few of the candidates' schools are placed.
    """
    sat = schools[(schools["kind"] == COLLEGE) & (schools["series"] == GENERAL)]
    sat = sat.dropna(subset=["candidates", "pass_rate"])
    if sat.empty:
        return None
    for session, group in sat.groupby("session", sort=True):
        lost = int((group["band"] == UNKNOWN).sum())
        if lost:
            context.notes.append(
                f"Brevet {session} : {counted(lost, 'collège')} sur {len(group)} sans position connue par rapport "
                "aux QPV"
            )
    if (sat["band"] == UNKNOWN).all():
        return None
    rows = list(_rows(sat, context.catalogue))
    readings = context.of(*RESULTS, "depp_directory", "depp_priority_education", "qpv2024_outlines")
    locator = computed(f"{named(readings)}, taux et candidats de la série générale par collège")
    frame = pd.DataFrame(rows).assign(
        perimeter=Perimeter.QP2024.value,
        sex=TOTAL,
        age=TOTAL,
        lower=np.nan,
        upper=np.nan,
        conf_status="F",
        source="depp_brevet_value_added",
        locator=locator,
    )
    return observations_from(frame)


def _rows(sat: pd.DataFrame, catalogue: Catalogue) -> Iterator[dict[str, object]]:
    for territory, here in _by_territory(sat, catalogue):
        for session, sitting in here.groupby("session", sort=True):
            for breakdown, sectors in SECTORS.items():
                chosen = sitting[sitting["sector"].isin(sectors)]
                if (chosen["band"] != UNKNOWN).any():
                    stratum = {"territory": territory, "period": session, "breakdown": breakdown}
                    yield from ({**stratum, **figure} for figure in _figures(chosen, catalogue))


def _by_territory(sat: pd.DataFrame, catalogue: Catalogue) -> Iterator[tuple[str, pd.DataFrame]]:
    """France, the mainland, régions and départements, with their collèges."""
    territories = catalogue.territories
    regions = sat["department"].map(lambda code: territories[code].parent if code in territories else None)
    countries = regions.map(lambda code: territories[code].parent if code in territories else None)
    yield "FR", sat
    for keys in (countries.where(countries == "FRM"), regions, sat["department"].replace("", None)):
        yield from ((str(code), group) for code, group in sat.groupby(keys, sort=True))


def _figures(chosen: pd.DataFrame, catalogue: Catalogue) -> Iterator[dict[str, object]]:
    placed = chosen[chosen["band"] != UNKNOWN]
    share = placed["candidates"].sum() / chosen["candidates"].sum()
    lost = len(chosen) - len(placed)
    note = "Taux par collège arrondis à l’unité dans le fichier."
    if lost:
        alone = "n’est" if lost == 1 else "ne sont"
        note += f" {counted(lost, 'collège')} sur {len(chosen)} sans position connue {alone} dans aucune zone."
    if share < ENOUGH:
        note += f" Non publié : moins de {ENOUGH:.0%} des candidats sont dans un collège situé.".replace("%", " %")
    for zone, bands in ZONES.items():
        inside = placed[placed["band"].isin(bands)]
        sitting = float(inside["candidates"].sum())
        values = {SCHOOLS: float(len(inside)), CANDIDATES: sitting}
        if sitting:
            values[RATE] = float((inside["candidates"] * inside["pass_rate"]).sum() / sitting)
        for indicator, value in values.items():
            shown = share >= ENOUGH
            yield {
                "indicator": indicator,
                "zone": zone,
                "value": value if shown else np.nan,
                "unit": catalogue.indicators[indicator].unit,
                "n": sitting if shown and indicator == RATE else np.nan,
                "obs_status": (ObsStatus.NORMAL if shown else ObsStatus.MISSING).value,
                "qualifier": (Qualifier.AT_LEAST if shown and lost and indicator != RATE else Qualifier.EXACT).value,
                "note": f"{note} QPV non compris." if zone == "buffer_300m" else note,
            }
