"""``list``, ``observations``, ``gap``, ``settings``: run as people and scripts run them, on the project's own data."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.gaps import as_dict, find_gap
from dashboard.store import Store
from etl.catalogue import Catalogue
from etl.model import COLUMNS, NUMERIC_COLUMNS
from qpv.gap import describe
from qpv.output import HEADINGS
from tests.conftest import Built
from tests.serving import QPV, environment, qpv

Run = Callable[..., subprocess.CompletedProcess[str]]
LISTS = ("indicators", "sources", "territories", "themes")


@pytest.fixture
def run(built: Built) -> Run:
    """``qpv`` on the freshly built data."""
    return lambda *arguments, **env: qpv(*arguments, **({"QPV_INDICATORS_DIR": str(built.folder)} | env))


def good(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote; it has nothing else to say."""
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def as_csv(content: Any) -> str:
    """A JSON value as the CSV writes it."""
    if content is None:
        return ""
    return str(int(content)) if isinstance(content, float) and content == int(content) else str(content)


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_says_the_same_in_every_format(run: Run, kind: str, catalogue: Catalogue) -> None:
    rows = rows_of(good(run("list", kind, "--format", "csv")))
    assert [row["id"] for row in rows] == list(getattr(catalogue, kind))
    found = json.loads(good(run("list", kind, "--format", "json")))
    assert [{key: as_csv(content) for key, content in row.items()} for row in found] == rows
    table = good(run("list", kind))
    for row in rows:
        for content in row.values():
            assert content in table


def test_observations_are_the_built_files(run: Run, built_store: Store) -> None:
    text = good(run("observations", "--format", "csv"))
    assert text.split("\n", 1)[0] == ",".join(COLUMNS)
    assert len(rows_of(text)) == len(built_store.observations)
    files = [
        path
        for path in built_store.folder.glob("*.csv")
        if path.stem in ("guide_2019", "published", "neighbourhood_aggregates")
    ]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    assert sorted(text.splitlines()[1:]) == sorted(lines)


FILTERS = {
    "indicator": "unemployment_rate",
    "territory": "FRM",
    "zone": "qpv",
    "source": "guide_2019",
    "period": "2014",
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_keeps_what_it_names(run: Run, name: str) -> None:
    everything = rows_of(good(run("observations", "--format", "csv")))
    found = rows_of(good(run("observations", f"--{name}", FILTERS[name], "--format", "csv")))
    assert len(found) == sum(row[name] == FILTERS[name] for row in everything) > 0
    assert {row[name] for row in found} == {FILTERS[name]}


def test_filters_add_up_and_formats_agree(run: Run) -> None:
    asked = ("observations", "--indicator", "unemployment_rate", "--territory", "FRM", "--zone", "qpv")
    rows = rows_of(good(run(*asked, "--format", "csv")))
    found = json.loads(good(run(*asked, "--format", "json")))
    assert [list(row) for row in found] == [list(COLUMNS)] * len(rows)
    assert [{key: as_csv(content) for key, content in row.items()} for row in found] == rows
    for row in found:
        assert all(row[column] is None or isinstance(row[column], float) for column in NUMERIC_COLUMNS)
    table = good(run(*asked))
    assert "indicateur : unemployment_rate" in table, "what never varies is said once"
    for row in rows:
        assert all(content in table for content in row.values())


@pytest.mark.parametrize(("style", "expected"), [("csv", ",".join(COLUMNS) + "\n"), ("json", "[]\n")])
def test_no_observation_is_an_answer(run: Run, style: str, expected: str) -> None:
    assert good(run("observations", "--period", "1850", "--format", style)) == expected


def test_an_empty_table_has_its_header(run: Run) -> None:
    assert good(run("observations", "--period", "1850")).split("\n")[0].split() == [
        word for column in COLUMNS for word in HEADINGS.get(column, column).split()
    ]


UNKNOWN = [
    (("observations", "--indicator", "unemploymentrate"), "unknown_indicator", "unemployment_rate"),
    (("observations", "--territory", "FRMM"), "unknown_territory", "FRM"),
    (("observations", "--zone", "qvp"), "unknown_zone", "qpv"),
    (("observations", "--source", "guide2019"), "unknown_source", "guide_2019"),
    (("observations", "--period", "2014-13"), "invalid_period", None),
    (("gap", "unemploymentrate"), "unknown_indicator", "unemployment_rate"),
    (("gap", "unemployment_rate", "--territory", "FRMM"), "unknown_territory", "FRM"),
    (("gap", "unemployment_rate", "--reference", "ueu"), "unknown_zone", "uue"),
    (("gap", "unemployment_rate", "--period", "demain"), "invalid_period", None),
    (("gap", "unemployment_rate", "--age", "15-64"), "invalid_age", None),
    (("gap", "unemployment_rate", "--breakdown", "diploma:bac2"), "unknown_breakdown", "diploma:bac2_or_more"),
    (("gap", "unemployment_rate", "--sex", "H"), "usage", None),
    (("gap",), "usage", None),
    (("list", "indicateurs"), "usage", None),
    (("observations", "--indicateur", "x"), "usage", "--indicator"),
    (("observation",), "unknown_command", "observations"),
]


@pytest.mark.parametrize(("arguments", "code", "closest"), UNKNOWN, ids=[" ".join(case[0]) for case in UNKNOWN])
def test_a_request_that_means_nothing_is_told_to_people_and_programs(
    run: Run, arguments: tuple[str, ...], code: str, closest: str | None
) -> None:
    for_people = run(*arguments)
    assert (for_people.returncode, for_people.stdout) == (2, "")
    assert for_people.stderr.startswith("Erreur : ")
    assert "Traceback" not in for_people.stderr
    for_program = run(*arguments, "--format", "json")
    assert (for_program.returncode, for_program.stdout) == (2, ""), "an error is not data"
    error = json.loads(for_program.stderr)["error"]
    assert set(error) == {"code", "text", "closest", "problems"}
    assert error["code"] == code
    assert error["text"] in for_people.stderr
    if closest:
        assert closest in error["closest"]
        assert closest in for_people.stderr


GAP_KEYS = {
    "indicator", "territory", "period", "qpv", "reference", "difference", "ratio", "verdict", "caveats", "uses",
    "refusal",
}  # fmt: skip


def test_a_gap_for_programs(run: Run) -> None:
    asked = ("gap", "unemployment_rate", "--territory", "FRM", "--period", "2022", "--format", "json")
    gap = json.loads(good(run(*asked)))
    assert set(gap) == GAP_KEYS
    assert (gap["indicator"], gap["territory"], gap["period"]) == ("unemployment_rate", "FRM", "2022")
    assert gap["refusal"] is None
    assert set(gap["difference"]) == {"value", "lower", "upper", "unit"}
    assert set(gap["ratio"]) == {"value", "lower", "upper"}
    assert gap["difference"]["unit"] == "points"
    assert gap["difference"]["value"] == pytest.approx(gap["qpv"]["value"] - gap["reference"]["value"])
    assert gap["ratio"]["value"] == pytest.approx(gap["qpv"]["value"] / gap["reference"]["value"], rel=1e-5)
    assert gap["qpv"]["zone"] == "qpv"
    assert gap["reference"]["zone"] == "uue"
    assert gap["verdict"] == "unfavourable"
    assert isinstance(gap["caveats"], list)
    assert set(gap["uses"]) == {"level", "ranking", "comparison", "evolution"}


def test_a_gap_for_people_says_the_same(run: Run) -> None:
    asked = ("gap", "unemployment_rate", "--territory", "FRM", "--period", "2022")
    gap = json.loads(good(run(*asked, "--format", "json")))
    text = good(run(*asked))
    for side in ("qpv", "reference"):
        assert gap[side]["text"] in text
        assert gap[side]["locator"] in text
    for word in ("Différence", "Rapport", "Verdict", "Source"):
        assert word in text
    if gap["difference"]["lower"] is None:
        assert "Précision non publiée" in text
    assert all(caveat in text for caveat in gap["caveats"])


def test_without_a_period_the_latest_comparable_is_given(run: Run) -> None:
    gap = json.loads(good(run("gap", "unemployment_rate", "--territory", "FRM", "--format", "json")))
    assert gap["refusal"] is None
    assert gap["period"] >= "2022"


def test_a_refusal_is_an_answer(run: Run) -> None:
    asked = ("gap", "unemployment_rate", "--territory", "FRM", "--period", "1999")
    refused = json.loads(good(run(*asked, "--format", "json")))
    assert set(refused) == GAP_KEYS
    assert set(refused["refusal"]) == {"code", "text"}
    assert (refused["difference"], refused["ratio"], refused["verdict"]) == (None, None, None)
    assert refused["refusal"]["text"] in good(run(*asked))


def test_every_indicator_has_a_gap_or_a_refusal(catalogue: Catalogue, built_store: Store) -> None:
    for indicator in catalogue.indicators:
        result = find_gap(catalogue, built_store.of(indicator), indicator)
        found = as_dict(result, catalogue)
        assert (found["refusal"] is None) == (found["difference"] is not None)
        json.dumps(found, allow_nan=False)
        assert describe(result, catalogue).endswith("\n")


def test_settings_are_listed_with_their_value_and_default(run: Run, built: Built) -> None:
    rows = {row["name"]: row for row in rows_of(good(run("settings", "--format", "csv", QPV_PORT="9000")))}
    assert rows["QPV_PORT"]["value"] == "9000"
    assert rows["QPV_PORT"]["default"] == "8050"
    assert rows["QPV_INDICATORS_DIR"]["value"] == str(built.folder)
    assert rows["QPV_INDICATORS_DIR"]["default"] == "data/indicators"
    assert all(row["description"].endswith(".") for row in rows.values())
    found = json.loads(good(run("settings", "--format", "json", QPV_PORT="9000")))
    assert found == list(rows.values())
    assert "QPV_WORKERS" in good(run("settings"))


def test_a_setting_that_looks_misspelt_is_pointed_out(run: Run) -> None:
    result = run("settings", QPV_INDICATOR_DIR="/elsewhere")
    assert result.returncode == 0
    assert "vouliez-vous QPV_INDICATORS_DIR" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("QPV_PORT", "abc", "un nombre entier"),
        ("QPV_PORT", "70000", "inférieur ou égal à 65535"),
        ("QPV_WORKERS", "0", "supérieur ou égal à 1"),
        ("QPV_HOST", "a b", "forme attendue"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(run: Run, name: str, value: str, told: str) -> None:
    for command in (("settings",), ("observations",), ("serve",), ("etl",)):
        result = run(*command, **{name: value})
        assert (result.returncode, result.stdout) == (2, "")
        assert f"{name} : " in result.stderr
        assert told in result.stderr


def test_an_empty_setting_is_not_set(run: Run) -> None:
    rows = {row["name"]: row["value"] for row in rows_of(good(run("settings", "--format", "csv", QPV_PORT="")))}
    assert rows["QPV_PORT"] == "8050"


def test_commands_work_from_any_folder(built: Built, project_root: Path, tmp_path: Path) -> None:
    here = qpv("list", "themes", "--format", "csv", cwd=tmp_path)
    assert good(here) == good(qpv("list", "themes", "--format", "csv", cwd=project_root))
    (tmp_path / "mine").symlink_to(built.folder)
    relative = qpv("observations", "--format", "csv", cwd=tmp_path, QPV_INDICATORS_DIR="mine")
    assert len(rows_of(good(relative))) > 0


def test_a_reader_that_leaves_early_is_no_error(built: Built) -> None:
    env = environment(QPV_INDICATORS_DIR=str(built.folder))
    for style in ("csv", "json", "table"):
        process = subprocess.Popen(
            [QPV, "observations", "--format", style], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        told = process.stderr.read()
        process.stderr.close()
        assert (process.wait(timeout=60), told) == (0, b"")


def test_output_does_not_depend_on_the_locale(run: Run) -> None:
    usual = good(run("list", "themes", "--format", "csv"))
    assert good(run("list", "themes", "--format", "csv", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")) == usual


@pytest.mark.parametrize("command", ["", "list", "observations", "gap", "etl", "serve", "check", "settings"])
def test_help_is_in_french(command: str) -> None:
    text = qpv(*command.split(), "--help", COLUMNS="200").stdout
    assert "Affiche cette aide." in text
    for english in ("Show this message", "[required]", "[default", "Commands"):
        assert english not in text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("published.csv", b"\xff\xfe", "UTF-8"),
        ("published.csv", ",".join(COLUMNS).encode() + b"\na,b\n", "2 cases"),
        ("published.csv", ",".join(COLUMNS).encode() + b'\n"a', "abîmé"),
        ("published.csv", ",".join(COLUMNS).encode() + b"\nx" + b"," * 7 + b",abc" + b"," * 10, "colonne value"),
        ("published.csv", ",".join(COLUMNS).encode() + b"\nx" + b"," * 18, "catalogue"),
    ],
)
def test_damaged_data_are_told(built: Built, tmp_path: Path, name: str, content: bytes, told: str) -> None:
    folder = tmp_path / "damaged"
    folder.mkdir()
    for path in built.folder.iterdir():
        (folder / path.name).write_bytes(content if path.name == name else path.read_bytes())
    for command in (("observations",), ("gap", "unemployment_rate"), ("serve", "--port", "0"), ("check",)):
        result = qpv(*command, QPV_INDICATORS_DIR=str(folder))
        assert (result.returncode, result.stdout) == (1, "")
        assert told in result.stderr, command
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("variable", ["QPV_INDICATORS_DIR", "QPV_CATALOGUE_DIR"])
def test_a_folder_that_is_missing_is_told(run: Run, variable: str, tmp_path: Path) -> None:
    for command in (("observations",), ("gap", "unemployment_rate"), ("check",), ("serve", "--port", "0")):
        result = run(*command, **{variable: str(tmp_path / "none")})
        assert (result.returncode, result.stdout) == (1, "")
        assert "n'existe pas" in result.stderr
        assert variable in result.stderr
        assert "Traceback" not in result.stderr
