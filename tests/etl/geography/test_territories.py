"""The table of territories, from a small country in the official formats, then from the official files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from etl.errors import SourceError
from etl.geography.tables import GeographyTables, build_geography
from etl.geography.territories import COLUMNS
from tests.etl.geography.country import (
    COG,
    CORRESPONDENCE,
    EPCI_TODAY,
    FILES,
    LIST_2024,
    PERIMETERS_2015,
    PERIMETERS_2024,
    collection,
    country,
    quarter_2015,
    quarter_2024,
    readings,
    scanned,
    square,
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The territories of the small country, by code."""
    return country(tmp_path_factory.mktemp("raw")).territories.set_index("code", drop=False)


def one(table: pd.DataFrame, code: str) -> dict[str, str]:
    """The texts of a row that are not empty."""
    row = table.loc[code, [column for column in COLUMNS if column not in ("longitude", "latitude", "area_m2", "code")]]
    return {str(column): cell for column, cell in row.items() if cell}


def test_one_row_a_territory_of_every_kind(small: pd.DataFrame) -> None:
    assert tuple(small.columns) == COLUMNS
    assert small["code"].is_unique
    assert small["kind"].value_counts().to_dict() == {
        "neighbourhood": 10, "commune": 7, "department": 4, "epci": 4, "region": 3, "urban_unit": 3,
    }  # fmt: skip


def test_a_quarter_over_two_communes_has_both_and_their_epci(small: pd.DataFrame) -> None:
    assert one(small, "QN03102M") == {
        "label": "Gare", "kind": "neighbourhood", "perimeter": "QP2024", "parent_department": "DEP-31",
        "parent_region": "REG-76", "communes": "COM-31001;COM-31002", "epci": "EPCI-200000001;EPCI-200000003",
        "urban_unit": "UU-31701", "status": "modified", "communes_basis": "code",
    }  # fmt: skip


def test_the_official_list_comes_before_the_drawing(small: pd.DataFrame) -> None:
    assert small.loc["QN03101I", "label"] == "Les Tilleuls"
    assert small.loc["QN97601M", "status"] == "left_list"
    assert small.loc["QN97651C", "status"] == "whole_commune"


def test_an_arrondissement_is_told_and_its_commune_compared(small: pd.DataFrame) -> None:
    quarter = one(small, "QN07518M")
    assert (quarter["communes"], quarter["arrondissements"]) == ("COM-75056", "COM-75118")
    assert quarter["urban_unit"] == "UU-00851"
    place = one(small, "COM-75118")
    assert (place["label"], place["status"]) == ("Paris 18e Arrondissement", "municipal_arrondissement")


def test_a_commune_outside_any_unit_or_epci_has_none(small: pd.DataFrame) -> None:
    assert not {"epci", "urban_unit"} & set(one(small, "COM-32001"))
    assert not [code for code in small.index if code in ("UU-32000", "EPCI-ZZZZZZZZZ", "EPCI-NA")]


def with_populations(folder: Path, **people: int) -> dict[str, str]:
    """The labels of the small country, by code, with a file of etalab that gives populations by commune."""
    rows = [
        {
            "code": code.removeprefix("c"), "nom": f"Bourg {code[-1]}", "type": "commune-actuelle", "zone": "metro",
            "departement": code[1:3], "region": "76", "codesPostaux": [], "population": count,
        }
        for code, count in people.items()
    ]  # fmt: skip
    found = scanned(folder, {**FILES, "geo/communes.json": json.dumps(rows)})
    assert found.problems == []
    table = build_geography(found.readings).territories
    return dict(zip(table["code"], table["label"], strict=True))


def test_an_urban_unit_that_no_file_names_is_told_by_where_most_people_live(
    small: pd.DataFrame, tmp_path: Path
) -> None:
    assert small.loc["UU-00851", "label"] == "Unité urbaine 00851 (Paris)", "alone in its unit here"
    assert small.loc["UU-31701", "label"] == "Unité urbaine 31701 (2 communes)", "no population is known"
    both = with_populations(tmp_path / "both", c31001=900, c31002=2000)
    assert both["UU-31701"] == "Unité urbaine 31701 (Bourg 2 et 1 autre commune)"
    partly = with_populations(tmp_path / "partly", c31001=900)
    assert partly["UU-31701"] == "Unité urbaine 31701 (2 communes)", "the other may be larger"


def test_an_urban_unit_bears_the_name_that_a_file_gives(tmp_path: Path) -> None:
    named = "CODGEO;LIBGEO;UU2020;LIBUU2020\n31001;Grandville;31701;Grandville-Saint-Éloi\n"
    table = country(tmp_path, units=named).territories.set_index("code")
    assert table.loc["UU-31701", "label"] == "Grandville-Saint-Éloi"


def test_the_latest_edition_wins_and_former_communes_stay(small: pd.DataFrame) -> None:
    assert small.loc["COM-31002", "epci"] == "EPCI-200000003"
    assert small.loc["EPCI-200000001", "label"] == "Communauté d'agglomération de Grandville"
    assert one(small, "COM-31004")["status"] == "former"
    assert one(small, "EPCI-200000002")["status"] == "former"
    assert small.loc["EPCI-200000001", "communes"] == "COM-31001"


def test_a_quarter_of_2015_is_placed_by_the_names_of_its_communes(small: pd.DataFrame) -> None:
    assert one(small, "QP031002")["communes"] == "COM-31001"
    saint = one(small, "QP031003")
    assert (saint["communes"], saint["communes_basis"]) == ("COM-31002", "name")


def test_or_by_what_it_became(small: pd.DataFrame) -> None:
    same = one(small, "QP031001")
    assert (same["communes"], same["communes_basis"], same["status"]) == ("COM-31001", "successors", "unchanged")
    assert small.loc["QP075018", "label"] == "QP075018 (devenu Goutte)"


def test_a_name_that_no_commune_bears_is_told_and_never_guessed(tmp_path: Path) -> None:
    drawn = [*PERIMETERS_2015, quarter_2015("QP031009", square(1.5, 43.5), "Grandville, Nulle-Part")]
    tables = country(tmp_path, **{"2015": collection(drawn)})
    row = tables.territories.set_index("code").loc["QP031009"]
    assert (row["communes"], row["epci"], row["status"]) == ("", "", "left")
    assert any(r.value == "Nulle-Part" and "QP031009 laissée vide" in r.reason for r in tables.remarks)


def test_a_name_that_two_communes_bear_is_not_chosen(tmp_path: Path) -> None:
    twin = EPCI_TODAY + "31005,Grandville,200000001,Communauté d'agglomération de Grandville,31,76\n"
    table = country(tmp_path, seed_epci=twin).territories.set_index("code")
    assert table.loc["QP031002", "communes_basis"] == "successors"


def test_a_former_commune_is_found_by_its_name(tmp_path: Path) -> None:
    drawn = [quarter_2015("QP031002", square(1.45, 43.6), "Vieux-Bourg")]
    table = country(tmp_path, **{"2015": collection(drawn)}).territories.set_index("code")
    assert table.loc["QP031002", "communes"] == "COM-31002"


def test_without_lists_nothing_is_said_to_have_left(tmp_path: Path) -> None:
    tables = country(tmp_path, listeqp2024_cog2024=None, correspondance=None)
    status = tables.territories.set_index("code")["status"]
    assert status[["QN97601M", "QN03101I", "QP031002"]].tolist() == ["unknown"] * 3


def test_iris_only_when_asked_for(tmp_path: Path) -> None:
    table = build_geography(readings(tmp_path), iris=True).territories.set_index("code")
    assert table.loc["IRIS-751180101", ["label", "kind", "communes", "arrondissements"]].tolist() == [
        "Butte 1", "iris", "COM-75056", "COM-75118",
    ]  # fmt: skip
    assert (table["kind"] == "iris").sum() == 6


LIST, TABLE = "listeqp2024_cog2024", "correspondance"
BAD = {
    "a code in no form": (LIST, LIST_2024, "QN03203N", "QN3203N", 4, "QN3203N"),
    "a quarter given twice": (LIST, LIST_2024, "QN03102M", "QN03101I", 3, "quartier déjà donné ligne 2"),
    "a commune of elsewhere": (LIST, LIST_2024, "Sud-Test;32001", "Sud-Test;31001", 4, "d'un autre département"),
    "an EPCI code cut": (LIST, LIST_2024, "200000004", "20000004", 5, "code d'EPCI mal formé"),
    "a commune code lost": ("commune_2021", COG, "COM,31001", "COM,1001X", 2, "zéro initial perdu"),
    "a commune given twice": ("commune_2021", COG, "COM,31002", "COM,31001", 3, "déjà donnée ligne 2"),
    "an unknown status": (TABLE, CORRESPONDENCE, "NOUVEAU", "NEUF", 4, "statut inconnu"),
    "unchanged from nothing": (TABLE, CORRESPONDENCE, "INCHANGE,QP075018", "INCHANGE,", 5, "quartier d'origine, pas 0"),
    "new from something": (TABLE, CORRESPONDENCE, "NOUVEAU,", "NOUVEAU,QP032001", 4, "n'a pas de quartier d'origine"),
    "from another département": (TABLE, CORRESPONDENCE, "QP031003", "QP032003", 3, "d'un autre département"),
    "a 2024 code for 2015": (TABLE, CORRESPONDENCE, "QP031003", "QN03103M", 3, "code de quartier 2015 attendu"),
}
"""File, content, what is spoiled, how, the line and words of the message."""


@pytest.mark.parametrize("case", BAD)
def test_bad_cells_are_named(case: str, tmp_path: Path) -> None:
    stem, content, good, bad, line, reason = BAD[case]
    assert good in content
    with pytest.raises(SourceError) as raised:
        country(tmp_path, **{stem: content.replace(good, bad)})
    told = [str(problem) for problem in raised.value.problems]
    assert any(f"ligne {line}," in problem and reason in problem for problem in told), told


def test_two_tables_that_disagree_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="déjà une autre ligne"):
        country(tmp_path, other=CORRESPONDENCE.replace("QP031002,Gare Nord,QP031003,Gare Sud", "QP031002,Gare Nord,,"))


def test_a_header_that_is_almost_right_is_told(tmp_path: Path) -> None:
    found = scanned(tmp_path, {"commune.csv": COG.replace("LIBELLE,", "LIBELE,")})
    assert found.readings == []
    assert "LIBELLE (au lieu de LIBELE ?)" in found.problems[0].reason


def test_a_quarter_drawn_commune_by_commune_is_one(tmp_path: Path) -> None:
    parts = [
        quarter_2024("QN03102M", square(1.45, 43.6), "31001"),
        quarter_2024("QN03102M", square(1.46, 43.6), "31002"),
    ]
    others = [feature for feature in PERIMETERS_2024 if feature["properties"]["code_qp"] != "QN03102M"]
    tables = country(tmp_path, **{"2024": collection([*others, *parts])}, listeqp2024_cog2024=None)
    row = tables.territories.set_index("code").loc["QN03102M"]
    assert row["communes"] == "COM-31001;COM-31002"
    assert row["area_m2"] == pytest.approx(2 * 897_589, rel=1e-3)


# The official files, when they are there ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def places(official: GeographyTables) -> pd.DataFrame:
    """Its territories, by code."""
    return official.territories.set_index("code", drop=False)


def test_official_counts(places: pd.DataFrame) -> None:
    current = places[(places["perimeter"] == "QP2024") & (places["status"] != "left_list")]
    overseas = current["parent_department"].str.match("DEP-9[78][0-9]")
    assert (len(current), int((~overseas).sum()), int(overseas.sum())) == (1584, 1362, 222)
    assert current["status"].value_counts().to_dict() == {
        "modified": 1088, "unchanged": 342, "new": 137, "whole_commune": 17,
    }  # fmt: skip
    left_list = places[places["status"] == "left_list"]
    assert len(left_list) == 42
    assert set(left_list["parent_department"]) == {"DEP-976"}


def test_official_quarters_of_2015(places: pd.DataFrame) -> None:
    before = places[places["perimeter"] == "QP2015"]
    mainland = before[~before["parent_department"].str.match("DEP-9[78][0-9]")]
    assert len(mainland) == 1296
    # 1 514 in the decree; here those that a file names: neither Mayotte's 36 nor three that left Polynésie
    assert len(before) == 1475
    assert int((before["status"] != "left").sum()) == 1422


def test_official_quarters_are_placed(places: pd.DataFrame) -> None:
    quarters = places[places["kind"] == "neighbourhood"]
    assert (quarters["communes"] == "").sum() == 0
    drawn = quarters[(quarters["perimeter"] == "QP2024") & (quarters["status"] != "whole_commune")]
    assert int(drawn["communes"].str.contains(";").sum()) == 149
    assert places.loc["QN05921M", "communes"].count(";") == 4
    assert places.loc["QN05921M", "epci"] == "EPCI-200042190;EPCI-245901160"
    assert places.loc["QP013032", "communes"] == "COM-13055"
    assert places.loc["QP013032", "arrondissements"].count(";") == 5
    assert places.loc["QN97651C", "communes"] == "COM-97601"
    assert places.loc["QP062040", "communes_basis"] == "successors"  # one of its communes is in another département
    with_unit = quarters[~quarters["parent_department"].isin(["DEP-978", "DEP-987"])]
    assert (with_unit["urban_unit"] == "").sum() == 0


def test_official_parents_exist(places: pd.DataFrame) -> None:
    for column in ("parent_department", "parent_region", "communes", "epci", "urban_unit", "arrondissements"):
        named = {code for cell in places[column] for code in cell.split(";") if code}
        assert named <= set(places.index), column
    assert (places["kind"] == "region").sum() == 18
    assert places.loc["COM-93059", "status"] == "former"
    assert places.loc["COM-93066", "urban_unit"] == "UU-00851"


def test_official_urban_units_are_told_by_their_largest_commune(places: pd.DataFrame) -> None:
    """No file here names them; the population of each commune is known."""
    paris = places.loc["UU-00851"]
    others = paris["communes"].count(";")
    assert paris["label"] == f"Unité urbaine 00851 (Paris et {others} autres communes)"
    assert others > 300
