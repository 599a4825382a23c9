"""What the observations must obey together, and the contract of their table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.store import read_contents
from etl.catalogue import Catalogue, load_catalogue
from etl.checks import table_problems, together_problems
from etl.errors import BuildError, SourceError
from etl.pipeline import source_modules
from tests.mini import Mini

PUBLISHED = "sources/published/employment.csv"
GUIDE = "sources/guide_2019/figures.csv"
AROUND = "1,onpv_2015,unemployment_rate,FRM,uue,QP2015,2014,stated,_T,Y15T64,_T,9.9,,tableau 1,,A\n"
CONTRADICTION = """
both: {indicator: unemployment_rate, territory: FRM, zone: qpv, period: "2014", age: Y15T64, preferred: onpv_2015,
  preferred_value: 25, others: {guide_2019: 26.7}, text: Deux valeurs.}
"""
CLAIM = """
more: {theme: employment, page: 5, claim: Plus., verdict: confirmed, verdict_note: Lu., primary_source: ONPV,
  then: [{indicator: unemployment_rate, territory: FRM, zone: qpv, period: "2014", source: guide_2019}], quotable: Oui.}
"""


def problems(mini: Mini) -> list[str]:
    """What the build complains of."""
    with pytest.raises(BuildError) as caught:
        mini.build()
    return caught.value.problems


def disagree(mini: Mini) -> None:
    """Make the ONPV give another value than the guide."""
    other = AROUND.replace("1,onpv", "4,onpv").replace("uue", "qpv").replace("9.9", "25")
    mini.replace(PUBLISHED, AROUND, AROUND + other)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",_T,9.9,", ",diploma:bac3,9.9,", "ventilation absente de breakdowns.yaml"),
        (",9.9,,tableau 1,,A", ",,,tableau 1,,A", "une valeur vide demande un statut"),
        (AROUND, AROUND + AROUND.replace("1,onpv", "4,onpv"), "donné deux fois par la même source (onpv_2015)"),
    ],
)
def test_a_rule_that_is_broken_is_told(mini: Mini, old: str, new: str, told: str) -> None:
    mini.replace(PUBLISHED, old, new)
    (problem,) = problems(mini)
    assert told in problem
    assert "unemployment_rate FRM uue QP2015 2014" in problem


@pytest.mark.parametrize("value", ["109.9", "-1"])
def test_a_value_out_of_its_limits_is_told_with_its_line(mini: Mini, value: str) -> None:
    mini.replace(PUBLISHED, ",9.9,", f",{value},")
    with pytest.raises(SourceError) as caught:
        mini.build()
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column, problem.value) == (PUBLISHED, 2, "value", value)
    assert problem.reason == "hors de [0, 100]"


def test_a_value_out_of_its_limits_is_told_whatever_read_it(mini: Mini) -> None:
    """A source that is not transcribed by hand obeys the same rule."""
    catalogue = load_catalogue(mini.catalogue)
    row = source_modules()["published"].extract(mini.sources / "published", catalogue).observations[0]
    (problem,) = together_problems([replace(row, value=109.9)], catalogue)
    assert "valeur 109.9 hors de [0, 100]" in problem


def test_sources_that_disagree_must_be_declared(mini: Mini) -> None:
    disagree(mini)
    (problem,) = problems(mini)
    assert "26.7 (guide_2019)" in problem
    assert "25 (onpv_2015)" in problem
    (mini.catalogue / "contradictions/employment.yaml").write_text(CONTRADICTION, encoding="utf-8")
    assert mini.build().sources[1].kept == 3


@pytest.mark.parametrize(("old", "new"), [("preferred_value: 25", "preferred_value: 24"), ("26.7", "26")])
def test_a_declared_contradiction_has_the_values_of_the_data(mini: Mini, old: str, new: str) -> None:
    disagree(mini)
    text = CONTRADICTION.replace(old, new)
    (mini.catalogue / "contradictions/employment.yaml").write_text(text, encoding="utf-8")
    (problem,) = problems(mini)
    assert "clé both : les valeurs déclarées ne sont pas celles des données" in problem


def test_a_contradiction_that_is_over_must_leave(mini: Mini) -> None:
    (mini.catalogue / "contradictions/employment.yaml").write_text(CONTRADICTION, encoding="utf-8")
    assert problems(mini) == ["contradictions : clé both : les données ne se contredisent plus ; à retirer"]


def test_a_claim_rests_on_one_observation(mini: Mini) -> None:
    (mini.catalogue / "guide_claims.yaml").write_text(CLAIM, encoding="utf-8")
    (problem,) = problems(mini)
    assert problem == (
        "guide_claims.yaml : clé more : 0 observation pour unemployment_rate FRM qpv 2014 guide_2019, il en faut une"
    )
    text = CLAIM.replace('period: "2014"', 'period: "2014", age: Y15T64')
    (mini.catalogue / "guide_claims.yaml").write_text(text, encoding="utf-8")
    mini.build()


@pytest.fixture
def table(mini: Mini) -> tuple[pd.DataFrame, Catalogue]:
    """A published table that obeys its contract."""
    mini.build()
    frame = read_contents(mini.out).observations["guide_2019.csv"]
    catalogue = mini.load()
    assert table_problems(frame, catalogue, "t.csv") == []
    return frame, catalogue


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("indicator", "unemployment", "code inconnu"),
        ("zone", "everywhere", "code inconnu"),
        ("unit", "percents", "code inconnu"),
        ("source", "onpv", "code inconnu"),
        ("perimeter", "QP2020", "code inconnu"),
        ("sex", "H", "code inconnu"),
        ("obs_status", "Z", "code inconnu"),
        ("conf_status", "", "code inconnu"),
        ("qualifier", "environ", "code inconnu"),
        ("territory", "france", "forme attendue"),
        ("period", "2014-13", "pas une période"),
        ("age", "15-64", "forme attendue"),
        ("breakdown", "diploma:x", "ventilation absente"),
        ("locator", "", "dire où"),
        ("n", -3.0, "effectif"),
        ("n", 0.0, "effectif"),
    ],
)
def test_a_cell_out_of_contract_is_told(
    table: tuple[pd.DataFrame, Catalogue], column: str, value: object, told: str
) -> None:
    frame, catalogue = table
    frame.loc[1, column] = value
    (problem,) = table_problems(frame, catalogue, "t.csv")
    assert problem.startswith(f"t.csv, ligne 3, colonne {column}")
    assert told in problem


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"value": None}, "une valeur vide demande un statut"),
        ({"conf_status": "C"}, "un chiffre secret ne doit pas porter sa valeur"),
        ({"lower": 30.0}, "hors de ses propres limites"),
        ({"upper": 20.0}, "hors de ses propres limites"),
    ],
)
def test_a_line_out_of_contract_is_told(
    table: tuple[pd.DataFrame, Catalogue], changed: dict[str, object], told: str
) -> None:
    frame, catalogue = table
    for column, value in changed.items():
        frame.loc[1, column] = value
    (problem,) = table_problems(frame, catalogue, "t.csv")
    assert problem.startswith("t.csv, ligne 3 : ")
    assert told in problem
    assert problem.endswith("[unemployment_rate FRM qpv QP2015 2014 Y15T64 guide_2019]")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda frame: frame.drop(columns="zone"), "colonne zone : la colonne manque"),
        (lambda frame: frame.assign(surprise="x"), "colonne surprise : colonne en trop"),
        (lambda frame: frame[frame.columns[::-1]], "n'est pas à sa place"),
    ],
)
def test_columns_out_of_contract_are_told(
    table: tuple[pd.DataFrame, Catalogue], change: Callable[[pd.DataFrame], pd.DataFrame], told: str
) -> None:
    frame, catalogue = table
    found = table_problems(change(frame), catalogue, "t.csv")
    assert found
    assert all(problem.startswith("t.csv, ligne 1") for problem in found)
    assert told in found[0]
