"""The selection of views that a reader takes away: what it holds, in which order, and its files. Its state is its
address; the browser keeps that address, no account does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dash import dcc, html

from dashboard.briefs.views import (
    BASKET,
    KEY,
    LONGEST,
    MOST_VIEWS,
    SelectionError,
    Shown,
    UnknownViewError,
    selection_address,
    selection_of,
)
from dashboard.components.attributes import aria, data
from dashboard.components.builds import said
from dashboard.components.taking import download_links
from dashboard.french import counted
from dashboard.questions.reading import Reading
from dashboard.view import Filter, Part, View

PATH = BASKET
SELECTS = True
"""This page is about what the others show: the router gives it ``shown_at``."""

ShownAt = Callable[[str], list[Shown]]


def view(reading: Reading, shown_at: ShownAt) -> View:
    """The selection."""

    def results(chosen: Mapping[str, str]) -> list[Part]:
        try:
            views = selection_of(chosen.get(KEY, ""))
        except SelectionError as error:
            return [said(str(error)), *_empty()]
        return _selection(views, shown_at) if views else _empty()

    return View(
        title="Mon dossier",
        lead=[
            html.H1("Mon dossier"),
            html.P(
                "Les graphiques que vous gardez, à emporter ensemble. Le dossier tient dans l’adresse de cette page : "
                "mettez-la en favori ou envoyez-la. Ce navigateur s’en souvient aussi ; rien n’est gardé ailleurs.",
                className="subtitle",
            ),
        ],
        filters=[Filter(KEY, "Vues du dossier", kind="hidden", longest=LONGEST + 1)],
        results=results,
    )


def _empty() -> list[Part]:
    return [
        html.P(
            "Le dossier est vide. Sous chaque graphique du site, « Ajouter au dossier » l’y met ; il contient "
            f"{MOST_VIEWS} vues au plus.",
            role="status",
        ),
        html.P([dcc.Link("Commencer par la vue d’ensemble", href="/")]),
    ]


def _selection(views: Sequence[str], shown_at: ShownAt) -> list[Part]:
    """The views that exist, those that do not, and the files of the former."""
    found: dict[str, list[Shown]] = {}
    lost: list[Part] = []
    for asked in views:
        try:
            found[asked] = shown_at(asked)
        except (UnknownViewError, SelectionError) as error:
            lost.append(_lost(views, asked, error.text if isinstance(error, UnknownViewError) else str(error)))
    items = [_item(views, asked, shown) for asked, shown in found.items()]
    count = sum(len(shown) for shown in found.values())
    return [
        html.P(
            f"{counted(count, 'graphique')} ; un dossier contient {MOST_VIEWS} vues au plus.",
            role="status",
        ),
        *lost,
        html.Ol(items, className="kept-views") if items else None,
        _files(list(found)) if found else None,
        html.Div(
            [
                html.Button(
                    "Garder ce dossier dans ce navigateur", type="button", className="action keep-all", hidden=True
                ),
                _edit("Vider le dossier", (), "Retirer toutes les vues du dossier"),
            ],
            className="actions basket",
            **data(views=" ".join(views)),
        ),
    ]


def _files(views: list[str]) -> Part:
    return html.Section(
        [
            html.H2("Emporter le dossier", id="files-title"),
            html.P(
                "Un graphique par partie, dans cet ordre, avec ses phrases, ses réserves et ses sources numérotées. "
                "Les chiffres sont ceux de l’écran."
            ),
            html.Div(download_links(views), className="actions"),
        ],
        className="card",
        **aria(labelledby="files-title"),
    )


def _item(views: Sequence[str], asked: str, shown: Sequence[Shown]) -> Part:
    """One view: what it says, where it is, and how to move it."""
    rank = views.index(asked)
    first = shown[0]
    name = first.chart.title if len(shown) == 1 else f"{first.page} : {counted(len(shown), 'graphique')}"
    moves = [
        _edit("Monter", _moved(views, rank, -1), f"Monter : {name}") if rank else None,
        _edit("Descendre", _moved(views, rank, 1), f"Descendre : {name}") if rank < len(views) - 1 else None,
        _edit("Retirer", [v for v in views if v != asked], f"Retirer : {name}"),
    ]
    return html.Li(
        [
            html.P(first.page, className="kicker"),
            html.P(dcc.Link(name, href=first.address), className="finding"),
            html.P(first.chart.subtitle, className="subtitle") if len(shown) == 1 else None,
            html.Div(moves, className="actions"),
        ],
        className="card",
    )


def _moved(views: Sequence[str], rank: int, by: int) -> list[str]:
    moved = list(views)
    moved.insert(rank + by, moved.pop(rank))
    return moved


def _edit(words: str, views: Sequence[str], label: str) -> Part:
    """A link to the selection once changed; the browser keeps it too when it is its own."""
    return html.A(words, href=selection_address(views), className="action basket-edit", **aria(label=label))


def _lost(views: Sequence[str], asked: str, why: str) -> Part:
    kept = [view for view in views if view != asked]
    return html.Div(
        [html.P(f"Une vue n’existe pas ou plus. {why}"), _edit("La retirer", kept, f"Retirer la vue {asked}")],
        className="refusal",
        role="status",
    )
