"""The styles that a document of ours needs: those of the template where it has them, our own where it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

_HEADING = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi" w:cstheme="majorBidi"/>'


def _styled(
    key: str, paragraph: str, run: str, *, again: bool = False, outline: int | None = None
) -> tuple[str, str, str]:
    """A paragraph style on « Normal »; ``again``: the next paragraph bears it too."""
    level = "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    return "paragraph", key, (
        f'<w:basedOn w:val="Normal"/><w:next w:val="{key if again else "Normal"}"/><w:qFormat/>'
        f"<w:pPr>{paragraph}{level}</w:pPr><w:rPr>{run}</w:rPr>"
    )  # fmt: skip


def _colour(theme: str, code: str) -> str:
    return f'<w:color w:val="{code}" w:themeColor="{theme}"/>'


_BRICK, _MUTED = _colour("accent1", "B5432A"), _colour("text2", "57606A")
_INK = _colour("text1", "1F2328")


def _size(points: float) -> str:
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _spacing(before: float, after: float, line: int = 0) -> str:
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{lines}/>'


_RULE = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="D9D4C8"/>'
_TABLE = (
    '<w:basedOn w:val="{normal_table}"/><w:uiPriority w:val="39"/><w:pPr><w:spacing w:before="20" w:after="20" '
    'w:line="240" w:lineRule="auto"/></w:pPr><w:tblPr><w:tblBorders>'
    + _RULE.format("top") + _RULE.format("bottom") + _RULE.format("insideH")
    + '</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr>"
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:color w:val="FBFAF7" w:themeColor="background1"/></w:rPr>'
    '<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="2F5D7C" w:themeFill="accent2"/></w:tcPr></w:tblStylePr>'
)  # fmt: skip

_KEPT = "<w:keepNext/><w:keepLines/>"
DEFINITIONS: Mapping[str, tuple[str, str, str]] = {
    "Normal": ("paragraph", "Normal", f'<w:qFormat/><w:pPr>{_spacing(0, 6, 264)}</w:pPr><w:rPr>{_size(10.5)}</w:rPr>'),
    "Title": _styled("Title", _KEPT + _spacing(0, 4, 240), f"{_HEADING}{_INK}{_size(24)}"),
    "Subtitle": _styled("Subtitle", _spacing(0, 12), f"{_MUTED}{_size(12)}"),
    "Lisière surtitre": _styled("LisiereSurtitre", _KEPT + _spacing(0, 4), f"<w:b/>{_BRICK}{_size(10.5)}"),
    "heading 1": _styled("Heading1", _KEPT + _spacing(18, 6, 240), f"{_HEADING}{_BRICK}{_size(17)}", outline=0),
    "heading 2": _styled("Heading2", _KEPT + _spacing(12, 4, 240), f"{_HEADING}{_INK}{_size(13.5)}", outline=1),
    "heading 3": _styled("Heading3", _KEPT + _spacing(8, 3, 240), f"{_HEADING}<w:b/>{_INK}{_size(11)}", outline=2),
    "caption": _styled("Caption", _KEPT + _spacing(10, 2, 240), f"{_HEADING}<w:b/>{_INK}{_size(11)}"),
    "List Bullet": _styled("ListBullet", f'{_spacing(0, 4)}<w:ind w:left="284" w:hanging="284"/>', "", again=True),
    "Lisière note": _styled("LisiereNote", f"<w:keepLines/>{_spacing(0, 2, 240)}", f"{_MUTED}{_size(8.5)}"),
    "Lisière réserve": _styled("LisiereReserve", _spacing(0, 6), f"{_BRICK}{_size(9.5)}"),
    "Lisière cellule": _styled("LisiereCellule", _spacing(1, 1, 240), _size(9), again=True),
    "footnote text": _styled("FootnoteText", _spacing(0, 0, 240), _size(8.5), again=True),
    "header": _styled("Header", _spacing(0, 0, 240), f"{_MUTED}{_size(8.5)}", again=True),
    "footer": _styled("Footer", _spacing(0, 0, 240), f"{_MUTED}{_size(8.5)}", again=True),
    "footnote reference": ("character", "FootnoteReference", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'),
    "Hyperlink": ("character", "Hyperlink", f'<w:rPr>{_colour("hyperlink", "2F5D7C")}<w:u w:val="single"/></w:rPr>'),
    "Normal Table": ("table", "TableNormal",
                     '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
                     '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
                     "</w:tblCellMar></w:tblPr>"),
    "Lisière tableau": ("table", "LisiereTableau", _TABLE),
}  # fmt: skip
"""By name: kind, id, and what is in its definition. « {normal_table} » is the id of the table style under ours."""
DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi" '
    'w:cstheme="minorBidi"/>'
    f'{_size(10.5)}<w:lang w:val="fr-FR" w:eastAsia="fr-FR" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
    "<w:pPrDefault/></w:docDefaults>"
)


def definition(name: str, *, normal_table: str = "TableNormal", default: bool = False) -> str:
    """One of our styles as XML."""
    kind, key, inside = DEFINITIONS[name]
    usual = ' w:default="1"' if default else ""
    own = ' w:customStyle="1"' if name.startswith("Lisière") else ""
    text = inside.replace("{normal_table}", normal_table)
    return (
        f'<w:style {nsdecls("w")} w:type="{kind}"{usual}{own} w:styleId="{key}"><w:name w:val="{name}"/>'
        f"{text}</w:style>"
    )


class StyleBook:
    """The ids of the styles of a document by name; a name it does not have is added with our look."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self._ids: dict[tuple[str, str], str] = {}
        for style in root.iter(qn("w:style")):
            name = style.find(qn("w:name"))
            if name is not None:
                kind = style.get(qn("w:type"), "paragraph")
                self._ids.setdefault((kind, name.get(qn("w:val"), "").lower()), style.get(qn("w:styleId"), ""))

    def id(self, name: str) -> str:
        """The id of a style of ``DEFINITIONS``, added when the template lacks it."""
        kind, key, _ = DEFINITIONS[name]
        known = self._ids.get((kind, name.lower()))
        if known is None:
            known = self._ids[kind, name.lower()] = key
            self.root.append(parse_xml(self._definition(name)))
        return known

    def known(self, name: str) -> Any | None:
        """The element of a style of ``DEFINITIONS``; None where the document has none of that name."""
        kind, key, _ = DEFINITIONS[name]
        key = self._ids.get((kind, name.lower()), key)
        found = (s for s in self.root.iter(qn("w:style")) if s.get(qn("w:styleId")) == key)
        return next(found, None)

    def _definition(self, name: str) -> str:
        """Ours, hung on the ids of the template."""
        text = definition(name, normal_table=self._ids.get(("table", "normal table"), "TableNormal"))
        normal = self._ids.get(("paragraph", "normal"), "Normal")
        return text.replace('w:val="Normal"/><w:next', f'w:val="{normal}"/><w:next').replace(
            '<w:next w:val="Normal"/>', f'<w:next w:val="{normal}"/>'
        )
