"""Nothing is confirmed while a word of it is not understood: what is left over may change everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.claims.checking import Verdict
from dashboard.questions.checking import check_claim
from dashboard.questions.reading import Reading

TRUE = "En 2022, le taux de chômage est de 18,3 % dans les QPV."
HIGHER = "En 2022, le chômage est plus élevé dans les QPV que dans les autres quartiers des mêmes agglomérations."
CHANGED = [
    "En 2022, le chômage est dix mille fois plus élevé dans les QPV.",
    "En 2022, le chômage est infiniment plus élevé dans les QPV.",
    "En 2022, le chômage est XX fois plus élevé dans les QPV.",
    "En 2022, le taux de chômage est de 18,3 ‰ dans les QPV.",
    "En 2022, le taux de chômage est de 18,3.5 % dans les QPV.",
    "En 2022, le taux de chômage a été réduit de 18,3 % dans les QPV.",
    "En 2022, le chômage est loin d’être plus élevé dans les QPV.",
    "En 2022, le chômage n’est plus plus élevé dans les QPV.",
    "En 2022, le chômage est nullement plus élevé dans les QPV.",
    "En 2022, le chômage est pas plus élevé dans les QPV.",
    "C’est une idée reçue que le chômage soit plus élevé dans les QPV en 2022.",
    "En 2022, le taux de chômage serait de 18,3 % dans les QPV.",
    "Si le taux de chômage des QPV était de 18,3 % en 2022.",
    "En 2022, le taux de chômage des seniors est de 18,3 % dans les QPV.",
    "En 2022, le taux de chômage des musulmans est plus élevé dans les QPV.",
    "En 2022, le taux de chômage des QPV allemands est de 18,3 %.",
    "En 2022, le taux de chômage des anciens QPV est de 18,3 %.",
    "En 2022, le taux de chômage est de 18,3 % dans les QPV comme dans les autres quartiers.",
    "En 2022, le chômage des QPV, de 18,3 %, vient de l’immigration.",
    "L’assistanat nourrit le chômage des QPV, de 18,3 % en 2022.",
    "Les employeurs refusent les candidats des QPV : 18,3 % de chômage en 2022.",
    "Avant 2022, le taux de chômage des QPV est de 18,3 %.",
    "Depuis 2022, le taux de chômage des QPV est de 18,3 %.",
    "Le 31 décembre 2022, le taux de chômage des QPV est de 18,3 %.",
    "En 2022, le taux de chômage des QPV est de 18,3 % la nuit.",
    "Le chômage est plus élevé dans les QPV en 2022, sauf pour les femmes.",
    "Dans le quartier QP093028, le taux d’emploi est plus élevé que dans l’ensemble des QPV.",
]


@pytest.mark.parametrize("sentence", [TRUE, HIGHER])
def test_what_is_wholly_understood_is_confirmed(sentence: str, reading: Reading) -> None:
    assert check_claim(sentence, reading).verdict == Verdict.SUPPORTED


@pytest.mark.parametrize("sentence", CHANGED)
def test_a_word_that_changes_everything_keeps_a_sentence_from_being_confirmed(sentence: str, reading: Reading) -> None:
    assert check_claim(sentence, reading).verdict not in (Verdict.SUPPORTED, Verdict.OUTDATED)


def test_the_reason_names_the_word(reading: Reading) -> None:
    answer = check_claim("En 2022, le taux de chômage des anciens QPV est de 18,3 %.", reading)
    assert answer.verdict == Verdict.NOT_CHECKABLE
    assert "« anciens » n’est pas compris" in answer.reason.replace("\u00a0", " ")


@given(st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=12))
def test_any_unknown_word_keeps_a_sentence_from_being_confirmed(reading: Reading, word: str) -> None:
    answer = check_claim(f"En 2022, le taux de chômage est {word} de 18,3 % dans les QPV.", reading)
    assert answer.verdict != Verdict.SUPPORTED
