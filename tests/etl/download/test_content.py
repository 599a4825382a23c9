"""What was received is the file expected, or it is said what came instead."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from etl.download.content import ContentError, Kind, verify

GEOJSON = json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": None}]}).encode()
XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), b"a;b\n1;2\n", zipfile.ZIP_DEFLATED)
    return content.getvalue()


def a_parquet() -> bytes:
    content = io.BytesIO()
    parquet.write_table(pyarrow.table({"siret": ["00572061000010"], "plg_qp24": ["QN09301M"]}), content)
    return content.getvalue()


WORKBOOK = zipped("[Content_Types].xml", "xl/workbook.xml")


def in_words(value: object) -> str | None:
    """Bytes make poor names of tests, and names that change when the content does."""
    return "content" if isinstance(value, bytes) else None


GOOD = [
    (Kind.CSV, "CODGEO;LIBGEO\r\nQP093001;Les Étangs\r\n".encode("utf-8-sig")),
    (Kind.CSV, "CODGEO;LIBGEO\nQP093001;Cité de l’Œuf\n".encode("cp1252")),
    (Kind.CSV, b'"CODGEO","LIBGEO"\n"QP093001","x"'),
    (Kind.ZIP, zipped("table.csv")),
    (Kind.XLSX, WORKBOOK),
    (Kind.XLS, XLS),
    (Kind.GEOJSON, GEOJSON),
    (Kind.GEOJSON, b"\xef\xbb\xbf" + GEOJSON),
    (Kind.JSON, b'[{"code_cv": "CV1"}]'),
    (Kind.PARQUET, a_parquet()),
]


def written(folder: Path, content: bytes) -> Path:
    path = folder / "received.part"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("kind", "content"), GOOD, ids=in_words)
def test_a_right_file_is_accepted(tmp_path: Path, kind: Kind, content: bytes) -> None:
    verify(written(tmp_path, content), kind)


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        (Kind.CSV, b"PK\x03\x04rest", "un fichier csv est attendu ; reçu : 'PK"),
        (Kind.CSV, b"PAR1rest\nrest", "un fichier csv est attendu ; reçu : 'PAR1"),
        (Kind.CSV, b"<?xml version='1.0'?>\n<Error/>", 'un fichier csv est attendu ; reçu : "<?xml'),
        (Kind.CSV, b"a;b\n1;\x00\n", "ce n'est pas du texte"),
        (Kind.CSV, b"a;b\n1;\x81\xff\n", "ce n'est pas du texte"),
        (Kind.CSV, b"a;b", "pas de ligne sous son en-tête"),
        (Kind.CSV, b"\xef\xbb\xbf \r\n", "le fichier reçu est vide"),
        (Kind.ZIP, b"<html><body>404", "une page web a été reçue"),
        (Kind.ZIP, zipped("table.csv")[:60], "archive zip tronquée"),
        (Kind.ZIP, zipped("/table.csv"), "/table.csv : ce nom sort du dossier"),
        (Kind.XLSX, zipped("table.csv"), "l'archive reçue n'en est pas un"),
        (Kind.XLSX, b"a;b\n1;2\n", "un classeur xlsx est attendu ; reçu : 'a;b"),
        (Kind.XLS, WORKBOOK, "un classeur xls est attendu ; reçu : 'PK"),
        (Kind.GEOJSON, GEOJSON[:-5], "fichier JSON tronqué"),
        (Kind.GEOJSON, b'{"error": "x"}', "la liste « features » manque"),
        (Kind.GEOJSON, b"[]", "la liste « features » manque"),
        (Kind.JSON, b"[" * 200_000, "fichier JSON tronqué ou mal formé"),
        (Kind.JSON, b'{"a": "\xff"}', "fichier JSON tronqué ou mal formé"),
        (Kind.PARQUET, a_parquet()[:-6], "fichier Parquet tronqué"),
        (Kind.PARQUET, b"PAR1", "fichier Parquet tronqué"),
        (Kind.PARQUET, b"PAR1\xff\xff\xff\xffPAR1", "fichier Parquet tronqué"),
        (Kind.PARQUET, b"a;b\n", "un fichier Parquet est attendu ; reçu : 'a;b"),
    ],
    ids=in_words,
)
def test_a_wrong_file_is_told(tmp_path: Path, kind: Kind, content: bytes, told: str) -> None:
    with pytest.raises(ContentError) as caught:
        verify(written(tmp_path, content), kind)
    assert told in str(caught.value)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([pair for pair in GOOD if pair[0] not in (Kind.CSV, Kind.XLS)]), st.floats(0, 0.999))
def test_a_file_cut_anywhere_is_never_accepted(tmp_path: Path, good: tuple[Kind, bytes], at: float) -> None:
    """Whatever the place of the cut, for each kind that says where it ends."""
    kind, content = good
    with pytest.raises(ContentError):
        verify(written(tmp_path, content[: int(at * len(content))]), kind)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(Kind), st.binary(max_size=400))
def test_any_bytes_are_judged_without_a_crash(tmp_path: Path, kind: Kind, content: bytes) -> None:
    path = written(tmp_path, content)
    try:
        verify(path, kind)
    except ContentError as error:
        told = str(error)
        assert told
    assert path.read_bytes() == content
