"""Income and poverty by quarter from Filosofi 2020 on, both perimeters, and declared income (Insee).

What is odd here: a zip holds three tables. ``…_QP`` has a line a quarter; ``…_ENSQP`` has aggregates under the same
header, where ``00`` is all the quarters of metropolitan France, not of France; ``meta_…`` gives the labels of codes, a
line each, and has no figure. The 2015 perimeter (``qp15``) and that of 2024 (``qp24``) have one header: the codes of
the lines say which, and for aggregates, which are the same in both, the name of the file. A fifth of the quarters have
no median in 2021, where the earlier tables hid almost none; whether by an empty cell or a word is not known, so both
are read. Declared income has its own tables, whose column changed name. The year of the data is in the headers. No file
was seen: see ``UNKNOWN``.
"""

from __future__ import annotations

from etl.model import ObsStatus, Perimeter
from etl.official import INSEE_MARKERS, Absence, Flag, Layout, Measure
from etl.official.layout import NORMAL

TITLE = "Revenus et pauvreté des QPV depuis 2020 (Insee, Filosofi)"

UNKNOWN = (
    "Filosofi par QPV depuis 2020 (contours 2015) : fichiers jamais vus ; six colonnes connues par du code qui les lit",
    "Filosofi 2021 par QPV (contours 2024) : colonnes inconnues ; lu seulement si ce sont celles des contours 2015",
    "Revenu déclaré par QPV (2015 et 2020) : fichiers jamais vus ; trois colonnes connues par du code qui les lit",
    "Tables de libellés (meta_…) : reconnues, non lues ; ordre des colonnes connu par du code, noms supposés",
    "Filosofi 2012-2014 par QPV (classeurs .xls) : colonne du code et table de la pauvreté inconnues, pas encore lus",
)

_CAUTION = Absence(ObsStatus.LOW_RELIABILITY, note="Valeur signalée comme fragile par l’éditeur (note 1)")

_READ = {
    "MED": "median_living_standard",
    "TP60": "poverty_rate_60",
    "PPSOC": "income_share_social_benefits",
    "D1": "living_standard_d1",
    "D9": "living_standard_d9",
    "RD": "living_standard_decile_ratio",
}
"""Read by name in the files of 2021."""
_EXPECTED = {
    "Q1": "living_standard_q1",
    "Q3": "living_standard_q3",
    "GINI": "gini",
    "S80S20": "living_standard_quintile_share_ratio",
    "PACT": "income_share_work",
    "PCHO": "income_share_unemployment_benefits",
    "PPEN": "income_share_pensions",
    "PPAT": "income_share_assets",
    "PPFAM": "income_share_family_benefits",
    "PPMINI": "income_share_minimum_benefits",
    "PPLOGT": "income_share_housing_benefits",
    "PIMPOT": "income_share_taxes",
}
"""Seen beside them until 2019: measured if they are there."""
_NOTE = "DISP_NOTE_A{yy}"


def _column(name: str) -> str:
    return f"DISP_{name}_A{{yy}}"


def _income(layout: str, title: str, source: str, perimeter: Perimeter, uncertain: str) -> Layout:
    return Layout(
        id=layout,
        source=source,
        title=title,
        grain="neighbourhood",
        key="CODGEO",
        required=("CODGEO", *(_column(name) for name in _READ)),
        optional=("LIBGEO", *(_column(name) for name in ("D2", "D3", "D4", "D6", "D7", "D8", "EQ"))),
        measures=tuple(
            Measure(_column(name), indicator, flag=_NOTE) for name, indicator in (_READ | _EXPECTED).items()
        ),
        flags=(Flag(_NOTE, {"0": NORMAL, "1": _CAUTION}),),
        markers=INSEE_MARKERS,
        zone="qpv",
        perimeter=perimeter,
        national={"00": "FRM", "Ensemble": "FR"},
        ordered=(tuple(_column(name) for name in ("D1", "Q1", "MED", "Q3", "D9")),),
        since="2020",
        uncertain=uncertain,
    )


def _declared(layout: str, column: str) -> Layout:
    return Layout(
        id=layout,
        source="insee_qpv_declared_income",
        title="Revenu déclaré par QPV",
        grain="neighbourhood",
        key="CODGEO",
        required=("CODGEO", "LIBGEO", column),
        measures=(Measure(column, "median_declared_income"),),
        markers=INSEE_MARKERS,
        zone="qpv",
        perimeter=Perimeter.QP2015,
        national={"Ensemble": "FR"},
        uncertain=UNKNOWN[2],
    )


LABELS = Layout(
    id="insee_meta",
    source="insee_qpv_income_2021",
    title="Libellés des variables et des codes (Insee)",
    grain="other",
    key="COD_VAR",
    required=("COD_VAR", "LIB_VAR", "COD_MOD", "LIB_MOD"),
    optional=("TYPE_VAR", "LONG_VAR"),
    uncertain=UNKNOWN[3],
)
"""Recognised so that it is not told as unknown; several publications of Insee come with one."""

LAYOUTS = (
    _income("insee_filosofi_qpv15_2020", "Revenus par QPV depuis 2020, contours 2015", "insee_qpv_income_2021",
            Perimeter.QP2015, UNKNOWN[0]),
    _income("insee_filosofi_qpv24_2020", "Revenus par QPV depuis 2020, contours 2024", "insee_qpv2024_income_2021",
            Perimeter.QP2024, UNKNOWN[1]),
    _declared("insee_declared_income_2018", "DEC_MED_A{yy}"),
    _declared("insee_declared_income_2015", "DECUC_Q2_A{yy}"),
    LABELS,
)  # fmt: skip
