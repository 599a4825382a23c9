"""Quarters of 2024 on the invented quarters: those that kept their outline, were redrawn, are new, or left."""

from __future__ import annotations

import json
from pathlib import Path

from dashboard.questions.outlines import figures_code, in_common, predecessors, where_figures_are
from dashboard.routing import Router
from dashboard.store import Store
from tests.dashboard.quarter_pages import REDRAWN, answer, rows, shown, told
from tests.dashboard.walk import classed, components, links
from tests.serving import qpv

KEPT, BEFORE, NEW, LEFT = "QN09302I", "QP093002", "QN09307N", "QP093008"


def test_only_an_outline_kept_on_both_sides_lends_its_figures(neighbourhood_store: Store):
    store = neighbourhood_store
    assert figures_code(store, KEPT) == BEFORE
    for code in (BEFORE, REDRAWN, NEW, LEFT, "DEP-93"):
        assert figures_code(store, code) == code


def test_the_share_of_the_land_in_common_is_said_or_its_absence(neighbourhood_store: Store):
    (row,) = predecessors(neighbourhood_store, REDRAWN)
    assert row["related"] == "QP093001"
    share = round(100 * float(row["share_of_this"]))
    assert f"{share} % de la surface du quartier de 2024" in in_common(row).replace("\u00a0", " ")
    assert "non mesurée" in in_common(row | {"share_of_this": ""})


def test_a_quarter_that_kept_its_outline_has_the_page_of_2015(router: Router):
    page, before = shown(router, f"/territoire/{KEPT}"), shown(router, f"/territoire/{BEFORE}")
    assert told(classed(page, "stands-out")) == told(classed(before, "stands-out")) != ""
    (line,) = classed(page, "aside")
    assert told([line]) == (
        "Quartier inchangé en 2024 : les chiffres sont ceux du contour de 2015, Le Moulin (QP093002)."
    )
    for caption in ("Sa place parmi les quartiers", "Qui y vit", "Tous les autres chiffres"):
        assert rows(page, caption) == rows(before, caption) != {}
    assert f"/semblables/{BEFORE}" in links(page)
    graphs = [graph.id["chart"] for graph in components(page, "Graph")]
    assert graphs == [graph.id["chart"] for graph in components(before, "Graph")] != []
    assert "ne se prolongent pas" not in told(page)


def test_a_redrawn_quarter_has_the_figures_of_before_and_no_gap(router: Router):
    page = shown(router, f"/territoire/{REDRAWN}")
    assert classed(page, "stands-out") == []
    assert components(page, "Graph") == []
    assert "aucun chiffre n’a été lu sur son contour d’aujourd’hui" in told(classed(page, "aside"))
    assert "% de la surface du quartier de 2024 en faisait partie" in told(page)
    assert rows(page, "Les Tilleuls (Saint-Denis), contours 2015")["Taux de pauvreté"][0] == "44,1 %"


def test_a_new_quarter_has_no_figure_yet_and_no_other_outline(router: Router):
    text = told(shown(router, f"/territoire/{NEW}"))
    assert "aucun quartier de 2015 ne lui correspond, et aucun chiffre n’a encore été lu" in text
    assert "Aucun pour l’instant" in text
    assert "contours différents" not in text


def test_a_quarter_that_left_is_said_to_benefit_no_longer(router: Router):
    page = told(shown(router, f"/territoire/{LEFT}"))
    assert "Quartier sorti de la carte en 2024 : ce n’est plus un quartier prioritaire." in page
    assert "il ne bénéficie plus de la politique de la ville" in page
    assert "contours différents" not in page
    assert "il ne bénéficie plus" not in told(shown(router, f"/territoire/{KEPT}"))


def test_side_by_side_a_kept_outline_is_not_two_drawings(router: Router):
    page = shown(router, f"/comparer?territoires={KEPT},QP093001")
    assert "sur les mêmes rues" in told(classed(page, "caveats")[:1])
    assert "ne portent pas sur les mêmes rues" not in told(page)
    lines = rows(page, "Chiffres des territoires")
    assert lines["Taux de pauvreté (2019)"] == ["39,5 %", "44,1 %"]
    measured = shown(router, f"/comparer?territoires={KEPT},DEP-93&reference=DEP-93")
    assert answer(measured).startswith("En 2019, le niveau de vie médian est plus faible")
    assert "Aucun écart" not in told(measured)
    both = shown(router, f"/comparer?territoires={KEPT},{BEFORE}&reference={BEFORE}")
    assert "C’est un seul et même quartier" in told(both)


def test_the_command_line_says_where_the_figures_are(neighbourhood_folder: Path, neighbourhood_store: Store):
    def run(*arguments: str):
        return qpv(*arguments, QPV_INDICATORS_DIR=str(neighbourhood_folder))

    profile = json.loads(run("profile", KEPT, "--format", "json").stdout)
    assert profile["territory"]["code"] == KEPT
    assert profile["figures_from"] == {"code": BEFORE, "label": "Le Moulin (Saint-Denis)"}
    assert profile["figures"][0]["value"] == 39.5
    assert json.loads(run("profile", NEW, "--format", "json").stdout)["figures_from"]["code"] == NEW
    for code in (KEPT, REDRAWN, NEW):
        expected = where_figures_are(neighbourhood_store, code)
        assert expected in run("profile", code).stdout
        empty = run("observations", "--territory", code, "--format", "csv")
        assert (empty.returncode, empty.stderr.strip()) == (0, expected)
        assert len(empty.stdout.splitlines()) == 1
    assert run("observations", "--territory", BEFORE, "--format", "csv").stderr == ""
