"""The sentences of the notes given back to the checker: none is contradicted, and those of a gap are confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from dashboard.claims.checking import Verdict
from dashboard.questions.checking import ClaimCheck, check_claim
from dashboard.questions.reading import Reading
from dashboard.store import Store
from tests.dashboard.briefs.making import brief
from tests.small_raw import QUARTERS

ALLOWED = (Verdict.SUPPORTED, Verdict.NOT_CHECKABLE)
KINDS = ("country", "scope", "region", "department")
LEAST_OF_GAPS, LEAST_OF_ALL = 0.85, 0.2
"""The part that is confirmed: of the sentences of a gap, and of all, cautions and lists of quarters included."""
HERE = ("dans le quartier que", "dans le quartier qu’", "dans le quartier et", "dans le quartier,")
"""How the note of a quarter calls it: read alone, its sentences must name it."""


def told(reading: Reading, codes: list[str]) -> Iterator[tuple[str, str, ClaimCheck]]:
    """Every sentence of the notes of ``codes``: its rule, its text with the quarter named, and what is answered."""
    for code in codes:
        for statement in brief(reading, code).statements:
            text = statement.claim.text
            for words in HERE if code.startswith("Q") else ():
                text = text.replace(words, words.replace("quartier", f"quartier {code}", 1))
            yield statement.claim.rule, text, check_claim(text, reading)


def assert_never_contradicted(answers: list[tuple[str, str, ClaimCheck]]) -> Counter[tuple[str, Verdict]]:
    wrong = [f"{answer.verdict} : {text}\n  {answer.reason}" for _, text, answer in answers]
    wrong = [line for line, (_, _, answer) in zip(wrong, answers, strict=True) if answer.verdict not in ALLOWED]
    assert not wrong, "\n".join(wrong)
    return Counter((rule.partition(".")[0], answer.verdict) for rule, _, answer in answers)


def test_the_notes_of_france_and_of_every_named_territory_hold(reading: Reading) -> None:
    catalogued = getattr(reading.catalogue.territories, "catalogued", reading.catalogue.territories)
    codes = [code for code, territory in catalogued.items() if territory.kind in KINDS]
    assert len(codes) > 100
    counts = assert_never_contradicted(list(told(reading, codes)))
    confirmed, left = (counts["gap", verdict] for verdict in ALLOWED)
    assert confirmed / (confirmed + left) >= LEAST_OF_GAPS, counts
    every = sum(counts.values())
    assert every > 300
    assert sum(n for (_, verdict), n in counts.items() if verdict == Verdict.SUPPORTED) / every >= LEAST_OF_ALL, counts


def test_the_notes_of_quarters_hold(neighbourhood_store: Store) -> None:
    counts = assert_never_contradicted(list(told(Reading(neighbourhood_store), list(QUARTERS))))
    assert counts["gap", Verdict.SUPPORTED] > 20, counts


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("En Île-de-France, 25 % des habitants des QPV étaient étrangers en 2010-2012.", Verdict.SUPPORTED),
        ("En Île-de-France, 13 % des habitants des QPV étaient étrangers en 2010-2012.", Verdict.UNSUPPORTED),
        ("La région REG-11 compte 298 quartiers prioritaires en 2024.", Verdict.SUPPORTED),
        ("La région REG-11 compte 75 quartiers prioritaires en 2024.", Verdict.UNSUPPORTED),
        ("Le département DEP-93 compte 75 quartiers prioritaires en 2024.", Verdict.SUPPORTED),
    ],
)
def test_a_named_territory_answers_for_itself(reading: Reading, sentence: str, verdict: Verdict) -> None:
    assert check_claim(sentence, reading).verdict == verdict
