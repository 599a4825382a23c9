"""Files as they reach us when something went wrong: each is told with its file, line, column, value and what to do."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from etl.catalogue import Catalogue, OfficialException
from etl.errors import Problem, SourceError
from etl.official.build import read_official
from etl.official.layout import Edition
from etl.official.raw import LONGEST_LINE
from etl.sources import insee_qpv_demography as demography
from tests.etl.official.reading import modules, observations, one, read, specimens, spoil

SOURCES = ("insee_qpv_demography", "insee_qpv_employment", "insee_qpv_income")
DEMO = "insee_qpv_demography/DEMO_2019.csv"
PLAIN = "insee_qpv_demography/data_DEMO_2021_V1_QP.csv"
JOBS = "insee_qpv_employment/IPRO_2022.csv"
INCOME = "insee_qpv_income/REVN_2022.csv"
FILOSOFI = "insee_qpv_income/data_filo17_qp_revdis.csv"
THIN = "\u202f"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A raw folder with the specimens of the three sources, good as it is."""
    return specimens(tmp_path, *SOURCES)


def problems(raw: Path, catalogue: Catalogue) -> list[Problem]:
    """What reading the folder complains of."""
    with pytest.raises(SourceError) as raised:
        read(raw, catalogue, *SOURCES)
    return raised.value.problems


def test_the_folder_is_good_before_it_is_spoiled(raw: Path, catalogue: Catalogue) -> None:
    official = read(raw, catalogue, *SOURCES)
    assert {edition.source for edition in official.report.editions} == set(SOURCES)
    assert official.report.unknown == []


CELLS = {
    "a number with a letter": (JOBS, ";540;252;288;131;", ";54O;252;288;131;", 2, "ABC", "54O", "un nombre est attendu"),
    "a date in place of a number": (FILOSOFI, ";12910;", ";12/10;", 3, "disp_q2_a17", "12/10", "un nombre est attendu"),
    "a share above 100": (DEMO, ";31,4;29,8;", ";314;29,8;", 3, "TX_TOT_0A24", "314", "hors de [0, 100] pour « Part des moins de 25 ans »"),
    "a share below 0": (DEMO, ";12,3;11,9;", ";-12,3;11,9;", 3, "TX_TOT_ET", "-12,3", "hors de [0, 100]"),
    "a code given twice": (DEMO, "QP093003;", "QP093001;", 5, "CODGEO", "QP093001", "code déjà donné ligne 4"),
    "a code that is none": (DEMO, "QP093003;", "QP93003;", 5, "CODGEO", "QP93003", "code inconnu ; forme attendue : QP093001 ("),
    "a code of no département": (DEMO, "QP093003;", "QP099003;", 5, "CODGEO", "QP099003", "code inconnu"),
    "a code left out": (DEMO, "QP093003;", ";", 5, "CODGEO", "", "code inconnu"),
    "a note that means nothing known": (INCOME, "1,2;0;4" + THIN + "310", "1,2;7;4" + THIN + "310", 5, "NOTE_FILO", "7", "code de note inconnu : sa signification est à déclarer"),
    "a note that belies its line": (PLAIN, ";35.3;0;1502;".replace(".", ","), ";35,3;6;1502;", 2, "NOTE_RP", "6", "ce code dit que rien n'est publié, or la ligne porte une valeur"),
    "a part larger than its whole": (PLAIN, ";460;199;97;", ";460;499;97;", 2, "ACAVENF", "460", "plus petit que AC3ENF, qui doit être au-dessous"),
    "women and men who are not all": (JOBS, ";330;150;180;71;", ";330;150;190;71;", 2, "A", "330", "A_F + A_H font 340 : l'ensemble devrait en être la somme"),
    "ages that are not all": (DEMO, ";702;110;118;", ";720;110;118;", 3, "ENF", "720", "font 702"),
    "quartiles out of order": (FILOSOFI, ";12910;16980;", ";14910;16980;", 3, "disp_d6_a17", "14360", "plus petit que DISP_Q2_A17, qui doit être au-dessous"),
}  # fmt: skip
"""File, what stands there, what is put there; line, column, value and words of the problem."""


@pytest.mark.parametrize("case", CELLS)
def test_a_bad_cell_is_named(raw: Path, catalogue: Catalogue, case: str) -> None:
    file, old, new, line, column, value, told = CELLS[case]
    spoil(raw / file, old, new)
    (problem,) = problems(raw, catalogue)
    assert (problem.file, problem.line, problem.column, problem.value) == (file, line, column, value)
    assert told in problem.reason
    assert str(problem).startswith(f"{file}, ligne {line}, colonne {column}")


def test_a_count_below_0_is_told_as_such_first(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / JOBS, ";540;252;288;131;", ";-540;252;288;131;")
    first, *_ = problems(raw, catalogue)
    assert (first.file, first.line, first.column, first.value) == (JOBS, 2, "ABC", "-540")
    assert first.reason.startswith("négatif, or « ")


def test_every_bad_cell_is_told_at_once(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / DEMO, ";31,4;29,8;", ";314;29,8;")
    spoil(raw / JOBS, ";540;252;288;131;", ";54O;252;288;131;")
    assert {problem.file for problem in problems(raw, catalogue)} == {DEMO, JOBS}


def _cut_in_a_line(content: bytes) -> bytes:
    return content[: content.rindex(b"QP974001") + 30]


def _cut_in_the_padding(content: bytes) -> bytes:
    return content.rstrip()[:-5]


FILES: dict[str, tuple[str, Callable[[bytes], bytes], int, str]] = {
    "cut in the middle of a line": (DEMO, _cut_in_a_line, 6, "l'en-tête en a 191 : le fichier est tronqué"),
    "cut in the empty columns": (DEMO, _cut_in_the_padding, 6, "l'en-tête en a 191 : le fichier est tronqué"),
    "cut inside quotes": (PLAIN, lambda content: content[: content.rindex(b"974001")], 4, "un guillemet ouvert n'est jamais refermé"),
    "only a header": (PLAIN, lambda content: content.splitlines(keepends=True)[0], 1, "le fichier n'a que son en-tête"),
    "empty": (DEMO, lambda content: b"", 0, "le fichier est vide ; le télécharger de nouveau"),
    "blank": (DEMO, lambda content: b"\r\n\r\n", 0, "le fichier est vide"),
    "an error page": (DEMO, lambda content: b"<!DOCTYPE html>\n<html><body>404</body></html>\n", 1, "c'est une page web, pas des données : le téléchargement a échoué"),
    "an error page after blanks": (DEMO, lambda content: b"\n\n  <html><body>Service indisponible</body></html>", 1, "c'est une page web"),
    "two bytes a character": (DEMO, lambda content: content.decode("utf-8-sig").encode("utf-16"), 0, "ce n'est pas un fichier texte"),
    "two encodings in one file": (DEMO, lambda content: content.replace(b"Les Deux", b"L\xe9s D\xc3\xa9ux"), 5, "encodage abîmé"),
    "a value under no header": (DEMO, lambda content: content.replace(b";5" + b";" * 158 + b"\r", b";5;12" + b";" * 157 + b"\r"), 5, "une valeur se trouve sous une colonne sans nom"),
    "a column twice": (PLAIN, lambda content: content.replace(b'"TX_F_ET"', b'"TX_TOT_ET"'), 1, "colonne en double : TX_TOT_ET"),
}  # fmt: skip
"""File, what befell it, line told and words of the problem."""


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_named(raw: Path, catalogue: Catalogue, case: str) -> None:
    file, befall, line, told = FILES[case]
    content = (raw / file).read_bytes()
    assert befall(content) != content
    (raw / file).write_bytes(befall(content))
    found = problems(raw, catalogue)
    assert (found[0].file, found[0].line) == (file, line), str(found[0])
    assert told in found[0].reason


def test_the_windows_code_page_is_read_as_it_is(raw: Path, catalogue: Catalogue) -> None:
    text = (raw / DEMO).read_text(encoding="utf-8-sig").replace(THIN, "\u00a0").replace("Les Cannes", "Cité d’Été")
    (raw / DEMO).write_bytes(text.encode("cp1252"))
    frame = observations(read(raw, catalogue, *SOURCES), "insee_qpv_demography")
    assert one(frame, "population", "QP02A001", period="2013")["value"] == 3040


def test_moved_columns_are_read_all_the_same(raw: Path, catalogue: Catalogue) -> None:
    before = observations(read(raw, catalogue, *SOURCES), "insee_qpv_demography")
    lines = [line.split(";") for line in (raw / PLAIN).read_text(encoding="utf-8").splitlines()]
    moved = "\r\n".join(";".join([*cells[1:], cells[0]]) for cells in lines)
    (raw / PLAIN).write_text(moved, encoding="utf-8", newline="")
    after = observations(read(raw, catalogue, *SOURCES), "insee_qpv_demography")
    assert before["value"].equals(after["value"])
    assert list(before["locator"]) == list(after["locator"]), "a locator names a line and a header, not a rank"


def test_a_missing_column_is_refused_with_the_difference(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / INCOME, ";TP60;", ";TP_60;")
    (problem,) = problems(raw, catalogue)
    assert str(problem).startswith(f"{INCOME}, ligne 1, colonne TP60 : l'en-tête est presque celui de « Revenus")
    assert "TP60 (au lieu de TP_60 ?)" in problem.reason
    assert "Télécharger de nouveau, ou déclarer la nouvelle forme" in problem.reason


def test_a_column_that_is_new_is_told_and_does_no_harm(raw: Path, catalogue: Catalogue) -> None:
    lines = (raw / PLAIN).read_text(encoding="utf-8").splitlines()
    more = [f"{line};{cell}" for line, cell in zip(lines, ["TX_NOUVEAU", "1", "2", "3"], strict=True)]
    (raw / PLAIN).write_text("\r\n".join(more), encoding="utf-8", newline="")
    report = read(raw, catalogue, *SOURCES).report
    assert {edition.table: edition.unread for edition in report.editions if edition.unread} == {PLAIN: ("TX_NOUVEAU",)}


def test_two_files_of_one_year_that_disagree_are_both_named(raw: Path, catalogue: Catalogue) -> None:
    other = raw / "ancien" / "DEMO_2019.csv"
    other.parent.mkdir()
    content = (raw / DEMO).read_bytes()
    other.write_bytes(content.replace(f";3{THIN}040;".encode(), f";3{THIN}050;".encode()))
    (problem,) = problems(raw, catalogue)
    told = str(problem)
    assert "deux fichiers se contredisent sur population QP02A001 2013" in told
    assert f"{DEMO}, ligne 3, colonne POP_MUN" in told
    assert "ancien/DEMO_2019.csv, ligne 3, colonne POP_MUN" in told
    assert "Retirer le fichier périmé" in told


def test_two_files_of_one_year_that_agree_are_one(raw: Path, catalogue: Catalogue) -> None:
    before = observations(read(raw, catalogue, *SOURCES), "insee_qpv_demography")
    (raw / "copie.gz").write_bytes(b"")  # not a table: passed over
    (raw / "DEMO_2019 (1).csv.gz").write_bytes(gzip.compress((raw / DEMO).read_bytes()))
    official = read(raw, catalogue, *SOURCES)
    assert len(observations(official, "insee_qpv_demography")) == len(before)


@pytest.mark.parametrize("cut", [20, -20])
def test_a_damaged_compression_is_told(raw: Path, catalogue: Catalogue, cut: int) -> None:
    content = gzip.compress((raw / DEMO).read_bytes())
    (raw / "DEMO_2019.csv.gz").write_bytes(content[:cut] if cut > 0 else content[:40] + b"\xff" * 40 + content[80:])
    (problem,) = problems(raw, catalogue)
    assert problem.file == "DEMO_2019.csv.gz"
    assert "compression tronquée ou abîmée ; le télécharger de nouveau" in problem.reason.replace(") ;", " ;")


def test_a_line_without_end_is_given_up_early(raw: Path, catalogue: Catalogue) -> None:
    """A gigabyte on one line, in a megabyte of gzip: known to be too long after a few megabytes."""
    header = (raw / PLAIN).read_bytes().splitlines(keepends=True)[0]
    with gzip.open(raw / "DEMO_2019.csv.gz", "wb", compresslevel=1) as stream:
        stream.write(header)
        for _ in range(1024):
            stream.write(b"1;" * (512 * 1024))
    tracemalloc.start()
    (problem,) = problems(raw, catalogue)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (problem.file, problem.line) == ("DEMO_2019.csv.gz", 2)
    assert "une ligne de plus de 4 Mo : fichier abîmé" in problem.reason
    assert peak < 16 * LONGEST_LINE, "never held whole in memory"


def test_a_header_without_end_is_given_up_early(raw: Path, catalogue: Catalogue) -> None:
    (raw / "DEMO_2019.csv").write_bytes(b"CODGEO;" + b"1;" * (2 * 1024 * 1024))
    (problem,) = problems(raw, catalogue)
    assert str(problem).startswith("DEMO_2019.csv, ligne 1 : première ligne de plus de 1 Mo : fichier abîmé")


def test_another_file_is_passed_over_and_told(raw: Path, catalogue: Catalogue) -> None:
    (raw / "notes.csv").write_text("nom;prenom\nA;B\n", encoding="utf-8")
    assert read(raw, catalogue, *SOURCES).report.unknown == ["notes.csv"]


KNOWN = replace(demography.DEMO, editions=(Edition("2019", ("QP02A001", "A", 760), 5),))
"""The layout of DEMO, as if the invented specimen of 2019 were a known edition of five lines."""


def known(catalogue: Catalogue, raw: Path) -> dict[str, str]:
    """Edition of each table, by file, with that known edition."""
    source = SimpleNamespace(TITLE=demography.TITLE, LAYOUTS=(KNOWN,))
    official = read_official(raw, catalogue, {"insee_qpv_demography": source})  # type: ignore[dict-item]
    return {edition.table: edition.edition for edition in official.report.editions}


def test_a_renamed_download_is_known_by_a_figure(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, "insee_qpv_demography")
    (raw / DEMO).rename(raw / "telechargement (3).csv")
    (raw / PLAIN).unlink()
    (raw / "insee_qpv_demography" / "data_DEMO_2017_V1_QP.csv").unlink()
    assert known(catalogue, raw) == {"telechargement (3).csv": "2019"}
    (raw / "telechargement (3).csv").rename(raw / "DEMO_2031.csv")
    assert known(catalogue, raw) == {"DEMO_2031.csv": "2019"}, "the figure comes before a wrong name"


def test_an_edition_that_nothing_tells_is_refused(raw: Path, catalogue: Catalogue) -> None:
    (raw / DEMO).rename(raw / "telechargement.csv")
    (problem,) = problems(raw, catalogue)
    assert (problem.file, problem.line) == ("telechargement.csv", 1)
    assert "ni l'en-tête ni un chiffre connu ne disent l'édition" in problem.reason
    assert "Remettre l'année de l'édition dans le nom du fichier" in problem.reason


def test_a_known_edition_cut_between_two_lines_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, "insee_qpv_demography")
    lines = (raw / DEMO).read_bytes().splitlines(keepends=True)
    (raw / DEMO).write_bytes(b"".join(lines[:-2]))
    with pytest.raises(SourceError) as raised:
        known(catalogue, raw)
    (problem,) = raised.value.problems
    assert (problem.file, problem.line) == (DEMO, 4)
    assert (
        "3 lignes, l'édition 2019 de « Démographie des QPV, fichier DEMO » en a 5 : fichier tronqué" in problem.reason
    )


def test_a_known_edition_with_a_line_twice_tells_that_line(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, "insee_qpv_demography")
    lines = (raw / DEMO).read_bytes().splitlines(keepends=True)
    (raw / DEMO).write_bytes(b"".join([*lines, lines[2]]))
    with pytest.raises(SourceError) as raised:
        known(catalogue, raw)
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.column, problem.value) == (DEMO, 7, "CODGEO", "QP02A001")
    assert problem.reason == "code déjà donné ligne 3"


def test_a_known_edition_with_one_line_more_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, "insee_qpv_demography")
    lines = (raw / DEMO).read_bytes().splitlines(keepends=True)
    (raw / DEMO).write_bytes(b"".join([*lines, lines[2].replace(b"QP02A001", b"QP02A009")]))
    with pytest.raises(SourceError, match=r"6 lignes, l'édition 2019 de .* en a 5 : lignes ajoutées"):
        known(catalogue, raw)


def test_a_name_that_the_known_figure_contradicts_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    raw = specimens(tmp_path, "insee_qpv_demography")
    header, rest = (raw / DEMO).read_bytes().split(b"\r\n", 1)
    names = header.split(b";")
    first, second = names.index(b"A"), names.index(b"POP_MUN")
    names[first], names[second] = names[second], names[first]
    (raw / DEMO).write_bytes(b";".join(names) + b"\r\n" + rest)
    with pytest.raises(SourceError) as raised:
        known(catalogue, raw)
    (problem,) = raised.value.problems
    assert (problem.file, problem.line, problem.column, problem.value) == (DEMO, 3, "A", f"3{THIN}040")
    assert "le nom du fichier dit l'édition 2019" in problem.reason
    assert "où cette case de la ligne QP02A001 vaut 760 : colonnes échangées" in problem.reason


def excused(catalogue: Catalogue, code: str = "QP02A001") -> Catalogue:
    """A catalogue with one exception, about the share of young people of a quarter in DEMO 2019."""
    case = OfficialException(
        id="young_of_ajaccio", layout="insee_demo", edition="2019", code=code, column="TX_TOT_0A24", text="Vu."
    )
    return replace(catalogue, official_exceptions={case.id: case})


def test_an_exception_lets_one_cell_through(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / DEMO, ";31,4;29,8;", ";314;29,8;")
    frame = observations(read(raw, excused(catalogue), *SOURCES), "insee_qpv_demography")
    assert one(frame, "under_25_share", "QP02A001", period="2015", sex="_T")["value"] == 314
    spoil(raw / DEMO, ";44,1;;10,2;", ";441;;10,2;")
    (problem,) = problems(raw, excused(catalogue))
    assert (problem.line, problem.column) == (5, "TX_TOT_0A24"), "the exception is about one line"


def test_an_exception_that_no_longer_serves_expires(raw: Path, catalogue: Catalogue) -> None:
    (problem,) = problems(raw, excused(catalogue))
    assert (problem.file, problem.line, problem.column, problem.value) == (DEMO, 3, "TX_TOT_0A24", "31,4")
    assert "retirer l'exception « young_of_ajaccio » de official_exceptions.yaml" in problem.reason


def test_an_exception_about_a_line_that_is_not_there_waits(raw: Path, catalogue: Catalogue) -> None:
    assert read(raw, excused(catalogue, code="QP093099"), *SOURCES).report.unknown == []


def test_exceptions_of_the_project_name_what_exists(catalogue: Catalogue) -> None:
    layouts = {layout.id: layout for source in modules(*SOURCES).values() for layout in source.LAYOUTS}  # type: ignore[attr-defined]
    own = [case for case in catalogue.official_exceptions.values() if case.layout in layouts]
    assert own
    for case in own:
        assert case.column in layouts[case.layout].columns
        assert case.edition in {edition.year for edition in layouts[case.layout].editions}


def test_a_missing_folder_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(SourceError, match="absent : le dossier des fichiers officiels n'existe pas"):
        read(tmp_path / "absent", catalogue, *SOURCES)


def test_a_folder_of_nothing_known_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "notes.csv").write_text("nom;prenom\nA;B\n", encoding="utf-8")
    with pytest.raises(SourceError, match="aucun fichier officiel reconnu"):
        read(tmp_path, catalogue, *SOURCES)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('[{"montant": NaN}]', "un nombre n'en est pas un"),
        ('[{"montant": -Infinity}]', "un nombre n'en est pas un"),
        ('[{"montant": 1e999}]', "un nombre n'en est pas un"),
        ('[{"montant": ' + "9" * 5000 + "}]", "un nombre n'en est pas un"),
        ("[" * 100_000, "JSON aux niveaux trop nombreux"),
        ('[{"a": 1},\n {"a": ]', "ligne 2.*JSON illisible au caractère 8 de la ligne"),
        ('{"type": "FeatureCollection", "features": [1, 2]}', "des objets sont attendus sous « features »"),
        ('{"type": "FeatureCollection", "features": {"a": 1}}', "des objets sont attendus sous « features »"),
        ('{"type": "FeatureCollection", "features": [{"properties": 3}]}', "des objets sont attendus"),
        ('{"type": "FeatureCollection", "crs": "x", "features": [{"properties": {"a": 1}}]}', "aucun fichier officiel"),
        ("<!-- erreur --><html>", "c'est une page web"),
        ("<Error>introuvable</Error>", "c'est une page web"),
    ],
)
def test_json_that_is_not_data_is_told(tmp_path: Path, catalogue: Catalogue, content: str, told: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "perimetres.geojson").write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=f"(?s){told}"):
        read(raw, catalogue, "anct_perimeters")


def test_a_gini_above_one_is_refused(raw: Path, catalogue: Catalogue) -> None:
    spoil(raw / FILOSOFI, ";0,229;", ";22,9;")
    (problem,) = problems(raw, catalogue)
    assert (problem.file, problem.line, problem.column) == (FILOSOFI, 3, "disp_gini_a17")
    assert problem.value == "22,9"


@pytest.mark.parametrize("content", ["<!-- erreur 500 -->", "<Error>AccessDenied</Error>"])
def test_an_error_saved_beside_good_files_is_refused(raw: Path, catalogue: Catalogue, content: str) -> None:
    (raw / "REVN_2021.csv").write_text(content, encoding="utf-8")
    (problem,) = problems(raw, catalogue)
    assert problem.file == "REVN_2021.csv"
    assert "c'est une page web, pas des données" in problem.reason
