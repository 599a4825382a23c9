"""``qpv diff``: what differs between two builds, run as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dashboard.store import Store, StoreError
from dashboard.store.changes import KEY, TOLD, Kind, compare_builds
from etl.model import NUMERIC_COLUMNS
from tests.conftest import Built
from tests.dashboard.briefs.altered import UNEMPLOYMENT, Line, altered_copy, is_of, with_value
from tests.serving import qpv

HERE = UNEMPLOYMENT | {"zone": "qpv"}
THERE = UNEMPLOYMENT | {"zone": "uue"}
MEN = HERE | {"sex": "M"}
WOMEN = HERE | {"sex": "F"}


def alter(line: Line) -> list[Line]:
    """One change of each kind."""
    if is_of(line, HERE):
        return [line | {"value": "19.9"}, line | {"period": "2023", "value": "17.4"}]
    if is_of(line, THERE):
        return []
    if is_of(line, MEN):
        return [line | {"value": "", "obs_status": "Q", "conf_status": "C"}]
    if is_of(line, WOMEN):
        return [line | {"lower": "15", "upper": "18"}]
    return [line]


@pytest.fixture(scope="module")
def altered(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed data with one change of each kind."""
    return altered_copy(built.folder, tmp_path_factory.mktemp("altered") / "indicators", alter, lines=4)


def good(result: subprocess.CompletedProcess[str]) -> str:
    """What a command that went well wrote; of a build altered by hand, it warns."""
    assert result.returncode == 0, result.stderr
    assert all(line.startswith("Attention : indicators, published.csv") for line in result.stderr.splitlines())
    return result.stdout


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def plain(text: str) -> str:
    """Plain spaces in each line."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def test_equal_builds_have_no_change(built: Built, built_store: Store) -> None:
    folder = str(built.folder)
    assert qpv("diff", folder, folder).stderr == ""
    count, version = len(built_store.observations), built_store.version
    told = plain(good(qpv("diff", folder, folder)))
    assert (
        told
        == f"Aucun changement : {count // 1000} {count % 1000:03} chiffres, les mêmes dans {version} et dans {version}."
    )
    assert rows_of(good(qpv("diff", folder, folder, "--format", "csv"))) == []
    found = json.loads(good(qpv("diff", folder, folder, "--format", "json")))
    assert (found["total"], found["sources"], found["changes"]) == (0, [], [])
    assert found["old"] == found["new"] == {"version": version, "figures": count}


def test_each_kind_of_change_is_told(built: Built, altered: Path) -> None:
    rows = rows_of(good(qpv("diff", str(built.folder), str(altered), "--format", "csv")))
    told = {row["change"]: row for row in rows}
    assert Counter(row["change"] for row in rows) == dict.fromkeys((kind.value for kind in Kind), 1)
    assert (told["changed"]["old_value"], told["changed"]["new_value"]) == ("18.3", "19.9")
    assert is_of(told["changed"], HERE)
    assert (told["appeared"]["old_value"], told["appeared"]["new_value"]) == ("", "17.4")
    assert told["appeared"]["period"] == "2023"
    assert (told["vanished"]["old_value"], told["vanished"]["new_value"]) == ("7.5", "")
    assert told["vanished"]["new_unit"] == ""
    assert (told["status"]["old_value"], told["status"]["new_value"]) == ("19.7", "")
    assert (told["status"]["old_obs_status"], told["status"]["new_obs_status"]) == ("B", "Q")
    assert (told["precision"]["new_lower"], told["precision"]["new_upper"]) == ("15", "18")
    assert told["precision"]["old_value"] == told["precision"]["new_value"] == "16.6"


def test_the_three_formats_say_the_same(built: Built, altered: Path) -> None:
    command = ("diff", str(built.folder), str(altered))
    rows = rows_of(good(qpv(*command, "--format", "csv")))
    found = json.loads(good(qpv(*command, "--format", "json")))
    assert found["total"] == len(rows) == len(found["changes"])
    numbers = {f"{side}_{name}" for side in ("old", "new") for name in NUMERIC_COLUMNS}

    def cell(row: dict[str, Any], name: str) -> str:
        value = row[name]
        if value is None:
            return ""
        return f"{value:g}" if name in numbers else str(value)

    assert [{name: cell(row, name) for name in row} for row in found["changes"]] == rows
    assert {s["source"]: sum(s[kind.value] for kind in Kind) for s in found["sources"]} == Counter(
        row["source"] for row in rows
    )
    table = plain(good(qpv(*command)))
    assert table.splitlines()[0].endswith("5 chiffres de différence (3 550, puis 3 550).")
    for word in ("changé", "statut", "précision", "apparu", "disparu", "secret statistique", "19,9", "17,4"):
        assert word in table
    for source in {row["source"] for row in rows}:
        assert source in table


def test_the_other_way_round_tells_the_opposite(built: Built, altered: Path) -> None:
    there = rows_of(good(qpv("diff", str(built.folder), str(altered), "--format", "csv")))
    back = rows_of(good(qpv("diff", str(altered), str(built.folder), "--format", "csv")))
    opposite = {"appeared": "vanished", "vanished": "appeared"}
    turned = [
        {name: row[name] for name in KEY}
        | {"change": opposite.get(row["change"], row["change"])}
        | {f"old_{name}": row[f"new_{name}"] for name in TOLD}
        | {f"new_{name}": row[f"old_{name}"] for name in TOLD}
        for row in back
    ]
    assert sorted(map(sorted, (row.items() for row in turned))) == sorted(map(sorted, (row.items() for row in there)))


def test_where_a_figure_was_read_is_not_the_figure(built: Built, tmp_path: Path) -> None:
    change = with_value(HERE, locator="ailleurs", note="autre note")
    folder = altered_copy(built.folder, tmp_path / "indicators", change)
    assert good(qpv("diff", str(built.folder), str(folder))).startswith("Aucun changement")


def test_official_files_are_compared_with_embedded_ones(
    built: Built, neighbourhood_folder: Path, neighbourhood_store: Store
) -> None:
    assert neighbourhood_store.official is not None
    official = len(neighbourhood_store.official.observations())
    assert official > 100
    with compare_builds(built.folder, neighbourhood_folder) as changes:
        total, rows = changes.total, list(changes.rows())
        appeared = sum(source.counts[Kind.APPEARED] for source in changes.by_source)
        few = list(changes.rows(2))
        assert changes.versions[1] == neighbourhood_store.version
        assert changes.known[1] == official + len(neighbourhood_store.observations)
        vanished = sum(source.counts[Kind.VANISHED] for source in changes.by_source)
        assert changes.known[1] - changes.known[0] == appeared - vanished
    assert len(rows) == total
    order = list(Kind)
    assert rows == sorted(rows, key=lambda c: (c.key["source"], order.index(c.kind), *(c.key[name] for name in KEY)))
    kept = Counter((c.key["source"], c.kind) for c in few)
    every = Counter((c.key["source"], c.kind) for c in rows)
    assert kept == {group: min(2, count) for group, count in every.items()}
    with compare_builds(neighbourhood_folder, neighbourhood_folder) as same:
        assert (same.total, same.by_source) == (0, [])


def test_a_long_table_says_how_many_more(built: Built, neighbourhood_folder: Path) -> None:
    told = plain(good(qpv("diff", str(built.folder), str(neighbourhood_folder))))
    assert "apparus (tous avec --format csv ou json)" in told


def test_a_folder_that_is_no_build_is_refused(built: Built, tmp_path: Path) -> None:
    file = tmp_path / "fichier.txt"
    file.write_text("bonjour", encoding="utf-8")
    for wrong, told in (
        (tmp_path, "n'est pas une construction"),
        (tmp_path / "absent", "n'existe pas"),
        (file, "n'existe pas"),
    ):
        for folders in ((wrong, built.folder), (built.folder, wrong)):
            result = qpv("diff", *map(str, folders))
            assert (result.returncode, result.stdout) == (1, "")
            assert told in result.stderr
            with pytest.raises(StoreError), compare_builds(*folders):
                pass


def test_a_damaged_build_is_refused(built: Built, tmp_path: Path) -> None:
    def spoil(line: Line) -> list[Line]:
        return [line | {"value": "beaucoup"}] if is_of(line, HERE) else [line]

    folder = altered_copy(built.folder, tmp_path / "indicators", spoil)
    result = qpv("diff", str(built.folder), str(folder))
    assert (result.returncode, result.stdout) == (1, "")
    assert "colonne value : 'beaucoup' n'est pas un nombre" in result.stderr
    assert "Attention" not in result.stderr, "an error is told alone"


def test_the_sentences_of_a_note_that_no_longer_hold(built: Built, altered: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.html"
    made = qpv("brief", "FR", "--format", "html", "-o", str(note), QPV_INDICATORS_DIR=str(built.folder))
    assert made.returncode == 0, made.stderr
    folder = str(built.folder)
    told = plain(good(qpv("diff", folder, folder, "--note", str(note))))
    assert told.endswith("note.html : toutes ses phrases tiennent encore.")
    change = with_value(HERE, value="19.9")
    higher = str(altered_copy(built.folder, tmp_path / "indicators", change))
    result = qpv("diff", folder, higher, "--note", str(note))
    assert result.returncode == 0
    assert "dit 2,4 fois ; c’est maintenant 2,7 fois." in plain(result.stdout)
    found = json.loads(qpv("diff", folder, higher, "--note", str(note), "--format", "json").stdout)
    assert found["note"]["file"] == "note.html"
    assert all(part["status"] == "outdated" for part in found["note"]["claims"])
    assert any("18,3" in part["told"] and "19,9" in part["now"] for part in found["note"]["claims"])
    beside = qpv("diff", folder, higher, "--note", str(note), "--format", "csv")
    assert len(rows_of(beside.stdout)) == 1
    assert "ne tiennent plus" in beside.stderr


def test_a_note_that_is_none_is_refused_before_anything_is_written(built: Built, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_bytes(b"%PDF-1.7 rien")
    result = qpv("diff", str(built.folder), str(built.folder), "--note", str(note))
    assert (result.returncode, result.stdout) == (2, "")
    assert "note.pdf : " in result.stderr
