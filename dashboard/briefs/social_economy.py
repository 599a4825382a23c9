"""Whom to call and what exists elsewhere in the social economy, by the guide of 2019, near a territory first."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.briefs.document import Entries
from dashboard.briefs.who_helps import ACTORS, INITIATIVES, MOST, entries_of, rows_of
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.social_economy_sectors import initiatives_of

THEME = "social_economy"
CALL, INSPIRE = "Qui appeler", "Ce qui existe ailleurs dans ces secteurs"


def actors(near: Neighbourhoods, code: str, most: int = MOST) -> Entries | None:
    """The actors of the guide on the social economy, near ``code`` first."""
    return entries_of(near, code, rows_of(near, ACTORS, lambda row: row["theme"] == THEME), CALL, most)


def initiatives(
    near: Neighbourhoods, code: str, sectors: Sequence[str], most: int = MOST, title: str = INSPIRE
) -> Entries | None:
    """The initiatives of the guide in some sectors; None where it has none. Of those as near, one of each sector comes
    before a second of any."""
    names = initiatives_of(sectors)
    rows = rows_of(near, INITIATIVES, lambda row: row["id"] in names)
    return entries_of(near, code, sorted(rows, key=lambda row: names.index(row["id"])), title, most)
