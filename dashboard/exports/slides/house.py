"""Our own template: the one python-pptx carries, made wide, with our theme.

Colours and fonts are those of the theme, so that a reader who changes it changes every slide."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import pptx
from pptx.util import Emu, Inches

from dashboard.charts.style import GAP, INK, MUTED, PAPER, PRIORITY, REFERENCE, RULE

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
SERIF, SANS = "Georgia", "Calibri"
COLOURS = {
    "dk1": INK, "lt1": PAPER, "dk2": MUTED, "lt2": RULE, "accent1": PRIORITY, "accent2": REFERENCE, "accent3": GAP,
    "accent4": "#D9825C", "accent5": "#6B1E10", "accent6": "#8A8F98", "hlink": REFERENCE, "folHlink": MUTED,
}  # fmt: skip
KEPT = ("Title Slide", "Title and Content", "Title Only")
FRENCH = {"Title Slide": "Titre", "Title and Content": "Titre et texte", "Title Only": "Titre seul"}
LEFT, ACROSS = 0.6, 12.13
PLACES = {
    "title": (LEFT, 0.4, ACROSS, 1.0),
    "body": (LEFT, 1.55, ACROSS, 5.25),
    "ftr": (LEFT, 7.02, 9.5, 0.32),
    "sldNum": (11.73, 7.02, 1.0, 0.32),
    "dt": (10.2, 7.02, 1.4, 0.32),
}
"""Inches from the left and the top, wide, high."""
_TITLE_SLIDE = {"ctrTitle": (LEFT, 1.7, ACROSS, 1.9), "subTitle": (LEFT, 3.8, ACROSS, 2.6)}
_KIND = re.compile(r'<p:ph[^>]*type="(\w+)"')


@lru_cache(maxsize=1)
def house_template() -> bytes:
    """Our template, made once."""
    deck: Any = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    master = deck.slide_master
    for layout in list(master.slide_layouts):
        if layout.name not in KEPT:
            master.slide_layouts.remove(layout)
        else:
            layout.name = FRENCH[layout.name]
    _drop_extras(deck)
    _theme(master)
    for holder in master.placeholders:
        _place(holder, PLACES)
    for layout in master.slide_layouts:
        for holder in layout.placeholders:
            _place(holder, _TITLE_SLIDE)
    _texts(master, deck)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _drop_extras(deck: Any) -> None:
    """What only weighs: the thumbnail of another deck, the settings of a printer."""
    for part in (deck.part.package, deck.part):
        rels = part._rels
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(("/thumbnail", "/printerSettings"))]:
            rels.pop(key)


def _theme(master: Any) -> None:
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode("utf-8")
    colours = "".join(f'<a:{name}><a:srgbClr val="{code[1:]}"/></a:{name}>' for name, code in COLOURS.items())
    text = re.sub(
        r"<a:clrScheme.*?</a:clrScheme>", f'<a:clrScheme name="Lisière">{colours}</a:clrScheme>', text, flags=re.S
    )
    for place, font in (("major", SERIF), ("minor", SANS)):
        fonts = f'<a:{place}Font><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:{place}Font>'
        text = re.sub(rf"<a:{place}Font>.*?</a:{place}Font>", fonts, text, flags=re.S)
    text = text.replace('name="Office Theme"', 'name="Lisière"').replace('name="Office"', 'name="Lisière"')
    part._blob = text.encode("utf-8")


def _place(holder: Any, places: dict[str, tuple[float, float, float, float]]) -> None:
    kind = _KIND.search(holder._element.xml)
    if kind is not None and kind[1] in places:
        left, top, width, height = (Inches(side) for side in places[kind[1]])
        holder.left, holder.top, holder.width, holder.height = Emu(left), Emu(top), Emu(width), Emu(height)


def _texts(master: Any, deck: Any) -> None:
    """Titles on the left, sizes of a room, French everywhere."""
    styles = master._element.find("{*}txStyles")
    title = styles.find("{*}titleStyle/{*}lvl1pPr")
    title.set("algn", "l")
    title.find("{*}defRPr").set("sz", "2600")
    for level, size in enumerate((1800, 1600, 1400, 1400, 1400), start=1):
        styles.find(f"{{*}}bodyStyle/{{*}}lvl{level}pPr/{{*}}defRPr").set("sz", str(size))
    for layout in (master, *master.slide_layouts):
        for properties in layout._element.iter("{*}rPr", "{*}endParaRPr", "{*}defRPr"):
            if properties.get("lang"):
                properties.set("lang", "fr-FR")
        for holder in layout.placeholders:
            _style(holder)
    for properties in deck.part._element.iter("{*}defRPr"):
        if properties.get("lang"):
            properties.set("lang", "fr-FR")


def _style(holder: Any) -> None:
    kind = _KIND.search(holder._element.xml)
    body = holder._element.find("{*}txBody/{*}bodyPr")
    if kind is None or body is None:
        return
    if kind[1] in ("title", "ctrTitle"):
        body.set("anchor", "b" if kind[1] == "ctrTitle" else "t")
    for fit in body.findall("{*}normAutofit"):
        body.remove(fit)
    levels = list(holder._element.iter("{*}lvl1pPr"))
    for level in levels if kind[1] in ("ftr", "subTitle") else ():
        level.set("algn", "l")
    size = {"ctrTitle": "3600", "ftr": "1000", "sldNum": "1000", "dt": "1000"}.get(kind[1])
    for level in levels if size else ():
        level.find("{*}defRPr").set("sz", size)
