"""What a page is: a title, what stands above the filters, the filters, and what answers them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dash.development.base_component import Component

Part = Component | None
"""A piece of a page; None where there is nothing to show."""

SEARCH_LENGTH = 100
"""Longest text a filter without options takes: more is cut, nobody types more."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One control of a page. ``name`` is its key in the URL; an option is (value, French label). The default value is
    the one that the URL leaves out. A ``hidden`` one is any text, changed by the links of the page."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""
    kind: Literal["select", "search", "hidden"] = "select"
    whole: bool = False
    """Whether a search waits for the whole text (Enter, or another field): a question that is not asked by halves."""

    def accepts(self, value: str) -> bool:
        """True when ``value`` is one of the options, or any text where none are given."""
        return self.kind != "select" or value in {option for option, _ in self.options}


@dataclass(frozen=True, slots=True)
class View:
    """A page for one address. ``results`` is called with the value of every filter and gives what they select."""

    title: str
    results: Callable[[Mapping[str, str]], Sequence[Part]]
    lead: Sequence[Part] = ()
    filters: Sequence[Filter] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of a page's filters, and what was asked that does not exist."""

    values: dict[str, str]
    ignored: list[str] = field(default_factory=list)


def choose(filters: Sequence[Filter], query: Mapping[str, Any]) -> Choice:
    """The value of each filter: what the URL asks when it is an option, the default otherwise, never an error."""
    choice = Choice({})
    for item in filters:
        asked = query.get(item.name)
        if not isinstance(asked, str) or not asked:
            choice.values[item.name] = item.default
        elif item.accepts(asked):
            choice.values[item.name] = asked if item.kind == "select" else asked[:SEARCH_LENGTH]
        else:
            choice.values[item.name] = item.default
            choice.ignored.append(f"{item.label} : « {asked[:40]} »")
    return choice
