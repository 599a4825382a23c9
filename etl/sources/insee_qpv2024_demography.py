"""Population and demography by quarter: the camel-case files (Insee), on the 2024 perimeter and once on that of 2015.

What is odd here: the code of the quarter has another name than in every other family (``codeQPV``), the names are in
camel case or lower case, and the columns change with the edition: a national file of 2020, a compilation of it, a
regional file of 2016 on the 2015 perimeter. Ages come in five groups that add up to the whole: the share of the under
25 and that of the 60 or over are sums of two of them. The file does not write its year. No file was seen: see
``UNKNOWN``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.model import PERIOD_NOTES, TOTAL, ConfStatus, ObsStatus, Perimeter
from etl.official import Layout, Measure, Vintage
from etl.official.cells import DOUBTFUL
from etl.official.codes import territories
from etl.official.context import Context, observations_from
from etl.official.observing import Reading

TITLE = "Démographie des QPV, contours 2024 (Insee)"

UNKNOWN = (
    "Démographie par QPV (contours 2024) : fichiers jamais vus ; colonnes connues par du code qui les lit",
    "Démographie par QPV, fichier régional de 2016 (contours 2015) : colonnes connues par du code, année incertaine",
    "pop_QPV24 et pop_reference_communales_QPV24 (population de référence) : colonnes inconnues, pas encore lus",
)

_STATED = ("2020", "2022")

MEASURES = (
    Measure("popMuniQPV", "population", vintage="year"),
    Measure("partPop15_24", "young_people_15_24_share", vintage="year"),
    Measure("indiceJeunesse", "youth_index", vintage="year"),
    Measure("partPopF", "women_share", vintage="year"),
    Measure("partPopEt", "foreign_share", vintage="year"),
    Measure("partPopImmi", "immigrant_share", vintage="year"),
    Measure("partMen1p", "single_person_households_share", vintage="year"),
    Measure("partMen6pp", "six_person_households_share", vintage="year"),
    Measure("txAct25_54", "activity_rate", age="Y25T54", vintage="year"),
)
AGE_GROUPS = {"under_25_share": ("partPop0_14", "partPop15_24"), "over_60_share": ("partPop60_74", "partPop75p")}
"""Groups that make up a wider one: shares of one whole, which may be added."""
DERIVED = tuple(AGE_GROUPS)

OPTIONAL = (
    *("libQPV", "codeReg", "codeUU2020", "listeDepCom", "listeLibDepCom", "listeEpci2022", "listeDep"),
    *(f"partPop{group}{who}" for group in ("0_14", "15_24", "25_59", "60_74", "75p") for who in ("", "F", "Et")),
    *("partMenImmi", "partMenEt", "partMen2p", "partMen3p", "partMen45p"),
    *("partPopBepCap", "partPopBac", "partPopBacSup", "partEmpPrec"),
)


def dates_2024(edition: str) -> Mapping[str, Vintage]:
    """The year in the name, which is that of the census estimates for the two editions told of."""
    return {"year": Vintage(edition) if edition in _STATED else Vintage(edition, "deduced", doubtful=True)}


def dates_2015(edition: str) -> Mapping[str, Vintage]:
    """The year in the name: whether it is that of the data is not known."""
    return {"year": Vintage(edition, "deduced", doubtful=True)}


def _layout(layout: str, title: str, perimeter: Perimeter, uncertain: str) -> Layout:
    return Layout(
        id=layout,
        source="insee_qpv2024_demography",
        title=title,
        grain="neighbourhood",
        key="codeQPV",
        required=("codeQPV", "popMuniQPV", "partPop15_24"),
        optional=OPTIONAL,
        measures=MEASURES,
        zone="qpv",
        perimeter=perimeter,
        name_pattern=r"demo(?:graphi[a-z]*)?[_-]?(20[0-9]{2})",
        vintages=dates_2024 if perimeter == Perimeter.QP2024 else dates_2015,
        uncertain=uncertain,
    )


LAYOUTS = (
    _layout("insee_demography_2024", "Démographie par QPV, contours 2024", Perimeter.QP2024, UNKNOWN[0]),
    _layout("insee_demography_2015", "Démographie par QPV, contours 2015", Perimeter.QP2015, UNKNOWN[1]),
)


def derive(context: Context) -> pa.Table | None:
    """The shares of wider age groups, one line a quarter and a share; None when no file has their parts."""
    found = [
        _sum(reading, context, indicator, parts)
        for reading in context.of(*(layout.id for layout in LAYOUTS))
        for indicator, parts in AGE_GROUPS.items()
        if all(reading.column(part) for part in parts)
    ]
    return pa.concat_tables(found) if found else None


def _sum(reading: Reading, context: Context, indicator: str, parts: tuple[str, ...]) -> pa.Table:
    """One share of every quarter of a table. Cells that are no number go to the problems of the context."""
    table = reading.table
    columns = [column for part in parts if (column := reading.column(part))]
    numbers = [reading.numbers(column) for column in columns]
    for column, read in zip(columns, numbers, strict=True):
        context.problems += [
            table.problem(int(str(line)), column, text, "un nombre est attendu")
            for line, text in table.frame[column][read.bad].items()
        ]
    values = np.sum([read.values for read in numbers], axis=0)
    told = " + ".join(table.written[column] for column in columns)
    frame = pd.DataFrame({"territory": territories(table, reading.layout)[0], "value": values, "indicator": indicator})
    frame["locator"] = [f"{table.name}, ligne {line}, colonne {told}" for line in table.frame.index]
    entry = context.catalogue.indicators[indicator]
    return observations_from(_in_full(reading, frame.assign(age=entry.default_age, unit=entry.unit)))


def _in_full(reading: Reading, frame: pd.DataFrame) -> pd.DataFrame:
    """The other columns of the model: what holds for every line of a table, and the status of each."""
    vintage, hidden = reading.vintages["year"], frame["value"].isna()
    dated = DOUBTFUL if vintage.doubtful else PERIOD_NOTES[vintage.basis]
    shown = ObsStatus.LOW_RELIABILITY if vintage.doubtful else ObsStatus.NORMAL
    return frame.assign(
        zone=reading.layout.zone,
        perimeter=reading.layout.perimeter.value,
        period=vintage.period,
        sex=TOTAL,
        breakdown=TOTAL,
        lower=np.nan,
        upper=np.nan,
        n=np.nan,
        obs_status=np.where(hidden, reading.layout.empty.obs_status.value, shown.value),
        conf_status=np.where(hidden, reading.layout.empty.conf_status.value, ConfStatus.FREE.value),
        qualifier="",
        source=reading.source,
        note=np.where(hidden, f"{reading.layout.empty.note}. {dated}", f"Somme de deux groupes d’âges. {dated}"),
        edition=reading.edition,
    )
