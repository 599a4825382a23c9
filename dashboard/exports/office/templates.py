"""A house template as it may be used: without macros, and asking nothing of another machine when a file is opened."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from dashboard.exports import ExportError
from dashboard.exports.office.fields import instructions_in
from dashboard.exports.office.package import EPOCH, RELATIONSHIPS, Parts, open_parts

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MACROS = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_FETCHED = ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "EMBED")
"""Fields of Word that run a program or read another file."""
_TYPES = "[Content_Types].xml"
_KEPT = ("/hyperlink",)
"""Relations to the outside that are followed only by a click."""


def usable(content: bytes, what: str, suffix: str) -> bytes:
    """The template of a house without its links to the outside: attached templates, linked pictures and objects, which
    an office suite would fetch by itself. ``what`` names the format. Raises ExportError on macros, and on what is not
    a package."""
    parts = open_parts(content, what)
    types = parts.content.get(_TYPES, b"")
    if any(posixpath.basename(name).lower() in _MACROS for name in parts.content) or b"macroEnabled" in types:
        raise ExportError(
            f"Le modèle donné contient des macros (comme un fichier {suffix[:-1]}m) : une note n’en porte pas. "
            f"Enregistrez-le sans macros, au format {suffix}, puis recommencez."
        )
    _refuse_fields(parts, suffix)
    changed: dict[str, bytes] = {}
    for name in parts.content:
        if name.endswith(".rels") and posixpath.basename(posixpath.dirname(name)) == "_rels":
            changed |= _without_links(parts, name)
    return _packed({**parts.content, **changed}) if changed else content


def _refuse_fields(parts: Parts, suffix: str) -> None:
    """Raises ExportError on a field that runs a program or reads another file."""
    for name, blob in parts.content.items():
        if not name.endswith(".xml") or b"instr" not in blob:
            continue
        for instruction in instructions_in(parts.xml(name)):
            words = instruction.split()
            if words and words[0].upper() in _FETCHED:
                raise ExportError(
                    f"Le modèle donné contient un champ {words[0].upper()} (partie « {name} »), qui lance un programme "
                    f"ou lit un autre fichier : une note n’en porte pas. Retirez-le, enregistrez au format {suffix}, "
                    "puis recommencez."
                )


def _without_links(parts: Parts, name: str) -> dict[str, bytes]:
    """The relations in ``name`` and their part, links to the outside taken out; nothing when there are none."""
    root = parts.xml(name)
    dropped = [
        item
        for item in root.iter(RELATIONSHIPS)
        if item.get("TargetMode") == "External" and not item.get("Type", "").endswith(_KEPT)
    ]
    if not dropped:
        return {}
    keys = {item.get("Id") for item in dropped}
    for item in dropped:
        root.remove(item)
    found = {name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)}
    folder = posixpath.dirname(posixpath.dirname(name))
    source = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
    if source in parts.content and source.endswith(".xml"):
        found[source] = _unlinked(parts.xml(source), keys)
    return found


def _unlinked(root: etree._Element, keys: set[str | None]) -> bytes:
    """A part without what named the relations ``keys``: a picture loses its link, anything else goes."""
    for element in list(root.iter()):
        led = [name for name, value in element.attrib.items() if name.startswith(_R) and value in keys]
        parent = element.getparent()
        if led and element.tag.endswith("}blip"):
            for name in led:
                del element.attrib[name]
        elif led and parent is not None:
            parent.remove(element)
    told: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return told


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, blob in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), blob)
    return out.getvalue()
