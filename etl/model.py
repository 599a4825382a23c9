"""The words every part shares: one observation is one figure.

The table of observations is tidy, one row each, with the columns of ``COLUMNS`` in that order. Status codes are
those of SDMX (content-oriented guidelines, code lists CL_OBS_STATUS and CL_CONF_STATUS).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

COLUMNS = (
    "indicator",
    "territory",
    "zone",
    "perimeter",
    "period",
    "sex",
    "age",
    "breakdown",
    "value",
    "unit",
    "lower",
    "upper",
    "n",
    "obs_status",
    "conf_status",
    "qualifier",
    "source",
    "locator",
    "note",
)
NUMERIC_COLUMNS = ("value", "lower", "upper", "n")
KEY_COLUMNS = ("indicator", "territory", "zone", "perimeter", "period", "sex", "age", "breakdown")

TOTAL = "_T"

DISTRIBUTION = "quarters:"
"""Breakdowns that are places of quarters among others (median, quartiles), not people."""


class ObsStatus(StrEnum):
    """CL_OBS_STATUS: why a value is absent or fragile."""

    NORMAL = "A"
    BREAK = "B"
    DEFINITION_DIFFERS = "D"
    ESTIMATED = "E"
    NOT_COLLECTED = "L"
    NOT_APPLICABLE = "M"
    MISSING = "O"
    PROVISIONAL = "P"
    SUPPRESSED = "Q"
    LOW_RELIABILITY = "U"


class ConfStatus(StrEnum):
    """CL_CONF_STATUS: whether a value may be seen."""

    FREE = "F"
    CONFIDENTIAL = "C"


class Perimeter(StrEnum):
    """Which drawing of the priority map an observation belongs to."""

    QP2015 = "QP2015"
    QP2024 = "QP2024"
    ZUS = "ZUS"
    NONE = ""


class Qualifier(StrEnum):
    """How the source words the precision of a figure; empty when it is exact."""

    EXACT = ""
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IN_WORDS = "in_words"


class Face(StrEnum):
    """The five faces of absence, and presence: never alike in the data, on screen or in an export."""

    PUBLISHED = "published"
    ZERO = "zero"
    SECRET = "secret"  # noqa: S105 (an absence, not a password)
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNRELIABLE = "unreliable"


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure. ``value`` is None when absent; ``lower`` and ``upper`` are 95 % limits in the unit of ``value``;
    ``n`` is the denominator (persons, households, establishments), only when published or computable."""

    indicator: str
    territory: str
    zone: str
    perimeter: str
    period: str
    sex: str
    age: str
    breakdown: str
    value: float | None
    unit: str
    lower: float | None
    upper: float | None
    n: float | None
    obs_status: str
    conf_status: str
    qualifier: str
    source: str
    locator: str
    note: str

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Sex, age and breakdown together: whom the figure is about."""
        return (self.sex, self.age, self.breakdown)

    @property
    def face(self) -> Face:
        """How the figure is present or absent."""
        if self.conf_status == ConfStatus.CONFIDENTIAL or self.obs_status == ObsStatus.SUPPRESSED:
            return Face.SECRET
        if self.obs_status == ObsStatus.NOT_APPLICABLE:
            return Face.NOT_APPLICABLE
        if self.value is None:
            return Face.MISSING
        if self.obs_status == ObsStatus.LOW_RELIABILITY:
            return Face.UNRELIABLE
        return Face.ZERO if self.value == 0 else Face.PUBLISHED


PERIOD_NOTES = {
    "stated": "",
    "deduced": "Année déduite : la source ne l’écrit pas.",
    "publication": "Année de publication : la date des données n’a pas été lue.",
    "doubtful": "Année incertaine : l’éditeur ne l’écrit pas et rien ne permet de la vérifier.",
}
"""How sure the period of a figure is: the words that open its note."""

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])(?:-([0-9]{2}))?))?")


AGE_PATTERN = r"_T|Y[0-9]+(T[0-9]+)?|Y_(LT|GE)[0-9]+"
"""How an age is written: _T, Y15T64, Y15, Y_LT30, Y_GE65."""


class InvalidValueError(ValueError):
    """A word of a question that is not written as it should; ``code`` is for programs, the text is French."""

    def __init__(self, kind: str, text: str) -> None:
        self.code = f"invalid_{kind}"
        super().__init__(text)


def check_age(age: str) -> None:
    """Raises InvalidValueError when ``age`` is not the code of one."""
    if not re.fullmatch(AGE_PATTERN, age):
        raise InvalidValueError("age", f"{age!r} n'est pas un âge (Y15T64, Y_LT30, Y_GE65)")


def _not_a_period(text: str) -> InvalidValueError:
    return InvalidValueError(
        "period", f"{text!r} n'est pas une période ISO 8601 (2014, 2017-Q4, 2015-12, 2015-12-31, 2015-09/2016-08)"
    )


def _bounds(text: str) -> tuple[date, date]:
    match = _PERIOD.fullmatch(text)
    if match is None:
        raise _not_a_period(text)
    year = int(match[1])
    if match[2]:
        last = 3 * int(match[2])
        return date(year, last - 2, 1), date(year, last, calendar.monthrange(year, last)[1])
    if match[4]:
        day = date(year, int(match[3]), int(match[4]))
        return day, day
    if match[3]:
        month = int(match[3])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


@lru_cache(maxsize=4096)  # a build knows some hundred periods, a page asks thousands of times
def period_bounds(period: str) -> tuple[date, date]:
    """First and last day of an ISO 8601 / SDMX period.

    Raises InvalidValueError when ``period`` is not one, or when an interval ends before it starts.
    """
    start, slash, end = period.partition("/")
    try:
        first = _bounds(start)
        last = _bounds(end) if slash else first
    except ValueError:  # also a day that does not exist, or the year 0
        raise _not_a_period(period) from None
    if last[1] < first[0]:
        raise InvalidValueError("period", f"{period!r} finit avant de commencer")
    return first[0], last[1]


def is_period(text: str) -> bool:
    """True when ``text`` is a period that ``period_bounds`` reads."""
    try:
        period_bounds(text)
    except ValueError:
        return False
    return True


def period_order(period: str) -> tuple[date, date]:
    """Sort key: by last day, then by first (the most recent period, and the shorter of two, comes last)."""
    first, last = period_bounds(period)
    return last, first


_COMPUTED = "calculé par Lisière : "


def computed(how: str) -> str:
    """The locator of a figure that is computed, from what it is computed; said once, even of what is itself
    computed."""
    return _COMPUTED + how.replace(_COMPUTED, "")


def plain_number(value: float | None) -> str:
    """Shortest text that reads back as the same number; empty when absent."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
