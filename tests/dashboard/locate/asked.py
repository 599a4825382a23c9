"""Points and addresses that the tests ask, and how they read the page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboard.routing import Router
from dashboard.view import Part
from tests.dashboard.walk import classed, content, text_of

PATH = "/localiser"
INSIDE = {"longitude": "1.405", "latitude": "43.605"}
OUTSIDE = {"longitude": "1.405", "latitude": "43.5985"}
"""167 m south of Les Tilleuls, a square of a hundredth of a degree from (1.40, 43.60)."""
SCRIPT = "<script>alert(1)</script>"


def page(router: Router, asked: Mapping[str, str] | None = None) -> list[Part]:
    """All that the page shows."""
    return content(router.view(PATH), asked)


def plain(part: object) -> str:
    """A text with ordinary spaces."""
    return re.sub("[\u00a0\u202f]", " ", text_of(part))


def answer(router: Router, asked: Mapping[str, str]) -> str:
    """The sentence that answers."""
    (found,) = classed(page(router, asked), "answer")
    assert found.role == "status"
    return plain(found)


def refused(router: Router, asked: Mapping[str, str]) -> str:
    """What is said in place of an answer."""
    shown = page(router, asked)
    assert classed(shown, "answer") == []
    (found,) = classed(shown, "refusal")
    return plain(found)
