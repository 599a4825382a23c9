"""A workbook and an archive of data give back every figure, its face and its words; nothing in them runs."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import suppress
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.briefs.proof import proof_of
from dashboard.exports import ExportError, csv, formats, xlsx
from dashboard.exports.tabular.cells import STARTS, clean, inert, told
from dashboard.exports.tabular.figures import LABELS
from dashboard.french import columns
from etl.catalogue import Catalogue
from etl.model import COLUMNS, NUMERIC_COLUMNS, Face, Observation, ObsStatus
from tests.dashboard.exports.figures import FACES, PLAIN, document

BOTH = [csv, xlsx]
OBSERVATIONS = tuple(FACES.values())
HOSTILE = [
    '=cmd|"/c calc"!A1', "+1", "-2+3", "@SUM(A1)", "\tx", "\rx", "'=1", "a;b,c\n\"d\"", "🏙️ cité", "\u202eدار",
    "\x00\x07", "\ud800", "https://exemple.org", "_x0041_", " espaces ", "1e5", "01001", "</t><f>1</f>", "\ufffe",
]  # fmt: skip
TEXTS = st.text(max_size=60) | st.sampled_from(HOSTILE) | st.text(max_size=5).map(lambda text: "=" + text)


def rows(module: ModuleType, content: bytes) -> list[dict[str, Any]]:
    """The figures that a file gives back, as the columns of the model; an absent number is None."""
    if module is csv:
        found = csv.figures_of(content)
        return [{n: (float(r[n]) if r[n] else None) if n in NUMERIC_COLUMNS else r[n] for n in COLUMNS} for r in found]
    header, *lines = xlsx.sheets_of(content)[xlsx.FIGURES]
    assert tuple(header) == (*COLUMNS, *LABELS)
    kept = [dict(zip(header, line, strict=True)) for line in lines]
    return [{n: None if n in NUMERIC_COLUMNS and r[n] == "" else r[n] for n in COLUMNS} for r in kept]


def cells(observation: Observation) -> dict[str, Any]:
    return {name: getattr(observation, name) for name in COLUMNS}


@pytest.mark.parametrize("module", BOTH)
def test_every_figure_comes_back(module: ModuleType, catalogue: Catalogue):
    """Numbers as numbers, codes as text, and an absence is never a zero."""
    found = rows(module, module.write(document(catalogue, OBSERVATIONS)))
    assert found == [cells(o) for o in OBSERVATIONS]
    assert found[1]["territory"] == "COM-01001"
    assert [row["value"] for row in found] == [18.3, 0.0, None, None, None, -2.25]


def test_a_code_of_figures_stays_text_in_a_workbook():
    coded = replace(PLAIN, locator="01001", note="1e5", territory="93066")
    line = xlsx.sheets_of(xlsx.write(document(None, (coded,))))[xlsx.FIGURES][1]
    kept = dict(zip((*COLUMNS, *LABELS), line, strict=True))
    assert (kept["locator"], kept["note"], kept["territory"], kept["period"]) == ("01001", "1e5", "93066", "2022")


def test_no_two_faces_look_alike_in_a_workbook(catalogue: Catalogue):
    header, *lines = xlsx.sheets_of(xlsx.write(document(catalogue, OBSERVATIONS)))[xlsx.FIGURES]
    faces = [line[header.index("face")] for line in lines]
    assert faces == [columns.FACES[face] for face in FACES]
    assert len(set(faces)) == len(Face)
    about = xlsx.sheets_of(xlsx.write(document(catalogue, OBSERVATIONS)))[xlsx.ABOUT]
    assert {row[1] for row in about if row[0].startswith("Présence de la valeur")} == set(faces)


def test_every_status_and_column_has_its_meaning():
    assert set(columns.OBS_STATUSES) == set(ObsStatus)
    assert set(columns.MEANINGS) == set(COLUMNS)
    assert set(columns.FACES) == set(Face)


@pytest.mark.parametrize("module", BOTH)
def test_the_words_the_proof_and_the_sources_come_back(module: ModuleType, catalogue: Catalogue):
    made = document(catalogue, OBSERVATIONS)
    back = module.read(module.write(made))
    assert back.proof == json.loads(json.dumps(proof_of(made)))
    for words in (
        "En 2022, le taux est de 18,3 % dans les QPV.",
        "Avise, guide (2019)",
        "Lisière, données 0123456789ab",
    ):
        assert re.sub(r"\s+", " ", words) in back.text
    source = catalogue.sources["guide_2019"]
    assert source.licence in back.text
    assert source.licence


def test_a_workbook_says_what_it_is_about(catalogue: Catalogue):
    """Definition, universe, polarity, caveats, and what the charts show besides the figures."""
    about = xlsx.sheets_of(xlsx.write(document(catalogue, OBSERVATIONS)))[xlsx.ABOUT]
    told_ = {(part, name): text for part, name, text in about}
    indicator = catalogue.indicators["unemployment_rate"]
    assert told_["Indicateur unemployment_rate", "Définition"] == indicator.definition
    assert told_["Indicateur unemployment_rate", "Champ"] == indicator.universe
    assert told_["Indicateur unemployment_rate", "Lecture"] == "une valeur plus élevée est défavorable aux habitants"
    assert told_["Figure 1", "Calculé : Milieu"] == "la moitié sous 3,5 %"
    assert told_["Figure 1", "Réserve"] == "Une réserve."
    assert "24 novembre 2026" in told_["Document", "Pour citer"]
    assert "Licence Ouverte 2.0" in told_["Document", "Licence"]


def test_a_package_describes_its_columns_and_its_codes(catalogue: Catalogue):
    content = csv.write(document(catalogue, OBSERVATIONS))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["LISEZ-MOI.md", "donnees.csv", "datapackage.json", "lisiere-preuve.json"]
        package = json.loads(archive.read("datapackage.json"))
        head = archive.read("donnees.csv").splitlines()[0].decode()
        readme = archive.read("LISEZ-MOI.md").decode()
    assert head == ",".join(COLUMNS), "the columns of /api/observations.csv"
    fields = {item["name"]: item["type"] for item in package["resources"][0]["schema"]["fields"]}
    assert [name for name, kind in fields.items() if kind == "number"] == list(NUMERIC_COLUMNS)
    assert package["labels"]["indicator"] == {"unemployment_rate": catalogue.indicators["unemployment_rate"].label}
    assert package["sources"][0]["path"] == "https://www.avise.org"
    assert "Pour citer" in readme
    assert "secret statistique" in readme
    assert "version" in package


@pytest.mark.parametrize("module", BOTH)
@given(text=TEXTS, other=TEXTS)
@example(text="=1", other="'=1")
def test_hostile_words_come_back_as_words(module: ModuleType, text: str, other: str):
    """Whatever a source, a place or a note is called, it is a text, whole and the same."""
    hostile = replace(PLAIN, territory=text, note=other, locator=text + other)
    made = document(None, (hostile,), title=text or "x", subtitle=other)
    content = module.write(made)
    (found,) = rows(module, content)
    assert [found[name] for name in ("territory", "note", "locator")] == [
        clean(text), clean(other), clean(text + other),
    ]  # fmt: skip
    assert module.read(content).proof["name"] == "essai"
    if module is xlsx:
        nothing_runs(content)


def nothing_runs(content: bytes) -> None:
    """No formula, no link, no macro, nothing asked of another file."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for name in book.namelist():
            part = book.read(name).decode("utf-8")
            assert not re.search(r"<f[ >/]|<hyperlink|externalLink|vbaProject|TargetMode", part), name
            assert name.endswith((".xml", ".rels"))


@given(st.text(max_size=40))
def test_no_cell_of_the_archive_runs_and_each_gives_its_text_back(text: str):
    cell = inert(clean(text))
    assert not cell.startswith(STARTS)
    assert told(cell) == clean(text)


def test_a_text_too_long_for_excel_is_cut_and_says_so():
    long = replace(PLAIN, note="é" * 40_000, locator="🏙" * 20_000)
    (found,) = rows(xlsx, xlsx.write(document(None, (long,))))
    for name in ("note", "locator"):
        assert len(found[name].encode("utf-16-le")) // 2 <= 32_767
        assert found[name].endswith("il est entier dans le CSV)")
        assert found[name][0] == getattr(long, name)[0]
    (whole,) = rows(csv, csv.write(document(None, (long,))))
    assert (whole["note"], whole["locator"]) == (long.note, long.locator)


def test_a_proof_longer_than_a_cell_is_whole(catalogue: Catalogue):
    made = document(catalogue, OBSERVATIONS, title="🏙" * 40_000)
    many = replace(made, asked=replace(made.asked, views=tuple(f"/theme/emploi#{n}" for n in range(4_000))))
    assert xlsx.read(xlsx.write(many)).proof == json.loads(json.dumps(proof_of(many)))


@pytest.mark.parametrize("module", BOTH)
def test_the_same_document_is_the_same_bytes(module: ModuleType, catalogue: Catalogue):
    assert module.write(document(catalogue, OBSERVATIONS)) == module.write(document(catalogue, OBSERVATIONS))


@pytest.mark.parametrize("module", BOTH)
def test_without_a_figure_the_file_still_says_what_it_is(module: ModuleType, catalogue: Catalogue):
    content = module.write(replace(document(catalogue, (PLAIN,)), observations=()))
    assert rows(module, content) == []
    assert "Essai" in module.read(content).text


@pytest.mark.parametrize("module", BOTH)
@pytest.mark.parametrize("damage", ["empty", "text", "cut", "other"])
def test_what_is_not_ours_is_refused_in_french(module: ModuleType, damage: str, catalogue: Catalogue):
    whole = module.write(document(catalogue, OBSERVATIONS))
    other = xlsx if module is csv else csv
    content = {
        "empty": b"",
        "text": b"bonjour",
        "cut": whole[: len(whole) // 2],
        "other": other.write(document(catalogue, OBSERVATIONS)),
    }[damage]
    with pytest.raises(ExportError, match=r"[Aa]rchive|[Cc]lasseur"):
        module.read(content)


SOUND = {module: module.write(document(None, OBSERVATIONS)) for module in BOTH}


@pytest.mark.parametrize("module", BOTH)
@given(at=st.integers(0, 12_000), byte=st.integers(0, 255))
def test_one_wrong_byte_gives_a_file_or_a_refusal(module: ModuleType, at: int, byte: int):
    whole = bytearray(SOUND[module])
    whole[at % len(whole)] = byte
    with suppress(ExportError):
        assert isinstance(module.read(bytes(whole)).proof, dict)


@pytest.mark.parametrize("module", BOTH)
def test_a_template_is_refused(module: ModuleType, catalogue: Catalogue):
    assert not module.TEMPLATES
    with pytest.raises(ExportError, match="modèle"):
        module.write(document(catalogue, OBSERVATIONS), b"x")


def test_both_are_found_by_listing_the_folder():
    assert {"csv", "xlsx"} <= set(formats())
    assert "tabular" not in formats()
