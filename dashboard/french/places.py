"""How a place is called, alone and inside a sentence."""

from __future__ import annotations

import re

from etl.catalogue import Territory
from etl.model import Perimeter

PERIMETERS = {
    Perimeter.QP2015: "QPV 2015",
    Perimeter.QP2024: "QPV 2024",
    Perimeter.ZUS: "ZUS",
    Perimeter.NONE: "sans découpage propre",
}
SHORT_NAME, LEAST_NAME = 40, 15
"""Characters: the longest name that running text bears, and the shortest that a cut between two parts may leave."""


def perimeter(code: str) -> str:
    """Which drawing of the priority map."""
    return PERIMETERS[Perimeter(code)]


def short_name(name: str) -> str:
    """A name that running text can bear: beyond 40 characters « Franc Moisin - Cosmonautes… », cut between two parts
    of it, else after a word. The whole name stands in titles of pages, subtitles of charts and tables."""
    if len(name) <= SHORT_NAME:
        return name
    start = name[:SHORT_NAME]
    kept = next((cut for mark in (" - ", " ") if len(cut := start.rpartition(mark)[0]) >= LEAST_NAME), start[:-1])
    if kept.count("(") > kept.count(")"):
        kept = kept.rpartition("(")[0] or kept
    return LINKS.sub("", kept.rstrip(" -–,;:('’")) + "…"


INTERCOMMUNALITIES = {
    "Communauté d’agglomération": "CA",
    "Communauté de communes": "CC",
    "Communauté urbaine": "CU",
}
"""The kind that opens the official name of an intercommunality, and how it is shortened everywhere in the field."""
FEMININE = ("CA ", "CC ", "CU ", "Métropole ")
LINKS = re.compile(r"( (d[eu]s?|et|en|entre|l[ae]s?|aux?|à))+$")
"""The small words that a cut name must not end with."""


def intercommunality(name: str) -> str:
    """« CA Grand Paris Sud Seine-Essonne-Sénart », « CC du Perche »: without the words of its kind nor, when it is
    still long, the initials that follow it."""
    for kind, initials in INTERCOMMUNALITIES.items():
        if name.replace("'", "’").startswith(f"{kind} "):
            name = f"{initials}{name[len(kind) :]}"
    return name.rpartition(" (")[0] if len(name) > SHORT_NAME and name.endswith(")") else name


def place_name(place: Territory) -> str:
    """How a place is called in running text: a quarter without its communes, a long official name cut short."""
    match place.kind:
        case "neighbourhood":
            return short_name(place.within.removeprefix(f"{PLACES['neighbourhood']} "))
        case "epci":
            return short_name(intercommunality(place.label))
        case _:
            return place.label


def within(place: Territory) -> str:
    """The same inside a sentence: « dans le quartier Franc Moisin - Cosmonautes… »."""
    return within_place(place.kind, place_name(place)) if place.kind in ("neighbourhood", "epci") else place.within


PLACES = {
    "neighbourhood": "dans le quartier",
    "epci": "dans l’intercommunalité",
    "urban_unit": "dans l’unité urbaine",
    "department": "dans le département",
    "region": "dans la région",
}


def within_place(kind: str, label: str) -> str:
    """How a place reads inside a sentence: « à Lyon », « au Mans », « aux Ulis », « dans le quartier Les Courbes »."""
    if kind == "commune":
        for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
            if label.startswith(article):
                return contracted + label.removeprefix(article)
        return f"à {label}"
    if kind == "epci":
        name = intercommunality(label)
        if name.startswith("Eurométropole "):
            return f"dans l’{name}"
        if name.startswith(FEMININE):
            return f"dans la {name.replace('Métropole', 'métropole', 1) if name[0] == 'M' else name}"
    return f"{PLACES.get(kind, 'à')} {label}"
