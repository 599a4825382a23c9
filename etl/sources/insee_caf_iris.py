"""Beneficiaries of the CAF by IRIS, and their sums by commune, EPCI, urban unit, département and région (Insee, Cnaf).

What is odd here: the file has IRIS of the largest communes only, a few lines of which are withheld whole (notes 2 to 5,
whose legend is not published) and some cells of the others are hidden one by one. Its name says the year, its header
does not; the counts are of 31 December of that year. A commune is the sum of its IRIS, and is given only when all those
that the list of IRIS knows are published: with one hidden, the sum would be wrong, and its complement would tell the
hidden figure. Which is why hardly any EPCI has a sum: small communes are not in the file.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.geography.codes import ARRONDISSEMENTS
from etl.model import PERIOD_NOTES, ConfStatus, ObsStatus, computed
from etl.official import Absence, Edition, Flag, Layout, Measure, Share, Vintage
from etl.official.cells import TOO_FEW
from etl.official.context import Context, named, observations_from, of_everyone
from etl.official.insee import WITHHELD
from etl.official.layout import LEAST_DENOMINATOR
from etl.official.observing import Reading

TITLE = "Allocataires de la CAF par IRIS (Insee, Cnaf)"

COUNTS = {"A": "caf_households", "PERCOU": "caf_covered_persons"}
SHARES = {
    "ARSAS": "caf_rsa_share",
    "AAAH": "disabled_adult_allowance_share_of_caf",
    "APPA": "activity_bonus_share_of_caf",
    "AM": "single_parent_share_of_caf",
    "AC3ENF": "large_family_share_of_caf",
}
"""Beneficiary households of a kind, per 100 beneficiary households."""

NOTE_2 = Absence(ObsStatus.MISSING, note="Non publié (note 2, légende non publiée)")
"""Not met in the files by quarter; here every cell of such a line is empty too."""


def _dates(edition: str) -> dict[str, Vintage]:
    return {"caf": Vintage(f"{edition}-12-31", "stated" if edition == "2020" else "deduced")}


CAF = Layout(
    id="insee_caf_iris",
    source="insee_caf_iris",
    title="Allocataires de la CAF par IRIS",
    grain="iris",
    key="CODGEO",
    required=("CODGEO", "NOTE", "A", "PERCOU", "AI", "AM", "AAAH", "APPA", "ARSAS"),
    optional=("ACSSENF", "ACAVENF", "ENF", "ENF_2", "ENF_3_5", "ENF_6_10", "ENF_11_14", "ENF_15_17",
              "ENF_18_24", "A_ETUD", "A_NETUD_24", "AAL", "AAPL"),
    measures=(
        *(Measure(column, indicator, vintage="caf", flag="NOTE") for column, indicator in COUNTS.items()),
        *(Share(column, "A", indicator, vintage="caf", flag="NOTE") for column, indicator in SHARES.items()),
    ),
    flags=(Flag("NOTE", {**WITHHELD, "2": NOTE_2}),),
    editions=(Edition("2020", ("010040101", "PERCOU", 1183)),),
    name_pattern=r"CAF_?(20[0-9]{2})",
    vintages=_dates,
)  # fmt: skip

LAYOUTS = (CAF,)
DERIVED = (*COUNTS.values(), *SHARES.values())

_GROUPS = ("COM", "EPCI", "UU", "DEP", "REG")
_OUTSIDE_UNITS = "000"
"""How the code of an urban unit ends for the communes that are in none."""


def derive(context: Context) -> pa.Table | None:
    """Sums over the IRIS of a territory, one line a territory and an indicator; absent, and why, if an IRIS is hidden.

    None when the list of IRIS is missing: nothing then says whether a commune is whole.
    """
    readings = context.of(CAF.id)
    if not readings:
        return None
    places = _places(context)
    if places is None:
        context.notes.append("Allocataires de la CAF : sans la liste des IRIS, aucune somme par commune n’est calculée")
        return None
    return pa.concat_tables([_sums(reading, places, context) for reading in readings])


def _places(context: Context) -> pd.DataFrame | None:
    """IRIS by IRIS, the territories that hold it: one line each, from the latest list of IRIS and the membership of
    communes that knows most of them."""
    lists = context.of("iris_reference")
    if not lists:
        return None
    frame = lists[-1].table.frame
    found = [("COM-" + frame["DEPCOM"]), "COM-" + frame["DEPCOM"].map(ARRONDISSEMENTS).dropna()]
    found += ["DEP-" + frame["DEP"], "REG-" + frame["REG"]]
    found.append("UU-" + frame["UU2020"][~frame["UU2020"].str.endswith(_OUTSIDE_UNITS)])
    communes = frame["DEPCOM"].replace(ARRONDISSEMENTS)
    members = [reading.table.frame.set_index("CODGEO")["EPCI"] for reading in context.of("epci_membership")]
    if members:
        best = max(members, key=lambda member: int(communes.isin(member.index).sum()))
        epci = communes.map(best[best.str.fullmatch("[0-9]{9}")]).dropna()
        found.append("EPCI-" + epci)
    territories = pd.concat(found).rename("territory")
    return territories.to_frame().join(frame["CODE_IRIS"])


def _sums(reading: Reading, places: pd.DataFrame, context: Context) -> pa.Table:
    columns = [column for column in (*COUNTS, *SHARES) if reading.column(column)]
    iris = pd.DataFrame({column: reading.numbers(column).values for column in columns})
    iris.index = pd.Index(reading.table.frame["CODGEO"])
    held = places.join(iris, on="CODE_IRIS")
    kept = places.loc[places["CODE_IRIS"].isin(iris.index), "territory"].unique()
    groups = held[held["territory"].isin(kept)].groupby("territory", sort=True)[columns]
    sums, published, size = groups.sum(), groups.count(), groups.size()
    parts = [
        _figures(reading, context, indicator, [column], sums[column], published, size)
        for column, indicator in COUNTS.items()
    ]
    for column, indicator in SHARES.items():
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = 100 * sums[column] / sums["A"]
        parts.append(_figures(reading, context, indicator, [column, "A"], shares, published, size, sums["A"]))
    return observations_from(pd.concat(parts, ignore_index=True))


def _figures(
    reading: Reading,
    context: Context,
    indicator: str,
    columns: list[str],
    values: pd.Series,
    published: pd.DataFrame,
    size: pd.Series,
    denominator: pd.Series | None = None,
) -> pd.DataFrame:
    """One indicator of every territory: its value where all the IRIS have the columns it needs."""
    known = published[columns].min(axis=1)
    whole = known == size
    few = whole & (denominator < LEAST_DENOMINATOR) if denominator is not None else whole & False
    shown = whole & ~few
    told = [
        f"Somme de {count} IRIS." if all_there else f"Somme non publiée : {seen} IRIS publiés sur {count}."
        for all_there, seen, count in zip(whole, known, size, strict=True)
    ]
    vintage = reading.vintages["caf"]
    ending = PERIOD_NOTES[vintage.basis]
    entry = context.catalogue.indicators[indicator]
    frame = pd.DataFrame({"territory": values.index, "value": values.where(shown).to_numpy()}).assign(
        period=vintage.period,
        n=denominator.where(shown).to_numpy() if denominator is not None else np.nan,
        obs_status=np.where(whole, ObsStatus.NORMAL.value, ObsStatus.MISSING.value),
        conf_status=np.where(few, ConfStatus.CONFIDENTIAL.value, ConfStatus.FREE.value),
        locator=computed(f"{named([reading])}, {' et '.join(columns)}, somme des IRIS du territoire"),
        note=[
            f"{text} {TOO_FEW.note if hidden else ''} {ending}".strip() for text, hidden in zip(told, few, strict=True)
        ],
    )
    return of_everyone(frame, entry, reading)
