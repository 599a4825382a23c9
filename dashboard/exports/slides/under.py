"""What must be read with a chart, on its slide: what has no value, the source, the first caveats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dashboard import french
from dashboard.briefs.document import Illustration
from dashboard.exports.native_charts import native
from dashboard.exports.office.texts import references
from dashboard.exports.slides.paging import held, tall
from dashboard.exports.slides.words import Words, plain

SIZES = (11, 10)
SHOWN_CAVEATS, NAMED = 2, 2
SAID = 1
"""Points that sentences have over the lines under them."""


def under(block: Illustration, room: float, most: float, said: Sequence[Words] = ()) -> tuple[list[Words], float]:
    """The lines, ``said`` first, and the height they take in ``room``: as large as ``most`` points of height let
    them; then with fewer caveats, then cut, since the notes of the slide have it all."""
    for size, caveats in [(size, SHOWN_CAVEATS) for size in SIZES] + [(SIZES[-1], 1), (SIZES[-1], 0)]:
        words = _lines(block, size, caveats, said)
        if tall(words, room) <= most:
            return words, tall(words, room)
    words = held(_lines(block, SIZES[-1], 0, said), room, most)
    return words, tall(words, room)


def _lines(block: Illustration, size: float, shown: int, said: Sequence[Words]) -> list[Words]:
    first = native(block.chart).under
    caveats = [caveat for caveat in block.chart.caveats if not any(caveat in line for line in first)]
    left = len(caveats) - shown
    others = [f"{french.counted(left, 'autre réserve', 'autres réserves')} dans les commentaires."] if left > 0 else []
    return [
        *(replace(words, size=size + SAID, after=3, bulleted=False) for words in said),
        *(plain(line, size, 2, colour="tx2") for line in first),
        plain(_source(block), size, 2, colour="tx1"),
        *(plain(line, size, 2, colour="tx2") for line in (*caveats[:shown], *others)),
    ]


def _source(block: Illustration) -> str:
    """The publications of a chart; who published them where they are many, since the last slides name them in full."""
    sources = block.chart.sources
    if len(sources) <= NAMED:
        label = "Source" if len(sources) == 1 else "Sources"
        return f"{label} : {' ; '.join(sources)} {references(block.references)}".strip()
    publishers = dict.fromkeys(source.partition(",")[0] for source in sources)
    return f"Sources : {', '.join(publishers)} {references(block.references)}. Titres complets en fin de présentation."
