"""``qpv locate``: is a point, an address, or each point of a file in a QPV?"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qpv.errors import USER_ERROR, CommandError
from qpv.output import emit, table, write_json
from qpv.settings import load_settings

if TYPE_CHECKING:
    from etl.geography.address import Search
    from etl.geography.locate import Locator, NoLocator

_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


class LocateFormat(StrEnum):
    """How to write an answer."""

    TABLE = "table"
    JSON = "json"


def locate(
    longitude: Annotated[
        str | None, typer.Argument(metavar="LONGITUDE", help="Degrés WGS 84, comme 2.3522.", show_default=False)
    ] = None,
    latitude: Annotated[
        str | None, typer.Argument(metavar="LATITUDE", help="Degrés WGS 84, comme 48.8566.", show_default=False)
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="ADRESSE",
            help="Adresse postale, cherchée par le géocodeur national : elle seule quitte la machine.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="FICHIER", help="CSV de points : colonnes longitude et latitude.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FICHIER", help="CSV à écrire, avec --file.", show_default=False),
    ] = None,
    style: Annotated[
        LocateFormat,
        typer.Option("--format", "-f", help="Présentation : table (à lire, par défaut) ou json.", show_default=False),
    ] = LocateFormat.TABLE,
) -> None:
    """Dit si un point est dans un QPV, hors QPV ou si on ne sait pas, dans les contours de 2015 et de 2024.

    Donne la distance au bord en mètres et la bande de 300 m. « On ne sait pas » est une réponse : code de sortie 0.
    """
    ways = [longitude is not None, address is not None, file is not None]
    if sum(ways) != 1 or (longitude is None) != (latitude is None) or (file is None) != (output is None):
        text = "Donner LONGITUDE et LATITUDE, ou --address ADRESSE, ou --file FICHIER avec -o FICHIER."
        raise CommandError("usage", text, status=USER_ERROR)
    if file is not None and output is not None:
        from qpv.locate_file import locate_file

        locate_file(file, output, open_geography(), as_json=style == LocateFormat.JSON)
    elif address is not None:
        _locate_address(address, style)
    else:
        _locate_point(_degrees(longitude, "longitude"), _degrees(latitude, "latitude"), style)


def open_geography() -> Locator | NoLocator:
    """The perimeters of the settings. Raises CommandError when they are damaged."""
    from etl.geography.locate import open_locator
    from etl.geography.stored import GeographyError

    try:
        return open_locator(load_settings().indicators_dir)
    except GeographyError as error:
        raise CommandError("data", str(error)) from None


def _degrees(text: str | None, name: str) -> float:
    if text is None or not _NUMBER.fullmatch(text):
        raise CommandError("usage", f"{text!r} n'est pas une {name} en degrés (comme 2.3522)", status=USER_ERROR)
    return float(text.replace(",", "."))


def _locate_point(longitude: float, latitude: float, style: LocateFormat) -> None:
    locator = open_geography()
    if style == LocateFormat.JSON:
        write_json({"longitude": longitude, "latitude": latitude, "perimeters": _as_dict(longitude, latitude, locator)})
    else:
        emit(_told(longitude, latitude, locator))


def _as_dict(longitude: float, latitude: float, locator: Locator | NoLocator) -> dict[str, Any]:
    from etl.geography.sentences import both_as_dict

    return both_as_dict(locator.one(longitude, latitude), locator.labels)


def _told(longitude: float, latitude: float, locator: Locator | NoLocator) -> str:
    """One line a perimeter, the current one first."""
    from etl.geography.sentences import sentence

    answers = locator.one(longitude, latitude)
    lines = [f"  Contours {perimeter[-4:]} : {sentence(answers[perimeter], locator.labels)}" for perimeter in answers]
    return "\n".join([f"Point de longitude {longitude:g} et de latitude {latitude:g}", *lines]) + "\n"


def _locate_address(address: str, style: LocateFormat) -> None:
    from etl.geography.address import GeocoderError, geocode

    try:
        search = geocode(address, load_settings().geocoder_url)
    except ValueError as error:
        raise CommandError("usage", str(error), status=USER_ERROR) from None
    except GeocoderError as error:
        raise CommandError("geocoder", f"Adresse non cherchée : {error}.") from None
    if style == LocateFormat.JSON:
        write_json({"address": address, **_search_as_dict(search)})
    else:
        emit(_search_told(search))


def _search_as_dict(search: Search) -> dict[str, Any]:
    chosen = search.chosen
    return {
        "candidates": [
            {name: getattr(candidate, name) for name in candidate.__slots__} for candidate in search.candidates
        ],
        "chosen": search.candidates.index(chosen) if chosen else None,
        "reason": search.reason or None,
        "perimeters": _as_dict(chosen.longitude, chosen.latitude, open_geography()) if chosen else None,
    }


def _search_told(search: Search) -> str:
    from etl.geography.address import KINDS

    if search.chosen:
        chosen = search.chosen
        head = f"{chosen.label} (score {_score(chosen.score)} sur 1)\n"
        note = f"  À savoir : {search.reason}\n" if search.reason else ""
        return head + note + _told(chosen.longitude, chosen.latitude, open_geography())
    rows = [
        {"adresse": c.label, "score": _score(c.score), "nature": KINDS.get(c.kind, c.kind), "commune": c.commune}
        for c in search.candidates
    ]
    return f"{search.reason}\n" + (table(rows, list(rows[0])) if rows else "")


def _score(score: float) -> str:
    return f"{score:.2f}".replace(".", ",")
