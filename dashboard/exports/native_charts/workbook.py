"""The workbook embedded behind a chart, written by hand: every text stays a text, every number its shortest exact form.

Two sheets: what the chart draws, then the table of the chart in words with its sources.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import lru_cache

from dashboard.exports.native_charts.grid import SHEET, Cell, Grid, letters
from dashboard.exports.office.package import EPOCH
from dashboard.exports.office.texts import in_xml
from etl.model import plain_number

TABLE = "Chiffres et sources"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = f"""{_HEAD}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>\
<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/></Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
_BOOK = f"""{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>\
<sheet name="{SHEET}" sheetId="1" r:id="rId1"/><sheet name="{TABLE}" sheetId="2" r:id="rId2"/></sheets></workbook>"""
_LINKS = f"""{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>\
<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>"""
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2">\
<font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
_WIDTHS = (46, 22)


def workbook(grid: Grid, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The workbook of a chart: its ``grid``, then its table in words."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _ROOT),
            ("xl/workbook.xml", _BOOK),
            ("xl/_rels/workbook.xml.rels", _LINKS),
            ("xl/styles.xml", _STYLES),
            ("xl/worksheets/sheet1.xml", _sheet(grid.cells)),
            ("xl/worksheets/sheet2.xml", _sheet([list(header), *(list(row) for row in rows)])),
        ):
            told = zipfile.ZipInfo(name, EPOCH)
            told.compress_type, told.external_attr, told.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            archive.writestr(told, text)
    return out.getvalue()


def _sheet(cells: Sequence[Sequence[Cell]]) -> str:
    columns = max(len(row) for row in cells)
    widths = "".join(
        f'<col min="{at + 1}" max="{at + 1}" width="{_WIDTHS[min(at, 1)]}" customWidth="1"/>' for at in range(columns)
    )
    lines = "".join(_row(at, row) for at, row in enumerate(cells, start=1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><cols>{widths}</cols><sheetData>{lines}</sheetData></worksheet>'


def _row(at: int, row: Sequence[Cell]) -> str:
    inside = "".join(_cell(at, column, value) for column, value in enumerate(row) if value is not None)
    return f'<row r="{at}">{inside}</row>'


def _cell(row: int, column: int, value: str | float) -> str:
    place = f"{_letters(column)}{row}"
    if isinstance(value, str):
        style = 1 if row == 1 else 2
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{in_xml(value)}</t></is></c>'
    return f'<c r="{place}"><v>{plain_number(value)}</v></c>'


_letters = lru_cache(maxsize=64)(letters)
