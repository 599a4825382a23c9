"""Charts of a file that somebody wrote by hand: what is not a number, or is absurd, is told and never a traceback."""

from __future__ import annotations

import re

import pytest

from dashboard.exports import ExportError, format_of
from tests.dashboard.exports import office, paper


@pytest.fixture(scope="module", params=["docx", "pptx"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def written(name: str) -> bytes:
    return format_of(name).write(paper.full())


@pytest.mark.parametrize(
    ("pattern", "by"),
    [
        (rb'<c:ptCount val="[0-9]+"/>', b'<c:ptCount val="x"/>'),
        (rb'<c:ptCount val="[0-9]+"/>', b'<c:ptCount val="-1"/>'),
        (rb'<c:ptCount val="[0-9]+"/>', b'<c:ptCount val="9999999"/>'),
        (rb'<c:ptCount val="[0-9]+"/>', b'<c:ptCount val="' + b"9" * 6000 + b'"/>'),
        (rb'<c:pt idx="[0-9]+">', b'<c:pt idx="zz">'),
    ],
)
def test_a_count_that_is_none_is_told(name: str, written: bytes, pattern: bytes, by: bytes) -> None:
    def spoil(parts: dict[str, bytes]) -> None:
        for part in [part for part in parts if "charts/" in part and part.endswith(".xml")]:
            parts[part] = re.sub(pattern, by, parts[part])

    with pytest.raises(ExportError, match=r"abîmé|trop de points"):
        format_of(name).read(office.changed(written, spoil))


@pytest.mark.parametrize("value", [b"NaN", b"inf", b"1e999"])
def test_what_is_not_a_number_is_none(name: str, written: bytes, value: bytes) -> None:
    def spoil(parts: dict[str, bytes]) -> None:
        for part in [part for part in parts if "charts/" in part and part.endswith(".xml")]:
            parts[part] = re.sub(rb"<c:v>[0-9.]+</c:v>", b"<c:v>" + value + b"</c:v>", parts[part])

    held = format_of(name).read(office.changed(written, spoil))
    values = [point.value for points in held.charts.values() for point in points]
    assert all(one is None or abs(one) < 1e12 for one in values)


@pytest.mark.parametrize("proof", ["[" * 50_000, '{"format":' + "9" * 6000 + "}", "[]", "NaN"])
def test_a_proof_that_cannot_be_read_is_told(name: str, written: bytes, proof: str) -> None:
    def spoil(parts: dict[str, bytes]) -> None:
        for part in [part for part in parts if re.fullmatch(r"customXml/item[0-9]+\.xml", part)]:
            parts[part] = re.sub(rb">[^<>]*</proof>", b">" + proof.encode() + b"</proof>", parts[part])

    with pytest.raises(ExportError, match="preuve"):
        format_of(name).read(office.changed(written, spoil))
