"""What became of each quarter between 2015 and 2024."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from etl.geography.passport import COLUMNS, shared_area
from etl.geography.tables import GeographyTables
from tests.etl.geography.country import country


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The passports of the small country."""
    return country(tmp_path_factory.mktemp("raw")).passports


def rows_of(passports: pd.DataFrame, code: str) -> list[tuple[str, str, str]]:
    """Status, relation and related quarter of each row of a quarter."""
    rows = passports[passports["code"] == code]
    return list(rows[["status", "relation", "related"]].itertuples(index=False, name=None))


def test_a_row_a_quarter_and_relation(small: pd.DataFrame) -> None:
    assert tuple(small.columns) == COLUMNS
    assert rows_of(small, "QN03101I") == [("unchanged", "predecessor", "QP031001")]
    assert rows_of(small, "QN03102M") == [
        ("modified", "predecessor", "QP031002"),
        ("modified", "predecessor", "QP031003"),
    ]
    assert rows_of(small, "QP031003") == [("modified", "successor", "QN03102M")]
    assert rows_of(small, "QN03203N") == [("new", "", "")]
    assert rows_of(small, "QN97651C") == [("whole_commune", "", "")]
    assert rows_of(small, "QN97601M") == [("left_list", "", "")]


def test_relations_go_both_ways(small: pd.DataFrame) -> None:
    related = small[small["related"] != ""]
    forth = set(zip(related["code"], related["related"], strict=True))
    assert forth == {(other, code) for code, other in forth}


def test_area_in_common_when_both_are_drawn(small: pd.DataFrame) -> None:
    half = small[(small["code"] == "QP031002")].iloc[0]
    assert half["share_of_this"] == pytest.approx(1, abs=1e-4)  # a quarter square within the square
    assert half["share_of_related"] == pytest.approx(0.25, abs=1e-4)
    assert "simplifiés" in half["remark"]
    back = small[(small["code"] == "QN03102M") & (small["related"] == "QP031002")].iloc[0]
    assert (back["share_of_this"], back["share_of_related"]) == (half["share_of_related"], half["share_of_this"])


def test_a_carried_outline_measures_nothing(small: pd.DataFrame) -> None:
    """An unchanged quarter has the outline of 2024: that it covers itself is no measure."""
    assert small[small["code"] == "QP031001"]["share_of_this"].isna().all()


def test_a_letter_that_contradicts_the_table_is_told(small: pd.DataFrame) -> None:
    remark = small[small["code"] == "QN07518M"].iloc[0]["remark"]
    assert "« modifié »" in remark
    assert "« inchangé »" in remark
    assert "contredit" not in small[small["code"] == "QN03101I"].iloc[0]["remark"]
    assert small[small["code"] == "QN03102M"].iloc[0]["remark"].startswith("À relire.")


def test_areas_in_two_systems_are_not_compared() -> None:
    shapes = {"A": (2154, shapely.box(0, 0, 1, 1)), "B": (4471, shapely.box(0, 0, 1, 1))}
    assert shared_area("A", "B", shapes) is None
    assert shared_area("A", "C", shapes) is None
    assert shared_area("A", "A", shapes) == (1.0, 1.0)


# The official files, when they are there ----------------------------------------------------------------------------


def test_official_passports(official: GeographyTables) -> None:
    passports = official.passports
    after = passports[passports["relation"] == "successor"]
    assert after["code"].nunique() == 1422
    split = after["code"].value_counts()
    assert int((split > 1).sum()) == 18
    assert split["QP013032"] == 3
    assert rows_of(passports, "QP031009") == [("left", "", "")]
    told = passports[passports["remark"].str.contains("La lettre du code")]["code"]
    assert {"QN01325M", "QN09219N", "QN09442N"} == {code for code in told if code.startswith("QN")}
    assert passports[passports["code"] == "QN09517M"].iloc[0]["remark"].startswith("Douteux")


def test_official_shared_areas_are_those_of_occitanie(official: GeographyTables) -> None:
    passports = official.passports
    measured = passports[passports["share_of_this"].notna()]
    places = official.territories.set_index("code")
    assert set(places.loc[measured["code"], "parent_region"]) == {"REG-76"}
    assert measured["share_of_this"].between(0, 1).all()
    # Two drawings of an unchanged perimeter cover each other but for their simplification
    unchanged = measured[measured["status"] == "unchanged"]
    assert len(unchanged) == 66
    assert unchanged["share_of_this"].min() > 0.9
