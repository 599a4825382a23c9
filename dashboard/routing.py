"""From an address to a page: the pages are found by listing the folder, the addresses matched by werkzeug."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from urllib.parse import parse_qsl

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, MapAdapter, Rule

import dashboard.pages
from dashboard.questions.reading import Reading
from dashboard.view import View


def page_modules() -> dict[str, ModuleType]:
    """The pages found by listing ``dashboard/pages``: each has a PATH and ``view(reading, **parts of the path)``."""
    names = sorted(module.name for module in pkgutil.iter_modules(dashboard.pages.__path__))
    return {name: importlib.import_module(f"dashboard.pages.{name}") for name in names}


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

    def view(self, path: str) -> View:
        """The page at ``path``; the page that helps the lost when there is none."""
        try:
            name, parts = self._addresses.match(path)
            if "code" in parts:  # a territory: typed in any case, it is the same page
                parts = {**parts, "code": self.reading.store.territories.canonical(parts["code"])}
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


def query_of(search: str | None) -> dict[str, str]:
    """The query of an address; the last value of a repeated key; nothing when it cannot be read."""
    try:
        return dict(parse_qsl((search or "").removeprefix("?"), max_num_fields=50))
    except ValueError:
        return {}
