"""Any text is judged; what the product writes is confirmed by it; the same with another number is not."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import french
from dashboard.claims.checking import Verdict
from dashboard.claims.checking.quoting import quoted
from dashboard.claims.finding import finding
from dashboard.gaps import Gap
from dashboard.questions.checking import LONGEST, check_claim
from dashboard.questions.reading import Ask, Reading
from etl.catalogue import GuideVerdict
from etl.model import DISTRIBUTION

SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
PIECES = [
    "le chômage", "les QPV", "18,3 %", "trois fois", "plus élevé", "moins", "que", "dans", "contre", "un sur deux",
    "En 2022", "la moitié", "à cause de", "?", ".", ";", "ne", "pas", "point", "de plus", "Paris", "en Bretagne",
    "RSA", "°", "12 871 €", "\u00a0", "’", "(", ")", "%", "−7", "1/2", "depuis", "recule", "se creuse", "²",
    "\u0663", "🙂", "=cmd()",
]  # fmt: skip


@pytest.fixture(scope="module")
def gaps(reading: Reading) -> list[Gap]:
    """Every gap of the committed data: each territory, period, group of people and comparator."""
    found = []
    for name, indicator in reading.catalogue.indicators.items():
        known = [o for o in reading.store.of(name) if not o.breakdown.startswith(DISTRIBUTION)]
        for territory, period, stratum in dict.fromkeys((o.territory, o.period, o.stratum) for o in known):
            for zone in indicator.comparators:
                answer = reading.gap(name, Ask(territory, period, zone, *stratum))
                found += [answer] if isinstance(answer, Gap) else []
    return found


@SHARED
@given(st.text(min_size=1, max_size=400))
def test_any_text_is_judged(reading: Reading, text: str) -> None:
    if text.split():
        assert check_claim(text, reading).verdict in Verdict


@SHARED
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40))
def test_any_heap_of_words_is_judged(reading: Reading, pieces: list[str]) -> None:
    text = " ".join(pieces)
    if text.split():
        answer = check_claim(text, reading)
        assert answer.verdict in Verdict
        assert answer.reason


def test_what_the_product_writes_is_confirmed(reading: Reading, gaps: list[Gap]) -> None:
    assert len(gaps) > 100
    for gap in gaps:
        sentence = finding(gap, reading.catalogue)
        answer = check_claim(french.typography(sentence), reading)
        assert answer.verdict == Verdict.SUPPORTED, f"{sentence}\n{answer.reason}"
        values = {figure.observation.value for figure in answer.figures}
        assert {gap.priority.value, gap.reference.value} <= values


@SHARED
@given(st.data())
def test_the_same_with_another_value_is_not(reading: Reading, gaps: list[Gap], data: st.DataObject) -> None:
    gap = data.draw(st.sampled_from(gaps))
    head, _, values = finding(gap, reading.catalogue).rpartition(" : ")
    number = re.search(r"−?[0-9][0-9\u202f\u00a0]*(,[0-9]+)?", values)
    assert number is not None
    value = float(number[0].replace("−", "-").replace(",", ".").replace("\u202f", "").replace("\u00a0", ""))
    approached = bool(gap.priority.qualifier)
    step = 10.0 ** -len(number[1][1:]) if number[1] else 1.0
    least = 2 + 0.1 * abs(value) if approached else step
    altered = value + least + data.draw(st.integers(0, 30)) * step
    text = french.number(altered, 1 if number[1] else 0, fixed=bool(number[1]))
    sentence = f"{head} : {values[: number.start()]}{text}{values[number.end() :]}"
    answer = check_claim(sentence, reading)
    assert answer.verdict != Verdict.SUPPORTED, f"{sentence}\n{answer.reason}"


@SHARED
@given(st.data())
def test_the_same_the_other_way_round_is_not(reading: Reading, gaps: list[Gap], data: st.DataObject) -> None:
    sentence = finding(data.draw(st.sampled_from(gaps)), reading.catalogue)
    turned = (
        sentence.replace("plus élevé", "plus §").replace("plus faible", "plus élevé").replace("plus §", "plus faible")
    )
    assert turned != sentence
    assert check_claim(turned, reading).verdict != Verdict.SUPPORTED, turned


def test_the_answer_agrees_with_the_check_of_the_guide(reading: Reading) -> None:
    """A claim that was confirmed is never contradicted; one that was contradicted or misdated is never confirmed."""
    for claim in reading.catalogue.guide_claims.values():
        verdict = check_claim(claim.claim, reading).verdict
        if claim.verdict in (GuideVerdict.CONFIRMED, GuideVerdict.ROUNDED):
            assert verdict != Verdict.UNSUPPORTED, claim.claim
        if claim.verdict in (GuideVerdict.CONTRADICTED, GuideVerdict.WRONG_YEAR, GuideVerdict.WRONG_UNIVERSE):
            assert verdict != Verdict.SUPPORTED, claim.claim
    assert check_claim(reading.catalogue.guide_claims["unemployment_2014"].claim, reading).verdict == Verdict.SUPPORTED
    assert check_claim(reading.catalogue.guide_claims["insecurity"].claim, reading).verdict in (
        Verdict.WRONG_YEAR,
        Verdict.WRONG_COMPARATOR,
    )


def test_an_old_date_stays_true_and_the_latest_is_told(reading: Reading) -> None:
    answer = check_claim("En 2014, 26,7 % des actifs des QPV étaient au chômage.", reading)
    assert answer.verdict == Verdict.SUPPORTED
    assert "18,3" in answer.reason
    assert answer.suggestion


def test_an_outdated_sentence_gets_the_latest_value(reading: Reading) -> None:
    answer = check_claim("26,7 % des actifs des QPV sont au chômage.", reading)
    assert answer.verdict == Verdict.OUTDATED
    assert [figure.observation.period for figure in answer.figures] == ["2022"]
    assert "18,3" in answer.suggestion


def test_the_part_that_is_wrong_is_quoted_as_it_was_typed(reading: Reading) -> None:
    sentence = "En 2021, le taux de pauvreté des QPV est de 44,3 %, mais le chômage y est plus faible qu’ailleurs."
    answer = check_claim(sentence, reading)
    assert answer.verdict == Verdict.UNSUPPORTED
    assert "« mais le chômage y est plus faible qu’ailleurs »" in answer.reason.replace("\u00a0", " ")


@given(st.text(max_size=80), st.text(max_size=40))
def test_a_quotation_never_fails(sentence: str, part: str) -> None:
    assert isinstance(quoted(sentence, part), str)


@pytest.mark.parametrize("text", ["", "   ", "\u00a0\n", "a" * (LONGEST + 1)])
def test_an_empty_or_endless_text_is_refused(reading: Reading, text: str) -> None:
    with pytest.raises(ValueError, match="la phrase"):
        check_claim(text, reading)


def test_a_check_is_quick(reading: Reading) -> None:
    sentence = (
        "Le chômage est trois fois plus élevé dans les QPV que la moyenne nationale, en 2022 : 18,3 % contre 7,5 %."
    )
    check_claim(sentence, reading)
    start = time.perf_counter()
    for _ in range(10):
        check_claim(sentence, reading)
    assert (time.perf_counter() - start) / 10 < 0.1
