"""Income and poverty of the comparison territories: Filosofi by commune, EPCI, département, région and IRIS (Insee).

What is odd here: one header serves every grain, so the codes of the lines say which it is (``etl.official.grains``).
The same zip holds other zonings (zones d'emploi, bassins de vie…), which are recognised and not read; nothing but the
name of its file tells a bassin de vie from a commune, so that one renamed would be taken for communes. The year of the
data is in the headers, but for the ratios ``RD`` and ``Q3_Q1``. Deciles are empty for communes of 2 000 inhabitants or
fewer (the largest that lacks them has 2 000): a threshold, read as such. The table of poverty is another file than the
table of income. Until 2019 a hidden IRIS is absent; from 2020 it has words in place of figures and a column of
uncertainty on its poverty rate whose codes have no published legend, so that every such rate is shown as fragile. Only
what a commune is compared on is kept for communes and IRIS: they are most of the lines.
"""

from __future__ import annotations

from dataclasses import replace

from etl.model import ObsStatus
from etl.official import INSEE_MARKERS, Absence, Flag, Layout, Measure
from etl.official.grains import GRAINS, LABELS, METROPOLE, is_of_another_zoning
from etl.official.insee import FRAGILE
from etl.official.layout import Grain

TITLE = "Revenus et pauvreté des communes, EPCI, départements, régions et IRIS (Insee, Filosofi)"

_FEW = {
    "Q1": "living_standard_q1",
    "Q3": "living_standard_q3",
    "D1": "living_standard_d1",
    "D9": "living_standard_d9",
    "GI": "gini",
    "PACT": "income_share_work",
    "PPEN": "income_share_pensions",
    "PPSOC": "income_share_social_benefits",
    "PIMPOT": "income_share_taxes",
}
_OF_COMMUNES = {
    **_FEW,
    "PCHO": "income_share_unemployment_benefits",
    "PPFAM": "income_share_family_benefits",
    "PPMINI": "income_share_minimum_benefits",
    "PPLOGT": "income_share_housing_benefits",
}
"""What quarters are known by too: the closest place that they may be put beside is their commune."""
_MANY = {
    **_OF_COMMUNES,
    "S80S20": "living_standard_quintile_share_ratio",
    "PPAT": "income_share_assets",
}
_IRIS = ("Q1", "Q3", "D1", "D9", "GI", "PPSOC", "PIMPOT")
_DECILES = ("D1", "D2", "Q1", "D3", "D4", "{median}", "D6", "D7", "Q3", "D8", "D9")
_PARTS = ("PACT", "PTSA", "PCHO", "PBEN", "PPEN", "PPAT", "PPSOC", "PPFAM", "PPMINI", "PPLOGT", "PIMPOT")


def _in_order(median: str, prefix: str = "") -> tuple[tuple[str, ...], ...]:
    return (tuple(f"{prefix}{name.format(median=median)}{{yy}}" for name in _DECILES),)


def _adding_up(prefix: str = "") -> tuple[tuple[tuple[str, ...], str, float], ...]:
    """Parts of income, published to the tenth: their sum may stray by half a tenth each."""
    wholes = (("PACT", ("PTSA", "PCHO", "PBEN")), ("PPSOC", ("PPFAM", "PPMINI", "PPLOGT")))
    return tuple(
        (tuple(f"{prefix}{part}{{yy}}" for part in parts), f"{prefix}{whole}{{yy}}", 0.2) for whole, parts in wholes
    )


def _distribution(grain: Grain) -> Layout:
    """The table of incomes of one grain."""
    named = _OF_COMMUNES if grain == "commune" else _MANY
    measures = [Measure("Q2{yy}", "median_living_standard")]
    measures += [Measure(f"{name}{{yy}}", indicator) for name, indicator in named.items()]
    if grain != "commune":
        measures.append(Measure("RD", "living_standard_decile_ratio"))
    return Layout(
        id=f"insee_filosofi_{grain}",
        source="insee_filosofi_comparison",
        title=f"Filosofi, distribution des revenus, {LABELS[grain]}",
        grain=grain,
        key="CODGEO",
        required=("CODGEO", "NBPERS{yy}", "NBUC{yy}", "Q1{yy}", "Q2{yy}", "Q3{yy}", "D1{yy}", "D9{yy}", "RD", "GI{yy}"),
        optional=("LIBGEO", "NBMEN{yy}", "Q3_Q1", "RD", "S80S20{yy}", *(f"D{n}{{yy}}" for n in (2, 3, 4, 6, 7, 8)),
                  *(f"{part}{{yy}}" for part in _PARTS)),
        measures=tuple(measures),
        markers=INSEE_MARKERS,
        national=METROPOLE if grain == "region" else {},
        ordered=_in_order("Q2"),
        sums=_adding_up(),
        fits=GRAINS[grain],
        precedence=2,
    )  # fmt: skip


def _key_figures(grain: Grain) -> Layout:
    """The short table of income and poverty of one grain (base « comparateur de territoires »)."""
    return Layout(
        id=f"insee_filosofi_key_figures_{grain}",
        source="insee_filosofi_comparison",
        title=f"Filosofi, chiffres clés, {LABELS[grain]}",
        grain=grain,
        key="CODGEO",
        required=("CODGEO", "NBMENFISC{yy}", "NBPERSMENFISC{yy}", "MED{yy}", "TP60{yy}", "D1{yy}", "D9{yy}", "RD{yy}"),
        optional=("LIBGEO", "PIMP{yy}", *(f"TP60AGE{n}{{yy}}" for n in range(1, 7)), "TP60TOL1{yy}", "TP60TOL2{yy}",
                  *(f"{part}{{yy}}" for part in _PARTS)),
        measures=(
            Measure("MED{yy}", "median_living_standard"),
            Measure("TP60{yy}", "poverty_rate_60"),
            Measure("D1{yy}", "living_standard_d1"),
            Measure("D9{yy}", "living_standard_d9"),
        ),
        markers=INSEE_MARKERS,
        national=METROPOLE if grain == "region" else {},
        ordered=(("D1{yy}", "MED{yy}", "D9{yy}"),),
        fits=GRAINS[grain],
        uncertain="Filosofi, chiffres clés par territoire : colonnes connues par du code qui les lit ; "
        "le code de la métropole et la présence des libellés ne sont pas vérifiés",
        precedence=1,
    )  # fmt: skip


def _poverty(grain: Grain) -> Layout:
    """The table of poverty that goes with the table of incomes."""
    return Layout(
        id=f"insee_filosofi_poverty_{grain}",
        source="insee_filosofi_comparison",
        title=f"Filosofi, pauvreté, {LABELS[grain]}",
        grain=grain,
        key="CODGEO",
        required=("CODGEO", "TP60{yy}", "TP60IP{yy}"),
        optional=("LIBGEO",),
        measures=(Measure("TP60{yy}", "poverty_rate_60"),),
        markers=INSEE_MARKERS,
        national=METROPOLE if grain == "region" else {},
        fits=GRAINS[grain],
        uncertain="Filosofi, table des pauvres (DISP_PAUVRES) : trois colonnes connues par du code qui les lit",
        precedence=2,
    )


def _iris(layout: str, since: str, poverty: Flag | None, note: Flag) -> Layout:
    named = [("MED", "median_living_standard"), *((name, _MANY[name]) for name in _IRIS)]
    return Layout(
        id=layout,
        source="insee_filosofi_iris",
        title=f"Filosofi, revenus disponibles par IRIS, {since}",
        grain="iris",
        key="IRIS",
        required=("IRIS", "DISP_TP60{yy}", "DISP_MED{yy}", "DISP_D1{yy}", "DISP_D9{yy}", "DISP_GI{yy}", "DISP_NOTE{yy}",
                  *((poverty.column,) if poverty else ())),
        optional=("LIBIRIS", "COM", "LIBCOM", "DISP_EQ{yy}", "DISP_RD{yy}", "DISP_S80S20{yy}",
                  *(f"DISP_D{n}{{yy}}" for n in (2, 3, 4, 6, 7, 8)), *(f"DISP_{part}{{yy}}" for part in _PARTS)),
        measures=(
            Measure("DISP_TP60{yy}", "poverty_rate_60", flag=(poverty or note).column),
            *(Measure(f"DISP_{name}{{yy}}", indicator, flag=note.column) for name, indicator in named),
        ),
        flags=(note, poverty) if poverty else (note,),
        markers=INSEE_MARKERS if poverty else {},
        ordered=_in_order("MED", "DISP_"),
        sums=_adding_up("DISP_"),
        uncertain="Filosofi par IRIS depuis 2020 : sens des colonnes DISP_INCERT et DISP_NOTE non vérifié, "
        "taux de pauvreté tous signalés comme fragiles" if poverty else "",
    )  # fmt: skip


def _uncertainty() -> Flag:
    """Every code of the column of uncertainty: none has a known meaning, so none leaves the rate unqualified."""
    words = [*"0123456789", *INSEE_MARKERS]
    fragile = {
        word: Absence(ObsStatus.LOW_RELIABILITY, note=f"Incertitude indiquée par l’éditeur : {word} (légende non lue)")
        for word in words
    }
    return Flag("DISP_INCERT{yy}", fragile)


NOTES = Flag("DISP_NOTE{yy}", FRAGILE)
NOTES_WITH_WORDS = Flag(NOTES.column, {**FRAGILE, **dict.fromkeys(INSEE_MARKERS, FRAGILE["1"])})


def _not_read(of_communes: Layout, name: str) -> Layout:
    """The same table for a zoning that no quarter is compared with."""
    return replace(
        of_communes,
        id=f"insee_filosofi_{name}other_zoning",
        title=f"{of_communes.title.partition(', communes')[0]}, zonage non lu",
        grain="other",
        measures=(),
        ordered=(),
        sums=(),
        fits=is_of_another_zoning,
    )


LAYOUTS = (
    *(_distribution(grain) for grain in GRAINS),
    *(_key_figures(grain) for grain in GRAINS),
    *(_poverty(grain) for grain in GRAINS),
    _not_read(_distribution("commune"), ""),
    _not_read(_key_figures("commune"), "key_figures_"),
    _not_read(_poverty("commune"), "poverty_"),
    _iris("insee_filosofi_iris", "jusqu’à 2019", None, NOTES),
    _iris("insee_filosofi_iris_2020", "depuis 2020", _uncertainty(), NOTES_WITH_WORDS),
)
