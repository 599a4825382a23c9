"""Is a point in a quarter? The questions of the page and of the API, about coordinates or an address as people type it.

The perimeters are read on the first question, once a process. Nothing leaves the machine unless the operator let pages
ask the geocoder; then an address does, and it alone. No Dash here.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from etl.geography.locate import Answer, Locator, NoLocator, State, open_locator
from etl.geography.stored import OUTLINES, TERRITORIES
from etl.model import InvalidValueError, Perimeter

if TYPE_CHECKING:
    from dashboard.questions.reading import Reading
    from etl.geography.address import Search

FARTHEST = 180.0
"""Degrees, both ways: swapped coordinates are still coordinates, metres are not."""
AT_ONCE = 2
"""Addresses sought at the same time in a process: a slow geocoder must leave it threads to answer others."""
KEPT = 64
"""Addresses whose answer is kept: a page that is reloaded asks nothing again."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_PAIR = re.compile(
    r"([+-]?[0-9]+\.[0-9]+)\s*[,;\s]\s*([+-]?[0-9]+\.[0-9]+)"  # as maps write it
    r"|([+-]?[0-9]+,[0-9]+)\s*[;\s]\s*([+-]?[0-9]+,[0-9]+)"  # as French people do
)


class BusyError(Exception):
    """Too many addresses are being sought; the message is French."""


@dataclass(frozen=True, slots=True)
class Located:
    """A point in WGS 84 degrees and what is known of it in each perimeter, the current one first. ``labels``: names of
    the quarters by code."""

    longitude: float
    latitude: float
    answers: Mapping[Perimeter, Answer]
    labels: Mapping[str, str]

    @property
    def common_reason(self) -> str:
        """Why nothing at all is known of the point, whatever the perimeter: a key of REASONS; empty otherwise."""
        reasons = {answer.reason for answer in self.answers.values()}
        known = any(answer.state != State.UNKNOWN or answer.nearest for answer in self.answers.values())
        return "" if known or len(reasons) > 1 else reasons.pop()


class Locating:
    """What pages ask of one folder of indicators. Safe to share by threads."""

    def __init__(self, folder: Path, geocoder: str = "") -> None:
        """``geocoder``: the address of the one that pages may ask; empty when they may ask none."""
        self.geocoder = geocoder
        self._folder = folder
        self._locator: Locator | NoLocator | None = None
        self._opening = threading.Lock()
        self._seeking = threading.BoundedSemaphore(AT_ONCE)
        self._sought = lru_cache(maxsize=KEPT)(self._ask)

    @property
    def ready(self) -> bool:
        """Whether the tables of the perimeters are there, read or not."""
        return all((self._folder / name).is_file() for name in (TERRITORIES, OUTLINES))

    def at(self, longitude: float, latitude: float) -> Located:
        """What is known of a point. Raises GeographyError when the perimeters are damaged."""
        locator = self._opened()
        return Located(longitude, latitude, locator.one(longitude, latitude), locator.labels)

    def _opened(self) -> Locator | NoLocator:
        with self._opening:
            if self._locator is None:
                self._locator = open_locator(self._folder)
                pa.default_memory_pool().release_unused()  # the tables just read: 40 MB that nobody needs any more
            return self._locator

    def search(self, address: str) -> Search:
        """Where an address is, by the geocoder.

        Raises GeocoderError when it cannot be reached or errs, BusyError when too many ask at once, ValueError when the
        address is too short or too long.
        """
        return self._sought(" ".join(address.split()))

    def _ask(self, words: str) -> Search:
        from etl.geography.address import geocode  # opens a socket when imported: only for who lets pages ask

        if not self._seeking.acquire(blocking=False):
            raise BusyError("trop d’adresses sont cherchées en même temps ; réessayer dans un instant")
        try:
            return geocode(words, self.geocoder)
        finally:
            self._seeking.release()


def degrees(text: str, name: str) -> float:
    """A coordinate as people write it: point or comma, true minus sign, degree sign. ``name``: longitude or latitude.

    Raises InvalidValueError when it is not a number of degrees.
    """
    written = text.strip().replace("−", "-").removesuffix("°")
    if not _NUMBER.fullmatch(written):
        raise InvalidValueError(name, f"« {text[:40]} » n’est pas une {name} en degrés (comme 2.3522)")
    value = float(written.replace(",", "."))
    if abs(value) > FARTHEST:
        raise InvalidValueError(name, f"« {text[:40]} » : coordonnées en mètres ? Des degrés WGS 84 sont attendus")
    return value


def pair(text: str) -> tuple[float, float] | None:
    """Two coordinates pasted together, in the order they have; None when the text is anything else."""
    match = _PAIR.fullmatch(text.strip().replace("−", "-"))
    if match is None:
        return None
    first, second = (float(part.replace(",", ".")) for part in match.groups() if part)
    return (first, second) if max(abs(first), abs(second)) <= FARTHEST else None


_MAKING = threading.Lock()


def locating_of(reading: Reading) -> Locating:
    """What is asked of one reading: the same object for every page and thread."""
    with _MAKING:
        return _locating(reading)


@lru_cache(maxsize=4)
def _locating(reading: Reading) -> Locating:
    return Locating(reading.store.folder, reading.geocoder)
