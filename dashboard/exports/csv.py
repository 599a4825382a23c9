"""A zip for programs: the figures as CSV, what they mean as a Data Package, how to cite them in a text.

The CSV is the one of ``/api/observations.csv``, in the same columns: commas, decimal points, UTF-8 without a mark, so
that one script reads both. A French spreadsheet opens the workbook instead, where numbers are numbers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from dashboard.briefs.document import Document
from dashboard.briefs.proof import SEAL, proof_of, proof_text
from dashboard.briefs.seal import sealed
from dashboard.briefs.whole import printed
from dashboard.exports import ExportError, Readback
from dashboard.exports.md import address_of, escaped, unescaped
from dashboard.exports.prints import zip_prints
from dashboard.exports.tabular.about import LICENCE, LICENCE_ADDRESS, citation, facts, sources
from dashboard.exports.tabular.cells import clean, inert, told
from dashboard.exports.tabular.figures import model_rows
from dashboard.french.columns import MEANINGS, OBS_STATUSES
from etl.model import COLUMNS, NUMERIC_COLUMNS, plain_number

SUFFIX = ".zip"
MEDIA_TYPE = "application/zip"
NAME = "Données CSV (zip)"
TEMPLATES = False

FIGURES, PACKAGE, README, PROOF = "donnees.csv", "datapackage.json", "LISEZ-MOI.md", "lisiere-preuve.json"
FILES = (README, FIGURES, PACKAGE, PROOF)
LARGEST = 250_000_000
"""Bytes: no archive of ours unpacks to more, one that does is not ours."""
VALUE = COLUMNS.index("value")
NUMERIC = tuple(name in NUMERIC_COLUMNS for name in COLUMNS)
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every file of the archive: the day it was made is told inside, the same document is the same bytes."""
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What opening an archive raises when its bytes are not those that were written."""
APOSTROPHE = (
    "Un texte qui commence par = + - @, une apostrophe ou une tabulation est précédé d’une apostrophe, pour qu’aucun "
    "tableur ne l’exécute : un programme la retire."
)


def write(document: Document, template: bytes | None = None) -> bytes:
    """The archive of a document. Raises ExportError given a template."""
    if template is not None:
        raise ExportError("Des données n'ont pas de modèle : retirer --template.")
    readme = clean(_readme(document))
    figures = _figures(document)
    package = clean(json.dumps(_package(document), ensure_ascii=False, indent=2) + "\n")
    seal = sealed(_lines(readme, package), (row for _, row in _rows(clean(figures))), VALUE)
    parts = {README: readme, FIGURES: figures, PACKAGE: package, PROOF: ""}
    prints = zip_prints(_packed(parts), str, {PROOF: b""})
    return _packed(parts | {PROOF: proof_text(document, printed(proof_of(document), seal, prints))})


def _packed(parts: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, clean(parts[name]).encode("utf-8"))
    return content.getvalue()


def _figures(document: Document) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for cells in model_rows(document.observations):
        writer.writerow(
            [plain_number(cell) if number else inert(clean(cell)) for cell, number in zip(cells, NUMERIC, strict=True)]
        )
    return text.getvalue()


def _package(document: Document) -> dict[str, Any]:
    """The Data Package (v1): columns, types, sources, licence, and the words behind each code."""
    fields = [
        {"name": name, "type": "number" if number else "string", "description": MEANINGS[name]}
        for name, number in zip(COLUMNS, NUMERIC, strict=True)
    ]
    return {
        "profile": "tabular-data-package",
        "name": "lisiere-selection",
        "title": document.title,
        "description": citation(document),
        "version": document.version,
        "created": document.made,
        "homepage": document.permalink,
        "licenses": [{"name": "etalab-2.0", "title": LICENCE, "path": LICENCE_ADDRESS}],
        "sources": [
            {"title": text, "path": address, "name": name, "licence": licence, "fetched": fetched, "locators": where}
            for _, text, name, address, licence, fetched, where in sources(document)
        ],
        "resources": [
            {
                "name": "donnees",
                "path": FIGURES,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "rows": len(document.observations),
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True},
                "schema": {"fields": fields, "missingValues": [""]},
                "description": APOSTROPHE,
            }
        ],
        "metadata": [{"part": fact.part, "name": fact.name, "text": fact.text} for fact in facts(document)],
        "labels": _labels(document),
    }


def _labels(document: Document) -> dict[str, dict[str, str]]:
    """What the codes of the figures stand for, column by column."""
    catalogue, figures = document.catalogue, document.observations
    if catalogue is None:
        return {}
    places = {o.territory: catalogue.territories.get(o.territory) for o in figures}
    return {
        "indicator": {o.indicator: catalogue.indicators[o.indicator].label for o in figures},
        "territory": {code: place.label for code, place in places.items() if place},
        "zone": {o.zone: catalogue.zones[o.zone].label for o in figures},
        "unit": {o.unit: catalogue.units[o.unit].label for o in figures},
    }


def _readme(document: Document) -> str:
    """How to read and cite the figures, for people."""
    absences = [f"- `{code}` : {text}" for code, text in OBS_STATUSES.items()]
    references = [
        f"{number}. {escaped(str(text))}{f' {address_of(str(address))}' if address else ''}, "
        f"{escaped(str(licence) or 'licence non précisée')}"
        for number, text, _, address, licence, _, _ in sources(document)
    ]
    said = [f"- {escaped(f'{s.claim.text} {s.note}')}" for s in document.statements]
    charts = [f"- {escaped(f'{block.caption}. {block.chart.subtitle}')}" for block in document.illustrations]
    lines = [
        f"# {escaped(document.title)}",
        escaped(document.subtitle),
        escaped(f"{document.signature}. À l’écran : {document.permalink}"),
        *(["## Ce que disent ces chiffres", "\n".join(said)] if said else []),
        *(["## Figures", "\n".join(charts)] if charts else []),
        "## Pour citer",
        escaped(f"{citation(document)}. Licence : {LICENCE}, {LICENCE_ADDRESS}"),
        "## Fichiers",
        f"- `{FIGURES}` : une ligne par chiffre ({len(document.observations)} au total), virgules, point décimal, "
        "UTF-8\n"
        f"- `{PACKAGE}` : colonnes, définitions, libellés des codes, sources (Data Package)\n"
        f"- `{PROOF}` : ce que dit le document et ce qui le prouve, pour les programmes",
        f"Pour un tableur, préférez le classeur Excel du même dossier : les nombres y sont des nombres. {APOSTROPHE}",
        "## Une valeur absente n’est pas zéro",
        "Un zéro est écrit 0. `obs_status` (codes SDMX) dit pourquoi une valeur est absente ou fragile :",
        "\n".join(absences),
        "## Sources",
        "\n".join(references),
    ]
    return "\n\n".join(line for line in lines if line) + "\n"


def read(content: bytes) -> Readback:
    """What the archive holds. Raises ExportError when it is damaged or not ours."""
    parts = _unpacked(content)
    try:
        known = json.loads(parts[PROOF])
    except (ValueError, RecursionError):
        raise ExportError("Archive illisible : sa preuve a été modifiée.") from None
    if not isinstance(known, dict):
        raise ExportError("Archive illisible : sa preuve a été modifiée.")
    rows = figures_of(content)
    words = [unescaped(parts[README]), *(cell for row in rows for cell in row.values())]
    text = re.sub(r"\s+", " ", " ".join(words)).strip()
    seal = known.pop(SEAL, {})
    lines = list(_lines(parts[README], parts[PACKAGE]))
    prints = zip_prints(content, str, {PROOF: b""})
    return Readback(known, text, seal=seal, lines=lines, rows=list(_rows(parts[FIGURES])), sheet=FIGURES, parts=prints)


def _lines(readme: str, package: str) -> Iterator[tuple[str, str]]:
    """What the texts of the archive say, line by line, with the name of the file."""
    for name, text in ((README, readme), (PACKAGE, package)):
        yield from ((name, line) for line in text.split("\n"))


def _rows(figures: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of the figures with their number, as they are written."""
    every = enumerate(csv.reader(io.StringIO(figures, newline="")), 1)
    return ((number, row + [""] * (len(COLUMNS) - len(row))) for number, row in every if number > 1 and row)


def figures_of(content: bytes) -> list[dict[str, str]]:
    """The figures of the archive, a row each by column, texts as they were before apostrophes.

    Raises ExportError when it is damaged or not ours.
    """
    rows = csv.DictReader(io.StringIO(_unpacked(content)[FIGURES], newline=""))
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ExportError(f"{FIGURES} : les colonnes ne sont pas celles de Lisière.")
    try:
        known = list(rows)
    except csv.Error:
        raise ExportError(f"{FIGURES} : illisible, ce n’est plus du CSV.") from None
    short = next((number for number, row in enumerate(known, 2) if None in row.values()), None)
    if short is not None:
        raise ExportError(f"{FIGURES} : illisible, la ligne {short} n’a pas toutes ses cellules.")
    return [{name: row[name] if name in NUMERIC_COLUMNS else told(row[name]) for name in COLUMNS} for row in known]


def _unpacked(content: bytes) -> dict[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            if sum(sizes.values()) > LARGEST:
                most = f"{LARGEST // 1_000_000} Mo au plus"
                raise ExportError(f"Cette archive est trop grosse une fois décompressée ({most}) : elle n’est pas lue.")
            lacking = next((name for name in FILES if name not in sizes), None)
            if lacking is not None:
                raise ExportError(
                    f"Cette archive n’est pas de Lisière, ou elle est incomplète : sans fichier « {lacking} ». "
                    "Reprenez le fichier d’origine, ou refaites la note."
                )
            return {name: archive.read(name).decode("utf-8") for name in FILES}
    except DAMAGED:
        raise ExportError(
            "Archive illisible : ce n’est pas un zip, ou il est abîmé. Reprenez le fichier d’origine, "
            "ou refaites la note."
        ) from None
