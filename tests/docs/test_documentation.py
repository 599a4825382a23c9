"""The documents say what exists, and nothing that does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

import flask
import pytest
import typer

from dashboard.api import blueprint
from dashboard.downloads import downloads
from dashboard.gaps import Precision, RefusalCode, Verdict, as_dict, find_gap
from dashboard.gaps.convergence import Movement
from dashboard.notes import notes
from dashboard.questions.reading import Reading
from dashboard.routing import Router, page_modules
from dashboard.store import Store, open_store
from etl.catalogue import Break, Catalogue, GuideVerdict, Incompatibility, Indicator, Source, load_catalogue
from etl.model import COLUMNS, PERIOD_NOTES, ConfStatus, Face, ObsStatus, Perimeter, Qualifier
from qpv.cli import app
from qpv.settings import Settings, variable
from tests.conftest import Built
from tests.docs.markdown import ROOT, anchors, blocks, codes, documents, headings, listed, prose, read, sections, table
from tests.docs.render import TARGET, render
from tests.small_raw import QUARTERS, SUCCESSORS

CATALOGUE = load_catalogue(ROOT / "data" / "catalogue")
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
DOCUMENTS = documents()
FILES = {"/note/<code>.<format>", "/telecharger/<format>"}
"""Addresses that give a file: ``test_the_files_are_told`` compares them with the server's."""
PAGES = {name: module.PATH for name, module in page_modules().items() if module.PATH}
ARGUMENTS = {
    "indicator": list(CATALOGUE.indicators),
    "slug": [theme.slug for theme in CATALOGUE.themes.values()],
    "code": ["FR", "REG-11", "DEP-93", "COM-93066", *QUARTERS, *SUCCESSORS],
}
"""What may stand in an address, by the name of its part."""

FEW = 5
"""Options of a filter up to which all are told, when one is."""

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


@pytest.fixture(scope="module")
def reading(built_store: Store) -> Reading:
    """The answers that pages give."""
    return Reading(built_store)


@pytest.fixture(scope="module")
def readings(
    reading: Reading,
    built: Built,
    neighbourhood_folder: Path,
    catalogue: Catalogue,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Reading]:
    """The answers of a clone, and those it gives once official files were read beside."""
    folder = tmp_path_factory.mktemp("both") / "indicators"
    shutil.copytree(built.folder, folder)
    for path in (*neighbourhood_folder.glob("*.parquet"), neighbourhood_folder / "official.json"):
        shutil.copy(path, folder)
    return [reading, Reading(open_store(folder, catalogue))]


def words(values: Iterable[object]) -> set[str]:
    """The values of a code list, without the empty one."""
    return {str(value) for value in values} - {""}


# What exists is documented, and what is documented exists ------------------------------------------------------------

LISTS = {
    ("docs/method.md", "Refusal"): words(RefusalCode),
    ("docs/method.md", "Verdict"): words(Verdict),
    ("docs/method.md", "Precision"): words(Precision),
    ("docs/method.md", "Movement"): words(Movement),
    ("docs/method.md", "Face"): words(Face),
    ("docs/data.md", "Column"): set(COLUMNS),
    ("docs/data.md", "Observation status"): words(ObsStatus),
    ("docs/data.md", "Confidentiality status"): words(ConfStatus),
    ("docs/data.md", "Qualifier"): words(Qualifier),
    ("docs/data.md", "Perimeter"): words(Perimeter),
    ("docs/data.md", "Period basis"): set(PERIOD_NOTES),
    ("docs/data.md", "Zone"): set(CATALOGUE.zones),
    ("docs/data.md", "Break kind"): set(get_args(Break.model_fields["kind"].annotation)),
    ("docs/data.md", "Incompatibility reason"): set(get_args(Incompatibility.model_fields["reason"].annotation)),
    ("docs/data.md", "Guide verdict"): words(GuideVerdict),
    ("docs/add-an-indicator.md", "Field"): set(Indicator.model_fields) - {"id"},
    ("docs/add-a-source.md", "Field"): set(Source.model_fields) - {"id"},
    ("docs/settings.md", "Variable"): {variable(name) for name in Settings.model_fields},
}


@pytest.mark.parametrize(("document", "header"), LISTS, ids=lambda given: str(given).removeprefix("docs/"))
def test_a_code_list_is_told_whole(document: str, header: str) -> None:
    assert listed(read(document), header) == LISTS[document, header]


def test_indicators_are_listed() -> None:
    assert TARGET.read_text(encoding="utf-8") == render(CATALOGUE), "rewrite it: python -m tests.docs.render"


def test_the_catalogue_and_the_tables_are_listed(built: Built) -> None:
    folder = ROOT / "data" / "catalogue"
    names = {path.name + ("/" if path.is_dir() else "") for path in folder.iterdir()}
    assert listed(read("docs/data.md"), "Catalogue") == names
    files = {path.name for path in built.folder.iterdir()} - {f"{source.name}.csv" for source in built.report.sources}
    assert listed(read("docs/data.md"), "Table") == files


def test_settings_have_their_default() -> None:
    told = {codes(row[0])[0]: next(iter(codes(row[1])), "") for row in table(read("docs/settings.md"), "Variable")}
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        assert told[variable(name)] == (
            default.relative_to(ROOT).as_posix() if isinstance(default, Path) else str(default)
        )


def test_commands_are_those_that_exist() -> None:
    assert {codes(name)[0] for name in sections(read("docs/cli.md")) if "`" in name} == {f"qpv {c}" for c in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_options_are_those_that_exist(command: str) -> None:
    known = set()
    for parameter in COMMANDS[command].params:
        is_option = parameter.param_type_name == "option"
        known |= {*parameter.opts, *parameter.secondary_opts} if is_option else {parameter.metavar}
    assert listed(sections(read("docs/cli.md"))[f"`qpv {command}`"], "Option") == known


def test_the_keys_of_a_gap_are_told(built_store: Store, catalogue: Catalogue) -> None:
    gap = as_dict(find_gap(catalogue, built_store.of("unemployment_rate"), "unemployment_rate"), catalogue)
    told = sections(read("docs/cli.md"))["`qpv gap`"]
    assert listed(told, "Key") == set(gap)
    assert listed(told, "Side") == set(gap["qpv"]) == set(gap["reference"])


def page_sections() -> dict[str, str]:
    """What the documents say of each page, by address."""
    return {codes(title)[0]: text for title, text in sections(read("docs/pages.md")).items() if "`" in title}


def test_pages_are_those_that_exist() -> None:
    assert set(page_sections()) == set(PAGES.values())


@pytest.mark.parametrize("page", PAGES)
def test_filters_are_those_that_exist(page: str, readings: list[Reading]) -> None:
    """With the embedded figures alone, or with those of quarters beside."""
    addresses = [PAGES[page]]
    for name in re.findall(r"<(\w+)>", PAGES[page]):
        addresses = [address.replace(f"<{name}>", value) for address in addresses for value in ARGUMENTS[name]]
    routers = [Router(reading) for reading in readings]
    filters = [item for router in routers for address in addresses for item in router.view(address).filters]
    rows = {codes(row[0])[0]: row for row in table(page_sections()[PAGES[page]], "Key")}
    assert {key: label for key, (_, label, _) in rows.items()} == {item.name: item.label for item in filters}
    for key, (_, _, values) in rows.items():
        known = words(value for item in filters if item.name == key for value, _ in item.options)
        told = set(codes(values))
        assert told <= known, key
        assert told in (set(), known) or len(known) > FEW, key


def test_the_api_is_told(reading: Reading) -> None:
    server = flask.Flask("test")
    server.register_blueprint(blueprint(reading))
    known = {rule.rule for rule in server.url_map.iter_rules() if rule.rule.startswith("/api")}
    assert listed(page_sections()["/donnees"], "Address") == known


def test_the_files_are_told(reading: Reading) -> None:
    server = flask.Flask("test")
    server.register_blueprint(notes(reading))
    server.register_blueprint(downloads(Router(reading)))
    rules = {rule.rule.replace("<name>", "<format>") for rule in server.url_map.iter_rules()}
    assert rules - {"/static/<path:filename>", "/note/<code>."} == FILES  # the last one answers 404


def test_make_targets_are_told() -> None:
    targets = set(re.findall(r"^([a-z]+):(?!=)", read("Makefile"), re.MULTILINE))
    told = {path.name: set(re.findall(r"\bmake ([a-z]+)\b(?!:)", "\n".join(_code(path)))) for path in DOCUMENTS}
    assert targets <= told["README.md"]
    assert set().union(*told.values()) <= targets


def _code(path: Path) -> list[str]:
    """What a document writes as code."""
    text = read(path)
    return [*blocks(text, "sh"), *blocks(text, "console"), *codes(prose(text))]


# What documents name exists ------------------------------------------------------------------------------------------


@every_document
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(read(path))):
        if target.startswith(("https://", "http://")):
            continue
        name, _, anchor = target.partition("#")
        file = (path.parent / name).resolve() if name else path
        assert file.exists(), target
        assert file.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(read(file)), target


@every_document
def test_paths_exist(path: Path) -> None:
    top = {entry.name for entry in ROOT.iterdir()} | {"data", "docs"}
    ignored = [line.rstrip("/") for line in read(".gitignore").splitlines() if line]
    for code in codes(prose(read(path))):
        is_path = re.fullmatch(r"[\w./-]+", code) and ("/" in code or re.search(r"\.(py|md|toml|txt)$", code))
        if is_path and code.split("/")[0] in top and not any(code.startswith(name) for name in ignored):
            assert (ROOT / code).exists() or code in INVENTED, code


CHANGES = ("Added", "Changed", "Fixed", "Removed", "Deprecated", "Security")
"""Headings that a changelog has under every version."""

INVENTED = {
    "data/sources/caf/",
    "etl/sources/caf.py",
    "data/indicators/caf.csv",
    "etl/sources/insee_reading.py",
    "tests/etl/official/specimens/insee_reading/",
    "dashboard/pages/tax_free.py",
}
"""What the walk-throughs make up."""


@every_document
def test_addresses_exist(path: Path, reading: Reading) -> None:
    router = Router(reading)
    for code in codes(prose(read(path))):
        if re.fullmatch(r"/[\w./<>-]*", code) and not code.startswith("/api/"):
            code = code.replace("<name>", "<format>")
            assert code in PAGES.values() or code in FILES or router.knows(code), code


@every_document
def test_commands_and_variables_exist(path: Path) -> None:
    for command, rest in re.findall(r"\bqpv ([a-z]+)\b([^`\n]*)", "\n".join(_code(path))):
        assert command in COMMANDS
        options = {option for parameter in COMMANDS[command].params for option in parameter.opts}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", rest)) <= options, f"qpv {command}{rest}"
    tests = "".join(read(file) for file in ROOT.glob("tests/*.py"))
    known = {variable(name) for name in Settings.model_fields} | set(re.findall(r'environ.*?"(QPV_\w+)"', tests))
    assert set(re.findall(r"\bQPV_[A-Z_]*[A-Z]\b", read(path))) <= known


@every_document
def test_a_document_can_be_reached_and_read(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    assert name == "README.md" or f"]({name})" in read("README.md"), "no link from the README"
    titles = [title for title in headings(read(path)) if title and not (name == "CHANGELOG.md" and title in CHANGES)]
    assert len(titles) == len(set(titles)), "a heading twice"
    assert len(anchors(read(path))) >= len(titles), "two headings at one address"
    if path != TARGET:
        long = [line for line in read(path).splitlines() if len(line) > 120 and not line.startswith("fact,")]
        assert long == []
