"""Where schools stand: coordinates from the directory, quarters and bands from the outlines."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.catalogue.lookup import fold
from etl.geography.codes import commune_territory_of
from etl.geography.locate import Locator
from etl.model import Perimeter
from etl.official.context import Context
from etl.official.observing import Reading
from etl.schools.cells import Cells

PLACE = ("longitude", "latitude", "quarter_2015", "quarter_2024", "distance_m", "band")
INSIDE, WITHIN, BEYOND, UNKNOWN = "inside", "within_300m", "beyond", "unknown"
SAME_PLACE = 0.001
"""Degrees, some hundred metres: two lines of the directory for one school that stand farther apart contradict."""
TOO_VAGUE = {"commune", "ville", "mauvaise"}
"""Precisions of the directory at which a point is that of its town."""


def read_places(context: Context, cells: Cells) -> pd.DataFrame:
    """Longitude, latitude and commune by identifier of school: of the directory first, then of priority education.

    A school given twice at places that contradict has no coordinates.
    """
    sources = (("depp_directory", "IDENTIFIANT_DE_L_ETABLISSEMENT"), ("depp_priority_education", "UAI"))
    found = [_places(reading, key, cells) for layout, key in sources for reading in context.of(layout)]
    if not found:
        return pd.DataFrame(columns=["longitude", "latitude", "commune_directory"]).rename_axis("uai")
    places = pd.concat([_without_contradictions(part) for part in found], ignore_index=True)
    return places.groupby("uai").first()


def _places(reading: Reading, key: str, cells: Cells) -> pd.DataFrame:
    frame = reading.table.frame
    vague = frame.get("PRECISION_LOCALISATION", pd.Series("", index=frame.index)).map(fold).isin(TOO_VAGUE)
    longitude = cells.number(reading, "LONGITUDE", -180, 180)
    latitude = cells.number(reading, "LATITUDE", -90, 90)
    return pd.DataFrame(
        {
            "uai": frame[key].to_numpy(),
            "longitude": np.where(vague, np.nan, longitude),
            "latitude": np.where(vague, np.nan, latitude),
            "commune_directory": [commune_territory_of(code) or None for code in frame["CODE_COMMUNE"]],
        }
    )


def _without_contradictions(places: pd.DataFrame) -> pd.DataFrame:
    groups = places.groupby("uai")[["longitude", "latitude"]]
    spread = (groups.transform("max") - groups.transform("min")).max(axis=1)
    return places.assign(
        longitude=places["longitude"].where(~(spread > SAME_PLACE)),
        latitude=places["latitude"].where(~(spread > SAME_PLACE)),
    )


def place_schools(schools: pd.DataFrame, context: Context) -> pd.DataFrame:
    """The schools with the columns of PLACE; ``band`` is unknown where the place or the outlines are."""
    known_communes = schools["commune"].astype(object)
    completed = schools.assign(commune=known_communes.where(known_communes.notna(), schools["commune_directory"]))
    completed = completed.drop(columns="commune_directory")
    known = (completed["longitude"].notna() & completed["latitude"].notna()).to_numpy()
    if context.geography is None or not known.any():
        return completed.assign(quarter_2015="", quarter_2024="", distance_m=np.nan, band=UNKNOWN)
    return judged(completed, Locator(context.geography.territories, context.geography.outlines))


def judged(schools: pd.DataFrame, locator: Locator) -> pd.DataFrame:
    """The schools with their quarters, distance to the nearest of 2024 and band, as the locator answers."""
    longitude, latitude = schools["longitude"].to_numpy(dtype=float), schools["latitude"].to_numpy(dtype=float)
    answers = locator.locate(longitude, latitude)
    recent = answers[Perimeter.QP2024]
    band = np.select(
        [recent.state == "inside", (recent.state == "outside") & (recent.near == "yes"), recent.near == "no"],
        [INSIDE, WITHIN, BEYOND],
        UNKNOWN,
    )
    return schools.assign(
        quarter_2015=answers[Perimeter.QP2015].code,
        quarter_2024=recent.code,
        distance_m=np.round(recent.distance, 1),
        band=band,
    )
