"""Is it in a QPV? A point, and where the operator allows it a postal address, against the maps of 2015 and 2024."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component

from dashboard.components.locate import (
    answer_parts,
    candidates,
    chosen_address,
    point_link,
    said,
)
from dashboard.components.text import web_link
from dashboard.questions.locating import BusyError, Locating, degrees, locating_of, pair
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View
from etl.geography.locate import REASONS
from etl.geography.stored import GeographyError
from etl.model import InvalidValueError

PATH = "/localiser"
NAVIGATION = "Est-ce en QPV ?"
POINT = [
    Filter("longitude", "Longitude (degrés, comme 2.36)", kind="search"),
    Filter("latitude", "Latitude (degrés, comme 48.93)", kind="search"),
]
ADDRESS = Filter("adresse", "Adresse postale", kind="search", whole=True)
ADDRESSES = "https://adresse.data.gouv.fr/"
EXAMPLE = (2.3522, 48.8566)
DAMAGED = (
    "Les périmètres lus ici sont abîmés : aucune réponse n’est possible. Les refaire avec « qpv etl --raw DOSSIER »."
)
LOGGER = logging.getLogger("lisiere")


def view(reading: Reading) -> View:
    """The question, and the answer to what the address of the page holds."""
    locating = locating_of(reading)

    def results(chosen: Mapping[str, str]) -> list[Part]:
        try:
            answered = _answered(reading, locating, chosen)
        except GeographyError as error:
            LOGGER.error("Perimeters cannot be read: %s", error)
            answered = [said(DAMAGED)]
        return [*answered, _help(locating)]

    return View(
        title="Est-ce dans un QPV ?",
        lead=[html.H1("Est-ce dans un QPV ?"), html.P(_promise(locating), className="subtitle")],
        filters=[*POINT, ADDRESS] if locating.geocoder else POINT,
        results=results,
    )


def _promise(locating: Locating) -> str:
    """What leaves the machine."""
    what = "Dedans, dehors ou on ne sait pas : pour les contours de 2024 et pour ceux de 2015."
    if not locating.geocoder:
        return f"{what} Les coordonnées ne quittent pas ce serveur."
    host = urlsplit(locating.geocoder).hostname or "son géocodeur"
    return f"{what} Une adresse tapée ici est envoyée par ce serveur à {host} ; les coordonnées ne le quittent pas."


def _answered(reading: Reading, locating: Locating, chosen: Mapping[str, str]) -> list[Part]:
    """The answer to the point when there is one, else to the address."""
    longitude, latitude = (chosen.get(item.name, "").strip() for item in POINT)
    address = chosen.get(ADDRESS.name, "").strip()
    if not longitude and not latitude:
        return _of_address(reading, locating, address) if address else _nothing_asked(locating)
    ignored = said("L’adresse n’a pas été cherchée : effacer d’abord les coordonnées.") if address else None
    if pasted := pair(longitude) or pair(latitude):
        return [_which_way(*pasted), ignored]
    try:
        point = degrees(longitude, "longitude"), degrees(latitude, "latitude")
    except InvalidValueError as error:
        missing = [name for name, text in (("longitude", longitude), ("latitude", latitude)) if not text]
        return [said(f"Il manque la {missing[0]}." if missing else f"{error}."), ignored]
    return [*answer_parts(reading, locating.at(*point)), ignored]


def _nothing_asked(locating: Locating) -> list[Part]:
    example = point_link(*EXAMPLE, "l’hôtel de ville de Paris")
    address = ", ou une adresse" if locating.geocoder else ""
    return [
        html.P([f"Donner la longitude et la latitude d’un point{address}. Exemple : ", example]),
        None if locating.ready else said(f"Tout sera inconnu : {REASONS['no_tables']}."),
    ]


def _which_way(first: float, second: float) -> Component:
    """Two numbers pasted in one field: nobody says which is which."""
    return said(
        "Deux nombres dans une même case : choisir dans quel ordre les lire.",
        point_link(second, first),
        point_link(first, second),
    )


def _of_address(reading: Reading, locating: Locating, address: str) -> list[Part]:
    """The answer to an address that was found surely enough; otherwise those among which to choose."""
    from etl.geography.address import GeocoderError

    try:
        search = locating.search(address)
    except (GeocoderError, BusyError, ValueError) as error:
        return [said(f"Adresse non cherchée : {str(error).replace(chr(39), '’')}.")]
    if search.chosen is None:
        return candidates(search)
    located = locating.at(search.chosen.longitude, search.chosen.latitude)
    return answer_parts(reading, located, chosen_address(search))


def _help(locating: Locating) -> Component:
    """How to ask from an address, and about many points."""
    address: list[Part] = [
        html.P(
            "Ce site n’envoie aucune adresse à l’extérieur, donc n’en cherche pas. Là où Lisière est installée, cette "
            "commande interroge le géocodeur national et donne le score de chaque réponse :"
        ),
        html.P(html.Code('qpv locate --address "8 boulevard du Port, Amiens"')),
        html.P(["La Base adresse nationale donne aussi les coordonnées d’une adresse : ", web_link(ADDRESSES), "."]),
    ]
    return html.Section(
        [
            html.H2(
                "Pour beaucoup de points" if locating.geocoder else "À partir d’une adresse, ou de beaucoup de points"
            ),
            *([] if locating.geocoder else address),
            html.P("Un fichier CSV de points, colonnes longitude et latitude, se traite d’un coup :"),
            html.P(html.Code("qpv locate --file points.csv --output reponses.csv")),
        ]
    )
