"""``qpv claim``: a verdict is an answer, a text that cannot be judged is refused."""

from __future__ import annotations

import json

import pytest

from dashboard.claims.checking import Verdict
from dashboard.questions.checking import VERDICTS, check_claim
from dashboard.questions.reading import Reading
from dashboard.store import Store
from qpv.claim import describe
from tests.conftest import Built
from tests.serving import qpv

KEYS = ["sentence", "verdict", "reason", "figures", "suggestion"]
SENTENCES = {
    "Le chômage est trois fois plus élevé dans les QPV.": "over_claimed",
    "En 2014, 26,7 % des actifs des QPV étaient au chômage.": "supported",
    "Il fait beau.": "not_checkable",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_verdict_is_json_for_programs_and_words_for_people(sentence: str, built: Built, built_store: Store) -> None:
    folder = {"QPV_INDICATORS_DIR": str(built.folder)}
    answer = check_claim(sentence, Reading(built_store))
    result = qpv("claim", sentence, "--format", "json", **folder)
    assert (result.returncode, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert list(found) == KEYS
    assert found == answer.as_dict()
    assert found["verdict"] == SENTENCES[sentence]
    table = qpv("claim", sentence, **folder)
    assert (table.returncode, table.stderr) == (0, "")
    assert table.stdout == describe(answer)
    assert VERDICTS[answer.verdict] in table.stdout
    for figure in answer.figures:
        assert figure.text in table.stdout
        assert figure.locator in table.stdout


@pytest.mark.parametrize("sentence", ["", "   ", "a" * 2_001])
def test_an_empty_or_endless_sentence_is_refused(sentence: str, built: Built) -> None:
    result = qpv("claim", sentence, "--format", "json", QPV_INDICATORS_DIR=str(built.folder))
    assert result.returncode == 2
    assert result.stdout == ""
    assert json.loads(result.stderr)["error"]["code"] == "sentence"


def test_every_verdict_has_its_words() -> None:
    assert set(VERDICTS) == set(Verdict)
