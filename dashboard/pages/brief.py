"""Make a note of a territory: choose its themes, its comparator, its length; see it; take it away."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html

from dashboard.briefs.document import Asked
from dashboard.briefs.territory import permalink
from dashboard.components.attributes import aria
from dashboard.components.taking import WORDS
from dashboard.exports import formats
from dashboard.questions.by_theme import references_of
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.profile import profile_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.view import Filter, Part, View
from etl.catalogue import UnknownIdError

PATH = "/note/<code>"
DOCUMENTS = (("", "la note du territoire"), ("programme", "ouvrir un programme de l’ESS (une page)"))
LENGTHS = (("", "tout, thème par thème"), ("page", "une page"))
CHECK = "qpv brief --check FICHIER"


def view(reading: Reading, code: str) -> View | None:
    """The builder of a note on a territory; None when nothing names it."""
    near = neighbourhoods_of(reading)
    try:
        profile = profile_of(code, near, standing_of(reading))
    except UnknownIdError:
        return None
    themes = tuple((theme.slug, theme.label) for theme in reading.catalogue.themes.values())
    references = [(key, label) for key, label in references_of(near, profile) if key]
    filters = [
        Filter("document", "Document", DOCUMENTS),
        Filter("themes", "Thèmes (tous si aucun n’est choisi)", themes, kind="many"),
        Filter("reference", "Comparer avec", (("", "le plus proche, indicateur par indicateur"), *references)),
        Filter("longueur", "Longueur", LENGTHS),
    ]

    def results(chosen: Mapping[str, str]) -> list[Part]:
        return _results(code, chosen)

    return View(
        title=f"Note : {profile.territory.label}",
        lead=[
            html.P(["Faire une note · ", dcc.Link("choisir un autre territoire", href="/note")], className="kicker"),
            html.H1(profile.territory.label, className="place-name"),
            html.P(dcc.Link("Voir la fiche du territoire", href=f"/territoire/{code}")),
        ],
        filters=[item for item in filters if len(item.options) > 1],
        results=results,
    )


def _results(code: str, chosen: Mapping[str, str]) -> list[Part]:
    asked = Asked(
        territory=code,
        themes=tuple(name for name in chosen.get("themes", "").split(",") if name),
        reference=chosen.get("reference", ""),
        length="page" if chosen.get("longueur") == "page" else "full",
        kind="programme" if chosen.get("document") == "programme" else "note",
    )
    return [
        html.Section(
            [
                html.H2("Emporter la note"),
                html.P([_link(name, asked) for name in WORDS if name in formats()], className="actions downloads"),
                html.P(
                    [
                        "Chaque phrase porte sa source, et le fichier garde la preuve de ses chiffres : ",
                        html.Code(CHECK),
                        " dit plus tard ce qui a été modifié ou n’est plus à jour.",
                    ],
                    className="muted",
                ),
            ]
        ),
        html.Section(
            [
                html.H2("Aperçu"),
                html.Iframe(src=_preview(asked), title="Aperçu de la note", className="preview", tabIndex="0"),
            ]
        ),
    ]


def _link(name: str, asked: Asked) -> html.A:
    return html.A(
        WORDS[name],
        href=document_address(name, asked),
        className="action",
        **aria(label=f"Télécharger : {WORDS[name]}"),
    )


def _preview(asked: Asked) -> str:
    """The address of the note as a page to look at."""
    address = document_address("html", asked)
    return f"{address}{'&' if '?' in address else '?'}apercu=1"


def document_address(name: str, asked: Asked) -> str:
    """The address of the file of a note in a format: « /note/DEP-93.pdf?longueur=page »."""
    path, mark, query = permalink(asked).partition("?")
    return f"{path}.{name}{mark}{query}"
