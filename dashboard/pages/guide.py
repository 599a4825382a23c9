"""The guide of 2019, claim by claim, beside its primary source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard import french
from dashboard.components.claims import VERDICTS, claim_card, verdict_label
from dashboard.components.tables import table
from dashboard.components.text import found
from dashboard.questions.reading import Reading
from dashboard.search import matches
from dashboard.view import Filter, View

PATH = "/guide"
NAVIGATION = "Guide vérifié"


def view(reading: Reading) -> View:
    """The check of the guide."""
    claims = list(reading.catalogue.guide_claims.values())
    themes = [theme for theme in reading.catalogue.themes.values() if any(c.theme == theme.id for c in claims)]
    filters = [
        Filter("verdict", "Verdict", (("", "tous"), *((v.value, label) for v, (label, _) in VERDICTS.items()))),
        Filter("theme", "Thème", (("", "tous les thèmes"), *((theme.id, theme.label) for theme in themes))),
        Filter("recherche", "Chercher", kind="search"),
    ]

    def results(chosen: Mapping[str, str]) -> list[Component]:
        kept = [
            claim
            for claim in claims
            if chosen["verdict"] in ("", claim.verdict.value)
            and chosen["theme"] in ("", claim.theme)
            and matches(chosen["recherche"], claim.claim, claim.quotable, claim.verdict_note)
        ]
        return [
            found(len(kept), "affirmation", "affirmations"),
            *(claim_card(reading, claim, level=2) for claim in kept),
            _figures(reading),
        ]

    return View(
        title="Le guide de 2019, vérifié",
        lead=_lead(reading),
        filters=filters,
        results=results,
    )


def _lead(reading: Reading) -> list[Component]:
    claims = reading.catalogue.guide_claims.values()
    counts = Counter(claim.verdict for claim in claims)
    said = ", ".join(f"{counts[v]} « {verdict_label(v).lower()} »" for v in VERDICTS if counts[v])
    return [
        html.P("Guide Avise, avril 2019", className="kicker"),
        html.H1(f"{len(claims)} affirmations chiffrées, vérifiées une à une", className="answer"),
        html.P(
            f"Verdicts : {said}. « Non retrouvé » veut dire que le chiffre n’a été lu dans aucune page consultée, pas "
            "qu’il est faux.",
            className="subtitle",
        ),
    ]


def _figures(reading: Reading) -> Component:
    """Every figure of the guide, core and context."""
    known = [o for o in reading.store.observations if o.source == "guide_2019"]
    rows = [
        [
            reading.catalogue.indicators[o.indicator].label,
            french.value_and_face(o, reading.catalogue),
            reading.catalogue.zones[o.zone].label,
            reading.store.territory_label(o.territory),
            french.period(o.period),
            o.locator,
        ]
        for o in known
    ]
    header = ["Indicateur", "Valeur", "Zone", "Territoire", "Période", "Où dans le guide"]
    return html.Details(
        [html.Summary(f"Les {len(rows)} chiffres du guide, un par un"), table("Chiffres du guide", header, rows)],
        className="data",
    )
