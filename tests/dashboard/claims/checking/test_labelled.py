"""The labelled sentences: what the checker answers beside what the figures say, read by hand in the store."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import pytest

from dashboard.claims.checking import Verdict
from dashboard.questions.checking import check_claim
from dashboard.questions.reading import Reading

FILE = Path(__file__).parents[1] / "labelled_claims.csv"
LEAST, LEAST_ACCURACY = 960, 0.95
VERDICTS = [verdict.value for verdict in Verdict]


def labelled() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter=";"))


@pytest.fixture(scope="module")
def answered(reading: Reading) -> list[tuple[dict[str, str], str, str]]:
    """Each sentence with the verdict given and the reason."""
    checks = [(row, check_claim(row["sentence"], reading)) for row in labelled()]
    return [(row, check.verdict.value, check.reason) for row, check in checks]


def test_the_set_is_large_varied_and_mostly_made_of_traps() -> None:
    rows = labelled()
    counts = Counter(row["verdict"] for row in rows)
    assert len({row["sentence"] for row in rows}) == len(rows) >= LEAST
    assert set(counts) == set(VERDICTS)
    assert min(counts.values()) >= 30, counts
    assert sum(count for verdict, count in counts.items() if verdict != "supported") >= len(rows) / 2
    assert all(row["why"] for row in rows)


def test_no_trap_is_confirmed_and_nearly_all_are_named(answered: list[tuple[dict[str, str], str, str]]) -> None:
    sys.stdout.write(confusion([(row["verdict"], given) for row, given, _ in answered]))
    wrong = [
        f"{row['verdict']} → {given} : {row['sentence']} ({row['why']}) | {reason}"
        for row, given, reason in answered
        if row["verdict"] != given
    ]
    listed = "\n".join(wrong)
    confirmed = [line for line in wrong if "→ supported" in line]
    assert not confirmed, listed
    assert 1 - len(wrong) / len(answered) >= LEAST_ACCURACY, listed


def confusion(pairs: list[tuple[str, str]]) -> str:
    """A row a label, a column an answer, then the part of each label that is answered right."""
    counts = Counter(pairs)
    width = max(map(len, VERDICTS))
    lines = ["", f"{'label / answer':>{width}} " + " ".join(f"{name[:11]:>11}" for name in VERDICTS) + "   accuracy"]
    for label in VERDICTS:
        row = [counts[label, answer] for answer in VERDICTS]
        right = counts[label, label] / max(sum(row), 1)
        lines.append(f"{label:>{width}} " + " ".join(f"{count:>11}" for count in row) + f"   {right:8.1%}")
    total = sum(count for (label, answer), count in counts.items() if label == answer) / max(len(pairs), 1)
    return "\n".join([*lines, f"{len(pairs)} sentences, {total:.1%} right", ""])
