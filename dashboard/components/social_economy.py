"""« L’ESS ici »: the social economy of a territory as the business register tells it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from dashboard.briefs.document import Entries
from dashboard.briefs.social_economy import actors, initiatives
from dashboard.claims.claim import Claim
from dashboard.components.figure import chart_card
from dashboard.components.places import place_link
from dashboard.components.tables import Cell, table
from dashboard.components.text import bullets, theme_path, web_link
from dashboard.gaps import NoPeers
from dashboard.illustrations.social_economy import families_chart, lives_chart, sectors_chart
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.outlines import figures_code
from dashboard.questions.social_economy import (
    CLOSURES,
    CREATIONS,
    FAMILIES,
    SECTORS,
    SURVIVAL,
    SURVIVAL_YEARS,
    SocialEconomy,
    is_read,
    social_economy_of,
)
from dashboard.questions.social_economy_sectors import SectorsBeside, sectors_beside
from dashboard.questions.social_economy_told import (
    AROUND,
    HERE,
    kinds_claim,
    method_claims,
    sector_claims,
    sector_label,
    supply_claims,
)
from dashboard.questions.standing import Standing
from dashboard.view import Part

TITLE = "L’ESS ici"
RUN = "qpv download sirene", "qpv ess"
NO_JUDGEMENT = (
    "Ces chiffres disent où sont des établissements qui emploient, pas qui ils servent : une association sans salarié "
    "n’y est pas, un établissement d’à côté sert aussi le quartier, et plus d’ESS n’est pas mieux en soi."
)


def not_read(consequence: str) -> Component:
    """That the register was not read here, and what to run."""
    commands: list[Component | str] = ["Pour le lire : ", html.Code(RUN[0]), ", puis ", html.Code(RUN[1]), "."]
    return html.Div(
        [
            html.P([html.Strong("Le répertoire Sirene n’a pas été lu ici. "), consequence]),
            html.P(commands),
        ],
        className="refusal",
        role="note",
    )  # fmt: skip


def social_economy_section(near: Neighbourhoods, standing: Standing, code: str) -> Part:
    """What is known of the social economy of a territory; what to run where the register was not read."""
    if not is_read(near):
        return html.Section(
            [html.H2(TITLE), not_read("Aucun établissement de l’ESS n’est donc compté sur ce territoire.")]
        )
    known = social_economy_of(near, code)
    if known is None:
        said = "Le répertoire lu ne dit rien de ce territoire : aucun établissement n’y est compté à part."
        return html.Section([html.H2(TITLE), html.P(said)])
    hidden = [kinds_claim(known, SECTORS, known.widest), kinds_claim(known, FAMILIES, known.zone)]
    charts = [chart for chart in (sectors_chart(known), families_chart(known), lives_chart(known)) if chart]
    return html.Section(
        [
            html.H2(TITLE),
            _sentences(supply_claims(near, known)),
            html.P(" ".join(claim.text for claim in method_claims(known)), className="muted"),
            html.P(NO_JUDGEMENT, className="muted"),
            *(chart_card(chart, level=3) for chart in charts),
            *(html.P(claim.text) for claim in hidden if claim is not None),
            _years(known),
            *(_beside(near, standing, code) if known.is_quarter else ()),
            _links(near, code),
        ],
        id="ess",
    )


def _sentences(claims: Sequence[Claim]) -> Component:
    return html.Ul([html.Li(claim.text) for claim in claims], className="findings")


def _years(known: SocialEconomy) -> Part:
    """Creations, closures and survival of each year, one key away."""
    zone = known.zone
    born, closed = (known.years(name, zone) for name in (CREATIONS, CLOSURES))
    if not born and not closed:
        return None
    lived = {age: known.years(SURVIVAL, zone, f"survival:{age}") for age in SURVIVAL_YEARS}
    periods = sorted({*born, *closed}, reverse=True)
    columns = [born, closed, *lived.values()]
    rows: list[list[Cell]] = [
        [
            french.period(period),
            *(french.value_and_face(c[period], known.catalogue) if period in c else "pas encore" for c in columns),
        ]
        for period in periods
    ]
    header = [
        "Année",
        "Créations",
        "Fermetures",
        *(f"Ouverts {age} an{'s' if age > '1' else ''} après" for age in lived),
    ]
    note = (
        "Employeurs ou non : le répertoire ne dit pas qui l’était alors. « Pas encore » : le recul manque, ou aucun "
        "établissement n’a été créé cette année-là. Un déménagement compte pour une fermeture et une création."
    )
    return html.Details(
        [
            html.Summary("Créations, fermetures et survie, année par année"),
            table("Créations, fermetures et survie des établissements de l’ESS", header, rows),
            html.P(note, className="muted"),
        ],
        className="data",
    )


def _beside(near: Neighbourhoods, standing: Standing, code: str) -> list[Part]:
    """The sectors that similar quarters have, and what the guide tells of those that are not here."""
    title = html.H3("Secteurs présents et absents, face aux quartiers semblables")
    found = sectors_beside(standing, code)
    if isinstance(found, NoPeers):
        return [title, html.P(found.text)]
    levels = [sector.level for sector in found.missing]
    lists = [initiatives(near, code, levels), actors(near, code)] if levels else []
    return [
        title,
        *([html.P(["Comparé comme ", place_link(near.store, found.code), ", dont il a gardé le contour."])]
          if found.code != code else []),
        _sentences(sector_claims(found, near)),
        html.Details([html.Summary("Secteur par secteur"), _sector_table(near, found)], className="data"),
        html.P(
            ["Les quartiers semblables sont ceux de la page ",
             dcc.Link("des quartiers qui lui ressemblent", href=f"/semblables/{figures_code(near.store, code)}"),
             ". Qu’un secteur existe ailleurs ne dit pas qu’il manque ici : on peut le trouver plus loin, dans un "
             "service public ou auprès de bénévoles."],
            className="muted",
        ),
        *(_entries(entries) for entries in lists if entries is not None),
    ]  # fmt: skip


def _sector_table(near: Neighbourhoods, found: SectorsBeside) -> Component:
    where = AROUND if found.zone == "qpv_and_300m" else HERE
    rows: list[list[Cell]] = [
        [
            french.sentence(sector_label(near, sector.level)),
            french.value_and_face(sector.here, near.catalogue),
            f"{sector.peers} sur {len(found.peers)}",
        ]
        for sector in found.sectors
    ]
    header = ["Secteur", french.sentence(where), "Semblables où il existe"]
    return table("Secteurs de l’ESS, ici et dans les quartiers semblables", header, rows)


def _entries(entries: Entries) -> Component:
    items: list[list[Component | str]] = [
        [html.Strong(entry.name), f" ({entry.facts}) : {entry.text} ", web_link(entry.address)]
        for entry in entries.entries
    ]
    return html.Div([html.H4(entries.title), bullets(items)])


def _links(near: Neighbourhoods, code: str) -> Component:
    slug = near.catalogue.themes["social_economy"].slug
    return html.P(
        [
            dcc.Link("Ouvrir un programme ici : la fiche", href=f"/note/{code}?document=programme", className="action"),
            " ",
            dcc.Link("Besoins et offre, quartier par quartier", href=theme_path(slug), className="action"),
        ],
        className="actions",
    )
