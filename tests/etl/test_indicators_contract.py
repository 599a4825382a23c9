"""What every indicator of the project's catalogue must obey. A new entry is picked up from the catalogue."""

from __future__ import annotations

import re

import pytest

from dashboard.store import Store
from etl.catalogue import Aggregation, Catalogue, Indicator, Polarity, load_catalogue
from tests.conftest import ROOT
from tests.official import declared_breakdowns, declared_indicators

CATALOGUE = load_catalogue(ROOT / "data" / "catalogue")
ENGLISH = re.compile(r"\b(the|of|and|share|rate|among|households)\b", re.IGNORECASE)


@pytest.fixture(params=CATALOGUE.indicators.values(), ids=lambda indicator: indicator.id)
def indicator(request: pytest.FixtureRequest) -> Indicator:
    """Each indicator in turn."""
    entry: Indicator = request.param
    return entry


def test_words_are_french_and_ready_for_the_screen(indicator: Indicator) -> None:
    assert indicator.label[0].isupper() or not indicator.label[0].isalpha(), "label starts with a capital"
    assert not indicator.label.endswith("."), "a label is not a sentence"
    assert indicator.definition.endswith("."), "a definition is a sentence"
    assert re.match(r"(l[ea] |l['’]|les )", indicator.phrase), "a phrase starts with its article"
    for text in (indicator.label, indicator.phrase, indicator.definition, indicator.universe):
        assert not ENGLISH.search(text), text
        assert text == text.strip()
        assert "  " not in text


def test_the_article_goes_with_the_gender(indicator: Indicator) -> None:
    if indicator.phrase.startswith(("le ", "la ")):
        assert indicator.phrase.startswith("la ") == (indicator.gender == "f")


def test_caveats_are_sentences(indicator: Indicator) -> None:
    for caveat in indicator.caveats:
        assert caveat.endswith((".", "!", "?", "»")), caveat


def test_comparators_are_comparators(indicator: Indicator) -> None:
    assert len(set(indicator.comparators)) == len(indicator.comparators)
    for name in indicator.comparators:
        assert CATALOGUE.zones[name].role != "priority", f"{name} is not around the QPV"
    statutory = [name for name in indicator.comparators if name == "uue"]
    assert indicator.comparators[: len(statutory)] == statutory, "the comparator of the law comes first"


def test_a_judgement_needs_a_comparator(indicator: Indicator) -> None:
    if indicator.polarity != Polarity.NEUTRAL and indicator.uses.comparison:
        assert indicator.comparators, "better or worse than what?"


def test_only_what_adds_up_is_summed(indicator: Indicator) -> None:
    if indicator.aggregation == Aggregation.SUM and not CATALOGUE.units[indicator.unit].additive:
        # shares of one whole do add up; rates, which are compared, do not
        assert indicator.unit == "percent", f"{indicator.unit} does not add up"
        assert not indicator.comparators


def test_bounds_and_decimals_suit_the_unit(indicator: Indicator) -> None:
    low, high = indicator.limits
    assert low is None or high is None or low < high
    if CATALOGUE.units[indicator.unit].additive and indicator.unit != "eur_total":
        assert indicator.decimals == 0, "one does not count halves"


def test_guide_pages_exist(indicator: Indicator) -> None:
    assert all(1 <= page <= 40 for page in indicator.guide_pages)


def test_the_usual_age_is_written_as_in_the_data(indicator: Indicator) -> None:
    assert re.fullmatch(r"_T|Y[0-9]+(T[0-9]+)?|Y_(LT|GE)[0-9]+", indicator.default_age)


def test_there_are_observations(indicator: Indicator, built_store: Store) -> None:
    known = built_store.of(indicator.id) or indicator.id in declared_indicators()
    assert known, "an indicator without a figure has nothing to show"


def test_labels_are_not_given_twice(catalogue: Catalogue) -> None:
    labels = [indicator.label for indicator in catalogue.indicators.values()]
    assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_breakdowns_are_used(catalogue: Catalogue, built_store: Store) -> None:
    used = {observation.breakdown for observation in built_store.observations} | declared_breakdowns()
    assert sorted(set(catalogue.breakdown_labels()) - used) == [], "levels that no observation bears"


def test_headlines_have_a_comparator(catalogue: Catalogue) -> None:
    for theme in catalogue.themes.values():
        if theme.headline:
            headline = catalogue.indicators[theme.headline]
            assert headline.comparators, theme.id
            assert headline.theme == theme.id
