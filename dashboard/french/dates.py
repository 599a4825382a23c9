"""Periods in words, as sure as their source is."""

from __future__ import annotations

import re
from datetime import date

from babel import Locale
from babel.dates import format_date

from dashboard.french.typography import sentence
from etl.model import PERIOD_NOTES, Observation, period_bounds

LOCALE = Locale("fr")


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
