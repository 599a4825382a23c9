"""From an address to a page: the pages are found by listing the folder, the addresses matched by werkzeug."""

from __future__ import annotations

import importlib
import pkgutil
from functools import lru_cache
from types import ModuleType
from urllib.parse import parse_qsl

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule

import dashboard.pages
from dashboard.briefs.views import BASKET, Shown, UnknownViewError, address_of, split_view
from dashboard.components.figure import collected
from dashboard.questions.reading import Reading
from dashboard.view import View, choose


def page_modules() -> dict[str, ModuleType]:
    """The pages found by listing ``dashboard/pages``: each has a PATH and ``view(reading, **parts of the path)``."""
    names = sorted(module.name for module in pkgutil.iter_modules(dashboard.pages.__path__))
    return {name: importlib.import_module(f"dashboard.pages.{name}") for name in names}


KEPT = 16
"""Pages whose charts are kept: those of a selection, asked again for each of its files."""


class Router:
    """Matches addresses to pages, for one store."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.modules = page_modules()
        rules = [
            Rule(module.PATH, endpoint=name, strict_slashes=False)
            for name, module in self.modules.items()
            if module.PATH
        ]
        self._addresses: MapAdapter = Map(rules, merge_slashes=False).bind("localhost")
        self._charts = lru_cache(maxsize=KEPT)(self._charts_at)

    def view(self, path: str) -> View:
        """The page at ``path``; the page that helps the lost when there is none."""
        try:
            name, parts = self._addresses.match(path)
            if "code" in parts:  # a territory: typed in any case, it is the same page
                parts = {**parts, "code": self.reading.store.territories.canonical(parts["code"])}
            if getattr(self.modules[name], "SELECTS", False):  # a page about the charts of the others
                parts = {**parts, "shown_at": self.shown_at}
            found: View | None = self.modules[name].view(self.reading, **parts)
        except HTTPException:
            found = None
        if found is None:
            lost: View = self.modules["not_found"].view(self.reading, path=path)
            return lost
        return found

    def knows(self, path: str) -> bool:
        """True when a page answers at ``path``."""
        return self.view(path).status == 200

    def shown_at(self, view: str) -> list[Shown]:
        """What a page shows at an address with its filters: the chart named after « # », all of them without.

        Raises SelectionError for what is not an address, UnknownViewError when nothing is shown there, or when the
        address asks for what does not exist: another chart than the one wanted would be worse than none.
        """
        name = split_view(view)[2]
        found = self._charts(view.partition("#")[0])
        kept = [shown for shown in found if name in ("", shown.chart.name)]
        if not kept:
            others = ", ".join(f"#{shown.chart.name}" for shown in found)
            told = f"cette page ne montre pas ce graphique ; elle montre : {others}." if others else "aucun graphique."
            raise UnknownViewError(view, told)
        return kept

    def _charts_at(self, address: str) -> list[Shown]:
        path, query, _ = split_view(address)
        if path.rstrip("/") == BASKET:
            raise UnknownViewError(address, "un dossier n’en contient pas un autre.")
        with collected() as charts:
            view = self.view(path)
            if view.status != 200:
                raise UnknownViewError(address, "aucune page n’a cette adresse.")
            choice = choose(view.filters, query)
            unknown = [*choice.ignored, *(name for name in query if name not in choice.values)]
            if unknown:
                raise UnknownViewError(address, f"ce que demande l’adresse n’existe pas ({', '.join(unknown)}).")
            view.results(choice.values)
        return [Shown(address_of(path, choice.values), view.title, chart) for chart in charts]


def query_of(search: str | None) -> dict[str, str]:
    """The query of an address; the last value of a repeated key; nothing when it cannot be read."""
    try:
        return dict(parse_qsl((search or "").removeprefix("?"), max_num_fields=50))
    except ValueError:
        return {}
