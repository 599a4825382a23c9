"""The machine-readable proof that a document carries: what it said, of which data, and what proves each sentence.

A file can then be checked years later, without us: which of its figures were edited by hand, which are out of date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.briefs.document import Document
from dashboard.charts import Chart

FORMAT, VERSION = "lisiere-proof", 1
NAMESPACE = "https://lisiere.example/proof/1"
"""What marks the proof among the parts of a Word or PowerPoint file."""
SEAL = "seal"
"""The place in it of what the file showed when it was written (``briefs.seal``)."""


def proof_of(document: Document) -> dict[str, Any]:
    """What a document says, as JSON: what it was asked, the version of its data, its sentences, charts and tables."""
    return {
        "format": FORMAT,
        "format_version": VERSION,
        "name": document.name,
        "data_version": document.version,
        "made": document.made,
        "permalink": document.permalink,
        "asked": asdict(document.asked),
        "claims": [statement.claim.proof() for statement in document.statements],
        "charts": [_chart(block.chart) for block in document.illustrations],
        "tables": [
            {"caption": table.caption, "header": list(table.header), "rows": [list(row) for row in table.rows]}
            for table in document.tables
        ],
    }


def proof_text(document: Document, seal: Mapping[str, Any] | None = None) -> str:
    """The proof as one text, the same for the same document; with the ``seal`` of its file, when there is one."""
    told = proof_of(document) | ({SEAL: seal} if seal else {})
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "name": chart.name,
        "title": chart.title,
        "marks": [
            {"row": m.row, "side": m.side, "period": m.period, "value": m.value, "text": m.text} for m in chart.marks
        ],
        "labels": dict(chart.labels),
        "groups": [{"row": group.row, "count": group.count} for group in chart.groups],
    }
