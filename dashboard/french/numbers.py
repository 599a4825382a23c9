"""Numbers with their unit, as precise as their source; an absence in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from babel.numbers import format_decimal

from dashboard.french.typography import NBSP
from etl.catalogue import Catalogue, Indicator, Unit
from etl.model import Face, Observation, Qualifier
from etl.words import agreed_with

LOCALE = Locale("fr")
QUALIFIERS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "environ",
    Qualifier.NEARLY: "près de",
    Qualifier.MORE_THAN: "plus de",
    Qualifier.LESS_THAN: "moins de",
    Qualifier.AT_LEAST: "au moins",
    Qualifier.AT_MOST: "au plus",
    Qualifier.IN_WORDS: "environ",
}
APPROACHED = (Qualifier.ABOUT, Qualifier.NEARLY, Qualifier.IN_WORDS)
SIGNS = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "≈",
    Qualifier.NEARLY: "≈",
    Qualifier.IN_WORDS: "≈",
    Qualifier.MORE_THAN: ">",
    Qualifier.LESS_THAN: "<",
    Qualifier.AT_LEAST: "≥",
    Qualifier.AT_MOST: "≤",
}
MILLION = 1_000_000
OVER_QUARTERS, LIVING_STANDARD = "quarters:", "eur_per_cu_year"
INVARIABLE = ("fois", "mois", "pour")
"""First words of a unit that end the same in the plural."""


@lru_cache(maxsize=8)
def _pattern(decimals: int, *, fixed: bool) -> str:
    return "#,##0" + ("." + ("0" if fixed else "#") * decimals if decimals else "")


def number(value: float, decimals: int = 1, *, fixed: bool = False) -> str:
    """``1 234,5``: at most ``decimals`` of them, exactly that many when ``fixed``."""
    text: str = format_decimal(round(value, decimals) + 0.0, format=_pattern(decimals, fixed=fixed), locale=LOCALE)
    return text.replace("-", "−")


def counted(count: int, one: str, many: str = "") -> str:
    """« 1 quartier », « 0 chiffre », « 1 234 quartiers publiés »: as ``etl.words.counted``, as a page writes it."""
    words = agreed_with(count, one, many)
    return f"{number(count, 0)}{NBSP}{words}"


def signed(value: float, decimals: int = 1) -> str:
    """``+10,8`` or ``−3``."""
    text = number(value, decimals)
    return text if text.startswith("−") or round(value, decimals) == 0 else f"+{text}"


def with_unit(value: float, unit: Unit, decimals: int, *, fixed: bool = False) -> str:
    """``18,3 %``, ``9 988 établissements``, ``1,5 fois``: the number never parts from its unit at a line end.

    ``fixed``: every decimal is known, and written: « 42,0 % ». A percentage that has some always shows them.
    """
    for size, word in ((1_000 * MILLION, "milliard"), (MILLION, "million")):
        if value >= size and value % (size / 10) == 0:
            counted = unit.symbol.replace("€", "euros")
            of = ("d’" if counted[0] in "aeéhiou" else "de ") if counted else ""
            plural = "s" if value >= 2 * size else ""
            return f"{number(value / size, 1)}{NBSP}{word}{plural}" + (f" {of}{counted}" if counted else "")
    text = number(value, decimals, fixed=fixed or (unit.symbol == "%" and value != int(value)))
    return f"{text}{NBSP}{_agreed(unit.symbol, value, decimals)}" if unit.symbol else text


def amount(value: float, indicator: Indicator, source: str, catalogue: Catalogue) -> str:
    """A value of ``indicator`` as ``source`` gives it: the one rule of decimals, so that figures of one column agree.

    A data file gives every decimal (« 42,0 % » beside « 43,7 % »); none is added to a figure copied as worded.
    """
    full = catalogue.sources[source].full_decimals
    return with_unit(value, catalogue.units[indicator.unit], indicator.decimals, fixed=full)


def value(observation: Observation, catalogue: Catalogue) -> str:
    """The value as its source words it: « près de 5 millions de personnes »; how it is absent when it is."""
    return _worded(observation, catalogue, QUALIFIERS, " ")


def short_value(observation: Observation, catalogue: Catalogue) -> str:
    """The same where room is short, on a chart: « ≈ 10 % » for « près de 10 % »."""
    return _worded(observation, catalogue, SIGNS, NBSP)


def value_and_face(observation: Observation, catalogue: Catalogue) -> str:
    """The value in a table: one that is published but unreliable does not look like the others."""
    text = value(observation, catalogue)
    return f"{text} (fragile)" if observation.face == Face.UNRELIABLE else text


def _worded(observation: Observation, catalogue: Catalogue, qualifiers: Mapping[Qualifier, str], space: str) -> str:
    if observation.value is None:
        return absence(observation)
    indicator = catalogue.indicators[observation.indicator]
    unit = catalogue.units[observation.unit]
    if observation.qualifier in APPROACHED and unit.symbol == "%":
        # « un sur six » is not 16,7 %: an approached percentage has no decimal
        text = with_unit(float(round(observation.value)), unit, 0)
    else:
        # Between two living standards published to 10 euros, a quartile has no more digits than they have
        ten = observation.breakdown.startswith(OVER_QUARTERS) and observation.unit == LIVING_STANDARD
        value = round(observation.value, -1) if ten else observation.value
        text = amount(value, indicator, observation.source, catalogue)
    word = qualifiers[Qualifier(observation.qualifier)]
    return f"{word}{space}{text}" if word else text


ABSENCES = {
    "secret": "secret statistique",
    "missing": "non publié",
    "not_applicable": "sans objet",
}


def absence(observation: Observation) -> str:
    """Why there is no value, in two words."""
    return ABSENCES[observation.face.value]


def difference(amount: float, unit: Unit, decimals: int, *, sign: bool = True) -> str:
    """``+10,8 points``: a difference in what the unit counts differences in."""
    text = signed(amount, decimals) if sign else number(abs(amount), decimals)
    return f"{text}{NBSP}{_agreed(unit.difference, amount, decimals)}"


def _agreed(words: str, amount: float, decimals: int) -> str:
    """French counts from two up as plural: « 1,8 point », « 1 élève par classe »."""
    first, space, rest = words.partition(" ")
    if abs(round(amount, decimals)) >= 2 or first in INVARIABLE:
        return words
    return first.removesuffix("s") + space + rest


def times(ratio: float) -> str:
    """``2,4 fois``."""
    return f"{number(ratio, 1)}{NBSP}fois"
