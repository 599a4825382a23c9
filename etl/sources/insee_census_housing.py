"""Households without a car by commune and IRIS: the housing tables of the census (Insee, base-cc and base-ic).

What is odd here: the year of the census is in the names of the columns (``P22_RP``). Households are counted as main
residences, and those without a car are what is left of them once those with one or more are taken away. The counts are
weighted: they have decimals, with a dot or a comma depending on the year. Paris, Lyon and Marseille may be there whole,
by arrondissement, or both. A hundred other columns stand beside, which are not read. There is no such table of the
quarters: this describes what is around them. No file was seen: see ``UNKNOWN``.

A larger territory is the sum of its communes, given only when each of those that the geography knows is there.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.catalogue import Catalogue
from etl.geography.codes import ARRONDISSEMENTS, department_of_commune
from etl.model import ConfStatus, ObsStatus, computed
from etl.official import Layout, Share
from etl.official.codes import territories
from etl.official.context import Context, observations_from, of_everyone
from etl.official.layout import NOT_PUBLISHED, Grain
from etl.official.observing import Reading
from etl.words import counted

TITLE = "Ménages sans voiture (Insee, recensement)"

UNKNOWN = ("Recensement, base-cc et base-ic logement : fichiers jamais vus ; colonnes connues par du code qui les lit",)

HOUSEHOLDS, WITH_CAR = "P{yy}_RP", "P{yy}_RP_VOIT1P"
COUNT, SHARE = "households_without_car", "households_without_car_census_share"
DERIVED = (COUNT, SHARE)
_PARTS = ("P{yy}_RP_VOIT1", "P{yy}_RP_VOIT2P")
_CITIES = {f"COM-{part}": f"COM-{whole}" for part, whole in ARRONDISSEMENTS.items()}


def _layout(layout: str, title: str, grain: Grain, key: str) -> Layout:
    return Layout(
        id=layout,
        source="insee_census_housing",
        title=title,
        grain=grain,
        key=key,
        required=(key, HOUSEHOLDS, WITH_CAR),
        optional=(*_PARTS, "P{yy}_RP_GARL", "LIBGEO"),
        measures=(Share(WITH_CAR, HOUSEHOLDS, SHARE, complement=True),),
        empty=NOT_PUBLISHED,
        ordered=((WITH_CAR, HOUSEHOLDS),),
        sums=((_PARTS, WITH_CAR, 0.5),),
        uncertain=UNKNOWN[0],
    )


COMMUNES = _layout("insee_census_housing_commune", "Recensement, logement par commune", "commune", "CODGEO")
IRIS = _layout("insee_census_housing_iris", "Recensement, logement par IRIS", "iris", "IRIS")
LAYOUTS = (COMMUNES, IRIS)


def derive(context: Context) -> pa.Table | None:
    """Households without a car: their number in each commune, IRIS and larger territory, their share in the latter.

    None when no table was read. What is too incomplete to be summed is told in the notes of the context.
    """
    parts = []
    for reading in context.of(COMMUNES.id, IRIS.id):
        counts = _counts(reading)
        parts.append(_count_of_each(reading, counts, context.catalogue))
        if reading.layout.id == COMMUNES.id:
            parts += _sums(reading, counts, context)
    return observations_from(pd.concat(parts, ignore_index=True)) if parts else None


def _counts(reading: Reading) -> pd.DataFrame:
    """By territory: its line, its households and those without a car; absent figures are NaN."""
    columns = [column for declared in (HOUSEHOLDS, WITH_CAR) if (column := reading.column(declared))]
    households, with_car = (reading.numbers(column).values for column in columns)
    index = pd.Index(territories(reading.table, reading.layout)[0], name="territory")
    lines = reading.table.frame.index.to_numpy()
    return pd.DataFrame({"line": lines, "all": households, "without": households - with_car}, index=index)


def _count_of_each(reading: Reading, counts: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    names = " - ".join(reading.table.written[reading.column(column) or ""] for column in (HOUSEHOLDS, WITH_CAR))
    locators = [f"{reading.table.name}, ligne {line}, colonne {names}" for line in counts["line"]]
    note = "Nombre calculé : ménages moins ménages ayant une voiture au moins."
    return _observations(reading, catalogue, COUNT, counts["without"], locators, note)


def _sums(reading: Reading, counts: pd.DataFrame, context: Context) -> Iterator[pd.DataFrame]:
    """Number and share over the communes of each larger territory that is complete."""
    if context.geography is None:
        context.notes.append(f"{reading.table.name} : sans la liste des communes, aucune somme par territoire")
        return
    communes = _whole_cities(counts[["all", "without"]].dropna())
    members = _members(communes.index, context.geography.territories, context.catalogue)
    joined = members.join(communes, on="commune")
    groups = joined.groupby("territory", sort=True)[["all", "without"]]
    met = groups.count().loc[lambda known: known["all"] > 0]
    whole = met.index[met["all"] == groups.size()[met.index]]
    context.notes.append(
        f"{reading.table.name} : {counted(len(whole), 'territoire sommé')} ; non sommés, faute de toutes leurs "
        f"communes : {len(met) - len(whole)}"
    )
    sums = groups.sum().loc[whole]
    written = reading.table.written[reading.column(WITH_CAR) or ""]
    locators = [
        computed(f"{reading.table.name}, colonne {written}, communes du territoire {code}") for code in sums.index
    ]
    note = "Somme des communes du territoire."
    yield _observations(reading, context.catalogue, COUNT, sums["without"], locators, note)
    shares = 100 * sums["without"] / sums["all"]
    yield _observations(reading, context.catalogue, SHARE, shares, locators, note, sums["all"])


def _whole_cities(counts: pd.DataFrame) -> pd.DataFrame:
    """Paris, Lyon and Marseille once each: as such, or as the sum of all their arrondissements."""
    cities = counts.index.map(lambda code: _CITIES.get(code, ""))
    parts = counts[cities != ""].groupby(cities[cities != ""])
    complete = [city for city, size in parts.size().items() if size == list(_CITIES.values()).count(str(city))]
    added = parts.sum().loc[[city for city in complete if city not in counts.index]]
    return pd.concat([counts[cities == ""], added])


def _members(read: pd.Index, places: pd.DataFrame, catalogue: Catalogue) -> pd.DataFrame:
    """Territory by territory, its communes: those the geography has now, and those that only the table has.

    The latter, of another year, are of the département that their code says; every EPCI that touches it is left out.
    """
    now = places.loc[(places["kind"] == "commune") & (places["status"] == ""), ["code", "parent_department", "epci"]]
    others = read.difference(pd.Index(now["code"]))
    departments = [f"DEP-{department_of_commune(code.removeprefix('COM-'))}" for code in others]
    every = pd.concat([now, pd.DataFrame({"code": others, "parent_department": departments, "epci": ""})])
    groups = every.assign(epci=every["epci"].str.split(";")).explode("epci")  # a commune of Greater Paris is in two
    in_doubt = set(groups.loc[groups["parent_department"].isin(departments), "epci"])
    regions = places[places["kind"] == "department"].set_index("code")["parent_region"]
    region = every["parent_department"].map(regions).fillna("")
    mainland = {code: "FRM" for code, place in catalogue.territories.items() if place.parent == "FRM"}
    within = (every["parent_department"], region, region.map(mainland).fillna(""))
    pairs = pd.concat(
        [
            *(pd.DataFrame({"commune": every["code"], "territory": group}) for group in within),
            groups.loc[~groups["epci"].isin(in_doubt), ["code", "epci"]].set_axis(["commune", "territory"], axis=1),
        ]
    )
    return pairs[pairs["territory"] != ""]


def _observations(
    reading: Reading,
    catalogue: Catalogue,
    indicator: str,
    values: pd.Series,
    locators: list[str],
    note: str,
    denominators: pd.Series | None = None,
) -> pd.DataFrame:
    """One indicator of several territories, in the columns of the model; a figure that is absent says so."""
    entry, known = catalogue.indicators[indicator], values.notna().to_numpy()
    frame = pd.DataFrame({"territory": values.index, "value": values.to_numpy(), "locator": locators}).assign(
        n=np.nan if denominators is None else denominators.to_numpy(),
        obs_status=np.where(known, ObsStatus.NORMAL.value, NOT_PUBLISHED.obs_status.value),
        conf_status=ConfStatus.FREE.value,
        note=np.where(known, note, f"{NOT_PUBLISHED.note}. {note}"),
    )
    return of_everyone(frame, entry, reading)
