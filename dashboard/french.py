"""Numbers, dates and codes as French readers write them. One place, so that no page invents its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from etl.catalogue import Catalogue, Indicator, Territory, Unit
from etl.model import PERIOD_NOTES, TOTAL, Face, Observation, Perimeter, Qualifier, period_bounds

LOCALE = Locale("fr")
NBSP = "\u00a0"
NARROW = "\u202f"

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
SEXES = {TOTAL: "femmes et hommes", "F": "femmes", "M": "hommes"}
PERIMETERS = {
    Perimeter.QP2015: "QPV 2015",
    Perimeter.QP2024: "QPV 2024",
    Perimeter.ZUS: "ZUS",
    Perimeter.NONE: "sans découpage propre",
}
MILLION = 1_000_000
INVARIABLE = ("fois", "mois", "pour")
"""First words of a unit that end the same in the plural."""
SHORT_NAME, LEAST_NAME = 40, 15
"""Characters: the longest name that running text bears, and the shortest that a cut between two parts may leave."""


@lru_cache(maxsize=8)
def _pattern(decimals: int, *, fixed: bool) -> str:
    return "#,##0" + ("." + ("0" if fixed else "#") * decimals if decimals else "")


def number(value: float, decimals: int = 1, *, fixed: bool = False) -> str:
    """``1 234,5``: at most ``decimals`` of them, exactly that many when ``fixed``."""
    text: str = format_decimal(round(value, decimals) + 0.0, format=_pattern(decimals, fixed=fixed), locale=LOCALE)
    return text.replace("-", "−")


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
        text = amount(observation.value, indicator, observation.source, catalogue)
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


def period(text: str) -> str:
    """An ISO 8601 period as French readers name it: ``4ᵉ trimestre 2017``, ``année scolaire 2015-2016``."""
    start, _, end = text.partition("/")
    if not end:
        return _moment(start)
    first, last = period_bounds(text)
    if (first.month, first.day, last.month, last.day) == (9, 1, 8, 31) and last.year == first.year + 1:
        return f"année scolaire {first.year}-{last.year}"
    if re.fullmatch(r"[0-9]{4}", start) and re.fullmatch(r"[0-9]{4}", end):
        return f"{start}-{end}"
    return f"{_moment(start)} à {_moment(end)}"


def _moment(text: str) -> str:
    year, _, rest = text.partition("-")
    if rest.startswith("Q"):
        rank = "1ᵉʳ" if rest[1] == "1" else f"{rest[1]}ᵉ"
        return f"{rank} trimestre {year}"
    if len(rest) == 2:
        return str(format_date(date(int(year), int(rest), 1), "MMMM y", locale=LOCALE))
    if rest:
        day = date.fromisoformat(text)
        return f"1ᵉʳ {format_date(day, 'MMMM y', locale=LOCALE)}" if day.day == 1 else day_of(text)
    return year


def day_of(text: str) -> str:
    """``2025-02-25`` as ``25 février 2025``."""
    return str(format_date(date.fromisoformat(text), "d MMMM y", locale=LOCALE))


def in_period(text: str) -> str:
    """The period at the start of a sentence: « En 2022 », « Au 4ᵉ trimestre 2017 », « Au 31 décembre 2015 »."""
    if "/" in text:
        spelled = period(text)
        if spelled.startswith("année"):
            return f"Sur l’{spelled}"
        start, _, end = text.partition("/")
        return f"Sur la période {spelled}" if spelled[0].isdigit() else sentence(span(start, end))
    if "-Q" in text or len(text) == 10:
        return f"Au {_moment(text)}"
    return f"En {_moment(text)}"


def span(first: str, last: str) -> str:
    """« de 2014 à 2022 », « d’avril 2019 à 2025 », « du 31 décembre 2018 à l’année scolaire 2019-2020 »."""
    article, spelled = _article(last), period(last)
    return f"{_from(first)} {'au ' if article == 'le ' else f'à {article}'}{spelled}"


def _from(text: str) -> str:
    article, spelled = _article(text), period(text)
    if article == "le ":
        return f"du {spelled}"
    return f"d’{spelled}" if not article and spelled[0] in "ao" else f"de {article}{spelled}"


def _article(text: str) -> str:
    """The article of a period inside a sentence: « le 4ᵉ trimestre 2017 », « l’année scolaire 2015-2016 », « 2014 »."""
    if period(text).startswith("année"):
        return "l’"
    start = text.partition("/")[0]
    return "le " if "-Q" in start or len(start) == 10 else ""


def when(observation: Observation) -> str:
    """The same for a figure, careful of one whose data are not dated: « D’après une publication de 2025 »."""
    return dated(observation.period, observation.note)


BASES = {"deduced": "date déduite", "doubtful": "date incertaine", "publication": "date de publication"}
"""How sure a period is, in two words, by period basis; a stated one says nothing."""


def basis(note: str) -> str:
    """Which period basis the words that open a note are of; empty when the source states the period."""
    return next((name for name in BASES if note.startswith(PERIOD_NOTES[name])), "")


def dated(text: str, note: str) -> str:
    """A period at the start of a sentence, as sure as ``note`` says: « Vers 2018 (date déduite) »."""
    how = basis(note)
    if how == "publication":
        return f"D’après une publication {_from(text)}"
    if not how:
        return in_period(text)
    start, _, end = text.partition("/")
    if end and how == "deduced" and not (period(text).startswith("année") or "-Q" in text):
        first, last = (f"{_article(part)}{period(part)}" for part in (start, end))
        return f"À une date située entre {first} et {last}"
    if "-Q" in start and "-Q" in end:
        # Between two quarters a year is measured: both ends are meant, not a date between them
        return f"{sentence(span(start, end))} ({BASES[how]})"
    # a year may be off by one; a day is that of a yearly count, known but not written
    return f"{in_period(text)} ({BASES[how]})" if len(text) > len("2020") else f"Vers {period(text)} ({BASES[how]})"


def dated_period(text: str, note: str) -> str:
    """A period in a caption, as sure as ``note`` says: « 2018, date déduite »."""
    how = basis(note)
    return f"{period(text)}, {BASES[how]}" if how else period(text)


def published(date_text: str) -> str:
    """A date of publication, as precise as it is known."""
    return period(date_text) if date_text else "date non lue"


def age(code: str) -> str:
    """``Y15T64`` as « 15 à 64 ans »."""
    if code == TOTAL:
        return "tous âges"
    if match := re.fullmatch(r"Y([0-9]+)T([0-9]+)", code):
        return f"{match[1]} à {match[2]}{NBSP}ans"
    if match := re.fullmatch(r"Y_LT([0-9]+)", code):
        return f"moins de {match[1]}{NBSP}ans"
    if match := re.fullmatch(r"Y_GE([0-9]+)", code):
        return f"{match[1]}{NBSP}ans ou plus"
    return code.removeprefix("Y") + f"{NBSP}ans"


def perimeter(code: str) -> str:
    """Which drawing of the priority map."""
    return PERIMETERS[Perimeter(code)]


def listed(names: Sequence[str]) -> str:
    """« Aubervilliers et Saint-Denis », « Lyon, Bron et Vaulx-en-Velin »."""
    *first, last = names or [""]
    return f"{', '.join(first)} et {last}" if first else last


def short_name(name: str) -> str:
    """A name that running text can bear: beyond 40 characters « Franc Moisin - Cosmonautes… », cut between two parts
    of it, else after a word. The whole name stands in titles of pages, subtitles of charts and tables."""
    if len(name) <= SHORT_NAME:
        return name
    start = name[:SHORT_NAME]
    kept = next((cut for mark in (" - ", " ") if len(cut := start.rpartition(mark)[0]) >= LEAST_NAME), start[:-1])
    if kept.count("(") > kept.count(")"):
        kept = kept.rpartition("(")[0] or kept
    return kept.rstrip(" -–,;:('’") + "…"


def place_name(place: Territory) -> str:
    """How a place is called in running text: a quarter without its communes, a long official name cut short."""
    match place.kind:
        case "neighbourhood":
            return short_name(place.within.removeprefix(f"{PLACES['neighbourhood']} "))
        case "epci":
            return short_name(place.label)
        case _:
            return place.label


def within(place: Territory) -> str:
    """The same inside a sentence: « dans le quartier Franc Moisin - Cosmonautes… »."""
    return within_place(place.kind, place_name(place)) if place.kind in ("neighbourhood", "epci") else place.within


PLACES = {
    "neighbourhood": "dans le quartier",
    "epci": "dans l’intercommunalité",
    "urban_unit": "dans l’unité urbaine",
    "department": "dans le département",
    "region": "dans la région",
}


def within_place(kind: str, label: str) -> str:
    """How a place reads inside a sentence: « à Lyon », « au Mans », « aux Ulis », « dans le quartier Les Courbes »."""
    if kind == "commune":
        for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
            if label.startswith(article):
                return contracted + label.removeprefix(article)
        return f"à {label}"
    return f"{PLACES.get(kind, 'à')} {label}"


def stratum(key: tuple[str, str, str], catalogue: Catalogue) -> str:
    """Whom a figure is about: « femmes, 15 à 64 ans »; « ensemble » when nothing narrows it."""
    sex, age_code, breakdown = key
    parts = [SEXES[sex]] if sex != TOTAL else []
    parts += [age(age_code)] if age_code != TOTAL else []
    parts += [catalogue.breakdown_label(breakdown)] if breakdown != TOTAL else []
    return ", ".join(parts) or "ensemble"


def people(key: tuple[str, str, str], usual: tuple[str, str, str], catalogue: Catalogue) -> str:
    """The same next to an indicator that takes the ``usual`` people for granted: only what differs from them.

    « femmes et hommes » when the usual ones are women; « ensemble » when nothing differs.
    """
    sex, age_code, breakdown = key
    parts = [SEXES[sex]] if sex != usual[0] or sex != TOTAL else []
    parts += [age(age_code)] if age_code != usual[1] else []
    parts += [catalogue.breakdown_label(breakdown)] if breakdown != usual[2] else []
    return ", ".join(parts) or "ensemble"


_SPACES = [
    (re.compile(r"« "), f"«{NBSP}"),
    (re.compile(r" »"), f"{NBSP}»"),
    (re.compile(r" (?=[:%€])"), NBSP),
    (re.compile(r" (?=[;?!])"), NARROW),
    (re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))"), NARROW),
]


def typography(text: str) -> str:
    """``text`` with the spaces of French typesetting, so that no line starts with « : » or « % »."""
    for pattern, space in _SPACES:
        text = pattern.sub(space, text)
    return text


def sentence(text: str) -> str:
    """First letter in capitals, the rest as it is."""
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """The same text inside a sentence: no capital, but for an acronym (« CAP ou BEP »)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
