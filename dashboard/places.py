"""Places that a reader may mean, official or not: quarters and communes when they were read, régions and départements
always."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from dashboard.search import matches
from dashboard.store import PlaceRecord, Store
from etl.catalogue import fold
from etl.model import TOTAL, Observation, Perimeter

CATALOGUED = ("region", "department", "country")
"""Kinds that the catalogue names without any official file."""
MOST_CLOSE, LIKE = 4, 0.75
"""Names proposed to who mistyped one, and how alike they must be (1: equal)."""


def search_places(store: Store, text: str) -> list[PlaceRecord]:
    """Every place whose name, code or communes hold each word of ``text``, the closest first."""
    places = store.territories
    if not text.strip():
        return []
    met = places.search(text, len(places))
    named = {record.code for record in met}
    others = [place for place in catalogued_places(store) if matches(text, place.label, place.code)]
    return [*met, *(place for place in others if place.code not in named)]


def catalogued_places(store: Store, kinds: Sequence[str] = CATALOGUED) -> list[PlaceRecord]:
    """Régions, départements and France, with what little the catalogue says of them."""
    found = []
    for code, place in store.territories.catalogued.items():
        if place.kind in kinds:
            region = (place.parent or "") if place.kind == "department" else ""
            found.append(PlaceRecord(code, place.label, place.kind, "", "", region, (), (), (), None, None, None, ""))
    return found


def close_names(store: Store, text: str) -> list[str]:
    """Names of quarters and of communes that look like ``text``, for who mistyped one."""
    places = store.territories
    quarters = places.of_kind("neighbourhood")
    towns = dict.fromkeys(code for record in quarters for code in record.communes if code in places)
    labels = [*(places[code].label for code in towns), *(record.label for record in quarters)]
    by_folded = {fold(name): name for name in [*labels, *(place.label for place in catalogued_places(store))]}
    met = difflib.get_close_matches(fold(text), by_folded, n=MOST_CLOSE, cutoff=LIKE)
    return [by_folded[name] for name in met]


def quarters_count(store: Store, code: str) -> Observation | None:
    """How many quarters the map of 2024 has in a territory, as the official list counts them."""
    known = [
        o
        for o in store.of("qpv_count")
        if o.territory == code and o.perimeter == Perimeter.QP2024 and o.value is not None and o.breakdown == TOTAL
    ]
    return min(known, key=lambda o: store.catalogue.sources[o.source].kind != "primary", default=None)
