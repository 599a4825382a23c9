"""What a page is made of besides its words: its pieces, each with its digest, and what a browser runs or fetches."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping

from dashboard.exports.prints import prints_of

PROOF = "lisiere-preuve"
ACTIVE = (
    "script", "style", "link", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "portal", "form",
    "video", "audio", "foreignobject", "animate", "animatetransform", "animatemotion", "set", "use",
)  # fmt: skip
"""Elements that run, fetch, or change what is seen."""
LED = ("src", "href", "xlink:href", "data", "action", "srcdoc", "attributename", "rel")
"""Attributes that say what with."""
WHERE = "Contenu actif de la page"
_RUNS = re.compile(r"^(?:javascript|vbscript|data:text/html)", re.IGNORECASE)
_BLANKS = re.compile("[\x00-\x20]+")
_BOUNDS = re.compile(r"<(/?)(script|style|svg|body)\b", re.IGNORECASE)
_PLACES = {"script": "script", "style": "feuille de style"}
_HEAD, _TEXT = "en-tête de la page", "texte de la page"


def prints_in(text: str) -> dict[str, str]:
    """The digest of each piece of a page: its scripts, its styles, each of its drawings, its head, all the rest. The
    content of its proof is left out."""
    opening = f'<script type="application/json" id="{PROOF}">'
    before, tag, after = text.rpartition(opening)
    if tag:
        text = before + tag + "</script>" + after.partition("</script>")[2]
    return prints_of((place, piece.encode("utf-8", "surrogatepass")) for place, piece in _pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Each stretch of a page with its place, in order."""
    place, inside, start, drawings = _HEAD, "", 0, 0
    for bound in _BOUNDS.finditer(text):
        closes, tag = bool(bound[1]), bound[2].lower()
        if inside and not (closes and tag == inside):
            continue
        if not inside and (closes or (tag == "body" and place == _TEXT)):
            continue
        drawings += tag == "svg" and not inside
        yield _named(inside, drawings) or place, text[start : bound.start()]
        start = bound.start()
        if tag == "body":
            place = _TEXT
        else:
            inside = "" if inside else tag
    yield _named(inside, drawings) or place, text[start:]


def _named(tag: str, drawings: int) -> str:
    return f"dessin {drawings}" if tag == "svg" else _PLACES.get(tag, "")


def activity_of(tag: str, told: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """What an element makes a browser do, by its attributes: nothing for most. What a script or a style contains is
    told by ``content_of``."""
    if tag == "meta" and told.get("http-equiv"):
        yield WHERE, f"meta {told.get('http-equiv')} : {told.get('content') or ''}"
    elif tag in ACTIVE and tag not in _PLACES:
        led = [f"{name}={told[name]}" for name in LED if told.get(name)]
        yield WHERE, " ".join([tag, *led])
    elif tag == "script" and told.get("src"):
        yield WHERE, f"script {told['src']}"
    for name, value in told.items():
        if name.startswith("on") or (name in LED and _RUNS.match(_BLANKS.sub("", value or ""))):
            yield WHERE, f"{tag} {name}={value or ''}"


def content_of(tag: str, content: str) -> tuple[str, str]:
    """What tells a script or a style from another."""
    words = " ".join(content.split())
    digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    return WHERE, f"{tag} : {words[:60].rstrip()} (empreinte {digest[:16]})"
