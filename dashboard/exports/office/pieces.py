"""The parts of office files under the names that their readers know, and what a suite runs, fetches or shows by itself
in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from dashboard.exports.office.fields import instructions_in
from dashboard.exports.office.package import RELATIONSHIPS, Parts
from dashboard.exports.prints import zip_prints

OTHER = "autre partie"
_PLACES: tuple[tuple[str, str], ...] = (
    (r"word/document\.xml", "texte"),
    (r"word/(?:footnotes|endnotes)\.xml", "notes de bas de page"),
    (r"word/(?:header|footer)[^/]*\.xml", "en-têtes et pieds de page"),
    (r"word/(?:styles|numbering|settings|fontTable|webSettings)\.xml|word/theme/.*", "mise en forme"),
    (r"(?:word|ppt)/(?:charts/_?r?e?l?s?/?chartLisiere|embeddings/Graphique)([0-9]+)\..*", "graphique {}"),
    (r"ppt/slides/slide([0-9]+)\.xml", "diapositive {}"),
    (r"ppt/notesSlides/notesSlide([0-9]+)\.xml", "notes de la diapositive {}"),
    (r"ppt/(?:slideMasters|slideLayouts|notesMasters|theme)/.*", "modèle des diapositives"),
    (r"ppt/(?:presentation|presProps|viewProps|tableStyles)\.xml", "présentation"),
    (r"xl/worksheets/sheet1\.xml", "feuille « Données »"),
    (r"xl/worksheets/sheet2\.xml", "feuille « Métadonnées »"),
    (r"xl/worksheets/sheet3\.xml", "feuille « Sources »"),
    (r"xl/sharedStrings\.xml", "textes des cellules"),
    (r"xl/styles\.xml|xl/theme/.*", "mise en forme des cellules"),
    (r"xl/workbook\.xml", "liste des feuilles"),
    (r"customXml/.*", "données jointes"),
    (r"docProps/.*", "propriétés du fichier"),
    (r"\[Content_Types\]\.xml|.*\.rels", "liens entre les parties"),
)
_NAMED = [(re.compile(pattern), words) for pattern, words in _PLACES]
_RUN = re.compile(r"(?:vbaProject\.bin|vbaData\.xml|connections\.xml|queryTables/.*|externalLinks/.*|activeX/.*)$")
_FOLLOWED = ("/hyperlink",)
"""Relations to the outside that are followed only by a click."""
_FETCHED = ("/aFChunk", "/oleObject", "/control")
"""Kinds of parts that a suite opens with another program, or shows in place of a text."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FORMULA = re.compile(rb"<(?:[A-Za-z0-9]+:)?f[\s/>]")
FIELDS = ("SEQ", "PAGE", "NUMPAGES", "HYPERLINK", "REF", "PAGEREF", "NOTEREF", "TOC")
"""Fields of our documents, and those that a suite makes of them."""


def place_of(name: str) -> str:
    """What a reader calls a part."""
    for pattern, words in _NAMED:
        found = pattern.fullmatch(name)
        if found:
            return words.format(*found.groups())
    return f"{OTHER} ({name})"


def office_prints(content: bytes, blank: Mapping[str, bytes]) -> dict[str, str]:
    """The digests of an office file, by what a reader calls its parts; ``blank``: those of the proof, without it."""
    return zip_prints(content, place_of, blank)


def activity_in(parts: Parts) -> list[tuple[str, str]]:
    """What an office suite would run or fetch by itself: links to the outside that nobody clicks, macros, objects of
    other programs, formulas of a workbook."""
    found: list[tuple[str, str]] = []
    for name, blob in parts.content.items():
        if _RUN.search(name):
            found.append(("Contenu actif", name))
        elif name.endswith(".rels"):
            found += [(place_of(name), told) for told in _outside(parts, name)]
        elif name.startswith("xl/worksheets/") and _FORMULA.search(blob):
            found += [(place_of(name), told) for told in _formulas(parts, name)]
    return [(f"{place[:1].upper()}{place[1:]}", told) for place, told in found]


def _outside(parts: Parts, name: str) -> Iterator[str]:
    for relation in parts.xml(name).iter(RELATIONSHIPS):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if relation.get("TargetMode") == "External" and not kind.endswith(_FOLLOWED):
            yield f"lien suivi sans un clic vers {target}"
        elif kind.endswith(_FETCHED):
            yield f"objet d’un autre programme : {posixpath.basename(target)}"


def _formulas(parts: Parts, name: str) -> Iterator[str]:
    for formula in parts.xml(name).iter(f"{_S}f"):
        cell = formula.getparent()
        place = cell.get("r", "") if cell is not None else ""
        yield f"formule en {place} : ={formula.text or ''}"


def shown_by_word(parts: Parts, name: str, place: str) -> Iterator[tuple[str, str]]:
    """What Word shows in a part that is not written there as text: symbols of a font, fields that are none of ours."""
    root = parts.xml(name)
    for symbol in root.iter(f"{_W}sym"):
        yield place, f"symbole {symbol.get(f'{_W}char', '')} de la police {symbol.get(f'{_W}font', '')}"
    for instruction in map(str.split, instructions_in(root)):
        if instruction and instruction[0].upper() not in FIELDS:
            yield place, f"champ {' '.join(instruction)}"
