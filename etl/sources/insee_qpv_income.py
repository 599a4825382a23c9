"""Income and poverty by quarter, 2015 perimeter: the yearly REVN files and the Filosofi tables (Insee).

What is odd here: the year in the name of a REVN file is that of the edition. Its Filosofi figures are four years older
(sure for the editions 2021 and 2022, whose poverty rates equal those of Filosofi 2017 and 2018; the carrying
publication says so for 2019; the same lag is assumed for 2017 and 2018, and fits: the edition 2017 has no disposable
income for La Réunion, where Filosofi began with 2014). Its CAF counts are of 31 December two years before: the edition
2017 still counts the RSA activité, which ended with 2015, and the edition 2018 already counts the prime d'activité,
which began in 2016. RSA is the RSA socle all along, so that the series is of one benefit. The Filosofi tables write the
year of their data in their headers, in lower case and with another name for the median until 2017; they come before
REVN where both give a figure (2017 and 2018), which they do to the same value. Parts of income add up to 100, taxes
counted below zero; those of assets may be below zero too.

Health cover (Cnam): only the shares of the edition 2022 have a clear meaning, free and contributory cover among the
insured of the general scheme, on 1 January of the year before. CMU-C (until 2019) has no denominator here, and CC2S
(2021) does not say whether it counts the contributory cover.
"""

from __future__ import annotations

from etl.model import Perimeter
from etl.official import Edition, Flag, Layout, Measure, Share, Vintage
from etl.official.insee import FRAGILE, WITHHELD

TITLE = "Revenus et pauvreté des QPV (Insee)"

NATIONAL = {"Ensemble": "FR"}

_INCOME = {
    "Q1": "living_standard_q1",
    "Q3": "living_standard_q3",
    "D1": "living_standard_d1",
    "D9": "living_standard_d9",
}
_PARTS = {
    "PACT": "income_share_work",
    "PCHO": "income_share_unemployment_benefits",
    "PPEN": "income_share_pensions",
    "PPAT": "income_share_assets",
    "PPSOC": "income_share_social_benefits",
    "PPFAM": "income_share_family_benefits",
    "PPMINI": "income_share_minimum_benefits",
    "PPLOGT": "income_share_housing_benefits",
    "PIMPOT": "income_share_taxes",
}
_QUANTILES = ("D1", "D2", "Q1", "D3", "D4", "MED", "D6", "D7", "Q3", "D8", "D9")
_WHOLE_INCOME = ("PACT", "PPEN", "PPAT", "PPSOC", "PIMPOT")
"""Unemployment benefits are within the income of work."""
_BENEFITS = ("PPFAM", "PPMINI", "PPLOGT")


def _filosofi(median: str, decile_ratio: str, poverty: str, note: str, layout: str, title: str) -> Layout:
    """A Filosofi table; the names that changed in 2018 are given."""
    measures = [
        Measure(median, "median_living_standard", flag=note),
        Measure(decile_ratio, "living_standard_decile_ratio", flag=note),
        Measure("DISP_GINI_A{yy}", "gini", flag=note),
        Measure("DISP_S80S20_A{yy}", "living_standard_quintile_share_ratio", flag=note),
        Measure(poverty, "poverty_rate_60", flag=note),
    ]
    measures += [Measure(f"DISP_{name}_A{{yy}}", indicator, flag=note) for name, indicator in _INCOME.items()]
    measures += [Measure(f"DISP_{name}_A{{yy}}", indicator, flag=note) for name, indicator in _PARTS.items()]
    return Layout(
        id=layout,
        source="insee_filosofi_qpv",
        title=title,
        grain="neighbourhood",
        key="CODGEO",
        required=("CODGEO", median, decile_ratio, poverty, note, "DISP_D1_A{yy}", "DISP_D9_A{yy}", "DISP_GINI_A{yy}"),
        optional=(*(f"DISP_D{n}_A{{yy}}" for n in (2, 3, 4, 6, 7, 8)), "DISP_Q1Q3Q2_A{yy}", "DISP_EQ_A{yy}"),
        measures=tuple(measures),
        flags=(Flag(note, FRAGILE),),
        zone="qpv",
        perimeter=Perimeter.QP2015,
        national=NATIONAL,
        national_note="Ligne « Ensemble » : quartiers de métropole, de Martinique et de La Réunion.",
        ordered=(tuple(f"DISP_{name}_A{{yy}}".replace("DISP_MED_A{yy}", median) for name in _QUANTILES),),
        sums=(
            (tuple(f"DISP_{name}_A{{yy}}" for name in _WHOLE_INCOME), 100, 0.2),
            (tuple(f"DISP_{name}_A{{yy}}" for name in _BENEFITS), "DISP_PPSOC_A{yy}", 0.2),
        ),
        precedence=2,
    )


def _revn_dates(edition: str) -> dict[str, Vintage]:
    year = int(edition)
    return {
        "filosofi": Vintage(str(year - 4), "stated" if edition in ("2021", "2022") else "deduced"),
        "caf": Vintage(f"{year - 2}-12-31", "deduced"),
        "cnam": Vintage(f"{year - 1}-01-01", "deduced"),
    }


_REVN_INCOME = {
    "DISP_Q2": "median_living_standard",
    "DISP_Q1": "living_standard_q1",
    "DISP_Q3": "living_standard_q3",
    "DISP_D1": "living_standard_d1",
    "DISP_D9": "living_standard_d9",
    "DISP_D1D9": "living_standard_decile_ratio",
    "TP60": "poverty_rate_60",
    "DECUC_Q2": "median_declared_income",
    "BREV": "low_income_share",
    "PMIMP": "taxed_households_share",
    "PART_CHOMPRINC": "main_income_unemployment_share",
    **{name: _PARTS[name] for name in ("PACT", "PPEN", "PPSOC", "PIMPOT", "PPAT")},
}

REVN = Layout(
    id="insee_revn",
    source="insee_qpv_income",
    title="Revenus et pauvreté des QPV, fichier REVN",
    grain="neighbourhood",
    key="CODGEO",
    required=("CODGEO", "DECUC_Q2", "DISP_Q2", "TP60", "PMIMP", "PPSOC", "ARSAS", "AAAH", "NOTE_CNAF", "NOTE_CNAM"),
    optional=("LIBGEO", "DECUC_Q1", "DECUC_Q3", "DECUC_D1", "DECUC_D9", "DECUC_D1D9", "APRES50", "APRES100", "ARSA",
              "APPA", "C", "CCMUC", "CC2S", "C_C2SNP", "C_C2SP"),
    measures=(
        *(
            Measure(column, indicator, vintage="filosofi", flag="NOTE_FILO")
            for column, indicator in _REVN_INCOME.items()
        ),
        Share("ARSAS", "A", "caf_rsa_share", vintage="caf", flag="NOTE_CNAF"),
        Share("AAAH", "A", "disabled_adult_allowance_share_of_caf", vintage="caf", flag="NOTE_CNAF"),
        Share("APPA", "A", "activity_bonus_share_of_caf", vintage="caf", flag="NOTE_CNAF"),
        Share("C_C2SNP", "C", "free_complementary_health_cover_share", vintage="cnam", flag="NOTE_CNAM"),
        Share("C_C2SP", "C", "contributory_complementary_health_cover_share", vintage="cnam", flag="NOTE_CNAM"),
    ),
    flags=(Flag("NOTE_FILO", FRAGILE), Flag("NOTE_CNAF", WITHHELD), Flag("NOTE_CNAM", WITHHELD)),
    zone="qpv",
    perimeter=Perimeter.QP2015,
    national=NATIONAL,
    national_note="Ligne « Ensemble » : quartiers de métropole et de La Réunion (revenus : et de Martinique).",
    editions=(
        Edition("2017", ("QP001001", "TP60", 38.6), 1346),
        Edition("2018", ("QP001001", "TP60", 38.8), 1346),
        Edition("2019", ("QP001001", "TP60", 40.9), 1353),
        Edition("2021", ("QP001001", "TP60", 38.9), 1352),
        Edition("2022", ("QP001001", "TP60", 41.4), 1352),
    ),
    name_pattern=r"REVN_(20[0-9]{2})",
    vintages=_revn_dates,
    ordered=(
        ("DISP_D1", "DISP_Q1", "DISP_Q2", "DISP_Q3", "DISP_D9"),
        ("DECUC_D1", "DECUC_Q1", "DECUC_Q2", "DECUC_Q3", "DECUC_D9"),
        *((part, "A") for part in ("ARSAS", "AAAH", "APPA")),
        ("C_C2SNP", "C"),
    ),
    sums=((_WHOLE_INCOME, 100, 0.2),),
    blocks=(("DISP_Q2", "DISP_Q1", "DISP_Q3", "DISP_D1", "DISP_D9", "TP60", *_WHOLE_INCOME),),
    precedence=1,
)  # fmt: skip

LAYOUTS = (
    _filosofi("DISP_MED_A{yy}", "DISP_RD_A{yy}", "DISP_TP60_A{yy}", "DISP_NOTE_A{yy}", "insee_filosofi_qpv_2018",
              "Filosofi par QPV, depuis 2018"),
    _filosofi("DISP_Q2_A{yy}", "DISP_D1D9_A{yy}", "TP60_A{yy}", "NOTE", "insee_filosofi_qpv_2016",
              "Filosofi par QPV, jusqu’à 2017"),
    REVN,
)  # fmt: skip
