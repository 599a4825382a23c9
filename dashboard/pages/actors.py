"""Who can help and what has been tried: the actors and initiatives of the guide, by theme, place and word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.components.text import found, web_link
from dashboard.questions.reading import Reading
from dashboard.search import matches
from dashboard.view import Filter, View

PATH = "/acteurs"
NAVIGATION = "Acteurs et initiatives"
KINDS = {
    "state": "État",
    "local_authority": "Collectivité",
    "public_service": "Service public de l’emploi",
    "support_network": "Réseau d’accompagnement",
    "incubator": "Incubateur",
    "funder": "Financeur",
    "company_network": "Réseau d’entreprises",
    "foundation": "Fondation",
    "call_for_projects": "Appel à projets",
    "inhabitants": "Habitants",
    "resource_centre": "Centre de ressources",
    "platform": "Plateforme",
    "association": "Association",
}
SEARCHED = ("name", "what", "place", "organisation", "audience", "goals", "partners", "section")


def view(reading: Reading) -> View:
    """Actors and initiatives."""
    lists = {"initiatives": _entries(reading, "guide_initiatives"), "acteurs": _entries(reading, "guide_actors")}
    everyone = [entry for entries in lists.values() for entry in entries]
    filters = [
        Filter("liste", "Montrer", (("", "tout"), ("initiatives", "les initiatives"), ("acteurs", "les acteurs"))),
        Filter("theme", "Thème", (("", "tous les thèmes"), *_themes(reading, everyone))),
        Filter("territoire", "Territoire", (("", "toute la France"), *_places(reading, everyone))),
        Filter("recherche", "Chercher", kind="search"),
    ]

    def results(chosen: Mapping[str, str]) -> list[Component]:
        kept = {
            name: [entry for entry in entries if _keeps(reading, entry, chosen)]
            for name, entries in lists.items()
            if chosen["liste"] in ("", name)
        }
        parts: list[Component] = [found(sum(map(len, kept.values())), "initiative ou acteur", "initiatives et acteurs")]
        for name, entries in kept.items():
            if entries:
                parts.append(html.H2(f"{name.capitalize()} ({len(entries)})"))
                parts.append(html.Div([_card(reading, entry) for entry in entries], className="grid"))
        return parts

    lead = [
        html.H1("Acteurs et initiatives"),
        html.P(
            f"{len(lists['initiatives'])} initiatives et {len(lists['acteurs'])} acteurs relevés dans le guide Avise "
            "d’avril 2019 : ils ont pu changer depuis, vérifiez avant d’appeler.",
            className="subtitle",
        ),
    ]
    return View(title="Acteurs et initiatives", lead=lead, filters=filters, results=results)


def _entries(reading: Reading, name: str) -> list[dict[str, Any]]:
    frame = reading.store.tables.get(name)
    return [] if frame is None else [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _themes(reading: Reading, entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    met = {entry["theme"] for entry in entries}
    return [(theme.id, theme.label) for theme in reading.catalogue.themes.values() if theme.id in met]


def _places(reading: Reading, entries: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Every territory named, and the regions that hold them."""
    named = {code for entry in entries for code in entry["territory"].split(";") if code}
    regions = {parent for code in named if (parent := _region(reading, code))}
    met = named | regions
    return [
        (code, territory.label)
        for code, territory in reading.catalogue.territories.items()
        if code in met and territory.kind != "country"
    ]


def _region(reading: Reading, code: str) -> str:
    territory = reading.catalogue.territories.get(code)
    return territory.parent or "" if territory and territory.kind == "department" else ""


def _keeps(reading: Reading, entry: Mapping[str, Any], chosen: Mapping[str, str]) -> bool:
    codes = [code for code in entry["territory"].split(";") if code]
    places = {*codes, *(_region(reading, code) for code in codes)}
    return (
        chosen["theme"] in ("", entry["theme"])
        and (not chosen["territoire"] or chosen["territoire"] in places)
        and matches(chosen["recherche"], *(str(entry.get(name, "")) for name in SEARCHED))
    )


def _card(reading: Reading, entry: Mapping[str, Any]) -> Component:
    theme = reading.catalogue.themes.get(entry["theme"])
    kind = KINDS.get(entry.get("kind", ""), entry.get("organisation", ""))
    since = f"depuis {entry['year']}" if entry["year"] else ""
    facts = " · ".join(part for part in (kind, entry["place"], since) if part)
    return html.Article(
        [
            html.H3(entry["name"]),
            html.P(facts, className="muted") if facts else None,
            html.P(entry["what"]),
            html.P(["Pour qui : ", entry["audience"]]) if entry.get("audience") else None,
            html.P(["Avec : ", entry["partners"]]) if entry.get("partners") else None,
            html.P(
                [
                    f"{theme.label if theme else ''} · guide, p. {entry['page']} ",
                    " · " if entry["url"] else "",
                    web_link(entry["url"]),
                ],
                className="source",
            ),
            html.P(entry["note"], className="muted") if entry["note"] else None,
        ],
        className="card",
    )
