"""Whether the three files belong together: what would make every count wrong is refused, what may is told."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
from ibis.expr.types import Table

from etl.business_register.engines import Engine
from etl.business_register.inputs import PADDED, Input, Kind
from etl.business_register.selection import Fate, Location
from etl.errors import Problem, SourceError
from etl.words import counted

MOST_ABSENT, ABSENT_TOLD = 0.30, 0.05
"""Share of the field without a place above which the files are not of the same stock, or may be of another month."""
MOST_MISPLACED, MOST_UNKNOWN = 0.05, 0.01
RECENT_DAYS, FEW_RECENT, MOST_RECENT = 45, 10, 0.5
"""Days before the register's last one, the number born in them that tells something, and the share without a place
above which the geolocation is older."""
_SHOWN = 5


def check_selection(engine: Engine, selected: Table, inputs: dict[Kind, Input], last_day: str) -> list[str]:
    """What a reader must know of the files, in French.

    Raises SourceError when one establishment stands for two, when a code has lost its digits, or when the geolocation
    is of another stock or in another system.
    """
    _check_codes(engine, selected, inputs)
    kept = selected.filter(selected.fate == Fate.KEPT)
    places = engine.frame(kept.group_by("location").agg(rows=kept.count()))
    rows = {str(location): int(count) for location, count in zip(places["location"], places["rows"], strict=True)}
    total = sum(rows.values())
    stock = inputs[Kind.ESTABLISHMENTS].name
    if not total:
        raise SourceError(
            [Problem(stock, 0, "", "", "aucun établissement actif et employeur d’une unité légale active")]
        )
    placed = total - rows.get(Location.ABSENT, 0)
    return [
        *_absent(rows.get(Location.ABSENT, 0) / total, inputs),
        *_months(engine, kept, last_day, inputs),
        *_wrong_system(engine, kept, rows, placed, inputs[Kind.GEOLOCATION]),
    ]


def _check_codes(engine: Engine, selected: Table, inputs: dict[Kind, Input]) -> None:
    """One line a SIRET, of fourteen digits; the file that repeats it is the one to mend."""
    lengths = engine.frame(selected.filter(selected.siret.length() != PADDED["siret"]).select("siret").limit(_SHOWN))
    if len(lengths):
        wrong = inputs[Kind.ESTABLISHMENTS]
        reason = "14 chiffres attendus : un programme a dû lire ce code comme un nombre ; reprendre le fichier publié"
        raise SourceError([Problem(wrong.name, 0, "siret", str(siret), reason) for siret in lengths["siret"]])
    times = selected.group_by("siret").agg(lines=selected.count())
    twice = engine.frame(times.filter(times.lines > 1).order_by("siret").limit(_SHOWN))
    if len(twice):
        raise SourceError(_repeated(engine, [str(siret) for siret in twice["siret"]], inputs))


def _repeated(engine: Engine, sirets: list[str], inputs: dict[Kind, Input]) -> list[Problem]:
    """Which file repeats those establishments, or their legal units."""
    reason = "figure plusieurs fois : télécharger de nouveau ce fichier, ou en ôter les doubles"
    problems = []
    for kind, column in ((Kind.ESTABLISHMENTS, "siret"), (Kind.LEGAL_UNITS, "siren"), (Kind.GEOLOCATION, "siret")):
        codes = sirets if column == "siret" else [siret[: PADDED["siren"]] for siret in sirets]
        table = engine.read(inputs[kind])
        times = table.filter(table[column].isin(codes)).group_by(column).agg(lines=lambda t: t.count())
        found = engine.frame(times.filter(times.lines > 1).order_by(column))
        problems += [Problem(inputs[kind].name, 0, column, str(code), reason) for code in found[column]]
    return problems


def _absent(share: float, inputs: dict[Kind, Input]) -> list[str]:
    stock, places = inputs[Kind.ESTABLISHMENTS].name, inputs[Kind.GEOLOCATION].name
    told = f"{100 * share:.1f} % des établissements gardés n’ont pas de place dans {places}".replace(".", ",", 1)
    if share > MOST_ABSENT:
        reason = f"{told} : {stock} est d’un autre mois, ou d’un autre répertoire ; télécharger les deux le même jour"
        raise SourceError([Problem(places, 0, "siret", "", reason)])
    return [f"{told} : les deux fichiers sont-ils du même mois ?"] if share > ABSENT_TOLD else []


def _months(engine: Engine, kept: Table, last_day: str, inputs: dict[Kind, Input]) -> list[str]:
    """The youngest establishments have no place in a geolocation of an earlier month; one of a later month has more
    lines than the stock, which forgets nobody."""
    stock, places = inputs[Kind.ESTABLISHMENTS], inputs[Kind.GEOLOCATION]
    if stock.rows is not None and places.rows is not None and places.rows > stock.rows:
        return [f"{places.name} a plus de lignes que {stock.name} : elle est d’un mois plus récent"]
    since = str(date.fromisoformat(last_day) - timedelta(days=RECENT_DAYS))
    recent = kept.filter(kept.created >= since)
    rows = engine.frame(recent.group_by("location").agg(rows=recent.count())).set_index("location")["rows"]
    total, absent = int(rows.sum()), int(rows.get(Location.ABSENT, 0))
    if total < FEW_RECENT or absent < MOST_RECENT * total:
        return []
    return [
        f"{absent} des {total} établissements nés depuis le {since} n’ont pas de place : {places.name} est sans doute "
        f"d’un mois plus ancien que {stock.name} ; télécharger les deux le même jour"
    ]


def _wrong_system(engine: Engine, kept: Table, rows: dict[str, int], placed: int, places: Input) -> list[str]:
    told = []
    for location, most, why in (
        (
            Location.MISPLACED,
            MOST_MISPLACED,
            "coordonnées hors du territoire que couvre leur système (degrés ? autre EPSG ?)",
        ),
        (Location.UNKNOWN_SYSTEM, MOST_UNKNOWN, "système de coordonnées (epsg) inconnu ici"),
    ):
        count = rows.get(location, 0)
        if not count:
            continue
        samples = engine.frame(kept.filter(kept.location == location).select("siret", "epsg", "x", "y").limit(_SHOWN))
        if count > most * max(placed, 1):
            raise SourceError([_problem(places, line, why) for line in _lines(samples)])
        told.append(f"{counted(count, 'établissement')} : {why} ; ils ne sont dans aucun décompte par quartier")
    return told


def _problem(places: Input, line: dict[str, str], why: str) -> Problem:
    where = f"{line['x']} ; {line['y']} (EPSG {line['epsg'] or 'absent'})"
    return Problem(places.name, 0, "x, y, epsg", where, f"{why}, SIRET {line['siret']} et d’autres")


def _lines(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records")]
