"""A made-up register read back as anybody would, without its generator."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyproj
import shapely

from benchmarks.register import Truth

ROWS = 20_000
ESTABLISHMENTS = "StockEtablissement_utf8"
UNITS = "StockUniteLegale_utf8"
LOCATIONS = "GeolocalisationEtablissement_Sirene_pour_etudes_statistiques_utf8"
CODES = {"QP2015": "plg_qp15", "QP2024": "plg_qp24"}
POPULATIONS = ("flag", "law", "study", "not_flag", "not_law", "not_study", "everything")

FAMILIES = {
    "associations": {9210, 9220, 9221, 9222, 9223, 9224, 9230, 9240, 9260},
    "mutuals": {6411, 8210, 8250, 8290},
    "foundations": {9300},
    "cooperatives": {
        *range(5191, 5197), 5443, 5451, 5453, 5454, 5455, 5458, 5459, 5460, 5543, 5547, *range(5551, 5556), 5558, 5559,
        5560, 5643, 5647, *range(5651, 5656), 5658, 5659, 5660, 6316, 6317, 6318,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Register:
    """A register written, what it says of itself, and its three files read back."""

    folder: Path
    truth: Truth
    establishments: pd.DataFrame
    units: pd.DataFrame
    locations: pd.DataFrame


def read_back(folder: Path, truth: Truth) -> Register:
    tables = [pq.read_table(folder / f"{name}.parquet").to_pandas() for name in (ESTABLISHMENTS, UNITS, LOCATIONS)]
    return Register(folder, truth, *tables)


def joined_of(register: Register) -> pd.DataFrame:
    """A line an establishment, with its unit, its location and the definitions, worked out here again."""
    locations = register.locations.rename(columns={"siret": "located_siret"})
    table = register.establishments.merge(register.units, on="siren", how="left", indicator="unit").merge(
        locations, left_on="siret", right_on="located_siret", how="left"
    )
    form, activity = table["categorieJuridiqueUniteLegale"], table["activitePrincipaleUniteLegale"].fillna("")
    table["family"] = np.where(form.astype("string").str.startswith("5").fillna(False), "companies", "other")
    for name, forms in FAMILIES.items():
        table.loc[form.isin(forms), "family"] = name
    excluded = activity.isin(["94.11Z", "94.12Z", "94.20Z", "94.91Z", "94.92Z"]) | activity.str[:2].isin(
        ["84", "97", "98", "99"]
    )
    table["flag"] = table["economieSocialeSolidaireUniteLegale"] == "O"
    table["study"] = table["family"].isin(list(FAMILIES)) & ~excluded
    table["law"] = table["study"] | (table["flag"] & (table["family"] == "companies"))
    for name in ("flag", "law", "study"):
        table[f"not_{name}"] = ~table[name]
    table["everything"] = True
    in_france = table["codeCommuneEtablissement"].notna()
    table["field"] = (
        (table["etatAdministratifEtablissement"] == "A")
        & (table["etatAdministratifUniteLegale"] == "A")
        & (table["caractereEmployeurEtablissement"] == "O")
        & in_france
    )
    return table


def distances_of(register: Register, perimeters: Path) -> pd.DataFrame:
    """Signed distances, negative inside, of each located point to each quarter at most 700 m away, in its land's
    metres."""
    outlines = pq.read_table(perimeters / "outlines.parquet").to_pandas()
    points = register.locations.dropna(subset=["x"]).astype({"epsg": int}).reset_index(drop=True)
    twin = (points["epsg"] == 32620).to_numpy()
    assert twin.any()
    to = pyproj.Transformer.from_crs(32620, 5490, always_xy=True)
    points.loc[twin, "x"], points.loc[twin, "y"] = to.transform(points.loc[twin, "x"], points.loc[twin, "y"])
    points.loc[twin, "epsg"] = 5490
    parts = []
    for epsg, here in points.groupby("epsg"):
        quarters = outlines[outlines["epsg"] == epsg].reset_index(drop=True)
        shapes = shapely.from_wkb(quarters["geometry"].to_numpy())
        spots = shapely.points(here["x"].to_numpy(), here["y"].to_numpy())
        spot, shape = shapely.STRtree(shapes).query(spots, "dwithin", distance=700)
        edge = shapely.distance(shapely.boundary(shapes)[shape], spots[spot])
        inside = shapely.intersects(shapes[shape], spots[spot])
        parts.append(pd.DataFrame({"siret": here["siret"].to_numpy()[spot], "code": quarters["code"].to_numpy()[shape],
                                   "perimeter": quarters["perimeter"].to_numpy()[shape],
                                   "distance": np.where(inside, -edge, edge)}))  # fmt: skip
    return pd.concat(parts, ignore_index=True)
