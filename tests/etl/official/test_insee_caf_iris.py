"""Beneficiaries of the CAF: what an IRIS hides, its commune hides too."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.catalogue import Catalogue
from etl.errors import SourceError
from tests.etl.official.reading import observations, one, read, specimens

SOURCE = "insee_caf_iris"
IRIS = """CODE_IRIS;LIB_IRIS;TYP_IRIS;GRD_QUART;DEPCOM;LIBCOM;UU2020;REG;DEP
930660101;Gare;H;9306601;93066;Saint-Denis;00851;11;93
930660102;Franc-Moisin;H;9306601;93066;Saint-Denis;00851;11;93
930010101;Nord;H;9300101;93001;Aubervilliers;00851;11;93
930010102;Sud;H;9300101;93001;Aubervilliers;00851;11;93
751010101;Louvre;H;7510101;75101;Paris 1er Arrondissement;00851;11;75
751020101;Bourse;H;7510201;75102;Paris 2e Arrondissement;00851;11;75
"""
EPCI = """CODGEO;LIBGEO;EPCI;LIBEPCI;DEP;REG
93066;Saint-Denis;200000001;CA inventée;93;11
93001;Aubervilliers;200000002;CA voisine;93;11
75056;Paris;200000003;CU inventée;75;11
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = specimens(tmp_path, SOURCE)
    (folder / "iris.csv").write_text(IRIS, encoding="utf-8-sig")
    (folder / "epci.csv").write_text(EPCI, encoding="utf-8-sig")
    return folder


def sums(raw: Path, catalogue: Catalogue) -> pd.DataFrame:
    return observations(read(raw, catalogue, SOURCE, "insee_geography"), SOURCE)


def test_a_commune_whose_iris_are_all_published_is_their_sum(raw: Path, catalogue: Catalogue) -> None:
    frame = sums(raw, catalogue)
    households = one(frame, "caf_households", "COM-93066")
    assert households["value"] == 1000
    assert households["note"] == "Somme de 2 IRIS."
    assert (
        households["locator"]
        == "calculé par Lisière : insee_caf_iris/data_CAF_2020_IRIS.csv, A, somme des IRIS du territoire"
    )
    rsa = one(frame, "caf_rsa_share", "COM-93066")
    assert (rsa["value"], rsa["n"]) == (30, 1000)
    assert one(frame, "caf_covered_persons", "EPCI-200000001")["value"] == 2400


def test_a_sum_with_a_hidden_part_is_not_published_and_says_so(raw: Path, catalogue: Catalogue) -> None:
    frame = sums(raw, catalogue)
    for territory in ("COM-93001", "EPCI-200000002", "DEP-93", "REG-11", "UU-00851"):
        hidden = one(frame, "caf_households", territory)
        assert pd.isna(hidden["value"])
        assert hidden["obs_status"] == "O"
        assert "Somme non publiée" in hidden["note"]
    assert one(frame, "caf_households", "COM-93001")["note"] == "Somme non publiée : 1 IRIS publiés sur 2."


def test_a_hidden_cell_hides_that_sum_only(raw: Path, catalogue: Catalogue) -> None:
    frame = sums(raw, catalogue)
    assert one(frame, "caf_households", "COM-93066")["value"] == 1000
    assert pd.isna(one(frame, "single_parent_share_of_caf", "COM-93066")["value"])


def test_paris_is_the_sum_of_its_arrondissements(raw: Path, catalogue: Catalogue) -> None:
    frame = sums(raw, catalogue)
    assert one(frame, "caf_households", "COM-75101")["value"] == 300
    assert one(frame, "caf_households", "COM-75056")["value"] == 400
    assert one(frame, "caf_households", "EPCI-200000003")["value"] == 400
    assert one(frame, "caf_households", "DEP-75")["value"] == 400


def test_an_iris_missing_from_the_file_hides_its_commune(raw: Path, catalogue: Catalogue) -> None:
    with (raw / "iris.csv").open("a", encoding="utf-8") as stream:
        stream.write("930660103;Autre;H;9306601;93066;Saint-Denis;00851;11;93\n")
    frame = sums(raw, catalogue)
    assert one(frame, "caf_households", "COM-93066")["note"] == "Somme non publiée : 2 IRIS publiés sur 3."


def test_without_the_list_of_iris_nothing_is_added_up(raw: Path, catalogue: Catalogue) -> None:
    (raw / "iris.csv").unlink()
    official = read(raw, catalogue, SOURCE, "insee_geography")
    assert observations(official, SOURCE)["territory"].str.startswith("IRIS-").all()
    assert any("sans la liste des IRIS" in note for note in official.report.notes)


def test_an_unknown_note_stops_the_build(raw: Path, catalogue: Catalogue) -> None:
    path = raw / SOURCE / "data_CAF_2020_IRIS.csv"
    path.write_bytes(path.read_bytes().replace(b"930010102;3;", b"930010102;7;"))
    with pytest.raises(SourceError, match="ligne 5, colonne NOTE, valeur '7' : code de note inconnu"):
        read(raw, catalogue, SOURCE)


def test_a_file_without_its_year_asks_for_it(raw: Path, catalogue: Catalogue) -> None:
    (raw / SOURCE / "data_CAF_2020_IRIS.csv").rename(raw / SOURCE / "allocataires.csv")
    with pytest.raises(SourceError, match="Remettre l'année de l'édition dans le nom du fichier"):
        read(raw, catalogue, SOURCE)


def test_the_official_file(real_data: Path, catalogue: Catalogue, tmp_path: Path) -> None:
    for name in ("insee_caf_iris/data_CAF_2020_IRIS.csv", "insee_geo_referentiels/iris_2021.csv"):
        (tmp_path / Path(name).name).symlink_to(real_data / name)
    official = read(tmp_path, catalogue, SOURCE, "insee_geography")
    caf = next(edition for edition in official.report.editions if edition.source == SOURCE)
    assert (caf.lines, caf.edition, caf.unread) == (13444, "2020", ())
    frame = observations(official, SOURCE)
    iris = frame[frame["territory"].str.startswith("IRIS-") & (frame["indicator"] == "caf_households")]
    assert (iris["obs_status"] == "O").sum() == 694 + 324 + 21 + 14
    assert one(frame, "caf_covered_persons", "IRIS-010040101")["value"] == 1183
    assert one(frame, "caf_rsa_share", "IRIS-010040101")["value"] == pytest.approx(100 * 83 / 501)
    # Ambérieu-en-Bugey: its four IRIS, lines 2 to 5 of the file
    assert one(frame, "caf_households", "COM-01004")["value"] == 501 + 1109 + 1015 + 907
    assert one(frame, "caf_covered_persons", "COM-01004")["value"] == 1183 + 2646 + 2455 + 2589
    assert frame.loc[frame["territory"].str.startswith(("DEP-", "REG-")), "value"].isna().all()
