"""A file cut at the end of a line: whole to a reader of CSV, and yet refused where others go on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import read

SOURCE = "anct_perimeters"
LISTED = [f"QN{place}{number:02d}M" for place in ("001", "002", "093") for number in range(1, 21)]
WHOLE = "code_qp,lib_qp\n" + "".join(f"{code},Quartier {code}\n" for code in LISTED)
HEADER = "qp2024,label_qp2024,statut,qp2015_1,label_qp2015_1,qp2015_2,label_qp2015_2,qp2015_3,label_qp2015_3,remarque\n"


def folder(into: Path, kept: list[str]) -> Path:
    """The list of sixty quarters beside a correspondence of those ``kept``."""
    raw = into / "raw"
    raw.mkdir()
    (raw / "qpv_codelib_2024.csv").write_text(WHOLE, encoding="utf-8")
    lines = "".join(f"{code},Quartier {code},NOUVEAU,,,,,,,\n" for code in kept)
    (raw / "qpv_correspondance_2024_2015.csv").write_text(HEADER + lines, encoding="utf-8")
    return raw


@pytest.mark.parametrize("kept", [25, 38, 51])
def test_an_end_inside_a_departement_is_told_with_its_line(tmp_path: Path, catalogue: Catalogue, kept: int) -> None:
    with pytest.raises(SourceError) as raised:
        read(folder(tmp_path, LISTED[:kept]), catalogue, SOURCE)
    (problem,) = raised.value.problems
    place = (problem.file, problem.line, problem.column, problem.value)
    assert place == ("qpv_correspondance_2024_2015.csv", kept + 1, "qp2024", LISTED[kept - 1])
    assert f"d'autres fichiers en donnent {60 - kept} après lui" in problem.reason
    assert "il est tronqué. Le télécharger de nouveau" in problem.reason


@pytest.mark.parametrize(
    "kept",
    [
        LISTED, LISTED[:40], LISTED[:20], LISTED[20:40], LISTED[40:], LISTED[::2], LISTED[:15],
        [*LISTED[30:], *LISTED[:10]],
    ],
    ids=["whole", "two départements", "one", "the second", "the last", "every other", "too few to tell", "not sorted"],
)  # fmt: skip
def test_what_may_be_an_extract_is_read(tmp_path: Path, catalogue: Catalogue, kept: list[str]) -> None:
    assert read(folder(tmp_path, kept), catalogue, SOURCE).geography is not None


def test_a_real_file_cut_at_two_thirds_is_refused(real_data: Path, tmp_path: Path, catalogue: Catalogue) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(real_data / "insee_qpv2015_revenus", raw)
    cut = raw / "data_filo19_qp_revdis.csv"
    lines = cut.read_bytes().splitlines(keepends=True)
    cut.write_bytes(b"".join(lines[:900]))
    with pytest.raises(SourceError, match=r"data_filo19_qp_revdis\.csv, ligne 900, colonne CODGEO.*il est tronqué"):
        read(raw, catalogue, "insee_qpv_income")
