"""Reads a French sentence: cuts it into parts that can be judged apart, and says what each one claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.claims.checking.lexicon import Lexicon, Place
from dashboard.claims.checking.part import Part, indicators_of
from dashboard.claims.checking.statement import Obstacle, Statement
from dashboard.claims.checking.typing_in import even
from etl.catalogue import Catalogue

FIRST_CUT = re.compile(r"(?<=[a-z)%0-9])[.!](?= |$)|[;?]")
"""Where a sentence ends: each side may be judged alone."""
CONTINUES = re.compile(r"^(?:autrement dit|en d'autres termes|c'est a dire|soit|plus recent)\b", re.IGNORECASE)
"""How a sentence that says again what another said begins."""
LINK = re.compile(r",? (?:mais|tandis que|alors que|ainsi que|et que|et|or|quant a)\b|[,:(]")
"""Where a sentence may be cut in two when it speaks of two indicators."""


def read_statements(text: str, lexicon: Lexicon, catalogue: Catalogue, places: Sequence[Place] = ()) -> list[Statement]:
    """The parts of ``text`` that can be judged apart, in order; what one leaves out (place, year, indicator) is taken
    from those before. ``places``: the territories that the caller recognised in it."""
    found: list[Statement] = []
    for piece in _pieces(even(text), lexicon, places):
        statement = Part(piece, lexicon, catalogue, places).read()
        found.append(_inherit(statement, found[-1]) if found else _first(statement))
    return [_of_whole_place(statement) for statement in found]


def _first(statement: Statement) -> Statement:
    """Nothing comes before it: one that continues another must say where."""
    found = None if statement.told_place else CONTINUES.search(statement.text)
    return replace(statement, obstacle=Obstacle.CONTINUED, obstacle_words=found[0]) if found else statement


def _of_whole_place(statement: Statement) -> Statement:
    """« en Seine-Saint-Denis, le niveau de vie … », without a word for the quarters, is about the whole département."""
    if statement.here or statement.there or not statement.places or statement.places[0].startswith("Q"):
        return statement
    return replace(statement, here=("all",))


def _inherit(statement: Statement, before: Statement) -> Statement:
    """What the part before said and this one leaves out."""
    changes: dict[str, object] = {}
    for name in ("indicators", "places", "years", "here", "there"):
        if not getattr(statement, name):
            changes[name] = getattr(before, name)
    changes["inherited"] = "years" in changes
    changes["told_place"] = statement.told_place or before.told_place
    if statement.indicators:
        changes.pop("there", None)
    else:
        changes["people"] = before.people
    return replace(statement, **changes)  # type: ignore[arg-type]


def _pieces(text: str, lexicon: Lexicon, places: Sequence[Place]) -> list[str]:
    """The sentences of ``text``, each cut where a second indicator starts."""
    pieces: list[str] = []
    start = 0
    for cut in [*FIRST_CUT.finditer(text), None]:
        end = len(text) if cut is None else cut.end()
        piece = text[start:end].strip()
        start = end
        if re.search(r"[A-Za-z0-9]", piece):
            pieces += _halves(piece, lexicon, places)
    return pieces


def _halves(piece: str, lexicon: Lexicon, places: Sequence[Place]) -> list[str]:
    named = indicators_of(lexicon.mentions(piece, places))
    cuts = [0]
    for first, second in pairwise(named):
        if first.term.values == second.term.values or first.start == second.start:
            continue
        links = list(LINK.finditer(piece, first.end, second.start))
        if links and links[-1].start() > cuts[-1]:
            cuts.append(links[-1].start())
    return [piece[a:b].strip(" ,:(") for a, b in zip(cuts, [*cuts[1:], len(piece)], strict=True)]
