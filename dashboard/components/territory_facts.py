"""What is known of a territory besides its gaps: its passport, the means it has, its other figures."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.claims.inhabitants import whom
from dashboard.components.places import place_link
from dashboard.components.tables import Cell, table
from dashboard.components.text import bullets, figure_origin, indicator_link
from dashboard.questions.neighbourhoods import KEY_INDICATORS, Neighbourhoods
from dashboard.questions.outlines import NOT_A_QUARTER, in_common, predecessors
from dashboard.questions.profile import Profile
from dashboard.questions.registers import MAPS, STATUSES
from dashboard.view import Part
from etl.model import Observation

SHOWN_POSTS = 10
POSTS = {"adulte_relais": "adulte-relais", "fonjep": "Fonjep"}


def passport_section(near: Neighbourhoods, profile: Profile) -> Part:
    """What the quarter was or became, with the share of area in common where both outlines exist."""
    related = [row for row in profile.passport if row.get("related")]
    if profile.record is None or profile.record.kind != "neighbourhood":
        return None
    rows: list[list[Cell]] = [
        [
            MAPS.get(row["relation"], row["relation"]),
            place_link(near.store, row["related"]),
            _percent(row.get("share_of_this", "")),
            row.get("remark", ""),
        ]
        for row in related
    ]
    status = STATUSES.get(profile.record.status, "")
    text = f"Ce quartier est {status}. " if status else ""
    if profile.record.status == "modified":
        text += "Les chiffres de 2015 et de 2024 portent sur des contours différents : ils ne se prolongent pas."
    header = ["Carte", "Quartier", "Part de sa surface en commun", "Remarque"]
    return html.Section(
        [
            html.H2("Son passeport : d’une carte à l’autre"),
            html.P(text),
            table("Correspondance entre les deux cartes", header, rows)
            if rows
            else html.P("Aucun quartier correspondant."),
        ]
    )


def _percent(share: str) -> str:
    return french.number(100 * float(share), 0) + f"{french.NBSP}%" if share else "non mesurée (contours absents)"


def earlier_section(near: Neighbourhoods, profile: Profile) -> Part:
    """For a quarter of 2024 without figures: those of the quarters of 2015 it took the place of, named as theirs."""
    if profile.record is None or profile.record.perimeter != "QP2024" or profile.figures:
        return None
    earlier = predecessors(near.store, profile.territory.id)
    if not earlier:
        return html.Section(
            [
                html.H2("Les chiffres connus"),
                html.P(
                    "Aucun pour l’instant : les chiffres lus portent sur les quartiers de 2015, et il n’en était pas."
                ),
            ]
        )
    parts: list[Component] = [
        html.P(
            "Aucun chiffre n’a été lu sur les contours de 2024 : rien n’est dit du quartier tel qu’il est aujourd’hui."
        )
    ]
    for row in earlier:
        code = row["related"]
        known = [near.latest(code, near.catalogue.indicators[name]) for name in (*KEY_INDICATORS, "population")]
        figures = tuple(o for o in known if o is not None)
        label = near.store.territory_label(code)
        if figures:
            parts.append(
                html.P(
                    [
                        "Les derniers chiffres sont ceux du quartier de 2015 : ",
                        place_link(near.store, code),
                        f" ; {in_common(row)}.",
                    ]
                )
            )
            parts.append(figures_table(near, f"{label}, contours 2015", figures))
    return html.Section([html.H2("Les chiffres connus"), *parts])


def means_section(near: Neighbourhoods, profile: Profile) -> Part:
    """The contrat de ville and the posts that the State pays under it."""
    if not profile.contracts:
        return None
    rows = [
        [p["organisation"], POSTS.get(p["kind"], p["kind"]), p["year"], _euros(p["amount_eur"]), p["locator"]]
        for p in profile.posts[:SHOWN_POSTS]
    ]
    not_one = NOT_A_QUARTER.get(profile.record.status) if profile.record else None
    whose = "Ce sont ceux" if len(profile.contracts) > 1 else "C’est celui"
    return html.Section(
        [
            html.H2("Contrat de ville et postes financés par l’État"),
            bullets(
                [
                    f"{c['label']} ({c['code']}, {'en vigueur' if c['in_force'] == 'True' else '2015 à 2023'})"
                    for c in profile.contracts
                ]
            ),
            html.P(f"{whose} de la carte de 2024, qui a remplacé celle de 2015.") if _replaced(profile) else None,
            html.P(not_one) if not_one else None,
            html.P(_posts_text(profile)),
            table("Postes financés", ["Organisme", "Dispositif", "Année", "Montant (€)", "Où"], rows) if rows else None,
            bullets(list(profile.posts_unsaid)) if profile.posts_unsaid else None,
        ]
    )


def _posts_text(profile: Profile) -> str:
    """How many posts the contracts have; that none is known is said of the files, never of the place."""
    several = len(profile.contracts) > 1
    count = len(profile.posts)
    if not count:
        which = "à ces contrats" if several else "à ce contrat"
        return f"Aucun poste n’est rattaché {which} dans les fichiers lus."
    which = "pour ces contrats" if several else "pour ce contrat"
    known = f"{count} postes connus" if count > 1 else "1 poste connu"
    more = f" Les {SHOWN_POSTS} premiers :" if count > SHOWN_POSTS else ""
    return f"{known} {which}, tous quartiers confondus.{more}"


def _euros(amount: str) -> str:
    """An amount of a plain table with its thousands apart; nothing where the file has none."""
    return french.number(float(amount), 2 if float(amount) % 1 else 0) if amount else ""


def _replaced(profile: Profile) -> bool:
    record = profile.record
    return record is not None and record.perimeter == "QP2015" and any(row.get("related") for row in profile.passport)


def figures_table(
    near: Neighbourhoods, title: str, observations: tuple[Observation, ...], *, about: bool = False
) -> Component:
    """Figures with their period, source and note; ``about``: and whom each is about, where they differ."""
    rows: list[list[Cell]] = [
        [
            indicator_link(near.catalogue.indicators[o.indicator]),
            french.value_and_face(o, near.catalogue),
            *([whom(o, near.catalogue)] if about else []),
            french.dated_period(o.period, o.note),
            html.Span(figure_origin(o, near.catalogue)),
            o.note,
        ]
        for o in observations
    ]
    header = ["Indicateur", "Valeur", *(["De qui"] if about else []), "Période", "Source", "Note"]
    return table(title, header, rows)
