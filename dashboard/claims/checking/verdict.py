"""What a check answers: one of seven verdicts, why, and the figures that decide."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dashboard.claims.checking.fitting import Fact


class Verdict(StrEnum):
    """Whether a sentence may be written."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"
    OVER_CLAIMED = "over_claimed"
    WRONG_YEAR = "wrong_year"
    WRONG_COMPARATOR = "wrong_comparator"
    OUTDATED = "outdated"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one part of a sentence; ``reason`` in French, ``facts`` the figures that decide, oldest first."""

    verdict: Verdict
    reason: str
    fact: Fact | None = None
    before: Fact | None = None
    """The figure that a change starts from."""
