"""Places that a reader may mean, official or not: quarters and communes when they were read, régions and départements
always."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from dashboard.search import matches
from dashboard.store import PlaceRecord, Store
from dashboard.store.finding import words_of
from etl.catalogue import fold
from etl.model import TOTAL, Observation, Perimeter

CATALOGUED = ("region", "department", "country")
"""Kinds that the catalogue names without any official file."""
MOST_CLOSE, LIKE = 4, 0.75
"""Names proposed to who mistyped one, and how alike they must be (1: equal)."""
LONGEST_CODE, MISTYPED = 16, 3
"""Characters of a code that are looked at, and how many of the last ones may be wrong where codes are many."""
_QUARTER = re.compile(r"Q[PN]([0-9]{2}[0-9AB])[0-9A-Z]{3}")
_COMMUNE = re.compile(r"(?:COM|IRIS)-(9[78][0-9]|[0-9][0-9AB])[0-9]{2,7}")


def search_places(store: Store, text: str) -> list[PlaceRecord]:
    """Every place whose name, code or communes hold each word of ``text``, the closest first."""
    places = store.territories
    if not text.strip():
        return []
    met = places.search(text, len(places))
    named = {record.code for record in met}
    asked = " ".join(words_of(text))
    others = [place for place in catalogued_places(store) if matches(asked, place.label, place.code)]
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


def close_codes(store: Store, asked: str) -> list[str]:
    """Codes of territories that look like one that does not exist, then those of the places that its words name."""
    code, places = asked.strip().upper()[:LONGEST_CODE], store.territories
    if code.startswith(("QP", "QN")):
        every = [record.code for record in places.of_kind("neighbourhood")]
        same = [known for known in every if known[2:5] == code[2:5]]
        alike = [*_alike(code, same), *_alike(code, every)]
    else:
        start = code[:-MISTYPED]
        alike = _alike(code, [known for known in places if known.startswith(start)]) if len(start) > MISTYPED else []
    return list(dict.fromkeys([*alike, *(record.code for record in places.search(asked, MOST_CLOSE))]))[:MOST_CLOSE]


def _alike(code: str, known: Sequence[str]) -> list[str]:
    return difflib.get_close_matches(code, known, n=MOST_CLOSE, cutoff=LIKE)


def is_quarter(code: str) -> bool:
    """Whether a code has the form of a quarter's: QP093001 or QN09301M."""
    return _QUARTER.fullmatch(code) is not None


def department_in(store: Store, asked: str) -> str:
    """The code of the département that the code of a quarter, of a commune or of an IRIS begins with; empty when it is
    none of them, or names no département."""
    code = asked.strip().upper()[:LONGEST_CODE]
    found = _QUARTER.fullmatch(code) or _COMMUNE.fullmatch(code)
    department = f"DEP-{found[1].removeprefix('0') if code.startswith('Q') else found[1]}" if found else ""
    return department if department in store.territories else ""


def quarters_count(store: Store, code: str) -> Observation | None:
    """How many quarters the map of 2024 has in a territory, as the official list counts them."""
    known = [
        o
        for o in store.of("qpv_count")
        if o.territory == code and o.perimeter == Perimeter.QP2024 and o.value is not None and o.breakdown == TOTAL
    ]
    return min(known, key=lambda o: store.catalogue.sources[o.source].kind != "primary", default=None)
