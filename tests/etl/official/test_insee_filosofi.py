"""Filosofi of the comparison territories: five grains under one header, thresholds, words in place of figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens, spoil

SOURCE = "insee_filosofi"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, SOURCE)


def test_a_region_and_a_department_that_share_a_code_are_told_apart_by_their_names(
    raw: Path, catalogue: Catalogue
) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    of_2019 = frame[(frame["indicator"] == "median_living_standard") & (frame["period"] == "2019")]
    medians = of_2019.set_index("territory")["value"]
    assert medians["DEP-11"] == 19410
    assert medians["REG-11"] == 24060
    assert medians["FRM"] == 22040


def test_a_threshold_is_not_a_zero(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    decile = one(frame, "living_standard_d1", "COM-01001", period="2019")
    assert pd.isna(decile["value"])
    assert (decile["obs_status"], decile["conf_status"]) == ("A", "C")
    assert "seuil de diffusion" in decile["note"]


def test_a_poverty_rate_with_an_unread_uncertainty_is_always_fragile(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, SOURCE), SOURCE)
    rate = one(frame, "poverty_rate_60", "IRIS-930660101", period="2021")
    assert (rate["value"], rate["obs_status"]) == (33, "U")
    assert "légende non lue" in rate["note"]
    assert one(frame, "median_living_standard", "IRIS-930660101", period="2021")["obs_status"] == "A"


@pytest.mark.parametrize(("word", "status"), [("s", "A"), ("nd", "O"), ("ns", "O"), ("so", "M")])
def test_words_in_place_of_figures_say_why(raw: Path, catalogue: Catalogue, word: str, status: str) -> None:
    spoil(raw / SOURCE / "BASE_TD_FILO_IRIS_2021_DISP.csv", ";15920;", f";{word};")
    figure = one(
        observations(read(raw, catalogue, SOURCE), SOURCE), "median_living_standard", "IRIS-930660101", period="2021"
    )
    assert pd.isna(figure["value"])
    assert figure["obs_status"] == status
    assert figure["conf_status"] == ("C" if word == "s" else "F")
    assert figure["note"].startswith(f"« {word} »")


def test_a_word_that_is_not_declared_stops_the_build(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / SOURCE / "BASE_TD_FILO_IRIS_2021_DISP.csv", ";15920;", ";nc;")
    with pytest.raises(SourceError, match=r"ligne 2, colonne DISP_MED21, valeur 'nc' : un nombre est attendu"):
        read(raw, catalogue, SOURCE)


def test_two_tables_of_one_year_that_disagree_are_named(raw: Path, catalogue: Catalogue) -> None:
    (raw / SOURCE / "copie.csv").write_bytes(
        (raw / SOURCE / "FILO2019_DISP_EPCI.csv").read_bytes().replace(b";23110;", b";23120;")
    )
    with pytest.raises(
        SourceError, match="deux fichiers se contredisent sur median_living_standard EPCI-200054781 2019"
    ):
        read(raw, catalogue, SOURCE)


def key_figures(raw: Path, median: str) -> None:
    """The key figures of 2019 as they are shown in 2021: of what the whole table gives, they take the median."""
    header = (raw / SOURCE / "cc_filosofi_2021_COM.csv").read_text(encoding="utf-8").splitlines()[0]
    names = header.replace("21;", "19;").replace("RD21", "RD19").split(";")
    given = {"CODGEO": "93066", "NBMENFISC19": "41900", "NBPERSMENFISC19": "99100", "MED19": median}
    lines = [";".join(names), ";".join(given.get(name, "s") for name in names)]
    (raw / SOURCE / "cc_filosofi_2019_COM.csv").write_text("\n".join(lines), encoding="utf-8")


def test_the_whole_table_comes_before_the_key_figures(raw: Path, catalogue: Catalogue) -> None:
    key_figures(raw, "16240")
    kept = one(observations(read(raw, catalogue, SOURCE), SOURCE), "median_living_standard", "COM-93066", period="2019")
    assert (kept["value"], kept["locator"]) == (16240, f"{SOURCE}/FILO2019_DISP_COM.csv, ligne 3, colonne Q219")


def test_key_figures_that_contradict_the_whole_table_are_told(raw: Path, catalogue: Catalogue) -> None:
    key_figures(raw, "16250")
    with pytest.raises(SourceError, match=r"colonne MED19, valeur '16250'.*FILO2019_DISP_COM\.csv.* donne 16240"):
        read(raw, catalogue, SOURCE)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("FILO2019_DISP_COM.csv", "01001;L'A", "1001;L'A", "ligne 2, colonne CODGEO, valeur '1001'.*zéro initial"),
        ("FILO2019_DISP_REG.csv", "11;Île", "1;Île", "ligne 2, colonne CODGEO, valeur '1'|d'aucune sorte"),
        ("FILO2019_DISP_DEP.csv", "974;La", "93;La", "valeur '93' : code déjà donné ligne 3"),
        ("FILO2019_DISP_EPCI.csv", ";13810;", ";31810;", "colonne D219, valeur '16710' : plus petit que D119"),
        ("FILO2019_DISP_EPCI.csv", ";62,4;", ";52,4;", "colonne PACT19.*l'ensemble devrait en être la somme"),
        ("FILO2019_DISP_EPCI.csv", ";-15,7", ";15,7", "colonne PIMPOT19, valeur '15,7' : hors de"),
        ("FILO2019_DISP_EPCI.csv", "GI19", "GINI19", r"presque celui de « Filosofi.*GI\{yy\}"),
    ],
)  # fmt: skip
def test_a_spoiled_cell_is_named(raw: Path, catalogue: Catalogue, name: str, old: str, new: str, told: str) -> None:
    spoil(raw / SOURCE / name, old, new)
    with pytest.raises(SourceError, match=f"(?s){name}.*({told})"):
        read(raw, catalogue, SOURCE)


@pytest.mark.parametrize(
    ("zoning", "codes"), [("BV2012", ["01004", "93066"]), ("ZE2020", ["0051", "8405"]), ("ARR", ["011", "2A1"])]
)
def test_another_zoning_of_the_same_zip_is_known_and_not_read(
    raw: Path, catalogue: Catalogue, zoning: str, codes: list[str]
) -> None:
    """Bassins de vie bear the codes of their centres: nothing but the name of the file tells."""
    header, line, *_ = (raw / SOURCE / "FILO2019_DISP_EPCI.csv").read_text(encoding="utf-8-sig").splitlines()
    figures = line.partition(";")[2]
    text = "\n".join([header, *(f"{code};{figures}" for code in codes), ""])
    (raw / SOURCE / f"FILO2019_DISP_{zoning}.csv").write_text(text, encoding="utf-8")
    editions = {edition.table: edition for edition in read(raw, catalogue, SOURCE).report.editions}
    zoned = editions[f"{SOURCE}/FILO2019_DISP_{zoning}.csv"]
    assert (zoned.lines, zoned.observations) == (2, 0)


def test_codes_of_nothing_known_are_refused(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / SOURCE / "FILO2019_DISP_EPCI.csv", "200054781", "MGP")
    with pytest.raises(SourceError, match=r"FILO2019_DISP_EPCI\.csv.*d'aucune sorte lue sous cet en-tête"):
        read(raw, catalogue, SOURCE)


def test_the_official_files(real_data: Path, catalogue: Catalogue) -> None:
    """Lines as the provenance says; values read in the files by hand."""
    official = read(real_data / "insee_filosofi_comparaison", catalogue, SOURCE)
    assert {edition.table: edition.lines for edition in official.report.editions} == {
        "FILO2019_DISP_COM.csv": 31361,
        "FILO2019_DISP_EPCI.csv": 1240,
        "FILO2019_DISP_DEP.csv": 98,
        "FILO2019_DISP_REG.csv": 15,
        "FILO2019_DISP_METROPOLE.csv": 1,
        "BASE_TD_FILO_DISP_IRIS_2019.csv": 12481,
    }
    assert all(edition.unread == () for edition in official.report.editions)
    frame = observations(official, SOURCE)
    for indicator, territory, value, locator in (
        ("median_living_standard", "COM-01001", 23970, "FILO2019_DISP_COM.csv, ligne 2, colonne Q219"),
        ("gini", "DEP-01", 0.303, "FILO2019_DISP_DEP.csv, ligne 2, colonne GI19"),
        ("living_standard_decile_ratio", "REG-04", 4.3, "FILO2019_DISP_REG.csv, ligne 3, colonne RD"),
        ("income_share_taxes", "FRM", -17.7, "FILO2019_DISP_METROPOLE.csv, ligne 2, colonne PIMPOT19"),
        ("living_standard_d9", "EPCI-200000172", 49050, "FILO2019_DISP_EPCI.csv, ligne 2, colonne D919"),
        ("poverty_rate_60", "IRIS-010040102", 26.0, "BASE_TD_FILO_DISP_IRIS_2019.csv, ligne 3, colonne DISP_TP6019"),
    ):
        found = one(frame, indicator, territory)
        assert (found["value"], found["locator"], found["period"]) == (value, locator, "2019")
    deciles = frame[(frame["indicator"] == "living_standard_d1") & frame["territory"].str.startswith("COM-")]
    assert deciles["value"].isna().sum() == 26025
    poverty = frame[frame["indicator"] == "poverty_rate_60"]
    assert poverty["value"].isna().sum() == 2827
    assert (poverty["obs_status"] == "U").sum() == 182
