"""The schools and the cités éducatives of a territory: where they are only when their position was read."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.tables import Cell, table
from dashboard.components.text import bullets
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.profile import Profile
from dashboard.view import Part

KINDS = {"college": "Collège", "primary_school": "École", "other": "Autre établissement"}
SECTORS = {"public": ("public", "publique"), "private": ("privé", "privée")}
BANDS = {
    "inside": "dans un quartier de 2024",
    "within_300m": "à 300 m au plus d’un quartier de 2024",
    "beyond": "à plus de 300 m des quartiers de 2024",
    "unknown": "position non lue",
}
SHOWN = 80
"""Schools that a page lists; collèges come first."""
CITIES_SOURCE = "anct_city_contracts"


def schools_section(profile: Profile) -> Part:
    """The schools, folded: one row each, its latest session; no position is told that was not read."""
    quarter = profile.territory.kind == "neighbourhood"
    if not profile.schools:
        return _no_school(profile) if quarter else None
    placed = any(school["band"] != "unknown" for school in profile.schools)
    title = _title(quarter=quarter, placed=placed)
    rows = [_row(school, placed=placed) for school in profile.schools[:SHOWN]]
    results = ["Réussite au brevet, série générale (%)", "Session", "Indice de position sociale"]
    header = ["Établissement", "Type", *(["Situation"] if placed else []), *results, "Où"]
    left = len(profile.schools) - SHOWN
    return html.Section(
        [
            html.H2("Établissements scolaires"),
            html.Details(
                [
                    html.Summary(f"{title} : {french.number(len(profile.schools), 0)}"),
                    html.P(f"Les {SHOWN} premiers, collèges d’abord ; {left} autres sont dans le fichier.")
                    if left > 0
                    else None,
                    table(title, header, rows),
                ],
                className="data",
            ),
        ]
    )


def _title(*, quarter: bool, placed: bool) -> str:
    if quarter:
        return "Établissements scolaires dans le quartier"
    if placed:
        return "Collèges et écoles de la commune"
    return "Collèges et écoles de la commune (position non lue : ni dans ni hors des quartiers)"


def _no_school(profile: Profile) -> Part:
    """Without positions, nothing is said of what is in the quarter."""
    if not profile.schools_nowhere:
        return None
    count = profile.schools_nowhere
    schools = f"de {french.number(count, 0)} collèges et écoles" if count > 1 else "d’un établissement"
    towns = "ses communes" if profile.record is not None and len(profile.record.communes) > 1 else "sa commune"
    text = (
        f"Aucun établissement n’est placé par rapport à ce quartier : la position {schools} de {towns} n’est pas lue "
        "(elle vient de l’annuaire de l’Éducation nationale)."
    )
    return html.Section([html.H2("Établissements scolaires"), html.P(text)])


def _row(school: Mapping[str, str], *, placed: bool) -> list[Cell]:
    """One school: what was read of it, or « non publié »."""
    kind = KINDS.get(school["kind"], KINDS["other"])
    sector = SECTORS.get(school["sector"], ("", ""))[school["kind"] == "primary_school"]
    year = f" ({school['ips_school_year']})" if school["ips_school_year"] else ""
    missing = "non publié" if school["kind"] == "college" else "sans objet"
    return [
        school["name"],
        f"{kind} {sector}".strip(),
        *([BANDS.get(school["band"], BANDS["unknown"])] if placed else []),
        _number(school["pass_rate"]) or missing,
        school["session"] or "—",
        f"{_number(school['ips'])}{year}" if school["ips"] else "non publié",
        school["locator"],
    ]


def _number(text: str) -> str:
    return french.number(float(text)) if text else ""


def cities_section(near: Neighbourhoods, profile: Profile) -> Part:
    """The cités éducatives of the commune, which their file ties to communes and not to quarters."""
    if not profile.cities:
        return None
    source = near.catalogue.sources[CITIES_SOURCE]
    origin = dcc.Link(f"{source.publisher}, {source.title}", href=f"/sources?recherche={CITIES_SOURCE}")
    names: list[Component | str | list[Component | str]] = [
        [f"{city['label']} ({french.listed(_towns(city, near))}). Source : ", origin, f", {city['locator']}"]
        for city in profile.cities
    ]
    quarter = profile.territory.kind == "neighbourhood"
    scope = "de sa commune" if quarter else "de la commune"
    caution = "Le fichier nomme des communes : il ne dit pas quels quartiers sont dans la cité éducative."
    plural = "s" if len(profile.cities) > 1 else ""
    title = f"Cité{plural} éducative{plural} {scope}"
    return html.Section([html.H2(title), bullets(names), html.P(caution, className="muted")])


def _towns(city: Mapping[str, str], near: Neighbourhoods) -> list[str]:
    return [near.store.territory_label(code) for code in city["communes"].split(";") if code]
