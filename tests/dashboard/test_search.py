"""Words as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.search import fold, matches


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Île-de-France", "ile-de-france"),
        ("L’ÉCOLE", "l'ecole"),
        ("cœur", "coeur"),
        ("Œuvre", "oeuvre"),
        ("1ᵉʳ", "1er"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("chomage", "Taux de chômage", True),
        ("CHÔMAGE taux", "Taux de chômage", True),
        ("taux emploi", "Taux de chômage", False),
        ("école", "l’école de la deuxième chance", True),
        ("l'école", "l’école de la deuxième chance", True),
        ("entre", "entreprises", True),
        ("vélo", "Développement", False),
        ("vélo", "Atelier d’auto-réparation de vélos", True),
        ("france", "Île-de-France", True),
        ("", "n’importe quoi", True),
        ("   ", "n’importe quoi", True),
        ("(bic)", "Business angels (BIC)", True),
        ("c++ .*", "c++ .*", True),
        (".*", "tout", False),
        ("guide_2019", "guide_2019 Avise", True),
    ],
)
def test_matches(asked: str, text: str, found: bool):
    assert matches(asked, text) is found


def test_words_may_be_in_different_texts():
    assert matches("Lyon vélo", "Atelier vélo", "Lyon")


@given(st.lists(st.text("abcdeéèàœ’-", min_size=1, max_size=8), min_size=1, max_size=5))
def test_the_words_of_a_text_find_it(words: list[str]):
    text = " ".join(words)
    assert all(matches(word, text) for word in words)
    assert matches(text.upper(), text)


@given(st.text(), st.text())
def test_nothing_typed_is_an_error(asked: str, text: str):
    assert matches(asked, text) in (True, False)
