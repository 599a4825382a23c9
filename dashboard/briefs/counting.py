"""What the quarters that are counted first really are: whole communes, or quarters that lie in other communes too."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import french
from dashboard.briefs.document import Paragraph
from dashboard.briefs.making import Making
from dashboard.questions.opening import LATEST
from dashboard.questions.whole import QuartersInside, quarters_inside
from etl.words import agreed_with

WHOLE_COMMUNE = "whole_commune"
SHARED_MAP = "QP2015"
"""The map whose quarters have figures one by one."""
PERSONS = "population"


def counted(making: Making) -> list[Paragraph]:
    """What must be known of the number of quarters of a territory; nothing for a quarter."""
    if making.is_quarter or making.near.store.official is None:
        return []
    return [Paragraph(text, "caution") for text in _told(making)]


def _told(making: Making) -> Iterator[str]:
    if making.is_country:
        known = making.near.store.territories.of_kind("neighbourhood")
        whole = sum(record.perimeter == LATEST and record.status == WHOLE_COMMUNE for record in known)
        if whole:
            word = agreed_with(whole, "commune entière")
            yield french.typography(f"Les quartiers de {LATEST[-4:]} comptent {french.number(whole, 0)} {word}.")
    elif making.profile.territory.kind == "commune":
        inside = quarters_inside(making.profile.territory.id, SHARED_MAP, making.near, making.standing)
        yield from _shared(making, inside)


def _shared(making: Making, inside: QuartersInside) -> Iterator[str]:
    """« Compté en entier bien qu’il s’étende hors de la commune : Franc Moisin… (126 034 personnes). »"""
    persons = next((c for c in inside.columns if c.subject.indicator.id == PERSONS), None)
    names = []
    for record in inside.records:
        if record.communes == (making.profile.territory.id,):
            continue
        told = inside.cell(persons, record.code, making.near) if persons is not None else ""
        names.append(f"{record.label} ({told})" if told else record.label)
    if names:
        word = "Compté en entier bien qu’il s’étende" if len(names) == 1 else "Comptés en entier bien qu’ils s’étendent"
        yield french.typography(f"{word} hors de la commune : {french.listed(names)}.")
