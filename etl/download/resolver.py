"""Finds the address of the day of a file that data.gouv.fr lists in a dataset."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from etl.download.connection import Client, DownloadError, PassingError, read_some
from etl.download.entries import OfficialFile
from etl.words import counted

DATA_GOUV = "https://www.data.gouv.fr/api/1/datasets/"
_LARGEST = 20_000_000
"""Bytes that the description of a dataset may have."""


@dataclass(frozen=True, slots=True)
class _Listed:
    title: str
    format: str
    url: str


def address_of(file: OfficialFile, client: Client, api: str = DATA_GOUV) -> str:
    """The address of ``file``: its own, or that of the one file of its dataset with the title and the format expected.

    Raises DownloadError when none or several have: which one is right is never guessed.
    """
    if file.url:
        return file.url
    if file.dataset is None:
        raise DownloadError("aucune adresse de téléchargement n'est connue", "prendre le fichier à la main")
    asked = file.dataset
    listed = client.retried(lambda: _listed(client, f"{api}{asked.id}/"))
    found = [one for one in listed if one.format == asked.format and re.search(asked.title, one.title)]
    if len(found) == 1:
        return found[0].url
    how_many = counted(len(found), "fichier") if found else "aucun fichier"
    titles = " ; ".join(repr(one.title) for one in (found or listed)[:10])
    raise DownloadError(
        f"{how_many} au format {asked.format} dont le titre contient « {asked.title} » (titres : {titles})",
        "corriger le titre attendu dans data/catalogue/downloads.yaml",
    )


def _listed(client: Client, url: str) -> list[_Listed]:
    content = bytearray()
    with client.opened(url, {"Accept": "application/json"}) as response:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise DownloadError("description du jeu de données codée sans qu'on l'ait demandé", "recommencer plus tard")
        while chunk := read_some(response, 65536):
            content += chunk
            if len(content) > _LARGEST:
                raise DownloadError("description du jeu de données trop grosse", "recommencer plus tard")
    try:
        resources = json.loads(content)["resources"]
        return [_Listed(str(r["title"]), str(r["format"]).lower(), str(r["url"])) for r in resources]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        # A cut answer without a length is not JSON either
        raise PassingError("description du jeu de données illisible") from error
