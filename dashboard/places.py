"""Places that a reader may mean, official or not: quarters and communes when they were read, régions and départements
always."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from dashboard.search import matches
from dashboard.store import PlaceRecord, Store
from etl.catalogue import fold

LISTED = ("region", "department")
"""Kinds that the catalogue names without any official file."""
MOST_CLOSE = 4


def search_places(store: Store, text: str) -> list[PlaceRecord]:
    """Every place whose name, code or communes hold each word of ``text``, the closest first."""
    places = store.territories
    if store.official is not None:
        return places.search(text, len(places))
    if not text.strip():
        return []
    return [record for record in listed_places(store) if matches(text, record.label, record.code)]


def listed_places(store: Store) -> list[PlaceRecord]:
    """The régions and départements of the catalogue, with what little it says of them."""
    found = []
    for code, place in store.territories.catalogued.items():
        if place.kind in LISTED:
            region = (place.parent or "") if place.kind == "department" else ""
            found.append(PlaceRecord(code, place.label, place.kind, "", "", region, (), (), (), None, None, None, ""))
    return found


def close_names(store: Store, text: str) -> list[str]:
    """Names of quarters and of communes that look like ``text``, for who mistyped one."""
    places = store.territories
    quarters = places.of_kind("neighbourhood")
    towns = [places[code].label for record in quarters for code in record.communes if code in places]
    by_folded = {fold(name): name for name in [*towns, *(record.label for record in quarters), *_labels(listed_places(store))]}
    met = difflib.get_close_matches(fold(text), by_folded, n=MOST_CLOSE, cutoff=0.75)
    return [by_folded[name] for name in met]


def _labels(records: Sequence[PlaceRecord]) -> list[str]:
    return [record.label for record in records]
