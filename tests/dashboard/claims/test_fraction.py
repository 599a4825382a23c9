"""A share in plain words: the nearest fraction, on the right side of it, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.claims.fraction import ABOVE_POINTS, BELOW_POINTS, SAME_POINTS, Share, share_of
from etl.catalogue import Catalogue, Counted

HOUSEHOLDS = Counted(one="ménage", many="ménages", singular="n’a pas de voiture", plural="n’ont pas de voiture")
FAMILIES = Counted(
    one="famille", many="familles", gender="f", singular="est monoparentale", plural="sont monoparentales"
)


def told(value: float, counted: Counted = HOUSEHOLDS) -> str:
    found = share_of(value)
    return found.sentence(counted) if found else ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (48.7, "près d’un ménage sur deux n’a pas de voiture"),
        (50.4, "un ménage sur deux n’a pas de voiture"),
        (43.6, "plus de quatre ménages sur dix n’ont pas de voiture"),
        (33.3, "un ménage sur trois n’a pas de voiture"),
        (35.0, "plus d’un ménage sur trois n’a pas de voiture"),
        (66.7, "deux ménages sur trois n’ont pas de voiture"),
        (74.0, "près de trois ménages sur quatre n’ont pas de voiture"),
        (79.0, "près de huit ménages sur dix n’ont pas de voiture"),
        (59.0, "près de six ménages sur dix n’ont pas de voiture"),
        (10.0, "un ménage sur dix n’a pas de voiture"),
        (9.6, "près d’un ménage sur dix n’a pas de voiture"),
        (45.0, ""),
        (7.0, ""),
        (0.0, ""),
        (98.0, ""),
        (100.0, ""),
    ],
)
def test_the_words_of_a_share(value: float, text: str):
    assert told(value) == text


def test_feminine_nouns_count_in_the_feminine():
    assert told(24.0, FAMILIES) == "près d’une famille sur quatre est monoparentale"
    assert told(41.0, FAMILIES) == "plus de quatre familles sur dix sont monoparentales"
    share = share_of(24.0)
    assert share is not None
    assert share.words(FAMILIES, named=False) == "près d’une sur quatre"


@given(st.floats(0, 100))
def test_the_side_is_that_of_the_value_and_the_fraction_is_near(value: float):
    share = share_of(value)
    if share is None:
        return
    target = float(share.fraction * 100)
    match share.side:
        case -1:
            assert target - BELOW_POINTS <= value < target
        case 1:
            assert target < value <= target + ABOVE_POINTS
        case 0:
            assert abs(value - target) <= SAME_POINTS
        case _:
            pytest.fail("no interval, no « environ »")


@given(st.lists(st.floats(0, 100), min_size=2, max_size=2, unique=True))
def test_a_greater_share_never_has_a_smaller_fraction(values: list[float]):
    low, high = (share_of(value) for value in sorted(values))
    if low is not None and high is not None:
        assert low.fraction <= high.fraction


@given(value=st.floats(10, 90), half=st.floats(0.1, 10))
def test_within_its_interval_no_side_is_told(value: float, half: float):
    """« près de » says the value is below: not said when the interval goes beyond."""
    share = share_of(value, (value - half, value + half))
    if share is not None and share.side in (-1, 1):
        target = float(share.fraction * 100)
        assert not value - half <= target <= value + half


def test_the_words_of_an_interval_that_holds_the_fraction():
    share = share_of(48.7, (45.0, 52.0))
    assert share == Share(share.fraction, None) if share else False
    assert share.words(HOUSEHOLDS) == "environ un ménage sur deux"


def test_what_the_catalogue_counts_is_told_in_both_numbers(catalogue: Catalogue):
    counted = {name: known for name, known in catalogue.indicators.items() if known.counted}
    assert len(counted) > 40
    for name, known in counted.items():
        assert known.is_share, name
        words = known.counted
        assert words is not None
        assert words.one != words.many, name
        assert words.singular.split()[:2] != words.plural.split()[:2], name
        assert not words.one.startswith(("un ", "une ", "le ", "la ")), name
        for text in (words.singular, words.plural):
            assert not text.endswith("."), name
            assert "'" not in text, name
