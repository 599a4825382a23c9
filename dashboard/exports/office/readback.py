"""What is read of a file of an office suite, whichever: the charts where they stand, the words, the proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dashboard.exports import Readback
from dashboard.exports.office.package import Parts
from dashboard.exports.office.pieces import activity_in, office_prints
from dashboard.exports.office.proofs import proof_in, proof_name
from dashboard.exports.office.texts import folded

if TYPE_CHECKING:
    from dashboard.exports.native_charts.reading import Charts

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def add_framed(charts: Charts, parts: Parts, holder: str, frame: Any, properties: str) -> None:
    """Add the chart that a frame of the part ``holder`` shows, if any, under the name that its element ``properties``
    bears. Raises ExportError."""
    link = frame.find(f".//{_C}chart")
    target = parts.relations(holder).get(link.get(f"{_R}id", "")) if link is not None else None
    if target is not None:
        told = frame.find(properties)
        charts.add(told.get("name", "") if told is not None else "", target.target)


def read_back(
    content: bytes,
    parts: Parts,
    charts: Charts,
    texts: Sequence[str],
    lines: Sequence[tuple[str, str]],
    active: Sequence[tuple[str, str]] = (),
) -> Readback:
    """All that was read, with the proof that the file carries. Raises ExportError without one."""
    proof, seal = proof_in(parts)
    return Readback(
        proof,
        folded(" ".join(texts)),
        charts.found,
        seal,
        [*lines, *charts.lines],
        differing=charts.differing,
        parts=office_prints(content, {proof_name(parts): b""}),
        active=[*activity_in(parts), *active],
    )
