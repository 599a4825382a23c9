"""The page of a selection: what it holds, how one changes it, what one takes away."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboard.briefs.views import selection_address
from dashboard.exports import formats
from dashboard.routing import Router, query_of
from dashboard.view import Part, choose
from tests.dashboard.asking import opened, served_text
from tests.dashboard.walk import classed, components, links, props, text_of

VIEWS = [
    "/theme/emploi?jugement=defavorable#employment-frm-qpv-uue",
    "/indicateur/unemployment_rate#temps",
    "/",
]


def page(router: Router, *views: str) -> list[Part]:
    path, _, query = selection_address(views).partition("?")
    view = router.view(path)
    return [*view.lead, *view.results(choose(view.filters, query_of(query)).values)]


def edited(part: Component) -> dict[str, list[str]]:
    """Where each change leads: the selection once changed, by its words."""
    changes = [link for link in components(part, "A") if "basket-edit" in link.className]
    return {text_of(link): parse_qs(link.href.partition("?")[2]).get("vues", [""])[0].split() for link in changes}


def test_each_view_is_told_as_its_page_tells_it(router: Router):
    items = components(page(router, *VIEWS), "Li")
    first, second, third = (text_of(classed([item], "finding")) for item in items)
    for view, told in zip(VIEWS[:2], (first, second), strict=True):
        (shown,) = router.shown_at(view)
        assert told == shown.chart.title
    assert third.startswith("Vue d’ensemble : 2")
    assert links(classed([items[0]], "finding")) == ["/theme/emploi?jugement=defavorable"]
    assert "Emploi" in text_of(classed([items[0]], "kicker"))


def test_views_move_and_leave_through_their_address(router: Router):
    one, two, three = components(page(router, *VIEWS), "Li")
    a, b, c = VIEWS
    assert edited(one) == {"Descendre": [b, a, c], "Retirer": [b, c]}
    assert edited(two) == {"Monter": [b, a, c], "Descendre": [a, c, b], "Retirer": [a, c]}
    assert edited(three) == {"Monter": [a, c, b], "Retirer": [a, b]}
    names = [
        props(link)["aria-label"] for link in components([one, two, three], "A") if "basket-edit" in link.className
    ]
    assert len(set(names)) == len(names), "each says which view it moves"
    assert all(name.partition(" : ")[0] in ("Monter", "Descendre", "Retirer") for name in names)


def test_the_whole_leaves_in_every_format(router: Router, client: FlaskClient):
    files = [link for link in links(page(router, *VIEWS)) if link.startswith("/telecharger/")]
    assert {link.split("/")[2].partition("?")[0] for link in files} == set(formats())
    for link in files:
        assert client.get(link).status_code == 200


def test_a_view_that_is_gone_is_said_and_the_others_leave(router: Router):
    made = page(router, VIEWS[0], "/theme/emploi#disparu")
    (lost,) = classed(made, "refusal")
    assert "/theme/emploi#disparu" in text_of(lost)
    assert edited(lost) == {"La retirer": [VIEWS[0]]}
    assert all("disparu" not in link for link in links(made) if link.startswith("/telecharger/"))
    assert len(components(made, "Li")) == 1


@pytest.mark.parametrize("views", [[], ["emploi"], [f"/theme/{n}" for n in range(31)], ["/" + "x" * 6_000]])
def test_nothing_to_take_away(router: Router, views: list[str]):
    made = page(router, *views)
    assert "Le dossier est vide" in text_of(made)
    assert not [link for link in links(made) if link.startswith("/telecharger/")]
    assert len(classed(made, "refusal")) == (1 if views else 0)


def test_thirty_views_fit_an_address(router: Router):
    views = [f"/indicateur/{name}#niveaux" for name in list(router.reading.catalogue.indicators)[:30]]
    address = selection_address(views)
    assert len(address) < 4_000
    assert len(components(page(router, *views), "Li")) + len(classed(page(router, *views), "refusal")) == 30


def test_a_bookmarked_selection_comes_back(client: FlaskClient, router: Router):
    path, _, query = selection_address(VIEWS).partition("?")
    body, title = opened(client, path, f"?{query}")
    assert title == "Mon dossier"
    title = router.shown_at(VIEWS[0])[0].chart.title
    assert " ".join(title.split()) in " ".join(served_text(body).split())
