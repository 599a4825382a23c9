"""What has been tried and who can help on a theme: initiatives and actors of the guide, near the territory first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dashboard.briefs.document import Entries, Entry
from dashboard.briefs.making import Making
from dashboard.questions.neighbourhoods import COUNTRIES, Neighbourhoods
from etl.catalogue import Theme

MOST = 5
"""Entries of one list that a document tells."""
INITIATIVES, ACTORS = "guide_initiatives", "guide_actors"
GUIDE = "guide Avise, 2019"
TRIED, HELPS = "Ce qui a été essayé", "Qui peut aider"
FAR = "rien près d’ici"
EVERYWHERE = "FR"


def initiatives(making: Making, theme: Theme) -> Entries | None:
    """The initiatives of the guide on a theme; None without any."""
    return _entries(making, INITIATIVES, theme, TRIED)


def actors(making: Making, theme: Theme) -> Entries | None:
    """The actors of the guide on a theme; None without any."""
    return _entries(making, ACTORS, theme, HELPS)


def _entries(making: Making, table: str, theme: Theme, title: str) -> Entries | None:
    rows = rows_of(making.near, table, lambda row: row["theme"] == theme.id)
    return entries_of(making.near, making.profile.figures_from, rows, title)


def rows_of(near: Neighbourhoods, table: str, keep: Callable[[Mapping[str, str]], bool]) -> list[dict[str, str]]:
    """The rows of a list of the guide that ``keep`` holds, in its order; none when the list was not transcribed."""
    frame = near.store.tables.get(table)
    if frame is None:
        return []
    rows = [{str(k): str(v) for k, v in row.items()} for row in frame.to_dict("records")]
    return [row for row in rows if keep(row)]


def entries_of(
    near: Neighbourhoods, code: str, rows: Sequence[Mapping[str, str]], title: str, most: int = MOST
) -> Entries | None:
    """``rows`` told from where one stands: those near ``code`` first, equals in the order given, ``most`` of them; None
    without any."""
    around = _around(near, code)
    ordered = sorted(rows, key=lambda row: _distance(near, row, around))
    kept = tuple(_entry(near, row, around) for row in ordered[:most])
    far = around and not any(entry.near for entry in kept)
    told = f"{title} ({GUIDE}{f' : {FAR}' if far else ''})"
    return Entries(told, kept, len(rows) - len(kept)) if kept else None


def _around(near: Neighbourhoods, code: str) -> list[str]:
    """A territory and what it lies in, the closest first; nothing for France, which holds them all."""
    return [] if code in COUNTRIES else [code, *(place for place in near.surroundings(code) if place not in COUNTRIES)]


def _codes(row: Mapping[str, Any]) -> set[str]:
    """The territories that an entry names."""
    return {code for code in str(row["territory"]).split(";") if code}


def _parents(near: Neighbourhoods, row: Mapping[str, Any]) -> set[str]:
    """The régions of the départements that it names."""
    places = near.store.territories
    return {parent for code in _codes(row) if code in places and (parent := places[code].parent)} - {*COUNTRIES}


def _is_near(near: Neighbourhoods, row: Mapping[str, Any], around: list[str]) -> bool:
    """Whether it is in the territory, or acts over what holds it; the département next door is not near."""
    return not _codes(row).isdisjoint(around) or (bool(around) and around[0] in _parents(near, row))


def _distance(near: Neighbourhoods, row: Mapping[str, Any], around: list[str]) -> int:
    """Its rank among the surroundings, then what acts in all France, then the rest."""
    codes = _codes(row)
    if around and around[0] in _parents(near, row):
        return 0
    ranks = [rank for rank, place in enumerate(around) if place in codes]
    if ranks:
        return min(ranks)
    return len(around) if EVERYWHERE in codes else len(around) + 1


def _entry(near: Neighbourhoods, row: Mapping[str, str], around: list[str]) -> Entry:
    organisation = row.get("organisation", "")
    since = f"depuis {row['year']}" if row["year"] else ""
    facts = [organisation if organisation != row["name"] else "", row["place"], since, f"guide, p. {row['page']}"]
    return Entry(
        name=row["name"],
        facts=" · ".join(part for part in facts if part),
        text=row["what"],
        address=row["url"],
        near=_is_near(near, row, around),
    )
