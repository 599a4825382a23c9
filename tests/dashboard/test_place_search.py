"""Places found as people type them: case, accents, articles, hyphens, codes; what holds a quarter first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.questions.places import close_codes, department_in, search_places
from dashboard.store import Store
from dashboard.store.finding import Finder, bare, compact, words_of

TOWNS = {
    "COM-93066": "Saint-Denis",
    "COM-97411": "Saint-Denis",
    "COM-11339": "Saint-Denis",
    "COM-49268": "Saint-Denis-d'Anjou",
    "COM-93039": "L'Île-Saint-Denis",
    "COM-93007": "Le Blanc-Mesnil",
    "COM-94080": "Vincennes",
    "COM-01004": "Ambérieu-en-Bugey",
    "EPCI-200054781": "Métropole du Grand Paris",
    "DEP-93": "Seine-Saint-Denis",
    "REG-93": "Provence-Alpes-Côte d'Azur",
}
QUARTERS = {
    "QP093028": ("Franc Moisin", ("COM-93066",)),
    "QN09328M": ("Franc Moisin", ("COM-93066",)),
    "QP093066": ("Bocage", ("COM-93039",)),
    "QP033018": ("Alpilles-Vincennes", ()),
}
HOLDERS = {*QUARTERS, "COM-93066", "COM-97411", "COM-93039", "EPCI-200054781", "DEP-93", "REG-93"}


@pytest.fixture(scope="module")
def finder() -> Finder:
    labels = TOWNS | {code: label for code, (label, _) in QUARTERS.items()}
    return Finder(labels, lambda code: QUARTERS.get(code, ("", ()))[1], HOLDERS)


def ordered(finder: Finder, text: str) -> list[str]:
    found = finder.find(text)
    return sorted(found, key=lambda code: (found[code], code))


@pytest.mark.parametrize(
    "text", ["93066", "com-93066", "COM 93066", "Com93066", "saint-denis", "SAINT DENIS", "St Denis", "st-denis"]
)
def test_a_commune_is_first_by_its_code_or_its_name(finder: Finder, text: str):
    assert ordered(finder, text)[0] == "COM-93066"


@pytest.mark.parametrize("text", ["QP093028", "qp093028", "QP 093028", "qp-093028", "093028"])
def test_a_quarter_is_first_by_its_code_however_typed(finder: Finder, text: str):
    assert ordered(finder, text) == ["QP093028"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("l'ile saint denis", "COM-93039"), ("L’ÎLE-SAINT-DENIS", "COM-93039"), ("ile st denis", "COM-93039"),
        ("blanc mesnil", "COM-93007"), ("le blanc-mesnil", "COM-93007"), ("amberieu", "COM-01004"),
        ("ambérieu en bugey", "COM-01004"), ("01004", "COM-01004"), ("200054781", "EPCI-200054781"),
        ("metropole grand paris", "EPCI-200054781"),
    ],
)  # fmt: skip
def test_accents_articles_hyphens_and_leading_zeros(finder: Finder, text: str, first: str):
    assert ordered(finder, text)[0] == first


def test_what_holds_a_quarter_comes_before_what_holds_none(finder: Finder):
    assert ordered(finder, "saint-denis") == [
        "COM-93066", "COM-97411",  # of that name, with quarters
        "COM-93039", "DEP-93", "QN09328M", "QP093028", "QP093066",  # in their name, or in that of their commune
        "COM-11339", "COM-49268",  # no quarter, were they of the same name
    ]  # fmt: skip


def test_the_exact_name_is_first_even_without_a_quarter_when_no_other_bears_it(finder: Finder):
    assert ordered(finder, "vincennes") == ["COM-94080", "QP033018"]


def test_a_number_is_every_place_of_that_number_before_what_only_begins_so(finder: Finder):
    assert ordered(finder, "93")[:2] == ["DEP-93", "REG-93"]


def test_a_word_is_found_by_its_start_and_not_by_its_middle(finder: Finder):
    assert "COM-94080" in finder.find("vincen")
    assert "COM-94080" not in finder.find("cennes")
    assert finder.find("") == finder.find(" - ") == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’Île-St-Denis", ["ile", "saint", "denis"]), ("Les Ulis", ["ulis"]), ("la", ["la"]),
        ("Ste-Anne", ["sainte", "anne"]), ("", []),
    ],
)  # fmt: skip
def test_little_words_are_left_out_unless_alone(text: str, words: list[str]):
    assert words_of(text) == words


def test_a_code_is_one_whatever_stands_between_its_parts():
    assert compact("QP 093-028") == "qp093028"
    assert [bare(code) for code in ("COM-2A004", "QP02A001", "QN97401M", "FR", "Query")] == [
        "2a004", "02a001", "97401m", "", "",
    ]  # fmt: skip


@given(st.text(max_size=30))
def test_nothing_typed_is_an_error(text: str):
    finder = Finder(TOWNS, lambda code: (), HOLDERS)
    assert set(finder.find(text)) <= set(TOWNS)


@given(st.sampled_from(sorted(TOWNS)))
def test_every_name_and_every_code_finds_its_place(code: str):
    finder = Finder(TOWNS, lambda code: (), HOLDERS)
    assert code in finder.find(TOWNS[code].upper())
    assert not finder.find(code.lower())[code][0], "as its code"


# In a store ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("qp093001", "QP093001"), ("com-93066", "COM-93066"), ("Qp 093001", "QP093001"), ("dep-93", "DEP-93"),
        ("fr", "FR"), ("QP093001", "QP093001"), ("qp093999", "qp093999"), ("", ""), ("93066", "COM-93066"),
        ("093001", "QP093001"), ("11", "11"), ("200054781", "EPCI-200054781"),
    ],
)  # fmt: skip
def test_a_code_typed_in_any_case_is_the_code(neighbourhood_store: Store, typed: str, code: str):
    assert neighbourhood_store.territories.canonical(typed) == code


def test_quarters_and_what_they_lie_in_are_told_from_the_rest(neighbourhood_store: Store):
    places = neighbourhood_store.territories
    for code in ("QP093001", "COM-93066", "EPCI-200054781", "DEP-93", "REG-04"):
        assert places.holds_quarters(code), code
    empty = [record.code for record in places.of_kind("commune") if not places.holds_quarters(record.code)]
    lain_in = {code for record in places.of_kind("neighbourhood") for code in record.communes}
    assert not set(empty) & lain_in


def test_codes_near_one_that_does_not_exist_are_of_its_departement_first(neighbourhood_store: Store):
    found = close_codes(neighbourhood_store, "qp093099")
    assert found
    assert all(code[2:5] == "093" for code in found)
    assert "QN09301M" in close_codes(neighbourhood_store, "QP09301M"), "the letter of the other map"
    assert "COM-93066" in close_codes(neighbourhood_store, "com-93067")
    assert "COM-93066" in close_codes(neighbourhood_store, "93066")
    assert close_codes(neighbourhood_store, "x" * 5000) == []


@pytest.mark.parametrize(
    ("code", "department"),
    [
        ("QP093028", "DEP-93"), ("qn97401m", "DEP-974"), ("COM-93999", "DEP-93"), ("COM-97411", "DEP-974"),
        ("QP099001", ""), ("QP02A001", "DEP-2A"), ("EPCI-200054781", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_code_tells_its_departement(built_store: Store, code: str, department: str):
    assert department_in(built_store, code) == department


@pytest.mark.parametrize("text", ["la réunion", "La Reunion", "974", "dep-974"])
def test_without_official_files_a_departement_is_found_as_well(built_store: Store, text: str):
    assert "DEP-974" in {record.code for record in search_places(built_store, text)}
