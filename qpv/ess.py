"""``qpv ess``: the social economy of quarters, recomputed from the business register."""

from __future__ import annotations

import time
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.words import counted
from qpv.errors import USER_ERROR, CommandError
from qpv.files import progress
from qpv.output import Row, emit, table
from qpv.settings import load_settings

if TYPE_CHECKING:
    from etl.business_register.running import Outcome, Report, Request

MEMORY = r"[0-9]+(?:[.][0-9]+)?(?:MB|GB)"


class Perimeter(StrEnum):
    """The perimeters that may be asked for."""

    QP2015 = "QP2015"
    QP2024 = "QP2024"


class Definition(StrEnum):
    """The readings of the social economy, as one types them."""

    FLAG = "flag"
    LAW = "law"
    STUDY = "study"
    LIST = "list"


class Inside(StrEnum):
    """What says that an establishment is in a quarter, as one types it."""

    CODE = "code"
    COORDINATES = "coordinates"


def _file(name: str, what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(f"--{name}", metavar="FICHIER", help=what)
    return option


def ess(
    establishments: Annotated[Path, _file("etablissements", "StockEtablissement, Parquet, CSV ou CSV dans un zip.")],
    legal_units: Annotated[Path, _file("unites-legales", "StockUniteLegale, de même.")],
    geolocation: Annotated[Path, _file("geolocalisation", "Géolocalisation des établissements, de même.")],
    ess_list: Annotated[
        Path | None,
        typer.Option(
            "--liste-ess",
            "--ess-list",
            metavar="FICHIER",
            show_default=False,
            help="Liste des entreprises de l’ESS (CSV) : une lecture de plus, « list ».",
        ),
    ] = None,
    perimeter: Annotated[
        Perimeter | None,
        typer.Option("--perimeter", help="Un seul périmètre ; par défaut, les deux.", show_default=False),
    ] = None,
    definition: Annotated[
        Definition,
        typer.Option(
            "--definition", help="Lecture de l’ESS : marque du répertoire, loi de 2014, étude de 2017, liste."
        ),
    ] = Definition.LAW,
    inside: Annotated[
        Inside,
        typer.Option("--inside", help="Ce qui place dans un QPV : le code du répertoire ou les coordonnées."),
    ] = Inside.CODE,
    engine: Annotated[
        str, typer.Option("--engine", metavar="MOTEUR", help="duckdb, spark (sur cette machine) ou spark://hôte:port.")
    ] = "duckdb",
    memory: Annotated[str, typer.Option("--memory", metavar="TAILLE", help="Mémoire du moteur : 3GB, 800MB.")] = "3GB",
    threads: Annotated[int, typer.Option("--threads", min=1, help="Fils d’exécution du moteur.")] = 2,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DOSSIER", help="Écrit là plutôt que dans QPV_INDICATORS_DIR.", show_default=False
        ),
    ] = None,
) -> None:
    """Recalcule l’ESS des quartiers à partir du répertoire Sirene : établissements, parts, secteurs, créations.

    Les territoires et les contours sont ceux de « qpv etl --raw ». Reprend où un calcul coupé s’était arrêté.
    """
    from etl.business_register.publishing import publish_register
    from etl.business_register.running import run, stages_of
    from etl.geography.stored import GeographyError

    folder = out or load_settings().indicators_dir
    if definition == Definition.LIST and ess_list is None:
        raise CommandError("usage", "--definition list : donner la liste par --liste-ess.", status=USER_ERROR)
    request = _request(establishments, legal_units, geolocation, folder, perimeter, definition, inside)
    request = _sized(replace(request, ess_list=ess_list), engine, memory, threads)
    start = time.perf_counter()
    try:
        with progress("Répertoire", stages_of(request)) as advance:
            outcome = run(request, lambda _: advance(1))
    except GeographyError as error:
        raise CommandError("data", str(error)) from None
    changed = publish_register(outcome, folder)
    _write(outcome, changed, folder, time.perf_counter() - start)


def _request(
    establishments: Path,
    legal_units: Path,
    geolocation: Path,
    folder: Path,
    perimeter: Perimeter | None,
    definition: Definition,
    inside: Inside,
) -> Request:
    from etl.business_register.counting import Inside as Way
    from etl.business_register.definitions import Definition as Meaning
    from etl.business_register.running import Request

    perimeters = tuple(Perimeter) if perimeter is None else (perimeter,)
    return Request(
        establishments,
        legal_units,
        geolocation,
        folder,
        folder.parent / f".register-{folder.name}",
        tuple(str(chosen) for chosen in perimeters),
        Meaning(definition),
        Way(inside),
    )


def _sized(request: Request, engine: str, memory: str, threads: int) -> Request:
    """The request on that engine. Raises CommandError on a word that is none."""
    import re

    if not re.fullmatch(MEMORY, memory):
        raise CommandError(
            "usage", f"--memory : « {memory[:40]} » ne se lit pas ; écrire 3GB ou 800MB.", status=USER_ERROR
        )
    if engine not in ("duckdb", "spark") and not re.fullmatch(r"spark://[^ ]+|local\[[0-9]+\]", engine):
        text = f"--engine : « {engine[:40]} » n’est ni duckdb, ni spark, ni spark://hôte:port."
        raise CommandError("usage", text, status=USER_ERROR)
    return replace(request, engine=engine, memory=memory, threads=threads)


def _write(outcome: Outcome, changed: list[str], folder: Path, seconds: float) -> None:
    from etl.business_register.selection import FATES, LOCATIONS, Fate, Location

    report = outcome.report
    fates: list[Row] = [{"sort": FATES[Fate(name)], "lignes": count} for name, count in report.fates.items()]
    places: list[Row] = [{"place": LOCATIONS[Location(name)], "gardés": n} for name, n in report.locations.items()]
    for title, rows in (
        (f"Sort de chaque ligne du répertoire au {report.last_day}", fates),
        ("Place des établissements gardés", places),
        ("Les chiffres du guide, recalculés", _guide_rows(outcome)),
        ("Étapes", _stages(report)),
    ):
        if rows:
            emit(f"{title}\n{table(rows, list(rows[0]))}\n")
    for note in report.notes:
        emit(f"À savoir : {note}\n")
    emit(
        f"{counted(len(outcome.observations), 'observation')} ; fichiers modifiés : {', '.join(changed) or 'aucun'}\n"
        f"Écrit dans {folder} en {seconds:.1f} s\n"
    )


def _stages(report: Report) -> list[Row]:
    done: list[Row] = [{"étape": title, "secondes": round(seconds, 1)} for title, seconds in report.seconds.items()]
    return [*done, *({"étape": title, "secondes": "déjà faite"} for title in report.resumed)]


def _guide_rows(outcome: Outcome) -> list[Row]:
    """The figures of the guide beside those of the register, France, each perimeter."""
    found = {
        (o.indicator, o.zone, o.perimeter, o.breakdown): _plain(o.value, o.unit)
        for o in outcome.observations
        if o.territory == "FR" and o.value is not None
    }
    return [
        {"chiffre": what, "guide (2017)": guide}
        | {str(p): found.get((indicator, zone, str(p), breakdown), "non calculé") for p in Perimeter}
        for what, guide, indicator, zone, breakdown in GUIDE
    ]


def _plain(value: float, unit: str) -> str:
    return f"{value:.1f}".replace(".", ",") if unit == "percent" else f"{value:.0f}"


_NUMBER, _SHARE = "ess_employer_establishments", "ess_share_located_in_qpv"
GUIDE = (
    ("Établissements employeurs de l’ESS en QPV", "9988", _NUMBER, "qpv", "_T"),
    ("Part de ceux de l’ESS qui sont en QPV, %", "4,7", _SHARE, "qpv", "_T"),
    ("Part des autres qui sont en QPV, %", "4,1", "non_ess_share_located_in_qpv", "qpv", "_T"),
    ("Établissements de l’ESS en QPV ou à moins de 300 m", "29370", _NUMBER, "qpv_and_300m", "_T"),
    ("Part de ceux de l’ESS en QPV ou à moins de 300 m, %", "13,7", _SHARE, "qpv_and_300m", "_T"),
    ("Associations parmi ceux de l’ESS en QPV, %", "89", "ess_legal_form_share", "qpv", "legal_form:associations"),
    ("… selon la marque du répertoire", "", _NUMBER, "qpv", "ess_definition:flag"),
    ("… selon la loi de 2014", "", _NUMBER, "qpv", "ess_definition:law"),
    ("… selon l’étude de 2017", "", _NUMBER, "qpv", "ess_definition:study"),
    ("… selon la liste d’ESS France", "", _NUMBER, "qpv", "ess_definition:list"),
)
"""What the guide of 2019 says, and where the register answers it: indicator, zone, breakdown."""
