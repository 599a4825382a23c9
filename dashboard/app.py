"""The dashboard: one Dash application for one folder of indicators."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import dash
from dash import ALL, ClientsideFunction, Input, Output, State, ctx, html
from dash.development.base_component import Component
from flask import Flask, Response, request
from flask_compress import Compress
from werkzeug.exceptions import MethodNotAllowed

from dashboard.api import blueprint
from dashboard.charts import draw
from dashboard.components.filters import filter_bar
from dashboard.components.shell import shell
from dashboard.components.taking import made_at
from dashboard.components.typography import typeset
from dashboard.downloads import downloads
from dashboard.illustrations.gaps import overview_chart, time_chart
from dashboard.notes import notes
from dashboard.questions.reading import Reading
from dashboard.routing import Router, query_of
from dashboard.security import secure
from dashboard.store import open_store
from dashboard.view import Part, View, choose
from etl.catalogue import load_catalogue

INDEX = """<!DOCTYPE html>
<html lang="fr">
  <head>
    {%metas%}
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{%title%}</title>
    {%favicon%}
    {%css%}
  </head>
  <body>
    <noscript>Lisière a besoin de JavaScript pour ses pages. Les données restent lisibles sans lui :
      <a href="/api/observations.csv">toutes les observations (CSV)</a>.</noscript>
    {%app_entry%}
    <footer class="dash-scripts">{%config%}{%scripts%}{%renderer%}</footer>
  </body>
</html>
"""
LONG_CACHE = "public, max-age=31536000, immutable"
LARGEST_QUESTION = 256 * 1024
"""Bytes: a page's question takes a few hundred."""
LOGGER = logging.getLogger("lisiere")


class Application(dash.Dash):
    """Dash, with its waiting text in French."""

    def interpolate_index(self, app_entry: str = "", **parts: Any) -> Any:  # type: ignore[override]
        """The page that loads the rest."""
        waiting = app_entry.replace("Loading...", "Lisière charge les chiffres…")
        return super().interpolate_index(app_entry=waiting, **parts)  # type: ignore[no-untyped-call]


def create_app(indicators_dir: Path, catalogue_dir: Path, *, geocoder: str = "") -> dash.Dash:
    """The application that reads ``indicators_dir``, its data loaded and its charts warmed. ``geocoder``: the address
    of the one that pages may ask; empty: no page makes anything leave the machine.

    Raises CatalogueError or StoreError when the catalogue or the folder cannot be read.
    """
    reading = Reading(open_store(indicators_dir, load_catalogue(catalogue_dir)), geocoder)
    router = Router(reading)
    app = Application(
        __name__,
        title="Lisière",
        update_title="",
        index_string=INDEX,
        serve_locally=True,
        suppress_callback_exceptions=True,
        on_error=_on_error,
    )
    names = {m.PATH: m.NAVIGATION for m in router.modules.values() if getattr(m, "NAVIGATION", "")}
    app.layout = shell({path: names[path] for path in sorted(names, key=_rank)}, reading.store.version)
    _register_callbacks(app, router)
    _serve(app, router, reading)
    _warm(app, reading)
    return app


ORDER = (
    "/",
    "/quartiers",
    "/carte",
    "/comparer",
    "/classement",
    "/localiser",
    "/note",
    "/indicateurs",
    "/verifier",
    "/guide",
    "/acteurs",
    "/fiches-pratiques",
    "/sources",
    "/methode",
)


def _rank(path: str) -> int:
    return ORDER.index(path) if path in ORDER else len(ORDER)


def _warm(app: dash.Dash, reading: Reading) -> None:
    """Do once, before any request and before workers are made, what the first request would do.

    Plotly builds parts of itself on first use, Dash lists its scripts on its first request, and neither is thread-safe
    while it does: browsers that arrive together would be refused scripts, and see a blank page.
    """
    app.server.test_client().get("/")
    pairs = reading.widest()
    if pairs:
        draw(overview_chart(reading, pairs, "")).to_json()
        for _, gap in pairs:
            chart = time_chart(reading, gap)
            if chart is not None:
                draw(chart).to_json()


def _on_error(error: Exception) -> Any:
    """What a reader sees when a page fails: what to do, and nothing of the machine; the log has the rest."""
    LOGGER.error("A page failed", exc_info=error)
    message = html.Div(
        [
            html.H1("Cette page n’a pas pu s’afficher"),
            html.P("Le reste du site fonctionne. Rechargez la page ; si l’erreur revient, signalez son adresse."),
            html.P(html.A("Revenir à la vue d’ensemble", href="/")),
        ],
        className="refusal",
        role="alert",
    )
    outputs = ctx.outputs_list
    if isinstance(outputs, list):
        return [message, *("Erreur" for _ in outputs[1:])]
    return message


def _register_callbacks(app: dash.Dash, router: Router) -> None:
    @app.callback(
        Output("page", "children"),
        Output("document-title", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
    )
    def show_page(path: str | None, search: str | None) -> tuple[Sequence[Component], str]:
        view = router.view(unquote(path or "/"))
        return _page(view, unquote(path or "/"), query_of(search)), view.title

    @app.callback(
        Output("results", "children"),
        Input({"type": "filter", "name": ALL}, "value"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    def show_results(values: list[str | None], path: str | None) -> list[Part]:
        view = router.view(unquote(path or "/"))
        asked = {item["id"]["name"]: item.get("value") for item in ctx.inputs_list[0]}
        chosen = choose(view.filters, asked).values
        with made_at(unquote(path or "/"), chosen):
            kept: list[Part] = typeset(view.results(chosen))
        return kept

    browser = {
        "keep": (
            Output("page", "data-search"),
            Input({"type": "filter", "name": ALL}, "value"),
            State({"type": "filter", "name": ALL}, "id"),
        ),
        "follow": (Input({"type": "graph", "chart": ALL}, "clickData"),),
        "announce": (Output("announced", "children"), Input("document-title", "data")),
        "picture": (
            Output({"type": "picture", "chart": dash.MATCH, "format": dash.MATCH}, "title"),
            Input({"type": "picture", "chart": dash.MATCH, "format": dash.MATCH}, "n_clicks"),
            State({"type": "picture", "chart": dash.MATCH, "format": dash.MATCH}, "id"),
        ),
    }
    for name, parts in browser.items():
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("lisiere", name), *parts, prevent_initial_call=True
        )


def _page(view: View, path: str, query: dict[str, str]) -> list[Component]:
    """The page of a view: what stands first, its filters, and what they select."""
    choice = choose(view.filters, query)
    ignored = None
    if choice.ignored:
        ignored = html.P(
            "Ce que demandait l’adresse n’existe pas et a été ignoré : " + ", ".join(choice.ignored) + ".",
            className="refusal", role="status",
        )  # fmt: skip
    with made_at(path, choice.values):
        results = list(view.results(choice.values))
    parts = [*view.lead, filter_bar(view.filters, choice.values), ignored, html.Div(results, id="results")]
    return [typeset(part) for part in parts if part is not None]


def _serve(app: dash.Dash, router: Router, reading: Reading) -> None:
    """What the server adds: the API, small answers, caches, honest statuses, strict headers."""
    server: Flask = app.server
    server.register_blueprint(blueprint(reading))
    server.register_blueprint(downloads(router))
    server.register_blueprint(notes(reading))
    server.config["COMPRESS_MIMETYPES"] = [
        "text/html", "text/css", "text/csv", "text/javascript", "application/javascript", "application/json",
    ]  # fmt: skip
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_QUESTION
    Compress(server)

    @server.after_request
    def refine(response: Response) -> Response:
        if request.path.startswith(("/_dash-component-suites/", "/assets/")) and response.status_code == 200:
            response.headers["Cache-Control"] = LONG_CACHE
        elif request.endpoint == "/<path:path>" and not router.knows(request.path):
            response.status_code = 404
        return response

    @server.errorhandler(500)
    def failed(_error: Exception) -> tuple[str, int]:
        return (
            "<!DOCTYPE html><html lang=fr><title>Erreur</title><h1>Erreur du serveur</h1>"
            "<p>La page n’a pas pu être préparée. Réessayez dans un instant.</p>",
            500,
        )

    @server.errorhandler(405)
    def not_allowed(error: MethodNotAllowed) -> Response:
        answer = Response(
            "<!DOCTYPE html><html lang=fr><meta charset=utf-8><title>Méthode refusée</title>"
            "<h1>Cette adresse ne répond pas à cette demande</h1><p>Elle se lit seulement : demandez-la avec GET.</p>",
            status=405, content_type="text/html; charset=utf-8",
        )  # fmt: skip
        answer.headers.extend(header for header in error.get_headers() if header[0] == "Allow")
        return answer

    secure(server, app.csp_hashes())
