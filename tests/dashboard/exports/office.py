"""What the tests of Word and PowerPoint share: charts as their parts hold them, packages taken apart and put back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from dashboard.charts import Chart

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True)
class Drawn:
    """A point of a chart as its part holds it, blank when it has no value."""

    series: str
    row: str
    x: float | None
    value: float | None
    limits: tuple[float, float] | None
    special: bool
    """Whether it has a look of its own."""


def drawn(part: bytes) -> list[Drawn]:
    """Every place of every series, in order."""
    root = etree.fromstring(part)
    return [point for series in root.iter(f"{C}ser") for point in _series(series)]


def _series(series: etree._Element) -> Iterator[Drawn]:
    name = series.findtext(f"{C}tx//{C}v", "")
    values = series.find(f"{C}val")
    values = series.find(f"{C}yVal") if values is None else values
    assert values is not None
    count = int(values.find(f".//{C}ptCount").get("val", "0"))
    shown, rows = _cache(values), _cache(series.find(f"{C}cat"))
    across = _cache(series.find(f"{C}xVal"))
    less, more = (_cache(series.find(f"{C}errBars/{C}{side}")) for side in ("minus", "plus"))
    own = {int(point.find(f"{C}idx").get("val")) for point in series.findall(f"{C}dPt")}
    for at in range(count):
        yield Drawn(
            name,
            rows.get(at, "").partition("\n")[0],
            float(across[at]) if at in across else None,
            float(shown[at]) if at in shown else None,
            (float(less[at]), float(more[at])) if at in less else None,
            at in own,
        )


def _cache(parent: etree._Element | None) -> dict[int, str]:
    if parent is None:
        return {}
    return {int(point.get("idx")): point.findtext(f"{C}v", "") for point in parent.iter(f"{C}pt")}


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same package after ``change`` on its parts."""
    parts = parts_of(content)
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, blob in parts.items():
            archive.writestr(name, blob)
    return out.getvalue()


def assert_sound(content: bytes) -> None:
    """Every part has a type, every relation leads somewhere, every id that is used is one, no id of a slide twice."""
    parts = parts_of(content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    extensions = {d.get("Extension").lower() for d in types if d.tag.endswith("Default")}
    overrides = {d.get("PartName").lstrip("/") for d in types if d.tag.endswith("Override")}
    assert overrides <= set(parts)
    for name, blob in parts.items():
        if name == "[Content_Types].xml":
            continue
        assert name in overrides or name.rpartition(".")[2].lower() in extensions, name
        if not name.endswith((".xml", ".rels")):
            continue
        root = etree.fromstring(blob)
        folder, _, base = name.rpartition("/")
        links = parts.get(f"{folder}/_rels/{base}.rels".lstrip("/"))
        known = {r.get("Id") for r in etree.fromstring(links).iter(RELATION)} if links else set()
        used = set(re.findall(rb'\br:(?:id|embed|link|pict)="([^"]*)"', blob))
        assert {key.decode() for key in used} <= known, name
        if name.endswith(".rels"):
            for relation in root.iter(RELATION):
                _assert_target(relation, folder, parts)


def _assert_target(relation: etree._Element, folder: str, parts: dict[str, bytes]) -> None:
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        assert target.startswith(("http://", "https://", "mailto:"))
        return
    base = folder.rpartition("_rels")[0].strip("/")
    pieces = ([] if target.startswith("/") else base.split("/")) + target.strip("/").split("/")
    found: list[str] = []
    for piece in pieces:
        if piece == "..":
            found.pop()
        elif piece:
            found.append(piece)
    assert "/".join(found) in parts, target


def known_values(chart: Chart) -> list[float]:
    return sorted(mark.value for mark in chart.marks if mark.value is not None)
