"""``qpv etl`` and ``qpv check``: build the data, and say whether they hold."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.words import counted
from qpv.errors import USER_ERROR, CommandError
from qpv.output import Row, emit, table
from qpv.settings import load_settings

if TYPE_CHECKING:
    from etl.official.build import OfficialReport
    from etl.pipeline import BuildReport, Progress


def etl(
    left_out: Annotated[
        bool,
        typer.Option("--left-out", "--verbose", "-v", help="Liste un à un les chiffres écartés.", show_default=False),
    ] = False,
    raw: Annotated[
        Path | None,
        typer.Option(
            "--raw", metavar="DOSSIER", help="Lit aussi les fichiers officiels de ce dossier.", show_default=False
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DOSSIER", help="Écrit là plutôt que dans QPV_INDICATORS_DIR.", show_default=False
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", "-s", metavar="ID", help="Avec --raw : ne refait que cette source.", show_default=False
        ),
    ] = None,
) -> None:
    """Construit les données : lit les sources, vérifie le tout, écrit QPV_INDICATORS_DIR. Tout ou rien.

    Avec --raw, y ajoute les quartiers, lus dans les fichiers officiels (voir « qpv download »).
    """
    # Arrow, not loaded yet, would hold what it frees: 160 MB over the official files, measured
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from etl.pipeline import build

    if source is not None and raw is None:
        raise CommandError("usage", "--source se donne avec --raw.", status=USER_ERROR)
    settings = load_settings()
    folder = out or settings.indicators_dir
    start = time.perf_counter()
    with _progress() as progress:
        report = build(settings.catalogue_dir, settings.sources_dir, folder, progress, raw=raw, only=source)
    _write_report(report, folder, time.perf_counter() - start, every_reason=left_out)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on the standard error when somebody watches; nothing otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step, done, total: bar.update(task, description=step, completed=done, total=total)


def _write_report(report: BuildReport, folder: Path, seconds: float, *, every_reason: bool) -> None:
    sources: list[Row] = [
        {"source": source.title, "lus": source.read, "gardés": source.kept, "écartés": source.left_out}
        for source in report.sources
    ]
    coverage: list[Row] = [
        {"thème": theme, "indicateurs": indicators, "renseignés": filled, "observations": count}
        for theme, (indicators, filled, count) in report.coverage.items()
    ]
    _section("Sources", sources)
    _section("Tableaux", [{"tableau": name, "lignes": count} for name, count in report.tables.items()])
    _section("Couverture par thème", coverage)
    _section("Chiffres écartés", _left_out(report.left_out, every_reason=every_reason))
    if report.official is not None:
        _write_official(report.official.report)
    changed = ", ".join(report.changed) or "aucun"
    emit(f"Fichiers modifiés : {changed}\nÉcrit dans {folder} en {seconds:.1f} s\n")


def _write_official(report: OfficialReport) -> None:
    """What became of the official files: every table with its edition, then what a reader must know."""
    editions: list[Row] = [
        {
            "source": e.source,
            "édition": e.edition,
            "fichier": e.table,
            "lignes": e.lines,
            "observations": e.observations,
        }
        for e in report.editions
    ]
    _section("Fichiers officiels", editions)
    _section(
        "Chiffres répétés par plusieurs fichiers", [{"source": n, "lignes": c} for n, c in report.repeated.items()]
    )
    unread = {e.source: ", ".join(e.unread) for e in report.editions if e.unread}
    _section("Colonnes non lues", [{"source": name, "colonnes": columns} for name, columns in unread.items()])
    _section("Formats connus par du code seulement", [{"format": text} for text in report.uncertain])
    _section("À savoir", [{"note": text} for text in report.notes])
    why = "leur en-tête n'est celui d'aucun fichier que Lisière utilise ; rien n'en est repris"
    _section(f"Fichiers non reconnus ({why})", [{"fichier": name} for name in report.unknown])


def _left_out(figures: list[tuple[str, str, str]], *, every_reason: bool) -> list[Row]:
    """Grouped by reason, or one by one; left_out.csv has them all."""
    if every_reason:
        return [{"référence": name, "indicateur": indicator, "motif": why} for name, indicator, why in figures]
    reasons = Counter(why for _, _, why in figures)
    return [{"chiffres": count, "motif": why} for why, count in reasons.most_common()]


def _section(title: str, rows: list[Row]) -> None:
    if rows:
        emit(f"{title}\n{table(rows, list(rows[0]))}\n")


def check() -> None:
    """Vérifie le catalogue et les données de QPV_INDICATORS_DIR ; motifs et code de sortie 1 en cas de défaut."""
    from dashboard.store import StoreError, observations_of, read_contents
    from etl.checks import claim_problems, table_problems, together_problems
    from etl.publish import hash_problems
    from qpv.data import open_catalogue, open_data

    settings = load_settings()
    catalogue = open_catalogue(settings)
    problems = hash_problems(settings.indicators_dir) if settings.indicators_dir.is_dir() else []
    try:
        contents = read_contents(settings.indicators_dir)
    except StoreError as error:
        raise CommandError("data", "Les données ne tiennent pas.", problems=[*problems, str(error)]) from None
    tables = contents.observations
    in_tables = [problem for name, frame in tables.items() for problem in table_problems(frame, catalogue, name)]
    problems += in_tables
    if not in_tables:  # every id is known from here on
        observations = [observation for frame in tables.values() for observation in observations_of(frame)]
        problems += together_problems(observations, catalogue) + claim_problems(observations, catalogue)
    if problems:
        raise CommandError("data", "Les données ne tiennent pas.", problems=problems)
    store = open_data(settings)
    emit(
        f"Catalogue et données valables : {counted(len(catalogue.indicators), 'indicateur')}, "
        f"{counted(len(store.frame), 'observation')}, version {store.version}.\n"
    )
