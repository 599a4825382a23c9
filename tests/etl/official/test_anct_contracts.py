"""City contracts, educational cities and funded posts: places, double lines, posts counted once."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens

CONTRACTS, POSTS = "anct_contracts", "anct_funded_posts"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return specimens(tmp_path, CONTRACTS, POSTS)


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_contracts_are_those_in_force_and_the_former_ones(raw: Path, catalogue: Catalogue) -> None:
    contracts = read(raw, catalogue, CONTRACTS).tables["contracts"].to_pandas().set_index("code")
    assert contracts.index.tolist() == ["CN07303M", "CN09302I", "CV210", "CV388"]
    assert contracts["in_force"].to_dict() == {"CN07303M": True, "CN09302I": True, "CV210": False, "CV388": False}
    assert contracts["perimeter"].tolist() == ["QP2024", "QP2024", "QP2015", "QP2015"]
    plaine = contracts.loc["CN09302I"]
    assert (plaine["label"], plaine["territory"], plaine["department"]) == (
        "Plaine Commune",
        "EPCI-200057867",
        "DEP-93",
    )
    assert (plaine["population"], plaine["longitude"], plaine["latitude"]) == (212345, 2.36, 48.93)
    assert contracts.loc["CV388", "territory"] == "COM-97411"
    assert contracts.loc["CV388", "population"] == 29900, "a contract is as the file of its time says"
    assert str(contracts.loc["CV388", "locator"]).endswith("geom_cv_ctr.json, ligne 2, colonne code_cv")
    assert contracts.loc["CN07303M", "department"] == "DEP-73", "the code says it where the line does not"
    assert pd.isna(contracts.loc["CN07303M", "longitude"])


def test_a_contract_carried_over_beside_that_of_2024_is_not_in_force(raw: Path, catalogue: Catalogue) -> None:
    carried = '{"type": "Feature", "properties": {"codgeo": "97411", "code_cv": "CV388"'
    recent = carried.replace("CV388", "CN97499I") + (
        ', "lib_cv": "974 - Saint-Denis", "insee_dep": "974", "pop": 31000.0}, '
        '"geometry": {"type": "Point", "coordinates": [-2.48, 44.82]}},\n'
    )
    rewrite(raw / CONTRACTS / "geom_cv_ctr_2024.json", carried, recent + carried)
    (raw / CONTRACTS / "geom_cv_ctr.json").unlink()
    contracts = read(raw, catalogue, CONTRACTS).tables["contracts"].to_pandas().set_index("code")
    here = contracts[contracts["territory"] == "COM-97411"]
    assert here["in_force"].to_dict() == {"CN97499I": True, "CV388": False}
    assert here["population"].to_dict() == {"CN97499I": 31000, "CV388": 30100}
    assert here.loc["CV388", ["longitude", "latitude"]].tolist() == [55.45, -20.88]
    assert here.loc["CN97499I", ["longitude", "latitude"]].isna().all(), "where a map insets La Réunion"


def test_populations_beyond_what_is_possible_are_not_taken_over(raw: Path, catalogue: Catalogue) -> None:
    rewrite(raw / CONTRACTS / "geom_cv_ctr_2024.json", "212345.0", "8123450.0")
    contracts = read(raw, catalogue, CONTRACTS).tables["contracts"].to_pandas().set_index("code")
    assert pd.isna(contracts.loc["CN09302I", "population"])
    assert "8,2 millions" in contracts.loc["CN09302I", "note"]
    assert contracts.loc["CV210", "population"] == 198765, "the other file adds up"


def test_a_place_with_two_educational_cities_has_two(raw: Path, catalogue: Catalogue) -> None:
    cities = read(raw, catalogue, CONTRACTS).tables["educational_cities"].to_pandas().set_index("code")
    assert cities["label"].to_dict() == {"cite-900": "Saint-Denis", "cite-901": "Ville Nord", "cite-902": "Ville Sud"}
    assert cities.loc["cite-902", "communes"] == "COM-80021;COM-80022"


def test_a_post_is_counted_once_wherever_it_is_written(raw: Path, catalogue: Catalogue) -> None:
    frame = observations(read(raw, catalogue, CONTRACTS, POSTS), POSTS)

    def posts(territory: str, breakdown: str = "_T") -> float:
        return float(one(frame, "state_funded_posts", territory, breakdown=breakdown)["value"])

    assert posts("FR", "funded_post:adulte_relais") == 4, "six lines, four identifiers"
    assert posts("FR", "funded_post:fonjep") == 3
    assert posts("FR") == 7
    assert posts("DEP-93") == 4
    assert posts("REG-11", "funded_post:fonjep") == 2, "a post without a contract has a région"
    assert posts("EPCI-200057867", "funded_post:fonjep") == 1, "but counts in no contract"
    assert posts("EPCI-200057867", "funded_post:adulte_relais") == 2
    assert posts("COM-97411") == 1
    assert set(frame["period"]) == {"2025"}


def test_the_build_says_what_the_counts_leave_aside(raw: Path, catalogue: Catalogue) -> None:
    notes = read(raw, catalogue, CONTRACTS, POSTS).report.notes
    assert (
        "anct_funded_posts/postes-fonjep-2025.json : 3 postes distincts (fonjep) sur 5 lignes ; "
        "1 sans contrat de ville : absents des comptes correspondants"
    ) in notes
    assert any("(adulte_relais) sur 6 lignes ; 1 sans département" in note for note in notes)


def test_amounts_that_differ_are_not_added_nor_chosen(raw: Path, catalogue: Catalogue) -> None:
    posts = read(raw, catalogue, CONTRACTS, POSTS).tables["posts"].to_pandas().set_index("post")
    twice = posts.loc["D90010"]
    assert (twice["amount_eur"], twice["lines"], twice["note"]) == (7164, 2, "")
    differing = posts.loc["D90012"]
    assert pd.isna(differing["amount_eur"])
    assert "Montants différents" in differing["note"]
    assert posts.loc["J90011", "contract"] == ""
    assert posts.loc["J90011", "amount_eur"] == 3582.5


def test_one_list_alone_makes_no_total(raw: Path, catalogue: Catalogue) -> None:
    (raw / POSTS / "postes-fonjep-2025.json").unlink()
    frame = observations(read(raw, catalogue, CONTRACTS, POSTS), POSTS)
    assert set(frame["breakdown"]) == {"funded_post:adulte_relais"}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (f"{CONTRACTS}/geom_cv_ctr_2024.json", '"200057867"', '"20005786"', "ligne 1, colonne codgeo.*ni un EPCI"),
        (f"{CONTRACTS}/geom_cv_ctr_2024.json", "CN09302I", "CN9302I", "valeur 'CN9302I' : code de contrat inconnu"),
        (f"{CONTRACTS}/geom_cv_ctr.json", "198765.0", '"beaucoup"', "valeur 'beaucoup' : un nombre est attendu"),
        (f"{CONTRACTS}/citeduc_geom.geojson", "cite-901 ; cite-902", "cite-901", "autant de noms que d'identifiants"),
        (f"{POSTS}/adulte-relais-2025.json", "09322R000102", "D12345", "ligne 1, colonne id_poste, valeur 'D12345'"),
        (f"{POSTS}/postes-fonjep-2025.json", '"2025"', '"25"', "colonne annee, valeur '25' : une année est attendue"),
        (f"{POSTS}/postes-fonjep-2025.json", "3582.5", '"3582 €"', "colonne montant, valeur '3582 €'"),
    ],
)
def test_a_spoiled_cell_is_named(raw: Path, catalogue: Catalogue, name: str, old: str, new: str, told: str) -> None:
    rewrite(raw / name, old, new)
    with pytest.raises(SourceError, match=f"(?s){name.rpartition('/')[2]}.*{told}"):
        read(raw, catalogue, CONTRACTS, POSTS)


def test_the_official_files(real_data: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("anct_contrats_ville", "anct_cites_educatives"):
        (tmp_path / name).symlink_to(real_data / name)
    raw = real_data / "anct_contrats_ville"
    official = read(raw, catalogue, CONTRACTS, POSTS)
    assert {edition.table: edition.lines for edition in official.report.editions} == {
        "geom_cv_ctr_2024.json": 448,
        "geom_cv_ctr.json": 434,
        "adulte-relais-2025.json": 4753,
        "postes-fonjep-2025.json": 3162,
    }
    posts = json.loads((raw / "adulte-relais-2025.json").read_text(encoding="utf-8"))
    frame = observations(official, POSTS)
    counted = one(frame, "state_funded_posts", "FR", breakdown="funded_post:adulte_relais")["value"]
    assert counted == len({post["id_poste"] for post in posts}) == 4051
    of_the_north = {post["id_poste"] for post in posts if post.get("insee_dep") == "59"}
    assert one(frame, "state_funded_posts", "DEP-59", breakdown="funded_post:adulte_relais")["value"] == len(
        of_the_north
    )
    contracts = official.tables["contracts"].to_pandas()
    assert (contracts["in_force"].sum(), len(contracts)) == (392, 837)
    assert contracts["in_force"].tolist() == contracts["code"].str.startswith("CN").tolist()
    saint_denis = contracts[contracts["territory"] == "COM-97411"].set_index("code")
    assert saint_denis["in_force"].to_dict() == {"CN97406I": True, "CV393": False}
    assert saint_denis["longitude"].isna().all()
    overseas = contracts[contracts["department"].str.fullmatch("DEP-9[78][0-9]")]
    assert not overseas["latitude"].between(40, 60).any()
    assert contracts.loc[contracts["in_force"], "population"].isna().all()
    former = contracts[~contracts["in_force"]]
    assert former.set_index("code").loc["CV001", "population"] == 1568
    cities = read(real_data / "anct_cites_educatives", catalogue, CONTRACTS).tables["educational_cities"]
    assert cities.num_rows == 208
