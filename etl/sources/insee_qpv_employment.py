"""Work and jobseekers by quarter, 2015 perimeter: the yearly IPRO files (Insee, census, Pôle emploi, ASP).

What is odd here: the year in the name is that of the edition, and the columns change nearly every year: diplomas left
in 2019 and came back in 2020, precarious jobs (EPREC) became fixed-term jobs (EDLIM) in 2021, one header ends with a
space.

Jobseekers and subsidised contracts: 31 December of the year before. Sure for the edition 2022, whose sum over
Île-de-France is the number published for that day (192 424 in categories A, B and C); deduced for the others: the
change over a year of the edition 2018 is the published one from the end of 2016 to the end of 2017, and those of 2019
are the ratios of its counts to those of 2018.

Census rates: the same bases as in DEMO, and as uncertain for the editions 2017 and 2018 (see insee_qpv_demography).
None for La Réunion before the edition 2022, which has half of its quarters: on the aggregate line (editions 2017 to
2019) they are metropolitan France, where its counts of jobseekers are the sum of metropolitan France and La Réunion.
Those of foreigners rest on so few people in places that they come out as 0 or 100 %.

The four durations of registration have no legend: the order and the weight of the columns are those of less than six
months, six months to a year, one to two years, two years or more. Categories of diploma and of nationality add up to
less than the whole: what is not known is in none.
"""

from __future__ import annotations

from etl.model import Perimeter
from etl.official import Edition, Flag, Layout, Measure, Share, Vintage
from etl.official.insee import HELD_BACK, WITHHELD

TITLE = "Insertion professionnelle dans les QPV (Insee)"

FEW_FOREIGNERS = "Étrangers : effectif parfois minuscule, taux alors très fragile."
UNNAMED_DURATIONS = "Durées sans légende dans le fichier, lues d’après l’ordre et le poids des colonnes."

SEXES = {"": "_T", "_F": "F", "_H": "M"}
DIPLOMAS = {"INFCAPBEP": "below_cap", "CAPBEP": "cap", "BAC": "bac", "SUPBAC": "above_bac"}
DURATIONS = {
    "DUR1": "under_6_months",
    "DUR2": "6_to_11_months",
    "DUR3": "12_to_23_months",
    "DUR4": "24_months_or_more",
}
COUNTS = {
    "ABCDE": ("jobseekers_abcde", "_T", "_T"),
    "ABC": ("jobseekers_abc", "_T", "_T"),
    "ABC_F": ("jobseekers_abc", "F", "_T"),
    "ABC_H": ("jobseekers_abc", "M", "_T"),
    "ABC_25": ("jobseekers_abc", "_T", "Y_LT26"),
    "ABC_2649": ("jobseekers_abc", "_T", "Y26T49"),
    "ABC_50": ("jobseekers_abc", "_T", "Y_GE50"),
    "A": ("jobseekers_a", "_T", "_T"),
    "A_F": ("jobseekers_a", "F", "_T"),
    "A_H": ("jobseekers_a", "M", "_T"),
}
"""Column: indicator, sex, age."""
RATES = {"EMPL": "employment_rate", "EPREC": "precarious_jobs_share", "EDLIM": "fixed_term_jobs_share"}


def _rates() -> list[Measure]:
    """Census rates: whole, women; foreigners for employment only, the other shares resting on too few of them."""
    measures = [
        Measure(f"TX_{who}_{name}", indicator, sex, vintage="census", flag="NOTE_RP")
        for name, indicator in RATES.items()
        for who, sex in (("TOT", "_T"), ("F", "F"))
    ]
    return [
        *measures,
        Measure("TX_ET_EMPL", "employment_rate", breakdown="nationality:foreign", vintage="census", flag="NOTE_RP",
                note=FEW_FOREIGNERS),
    ]  # fmt: skip


def _count(
    column: str, indicator: str, sex: str = "_T", age: str = "", breakdown: str = "_T", note: str = ""
) -> Measure:
    return Measure(column, indicator, sex, age, breakdown, vintage="end_of_year", flag="NOTE_PE", note=note)


def _jobseekers() -> list[Measure | Share]:
    """Counts and what they are made of. Diplomas and durations by sex are left aside: too few people in a quarter."""
    low = "low_qualification_share_of_jobseekers"
    measures: list[Measure | Share] = [
        *(_count(column, *measured) for column, measured in COUNTS.items()),
        *(_count(f"ABC_{name}", "jobseekers_abc", breakdown=f"diploma:{level}") for name, level in DIPLOMAS.items()),
        *(
            _count(f"ABC_{name}", "jobseekers_abc", breakdown=f"duration:{level}", note=UNNAMED_DURATIONS)
            for name, level in DURATIONS.items()
        ),
        _count("ABC_E", "jobseekers_abc", breakdown="nationality:foreign"),
        Share("ABC_INFCAPBEP", "ABC", low, vintage="end_of_year", flag="NOTE_PE"),
    ]
    for suffix, sex in SEXES.items():
        rsa = (f"ABC_RSA{suffix}", f"ABC{suffix}", "rsa_share_of_jobseekers", sex)
        change = (f"EVOL_ABC{suffix}_T4", "jobseekers_abc_annual_change", sex)
        measures += [
            Share(*rsa, vintage="end_of_year", flag="NOTE_PE"),
            Measure(*change, vintage="year", flag="NOTE_PE_T"),
        ]
    return measures


def _dates(edition: str) -> dict[str, Vintage]:
    year = int(edition)
    old = year < 2019
    return {
        "census": Vintage("2010" if old else str(year - 4), "deduced", doubtful=old),
        "end_of_year": Vintage(f"{year - 1}-12-31", "stated" if edition == "2022" else "deduced"),
        "year": Vintage(f"{year - 2}-Q4/{year - 1}-Q4", "deduced"),
    }


IPRO = Layout(
    id="insee_ipro",
    source="insee_qpv_employment",
    title="Insertion professionnelle dans les QPV, fichier IPRO",
    grain="neighbourhood",
    key="CODGEO",
    required=("CODGEO", "TX_TOT_EMPL", "TX_F_EMPL", "TX_ET_EMPL", "CA", "NOTE_ASP", "ABCDE", "ABC", "ABC_F", "ABC_H",
              "ABC_RSA", "A", "ABC_25", "ABC_2649", "ABC_50", "NOTE_PE"),
    optional=(
        "LIBGEO", "TX_ET_EPREC", "TX_ET_EDLIM", "CUI", "CIE", "CIE_HS", "CIE_S", "CAE", "EAV", "CUI_F", "EAV_F",
        "CUI_H", "EAV_H", "CUI_25", "CUI_26A49", "CUI_50", "CUI_INFCAP", "CUI_CAP", "CUI_BAC", "CUI_SUPBAC",
        "EAV_INFCAP", "EAV_CAP", "EAV_SUPCAP", "NOTE_ASP_E", "CA_N_E", "CA_N1_E", "EVOL_CA_N_E", "ABCDE_F", "ABCDE_H",
        "ABC_FR", *(f"ABC_{name}_{sex}" for name in (*DIPLOMAS, *DURATIONS) for sex in "FH"),
        *(f"ABC_QAL{n}" for n in range(1, 6)), "A_N_T4", "A_N1_T4", "EVOL_A_T4", "EVOL_A_F_T4", "EVOL_A_H_T4",
    ),
    measures=(
        *_rates(),
        *_jobseekers(),
        *(
            Measure(f"CA{suffix}", "subsidised_contracts", sex, vintage="end_of_year", flag="NOTE_ASP")
            for suffix, sex in SEXES.items()
        ),
    ),
    flags=(
        Flag("NOTE_RP", {}, empty=HELD_BACK),  # no edition of IPRO has it: it only says what an empty rate is
        *(Flag(column, WITHHELD) for column in ("NOTE_PE", "NOTE_PE_T", "NOTE_ASP")),
    ),
    zone="qpv",
    perimeter=Perimeter.QP2015,
    national={"Ensemble": "FR"},
    national_vintages={"census": "FRM"},
    national_note="Ligne « Ensemble » : quartiers de métropole et de La Réunion (recensement : métropole seule).",
    editions=(
        Edition("2017", ("QP001001", "ABC", 966), 1346),
        Edition("2018", ("QP001001", "ABC", 928), 1346),
        Edition("2019", ("QP001001", "ABC", 978), 1346),
        Edition("2020", ("QP001001", "ABC", 951), 1345),
        Edition("2022", ("QP001001", "ABC", 926), 1345),
    ),
    name_pattern=r"IPRO_(20[0-9]{2})",
    vintages=_dates,
    ordered=(("A", "ABC", "ABCDE"), ("ABC_RSA", "ABC"), ("ABC_E", "ABC")),
    sums=(
        *(((f"{whole}_F", f"{whole}_H"), whole, 0) for whole in ("ABCDE", "ABC", "A", "ABC_RSA")),
        *(((f"ABC_{name}_F", f"ABC_{name}_H"), f"ABC_{name}", 0) for name in (*DIPLOMAS, *DURATIONS)),
        (("ABC_25", "ABC_2649", "ABC_50"), "ABC", 0),
        *((tuple(f"ABC_{name}{suffix}" for name in DURATIONS), f"ABC{suffix}", 0) for suffix in SEXES),
    ),
    blocks=(tuple(f"TX_{who}_{name}" for name in RATES for who in ("TOT", "F", "ET")),),
)  # fmt: skip

LAYOUTS = (IPRO,)
