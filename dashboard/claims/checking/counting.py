"""Whether the numbers of a sentence count what an indicator counts: its unit, and those whom its share is of."""

from __future__ import annotations

import re

from dashboard.claims.checking.statement import Measure, Statement
from dashboard.claims.checking.words import ALIKE, COUNTED
from etl.catalogue import Indicator, fold

WHOLE = 100
"""A number above it is no percentage, whatever follows it: « 5,5 millions »."""
CONFUSED = ("habitant", "personne", "population", "menage", "qpv", "quartier")
"""Words that other universes name in passing (« personnes des ménages fiscaux »): only their own place counts."""


def odd_unit(statement: Statement, indicator: Indicator) -> str:
    """The first number that is not counted as the indicator is: a percentage of a number of people."""
    for number in statement.numbers:
        percent, points, euros = number.unit == "%", number.unit == "points", number.unit.startswith(("€", "eur"))
        match number.measure, indicator.unit:
            case (Measure.LEVEL, "percent"):
                odd = not percent and (number.unit != "" or number.value > WHOLE)
            case (Measure.LEVEL, "eur_per_cu_month" | "eur_per_cu_year" as unit) if " par " in number.unit:
                odd = number.unit.endswith(" an") != unit.endswith("_year")
            case (Measure.LEVEL, unit):
                odd = percent or (euros != unit.startswith("eur") and (euros or number.unit != ""))
            case (Measure.DIFFERENCE, unit):
                odd = points != (unit in ("percent", "points"))
            case _:
                odd = False
        if odd:
            return number.text
    return ""


def counts_them(counted: str, indicator: Indicator) -> bool:
    """True when « x % des … » is about those whom the indicator counts; the others are another figure."""
    if not counted or indicator.unit != "percent":
        return True
    if " " in counted:  # « des actifs en emploi »
        return "ayant un emploi" in indicator.universe or "en emploi" in indicator.universe
    alike = next((nouns for nouns in ALIKE if counted in nouns), {counted})
    universe = fold(f"{indicator.universe} {indicator.label}")
    first = re.sub(r"^ensemble (?:de la |des |de l')", "", universe).split()[:2]
    return any(word.strip(",").removesuffix("s") in alike for word in first) or (
        counted not in CONFUSED and any(noun in universe for noun in alike)
    )


def counted_in(small: str) -> str:
    """« menage » of « 18 % des ménages », « un ménage sur six »; empty when the part says none."""
    for found in COUNTED.finditer(small):
        one = found[0].startswith(("un", *"0123456789"))
        if not one or re.match(r"(?: [a-z']+){0,6}? sur [0-9]", small[found.end() :]):
            return found["noun"].removesuffix("s")
    return ""
