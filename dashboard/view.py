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
    kind: Literal["select", "many", "search", "hidden"] = "select"
    """``many``: several options at once, their values joined by commas."""
    whole: bool = False
    """Whether a search waits for the whole text (Enter, or another field): a question that is not asked by halves."""
    longest: int = SEARCH_LENGTH
    """Most characters of a filter without options."""
    submit: str = ""
    """Words of the button that asks; a search that has one takes several lines."""

    def accepts(self, value: str) -> bool:
        """True when ``value`` is one of the options, or any text where none are given."""
        known = {option for option, _ in self.options}
        if self.kind == "many":
            return not value or known.issuperset(value.split(","))
        return self.kind != "select" or value in known

    def kept(self, value: str) -> str:
        """What is kept of a value that is accepted: several options in their own order, each once; a text cut."""
        if self.kind == "many":
            asked = set(value.split(","))
            return ",".join(option for option, _ in self.options if option in asked)
        return value if self.kind == "select" else value[: self.longest]


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
        if item.kind == "many" and isinstance(asked, list):  # as its control gives them
            asked = ",".join(str(value) for value in asked)
        if not isinstance(asked, str) or not asked:
            choice.values[item.name] = item.default
        elif item.accepts(asked):
            choice.values[item.name] = item.kept(asked)
        else:
            choice.values[item.name] = item.default
            choice.ignored.append(f"{item.label} : « {asked[:40]} »")
    return choice
