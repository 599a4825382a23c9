"""What codes and names say by themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.geography.codes import (
    ARRONDISSEMENTS,
    communes_in,
    department_of_commune,
    department_of_quarter,
    epci_in,
    fold_place,
    perimeter_of,
    quarter_of,
)
from etl.model import Perimeter


@pytest.mark.parametrize(
    ("quarter", "department", "perimeter"),
    [
        ("QP093001", "93", Perimeter.QP2015),
        ("QP02A001", "2A", Perimeter.QP2015),
        ("QP001001", "01", Perimeter.QP2015),
        ("QP974002", "974", Perimeter.QP2015),
        ("QN09301M", "93", Perimeter.QP2024),
        ("QN02B01I", "2B", Perimeter.QP2024),
        ("QN98701M", "987", Perimeter.QP2024),
    ],
)
def test_a_quarter_names_its_department_and_its_perimeter(quarter: str, department: str, perimeter: Perimeter) -> None:
    assert quarter_of(quarter) == quarter
    assert department_of_quarter(quarter) == department
    assert perimeter_of(quarter) == perimeter


@pytest.mark.parametrize("code", ["", "QP93001", "QN09301X", "QP096001", "qp093001", "QN093011", "QP09300١"])
def test_what_is_not_a_quarter(code: str) -> None:
    assert quarter_of(code) is None


@pytest.mark.parametrize(
    ("commune", "department"), [("01001", "01"), ("2A004", "2A"), ("97411", "974"), ("98735", "987"), ("75118", "75")]
)
def test_a_commune_names_its_department(commune: str, department: str) -> None:
    assert department_of_commune(commune) == department


def test_the_forty_five_arrondissements() -> None:
    assert len(ARRONDISSEMENTS) == 45
    assert (ARRONDISSEMENTS["75101"], ARRONDISSEMENTS["75120"]) == ("75056", "75056")
    assert (ARRONDISSEMENTS["69381"], ARRONDISSEMENTS["69389"]) == ("69123", "69123")
    assert (ARRONDISSEMENTS["13201"], ARRONDISSEMENTS["13216"]) == ("13055", "13055")
    assert not {"75121", "69390", "13217", "13200", "75100"} & set(ARRONDISSEMENTS)


@pytest.mark.parametrize(
    ("cell", "codes", "wrong"),
    [
        ("02571, 02691", ["02571", "02691"], []),
        ("31001;31002", ["31001", "31002"], []),
        ('="01053"', ["01053"], []),
        ("1053", ["01053"], []),
        ("2A004", ["2A004"], []),
        ("", [], []),
        ("31001, 31001", ["31001"], []),
        ("Grandville", [], ["Grandville"]),
        ("31001, 310", ["31001"], ["310"]),
    ],
)
def test_communes_of_a_cell(cell: str, codes: list[str], wrong: list[str]) -> None:
    assert communes_in(cell) == (codes, wrong)


@pytest.mark.parametrize(
    ("cell", "codes", "wrong"),
    [
        ("200042190, 245901160", ["200042190", "245901160"], []),
        ("NA", [], []),
        ("ZZZZZZZZZ", [], []),
        ("", [], []),
        ("20004219", [], ["20004219"]),
    ],
)
def test_epci_of_a_cell(cell: str, codes: list[str], wrong: list[str]) -> None:
    assert epci_in(cell) == (codes, wrong)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Éloi-le-Neuf", "St Eloi le neuf"),
        ("L'Haÿ-les-Roses", "L’Hay les Roses"),
        ("Sainte-Foy", "Ste Foy"),
        ("Œuilly", "oeuilly"),
        ("Paris 18e Arrondissement", "PARIS 18E ARRONDISSEMENT"),
    ],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert fold_place(one) == fold_place(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Cannes", "Le Cannet"), ("Paris 1er Arrondissement", "Paris 11e Arrondissement"), ("Foix", "Poix")],
)
def test_names_that_are_two(one: str, other: str) -> None:
    assert fold_place(one) != fold_place(other)


@given(st.text(max_size=30))
def test_folding_a_name_twice_changes_nothing(name: str) -> None:
    assert fold_place(fold_place(name)) == fold_place(name)
