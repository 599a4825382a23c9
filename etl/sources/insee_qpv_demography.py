"""Who lives in each quarter, 2015 perimeter: the yearly DEMO files (Insee, census and Cnaf).

What is odd here: the year in the name is that of the edition, and three sources of different dates stand side by side.

Population: the same numbers in the editions 2017 to 2019, those of the census of 2013 (their sums are the published
totals of that census, 667 970 inhabitants in Hauts-de-France, 4 856 046 in metropolitan France); then those of the
census of 2018 (1 570 338 in Île-de-France, 208 746 in Nouvelle-Aquitaine, published to the hundred). Which of the two
an edition not seen bears is a guess.

Census rates: four years behind the edition from 2019 on (the sister files on housing say 2017 for the edition 2021 and
2019 for 2023; a reader of the files says 2015 for 2019). The editions 2017 and 2018 share an older base, whose year is
written nowhere. Most likely 2010: its share of foreigners, 18,6 % on the aggregate line, was already published in
January 2016, before the census of 2013 came out; 15,1 % of the metropolitan quarters have no youth index in it, as in
the file of the census of 2010; and from it to 2015 the rates move as much as they do in five years afterwards. Those
figures are marked as of an uncertain year. No edition before 2022 has census rates for La Réunion: the edition 2021
says so (note 6), the others leave the cells empty.

CAF counts: 31 December two years before (see insee_qpv_income); their yearly totals fit between the published ones of
2018 and 2021. The same counts stand in REVN: they are read here only. The aggregate line of 2017 has two values of
them, a hundred apart.

The aggregate line (``Ensemble``, editions 2017 to 2019) is not of one territory. Its population is the sum over the
quarters of metropolitan France and of La Réunion (5 019 573, of which 4 856 046 in metropolitan France) and its CAF
counts stand 0.3 to 0.8 % above the same sum, by what is withheld: they are France, with the note that says which
quarters. Its census rates cannot hold La Réunion, where these editions have none: they are metropolitan France. The
editions 2021 and 2022 have no such line.

An empty census cell of one quarter among others is likely a threshold. Overseas, most quarters lack some rates, the
largest included, and in 2022 no quarter of La Réunion has the share of the elderly: no reason is given, none is told.

Files saved from a spreadsheet carry hundreds of empty columns; the same edition also circulates without names of
quarters, to the same values. The populations of the communes of a quarter are not figures of the quarter: they become
figures of the commune where it alone holds the quarter and has kept its name, from the latest edition only (for a
quarter of Bobigny and Pantin, and one of Argenteuil, those of 2017 and 2018 are wrong).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.geography.codes import fold_place
from etl.model import PERIOD_NOTES, TOTAL, ConfStatus, ObsStatus, Perimeter
from etl.official import Absence, Edition, Flag, Layout, Measure, Share, Vintage
from etl.official.context import Context, observations_from
from etl.official.insee import HELD_BACK, WITHHELD
from etl.official.layout import NORMAL
from etl.official.observing import Reading

TITLE = "Démographie des QPV (Insee)"

NOT_COLLECTED = Absence(
    ObsStatus.NOT_COLLECTED, note="Recensement non publié pour La Réunion dans cette édition (note 6)"
)
CENSUS = {
    "TX_F": ("women_share", "_T"),
    "TX_TOT_0A24": ("under_25_share", "_T"),
    "TX_F_0A24": ("under_25_share", "F"),
    "TX_TOT_60ETPLUS": ("over_60_share", "_T"),
    "TX_F_60ETPLUS": ("over_60_share", "F"),
    "IND_JEUNE": ("youth_index", "_T"),
    "TX_TOT_MEN1": ("single_person_households_share", "_T"),
    "TX_TOT_MEN6": ("six_person_households_share", "_T"),
    "TX_TOT_ET": ("foreign_share", "_T"),
    "TX_F_ET": ("foreign_share", "F"),
}
"""Column: indicator, sex."""
CHILDREN = {
    "ENF": "",
    "ENF_2": "Y_LT3",
    "ENF_3_5": "Y3T5",
    "ENF_6_10": "Y6T10",
    "ENF_11_14": "Y11T14",
    "ENF_15_17": "Y15T17",
    "ENF_18_24": "Y18T24",
}
"""Column: age."""

_POPULATION = {"2017": "2013", "2018": "2013", "2019": "2013", "2021": "2018", "2022": "2018"}
"""Edition: census of its populations."""


def _dates(edition: str) -> dict[str, Vintage]:
    year = int(edition)
    old = year < 2019
    likely = "2013" if year < 2021 else "2018"
    return {
        "population": Vintage(_POPULATION.get(edition, likely), "deduced", doubtful=edition not in _POPULATION),
        "census": Vintage("2010" if old else str(year - 4), "deduced", doubtful=old),
        "caf": Vintage(f"{year - 2}-12-31", "deduced"),
    }


DEMO = Layout(
    id="insee_demo",
    source="insee_qpv_demography",
    title="Démographie des QPV, fichier DEMO",
    grain="neighbourhood",
    key="CODGEO",
    required=("CODGEO", "POP_MUN", "POP_COM_QP", "POP_COM", "TX_F", "TX_TOT_0A24", "IND_JEUNE", "TX_TOT_MEN1",
              "TX_TOT_ET", "PERCOU", "NOTE_CNAF"),
    optional=("LIBGEO", "LIB_COM", "AI", "ACSSENF", "ACAVENF", "A_NETUD_24", "A_ETUD"),
    measures=(
        Measure("POP_MUN", "population", vintage="population"),
        *(
            Measure(column, indicator, sex, vintage="census", flag="NOTE_RP")
            for column, (indicator, sex) in CENSUS.items()
        ),
        Measure("A", "caf_households", vintage="caf", flag="NOTE_CNAF"),
        Measure("PERCOU", "caf_covered_persons", vintage="caf", flag="NOTE_CNAF"),
        Share("AM", "A", "single_parent_share_of_caf", vintage="caf", flag="NOTE_CNAF"),
        Share("AC3ENF", "A", "large_family_share_of_caf", vintage="caf", flag="NOTE_CNAF"),
        *(
            Measure(column, "caf_children", age=age, vintage="caf", flag="NOTE_CNAF")
            for column, age in CHILDREN.items()
        ),
    ),
    flags=(
        Flag("NOTE_RP", {"0": NORMAL, "6": NOT_COLLECTED}, empty=HELD_BACK),
        Flag("NOTE_CNAF", WITHHELD),
    ),
    zone="qpv",
    perimeter=Perimeter.QP2015,
    national={"Ensemble": "FR"},
    national_vintages={"census": "FRM"},
    national_note="Ligne « Ensemble » : quartiers de métropole et de La Réunion (recensement : métropole seule).",
    editions=(
        Edition("2017", ("QP001001", "A", 1779), 1346),
        Edition("2018", ("QP001001", "A", 1843), 1346),
        Edition("2019", ("QP001001", "A", 1859), 1346),
        Edition("2021", ("QP001001", "A", 1991), 1400),
        Edition("2022", ("QP001001", "A", 2068), 1400),
    ),
    name_pattern=r"DEMO_(20[0-9]{2})",
    vintages=_dates,
    ordered=(
        ("POP_MUN", "POP_COM_QP", "POP_COM"),
        ("AM", "A", "PERCOU"),
        ("AC3ENF", "ACAVENF", "A"),
        ("ENF", "PERCOU"),
    ),
    sums=((("AI", "AM", "ACSSENF", "ACAVENF"), "A", 0), (tuple(list(CHILDREN)[1:]), "ENF", 0)),
    blocks=(tuple(CENSUS),),
)  # fmt: skip

LAYOUTS = (DEMO,)
DERIVED = ("population", "qpv_population_share")


def derive(context: Context) -> pa.Table | None:
    """Population of each commune that alone holds a quarter: whole, within quarters, and the share of the second.

    None without the geography, or when no edition names the communes.
    """
    named = [reading for reading in context.of(DEMO.id) if reading.column("LIB_COM")]
    if context.geography is None or not named:
        return None
    communes = _communes(named[-1], context.geography.territories)
    if communes.empty:
        return None
    whole = communes.assign(indicator="population", zone="all", perimeter="", value=communes["all"], column="POP_COM")
    inside = communes.assign(indicator="population", value=communes["qpv"], column="POP_COM_QP")
    shares = communes.assign(
        indicator="qpv_population_share",
        value=100 * communes["qpv"] / communes["all"],
        n=communes["all"],
        column="POP_COM_QP / POP_COM",
    )
    return _observations(named[-1], context, pd.concat([whole, inside, shares], ignore_index=True))


def _communes(reading: Reading, territories: pd.DataFrame) -> pd.DataFrame:
    """One line a commune: territory, line of its first quarter, populations all and qpv. Left out: a commune whose
    name the file writes otherwise (merged since, or an arrondissement), or whose quarters disagree."""
    quarters = dict(territories.loc[territories["kind"] == "neighbourhood", ["code", "communes"]].to_numpy())
    labels = dict(territories.loc[territories["kind"] == "commune", ["code", "label"]].to_numpy())
    frame = reading.table.frame
    places = [quarters.get(code, "") for code in frame["CODGEO"]]
    found = pd.DataFrame(
        {
            "territory": places,
            "known": [fold_place(labels.get(place, "")) for place in places],
            "line": frame.index.to_numpy(),
            "name": frame["LIB_COM"].map(fold_place).to_numpy(),
            "all": reading.numbers("POP_COM").values,
            "qpv": reading.numbers("POP_COM_QP").values,
        }
    )
    found = found[(found["known"] == found["name"]) & (found["name"] != "")].dropna(subset=["all", "qpv"])
    agreed = found.groupby("territory")[["all", "qpv"]].transform("nunique").eq(1).all(axis=1)
    return found[agreed].drop_duplicates("territory")


def _observations(reading: Reading, context: Context, figures: pd.DataFrame) -> pa.Table:
    vintage = reading.vintages["population"]
    return observations_from(
        figures.fillna({"zone": "qpv", "perimeter": Perimeter.QP2015.value}).assign(
            period=vintage.period,
            sex=TOTAL,
            age=TOTAL,
            breakdown=TOTAL,
            unit=figures["indicator"].map(lambda name: context.catalogue.indicators[name].unit),
            lower=np.nan,
            upper=np.nan,
            obs_status=(ObsStatus.LOW_RELIABILITY if vintage.doubtful else ObsStatus.NORMAL).value,
            conf_status=ConfStatus.FREE.value,
            qualifier="",
            source=reading.source,
            locator=[
                f"{reading.table.name}, ligne {line}, colonne {column}"
                for line, column in zip(figures["line"], figures["column"], strict=True)
            ],
            note=PERIOD_NOTES[vintage.basis],
            edition=reading.edition,
        )
    )
