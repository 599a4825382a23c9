"""The list of official files: the project's own, and mistakes in it; addresses found in a dataset."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.catalogue import CatalogueError
from etl.download import OfficialFile, read_downloads
from etl.download.connection import Client, DownloadError, Policy
from etl.download.entries import Dataset
from etl.download.fetch import Result, fetch
from etl.download.resolver import address_of
from tests.etl.download.conftest import POLICY, official
from tests.etl.download.server import Local, announcing, redirect, status, whole

ENTRY = """\
sample:
  title: Échantillon
  publisher: Insee
  licence: Licence Ouverte 2.0
  page: https://www.insee.fr/fr/statistiques/1
  url: https://www.insee.fr/fr/statistiques/fichier/1/sample.zip
  feeds: insee_qpv_income
  kind: zip
  certain: true
"""


@pytest.fixture(scope="module")
def files(project_root: Path) -> dict[str, OfficialFile]:
    """The project's own list."""
    return read_downloads(project_root / "data" / "catalogue")


def test_the_list_holds(files: dict[str, OfficialFile]) -> None:
    policy = Policy()
    addresses = [file.url for file in files.values() if file.url]
    assert len(set(addresses)) == len(addresses), "an address twice"
    assert len({file.name.lower() for file in files.values()}) == len(files)
    for file in files.values():
        assert policy.permits(file.page), file.id
        assert file.url is None or policy.permits(file.url), file.id


def test_what_an_insee_address_says_of_its_page_is_the_page(files: dict[str, OfficialFile]) -> None:
    """Insee's addresses hold the number of the page: an address copied into the wrong entry shows."""
    base = "https://www.insee.fr/fr/statistiques/"
    found = [file for file in files.values() if file.url and file.url.startswith(f"{base}fichier/")]
    assert len(found) > 10
    for file in found:
        assert file.url is not None
        assert f"{base}{file.url.removeprefix(f'{base}fichier/').split('/')[0]}" == file.page, file.id
        assert file.url.endswith(f".{file.kind}"), file.id


def test_the_large_files_are_those_of_the_register(files: dict[str, OfficialFile]) -> None:
    large = {name for name, file in files.items() if file.large}
    assert large == {name for name in files if name.startswith(("sirene_", "ess_"))}


def test_each_file_is_read_by_a_source_that_exists(files: dict[str, OfficialFile], project_root: Path) -> None:
    sources = {path.stem for path in (project_root / "etl" / "sources").glob("*.py")}
    assert {file.feeds for file in files.values() if file.feeds} <= sources


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("insee_urban_units_2020", "UU2020_au_01-01-2024.zip"),  # the end of the address
        ("insee_qpv2024_jobseekers_2024", "DEFM2024_QP24_csv.zip"),  # known, though not its address
        ("anct_qpv2024_perimeters", "anct_qpv2024_perimeters.zip"),  # nothing better
        ("depp_directory", "fr-en-annuaire-education.csv"),
    ],
)
def test_a_file_keeps_its_publisher_s_name(files: dict[str, OfficialFile], entry: str, name: str) -> None:
    """The year of some official files is nowhere but in their name."""
    assert files[entry].name == name


@pytest.mark.parametrize("end", ["..", ".hidden.csv", "a%2F..%2Fb.csv", "b\\c.csv", ""])
def test_an_address_never_names_a_file_outside_the_folder(end: str) -> None:
    assert official(f"https://www.insee.fr/{end}", kind="csv").name == "sample.csv"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: zip", "kind: rar", "clé sample.kind : valeurs possibles : 'csv', 'zip'"),
        ("certain: true", "certain: false", "uncertain est à remplir avec certain: false"),
        ("certain: true", "certain: true\n  uncertain: x", "uncertain est à remplir avec certain: false"),
        ("certain: true", "certain: true\n  megabytes: 0", "clé sample.megabytes : doit être supérieur à 0"),
        ("certain: true", "certain: true\n  colour: red", "clé sample.colour : champ inconnu"),
        ("certain: true", "certain: true\n  file: table.csv", "file doit finir par .zip"),
        ("certain: true", "certain: true\n  file: ../table.zip", "clé sample.file : forme attendue"),
        ("  url: https://", "  url: http://", "clé sample.url : forme attendue"),
        ("  page: https://www.insee.fr/fr/statistiques/1\n", "", "clé sample.page : obligatoire, absent"),
        (
            "certain: true",
            "certain: true\n  dataset: {id: x, title: y, format: csv}",
            "url ou dataset, pas les deux",
        ),
        (
            "  url: https://www.insee.fr/fr/statistiques/fichier/1/sample.zip\n",
            "  dataset: {id: x, title: '(', format: csv}\n",
            "clé sample.dataset.title : expression régulière illisible",
        ),
        (ENTRY, ENTRY + ENTRY, "downloads.yaml, ligne 10, colonne 1 : clé 'sample' donnée deux fois"),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in ENTRY
    (tmp_path / "downloads.yaml").write_text(ENTRY.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_downloads(tmp_path)
    assert told in str(caught.value)
    assert "downloads.yaml" in str(caught.value)


# Addresses that change ------------------------------------------------------------------------------------------------

TITLES = [
    ("Sirene : Fichier StockUniteLegale du 01 novembre 2026 (format parquet)", "parquet"),
    ("Sirene : Fichier StockUniteLegaleHistorique du 01 novembre 2026 (format parquet)", "parquet"),
    ("Sirene : Fichier StockEtablissement du 01 novembre 2026 (format parquet)", "Parquet"),
    ("Sirene : Fichier StockEtablissement du 01 novembre 2026", "zip"),
    ("Sirene : Fichier StockEtablissementHistorique du 01 novembre 2026 (format parquet)", "parquet"),
]


def listing(local: Local) -> bytes:
    resources = [
        {"id": str(rank), "title": title, "format": form, "url": f"{local.root}/{rank}"}
        for rank, (title, form) in enumerate(TITLES)
    ]
    return json.dumps({"id": "sirene", "resources": resources}).encode()


def in_dataset(title: str, form: str = "parquet") -> OfficialFile:
    dataset = Dataset(id="sirene", title=title, format=form)
    return official(None).model_copy(update={"dataset": dataset})


@pytest.mark.parametrize("entry", ["sirene_legal_units", "sirene_establishments"])
def test_the_right_file_of_a_dataset_is_found(local: Local, files: dict[str, OfficialFile], entry: str) -> None:
    """Titles of the day: the history files and the other formats are not taken for the stock."""
    dataset = files[entry].dataset
    assert dataset is not None
    local.serves(f"/api/{dataset.id}/", redirect("/moved"))
    local.serves("/moved", whole(listing(local)))
    client = Client(POLICY)
    expected = {"sirene_legal_units": 0, "sirene_establishments": 2}[entry]
    assert address_of(files[entry], client, f"{local.root}/api/") == f"{local.root}/{expected}"
    client.close()


@pytest.mark.parametrize(
    ("title", "form", "told"),
    [
        ("Stock", "parquet", "4 fichiers au format parquet dont le titre contient « Stock »"),
        ("StockRien", "parquet", "aucun fichier au format parquet"),
        ("StockUniteLegale", "csv", "StockEtablissement du 01 novembre 2026"),
    ],
)
def test_which_file_is_right_is_never_guessed(local: Local, title: str, form: str, told: str) -> None:
    local.serves("/api/sirene/", whole(listing(local)))
    client = Client(POLICY)
    with pytest.raises(DownloadError) as caught:
        address_of(in_dataset(title, form), client, f"{local.root}/api/")
    client.close()
    assert told in str(caught.value)


def test_a_file_of_a_dataset_is_fetched_where_it_is_today(local: Local, tmp_path: Path) -> None:
    file = in_dataset(r"\bStockEtablissement\b", "zip").model_copy(update={"kind": "csv"})
    local.serves("/api/sirene/", status(502), whole(listing(local)))
    local.serves("/3", whole(b"siret;plg_qp24\n00572061000010;HZ\n"))
    (outcome,) = fetch([file], tmp_path, policy=POLICY, api=f"{local.root}/api/")
    assert outcome.result is Result.NEW
    assert (tmp_path / "sample.csv").read_bytes().endswith(b";HZ\n")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (whole(b"<html>"), "description du jeu de données illisible (3 essais)"),
        (whole(b'{"resources": [{"title": "x"}]}'), "description du jeu de données illisible"),
        (whole(b'{"resources": 3}'), "description du jeu de données illisible"),
        (announcing(900, b'{"resources": ['), "la liaison a été coupée"),
        (whole(b"{}", content_encoding="br"), "description du jeu de données codée"),
        (whole(b" " * 21_000_000), "description du jeu de données trop grosse"),
        (status(404), "aucun fichier à cette adresse (erreur 404)"),
    ],
)
def test_a_dataset_that_cannot_be_read_is_told(local: Local, tmp_path: Path, answer: object, told: str) -> None:
    local.serves("/api/sirene/", answer)  # type: ignore[arg-type]
    (outcome,) = fetch([in_dataset("Stock")], tmp_path, policy=POLICY, api=f"{local.root}/api/")
    assert (outcome.result, told in outcome.detail) == (Result.FAILED, True), outcome.detail


def test_a_dataset_does_not_lead_to_an_unsafe_address(local: Local, tmp_path: Path) -> None:
    content = listing(local).replace(f"{local.root}/2".encode(), b"http://example.org/2")
    local.serves("/api/sirene/", whole(content))
    (outcome,) = fetch([in_dataset(r"\bStockEtablissement\b")], tmp_path, policy=POLICY, api=f"{local.root}/api/")
    assert "adresse non sûre refusée : 'http://example.org/2" in outcome.detail
