"""Counts in words, and locators of computed figures."""

from __future__ import annotations

import pytest

from dashboard import french
from etl.model import computed
from etl.words import counted


@pytest.mark.parametrize(
    ("count", "words", "told"),
    [
        (0, ("quartier",), "0 quartier"),
        (1, ("quartier publié",), "1 quartier publié"),
        (2, ("quartier publié",), "2 quartiers publiés"),
        (2, ("lieu", "lieux"), "2 lieux"),
    ],
)
def test_a_plural_starts_at_two(count: int, words: tuple[str, ...], told: str) -> None:
    assert counted(count, *words) == told
    assert french.counted(count, *words) == told.replace(" ", french.NBSP, 1)


def test_pages_part_thousands() -> None:
    assert french.counted(1584, "quartier") == f"1\u202f584{french.NBSP}quartiers"


def test_what_is_computed_from_what_is_computed_says_it_once() -> None:
    first = computed("CAF.csv, A, somme des IRIS")
    assert first == "calculé par Lisière : CAF.csv, A, somme des IRIS"
    assert computed(f"{first}, moins 2 quartiers ({first}…)").count("calculé par Lisière") == 1
