"""Our own template: A4, our theme, our styles, made once; and the one that a house gives."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import docx
from docx.oxml.exceptions import InvalidXmlError
from lxml.etree import XMLSyntaxError

from dashboard.exports import ExportError
from dashboard.exports.office.package import EPOCH
from dashboard.exports.office.proofs import drop_proofs
from dashboard.exports.office.templates import usable
from dashboard.exports.slides.house import COLOURS, SANS, SERIF
from dashboard.exports.word.styles import DEFAULTS, DEFINITIONS, definition

A4 = (11906, 16838)
"""Twentieths of a point."""
MARGIN, PAGE_MARGIN = 1247, 850
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument"
_OVERRIDES = {
    "word/document.xml": f"{_TYPE}.wordprocessingml.document.main+xml",
    "word/styles.xml": f"{_TYPE}.wordprocessingml.styles+xml",
    "word/settings.xml": f"{_TYPE}.wordprocessingml.settings+xml",
    "word/theme/theme1.xml": f"{_TYPE}.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _OVERRIDES.items())
    + "</Types>"
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_LINKS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_R}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_R}/settings" Target="settings.xml"/>'
    f'<Relationship Id="rId3" Type="{_R}/theme" Target="theme/theme1.xml"/></Relationships>'
)
_DOCUMENT = (
    f'{_HEAD}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body><w:sectPr>'
    f'<w:pgSz w:w="{A4[0]}" w:h="{A4[1]}"/><w:pgMar w:top="{MARGIN}" w:right="{MARGIN}" w:bottom="{MARGIN}" '
    f'w:left="{MARGIN}" w:header="600" w:footer="500" w:gutter="0"/></w:sectPr></w:body></w:document>'
)
_SETTINGS = (
    f'{_HEAD}<w:settings xmlns:w="{_W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="fr-FR"/>'
    '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" '
    'w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" '
    'w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
_CORE = (
    f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>fr-FR</dc:language></cp:coreProperties>'
)


_OF_THE_TEXT = ("/chart", "/image", "/hyperlink", "/footnotes", "/endnotes", "/comments", "/oleObject", "/package")
"""What only the text of a template led to, which is taken out with it."""


@lru_cache(maxsize=1)
def house_template() -> bytes:
    """Our template, made once."""
    styles = "".join(definition(name, default=name in ("Normal", "Normal Table")) for name in DEFINITIONS)
    parts = {
        "[Content_Types].xml": _TYPES, "_rels/.rels": _ROOT, "word/_rels/document.xml.rels": _LINKS,
        "word/document.xml": _DOCUMENT, "word/settings.xml": _SETTINGS, "docProps/core.xml": _CORE,
        "word/styles.xml": f'{_HEAD}<w:styles xmlns:w="{_W}">{DEFAULTS}{styles}</w:styles>',
        "word/theme/theme1.xml": _theme(),
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, EPOCH), text)
    return out.getvalue()


def _theme() -> str:
    """The theme that python-docx carries, in our colours and fonts. White paper: a page is printed."""
    default = Path(docx.__file__).parent / "templates" / "default.docx"
    with zipfile.ZipFile(default) as archive:
        text = archive.read("word/theme/theme1.xml").decode("utf-8")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name == "lt1" else code[1:]}"/></a:{name}>'
        for name, code in COLOURS.items()
    )
    scheme = f'<a:clrScheme name="Lisière">{colours}</a:clrScheme>'
    text = re.sub(r"<a:clrScheme.*?</a:clrScheme>", scheme, text, flags=re.S)
    for place, font in (("major", SERIF), ("minor", SANS)):
        fonts = f'<a:{place}Font><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:{place}Font>'
        text = re.sub(rf"<a:{place}Font>.*?</a:{place}Font>", fonts, text, flags=re.S)
    return text


def open_template(content: bytes | None) -> Any:
    """A template without its text, ready to be filled; its page, headers and styles stay. Raises ExportError when it
    is not a Word document."""
    if content is not None:
        content = usable(content, "Word", ".docx")
    try:
        document = docx.Document(io.BytesIO(content if content is not None else house_template()))
        body = document.element.body
        document.styles.element  # noqa: B018 (a document without styles fails here)
    except (
        KeyError,
        ValueError,
        AttributeError,
        InvalidXmlError,
        XMLSyntaxError,
        OSError,
        zipfile.BadZipFile,
    ) as error:
        raise ExportError(
            "Le modèle donné n’est pas un document Word (.docx), ou il est abîmé. Ouvrez-le dans Word, enregistrez-le "
            "au format .docx, puis recommencez."
        ) from error
    for child in list(body):
        if not child.tag.endswith("}sectPr"):
            body.remove(child)
    drop_proofs(document.part)
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith(_OF_THE_TEXT):
            document.part.rels.pop(key)
    return document
