"""The build: what it reports, and that the committed data are those it makes."""

from __future__ import annotations

import csv
from pathlib import Path

from etl.model import COLUMNS
from etl.pipeline import build, source_modules
from etl.publish import OFFICIAL
from tests.conftest import Built
from tests.mini import Mini


def test_the_report_says_what_was_read_kept_and_left_out(mini: Mini) -> None:
    report = mini.build()
    by_name = {source.name: (source.read, source.kept, source.left_out) for source in report.sources}
    assert by_name["guide_2019"] == (2, 2, 0)
    assert by_name["published"] == (3, 2, 1)
    assert report.left_out == [("fait 3", "Taux de chômage", "Champ inconnu.")]
    assert report.tables == {"guide_actors": 1, "guide_initiatives": 1, "guide_practices": 1}
    assert report.coverage == {"Emploi": (2, 2, 4), "Santé": (0, 0, 0)}
    assert "datapackage.json" in report.changed


def test_progress_names_each_step_and_ends_at_the_last(mini: Mini) -> None:
    told: list[tuple[str, int, int]] = []
    build(mini.catalogue, mini.sources, mini.out, lambda step, done, total: told.append((step, done, total)))
    titles = [module.TITLE for module in source_modules().values()]
    assert [step for step, _, _ in told] == ["Catalogue", *titles, "Vérifications", "Écriture", "Écriture"]
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert told[-1][1] == told[-1][2]


def test_the_committed_data_are_those_of_a_fresh_build(built: Built, project_root: Path) -> None:
    """« qpv etl » rebuilds data/indicators to the byte: nobody edited it, nobody forgot to rebuild it."""
    committed = project_root / "data" / "indicators"
    fresh = {path.name: path.read_bytes() for path in built.folder.iterdir()}
    ours = {
        path.name: path.read_bytes()
        for path in committed.iterdir()
        if path.suffix != ".parquet" and path.name != OFFICIAL
    }
    assert sorted(ours) == sorted(fresh)
    for name, content in fresh.items():
        assert ours[name] == content, f"{name} : lancer « qpv etl » et enregistrer le résultat"


def test_the_project_keeps_or_lists_every_published_fact(built: Built, project_root: Path) -> None:
    published = next(source for source in built.report.sources if source.name == "published")
    assert published.read == published.kept + published.left_out
    facts = [
        int(row["fact"])
        for folder in (project_root / "data/sources/published", project_root / "data/sources/published/left_out")
        for path in folder.glob("*.csv")
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    ]
    assert sorted(facts) == list(range(1, published.read + 1)), "each fact is kept or left out, once"
    assert published.read >= 576
    assert all(reason.strip() for _, _, reason in built.report.left_out)


def test_every_theme_is_covered(built: Built) -> None:
    indicators = sum(count for count, _, _ in built.report.coverage.values())
    assert indicators >= 80
    for theme, (_, filled, observations) in built.report.coverage.items():
        assert filled, theme
        assert observations >= filled, theme


def test_observation_files_have_the_columns_of_the_model(built: Built) -> None:
    for name in source_modules():
        header = (built.folder / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
        assert header == ",".join(COLUMNS)
