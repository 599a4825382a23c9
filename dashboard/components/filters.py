"""The controls above a page's results; their values live in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.attributes import aria
from dashboard.view import Filter


def filter_bar(filters: Sequence[Filter], values: Mapping[str, str]) -> Component | None:
    """Every control of a page in one labelled group; None when the page has none."""
    if not filters:
        return None
    controls = [_control(item, values[item.name]) for item in filters]
    return html.Div(controls, className="filters", role="group", **aria(label="Filtres de la page"))


def _text_box(item: Filter, value: str, identity: dict[str, str]) -> Component:
    """Several lines and a button. Leaving the box asks: pressing the button is one way of leaving it."""
    return html.Div(
        [
            dmc.Textarea(
                id=identity, label=item.label, value=value, debounce=True, autosize=True, minRows=3, maxRows=12,
                inputProps={"maxLength": item.longest},
            ),
            html.Button(item.submit, type="button", className="action"),
        ],
        className="filter-text",
    )  # fmt: skip


def _control(item: Filter, value: str) -> Component:
    identity = {"type": "filter", "name": item.name}
    if item.kind == "hidden":
        return dcc.Input(id=identity, value=value, type="hidden")
    if item.submit:
        return _text_box(item, value, identity)
    if item.kind == "search":
        search: Component = dmc.TextInput(
            id=identity, label=item.label, value=value, className="filter filter-search",
            debounce=True if item.whole else 300,
            inputProps={"maxLength": item.longest, "type": "search"},
        )  # fmt: skip
        return search
    if item.kind == "many":
        several: Component = dmc.MultiSelect(
            id=identity, label=item.label, value=value.split(",") if value else [], className="filter filter-many",
            data=[{"value": option, "label": label} for option, label in item.options], maxDropdownHeight=320,
            nothingFoundMessage="Aucun choix de ce nom", withCheckIcon=True, clearable=True,
            clearButtonProps={"aria-label": "Effacer ces choix"},
        )  # fmt: skip
        return several
    select: Component = dmc.Select(
        id=identity, label=item.label, value=value, allowDeselect=False, className="filter", maxDropdownHeight=320,
        data=[{"value": option, "label": label} for option, label in item.options],
        searchable=len(item.options) > 12, nothingFoundMessage="Aucun choix de ce nom", withCheckIcon=True,
    )  # fmt: skip
    return select
