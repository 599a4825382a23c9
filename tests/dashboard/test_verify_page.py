"""The page where a sentence is verified: the verdict in words, the sentence to copy, the figures and their sources."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from dash.development.base_component import Component

from dashboard.components.filters import filter_bar
from dashboard.pages import verify
from dashboard.questions.checking import LONGEST, VERDICTS, check_claim
from dashboard.questions.reading import Reading
from dashboard.view import choose
from tests.dashboard.walk import components, props, text_of


def page(reading: Reading, sentence: str) -> list[Component]:
    view = verify.view(reading)
    values = choose(view.filters, {"phrase": sentence}).values
    return [part for part in view.results(values) if part is not None]


def test_without_a_sentence_examples_are_offered(reading: Reading) -> None:
    text = text_of(page(reading, ""))
    assert all(example in text for example in verify.EXAMPLES)
    assert not any(words in text for words in VERDICTS.values())


@pytest.mark.parametrize("sentence", verify.EXAMPLES)
def test_the_answer_is_that_of_the_checker(reading: Reading, sentence: str) -> None:
    answer = check_claim(sentence, reading)
    parts = page(reading, sentence)
    text = text_of(parts)
    assert VERDICTS[answer.verdict] in text
    assert answer.reason in text
    assert all(figure.text in text and figure.locator in text for figure in answer.figures)
    copies = [props(button).get("data-copy") for button in components(parts, "Button")]
    assert copies == [answer.suggestion]
    assert f"phrase={quote(sentence, safe='')}".replace("%20", "+") in str(parts)


def test_a_long_sentence_is_kept_and_a_longer_one_cut(reading: Reading) -> None:
    view = verify.view(reading)
    assert choose(view.filters, {"phrase": "é" * (LONGEST + 9)}).values["phrase"] == "é" * LONGEST


def test_the_box_takes_as_much_as_is_judged_and_has_a_button(reading: Reading) -> None:
    view = verify.view(reading)
    bar = filter_bar(view.filters, {"phrase": "Le chômage"})
    (box,) = components(bar, "Textarea")
    assert props(box)["value"] == "Le chômage"
    assert props(box)["inputProps"] == {"maxLength": LONGEST}
    assert text_of(components(bar, "Button")) == "Vérifier la phrase"


def test_markup_stays_text(reading: Reading) -> None:
    sentence = "<script>alert(1)</script> Le chômage est de 18,3 % dans les QPV"
    assert sentence in text_of(page(reading, sentence))
    assert not components(page(reading, sentence), "Script")
