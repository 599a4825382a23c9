"""Small pieces of text that several pages share."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import french
from etl.catalogue import Catalogue, Indicator, Source
from etl.model import Observation


def badge(text: str, tone: str) -> Component:
    """A word in a box; ``tone`` only changes its colours, the word carries the meaning."""
    return html.Span(text, className=f"badge {tone}")


def indicator_link(indicator: Indicator, text: str = "") -> Component:
    """A link to the page of an indicator."""
    return dcc.Link(text or indicator.label, href=indicator_path(indicator.id))


def indicator_path(name: str) -> str:
    """The address of an indicator."""
    return f"/indicateur/{name}"


def theme_path(slug: str) -> str:
    """The address of a theme."""
    return f"/theme/{slug}"


def web_link(address: str, text: str = "") -> Component | str:
    """A link that leaves the site, or nothing when there is no address."""
    if not address:
        return ""
    shown = text or address.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return html.A(shown if len(shown) < 60 else shown[:57] + "…", href=address, rel="noopener noreferrer")


def source_text(source: Source) -> list[Component | str]:
    """A source as a reference: publisher, title, date, who reports it, address."""
    reported = f", lu dans : {source.reported_by}" if source.reported_by not in ("", source.publisher) else ""
    parts: list[Component | str] = [
        f"{source.publisher}, ", html.Cite(source.title), f" ({french.published(source.date)}){reported}. ",
        web_link(source.url),
    ]  # fmt: skip
    return parts


def figure_origin(observation: Observation, catalogue: Catalogue) -> list[Component | str]:
    """Where a figure was read, enough to find it again."""
    source = catalogue.sources[observation.source]
    return [
        dcc.Link(f"{source.publisher}, {source.title}", href=f"/sources?recherche={source.id}"),
        f", {observation.locator}",
    ]


def bullets(items: Sequence[Component | str | list[Component | str]]) -> Component:
    """A list."""
    return html.Ul([html.Li(item) for item in items])


def found(count: int, one: str, many: str) -> Component:
    """« 12 initiatives »: how many answers the filters leave, said aloud when it changes."""
    text = f"{french.number(count, 0)} {one if count == 1 else many}" if count else f"Aucun résultat parmi les {many}."
    return html.P(text, className="count", role="status")
