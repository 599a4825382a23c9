"""The page of the map: its finding, its classes, its list, its links and its refusals; with quarters and without."""

from __future__ import annotations

import base64
import csv
import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from plotly.utils import PlotlyJSONEncoder

from dashboard.app import create_app
from dashboard.components.map_lists import CSV_HEADER, map_link
from dashboard.illustrations.tiles import tiles_of
from dashboard.maps.figures import mapping_of
from dashboard.questions.reading import Reading
from dashboard.routing import Router, query_of
from dashboard.store import Store
from dashboard.view import Part, View, choose
from etl.model import PERIOD_NOTES
from tests.conftest import ROOT, Built
from tests.dashboard.asking import UPDATE, page_request
from tests.dashboard.small import catalogue, observed, store_of
from tests.dashboard.walk import classed, components, content, links, props, text_of
from tests.small_raw import QUARTERS, SUCCESSORS

NBSP = "\u00a0"


@pytest.fixture(scope="module")
def quarters(neighbourhood_store: Store) -> Reading:
    """The twelve quarters of 2015 and the eleven of 2024 of the small raw folder."""
    return Reading(neighbourhood_store)


@pytest.fixture(scope="module")
def carte(quarters: Reading) -> View:
    return Router(quarters).view("/carte")


def plain(part: object) -> str:
    return text_of(part).replace(NBSP, " ").replace("\u202f", " ")


def page(view: View, search: str = "") -> list[Part]:
    """What the page shows at that address; every word of the address must be known."""
    choice = choose(view.filters, query_of(search))
    assert choice.ignored == []
    return content(view, choice.values)


def title(parts: list[Part]) -> str:
    (finding,) = classed(parts, "finding")
    return plain(finding)


# What is found -------------------------------------------------------------------------------------------------------


def test_the_title_counts_the_quarters_in_the_class_that_matters(carte: View):
    poorest = sum(values[3] >= 55 for values in QUARTERS.values())
    expected = (
        f"En 2019, le taux de pauvreté atteint ou dépasse 55 % dans {poorest} des {len(QUARTERS)} quartiers publiés"
    )
    assert title(page(carte)) == expected


def test_where_a_low_value_is_the_unfavourable_one_the_title_says_how_many_are_low(carte: View):
    """Filosofi takes over from the older file: its medians are those of ``QUARTERS`` as they are."""
    found = title(page(carte, "?indicateur=median_living_standard"))
    bound = int(found.split(" à ")[1].split(" €")[0].replace(" ", ""))
    low = sum(values[4] < bound for values in QUARTERS.values())
    told = f"{bound:,}".replace(",", " ")
    start = f"En 2019, le niveau de vie médian est inférieur à {told} € par an"
    assert found == f"{start} dans {low} des 12 quartiers publiés"


@pytest.mark.parametrize(
    ("within", "start", "rest"),
    [
        (
            "DEP-93",
            "En 2019, en Seine-Saint-Denis, le taux de pauvreté",
            "n’atteint 55 % dans aucun des 8 quartiers publiés",
        ),
        (
            "DEP-974",
            "En 2019, à La Réunion, le taux de pauvreté",
            "atteint ou dépasse 55 % dans 3 des 4 quartiers publiés",
        ),
        (
            "REG-11",
            "En 2019, en Île-de-France, le taux de pauvreté",
            "n’atteint 55 % dans aucun des 8 quartiers publiés",
        ),
    ],
)
def test_classes_are_the_same_at_each_scale(carte: View, within: str, start: str, rest: str):
    assert title(page(carte, f"?territoire={within}")) == f"{start} {rest}"


def test_the_passage_from_one_map_to_the_other_is_a_map_of_its_own(carte: View):
    statuses = [status for _, _, status, _ in SUCCESSORS.values()]
    counts = {status: statuses.count(status) for status in ("MODIFIE", "INCHANGE", "NOUVEAU")}
    assert title(page(carte, "?indicateur=passage")) == (
        f"Sur la carte de 2024, {counts['MODIFIE']} quartiers sur {len(SUCCESSORS)} sont redessinés, "
        f"{counts['INCHANGE']} inchangés et {counts['NOUVEAU']} nouveau"
    )
    assert title(page(carte, "?indicateur=passage&contours=2015")).startswith("De la carte de 2015, ")


def test_the_table_of_the_chart_counts_every_quarter_once(carte: View):
    (card,) = classed(page(carte), "chart")
    (body,) = components(components(card, "Table"), "Tbody")
    counts = [int(plain(components(row, "Td")[2]).split(" ")[0]) for row in components(body, "Tr")]
    assert sum(counts) == len(QUARTERS)


def test_what_a_careful_reader_must_know_is_said(carte: View):
    (card,) = classed(page(carte), "chart")
    said = plain(classed(card, "caveats"))
    assert "Place approchée (celle du quartier correspondant de 2024) : 7 quartiers sans contour lu." in said
    assert "Sans place connue : 1 quartier, dans la liste sous la carte et dans les comptes." in said
    assert "une couleur a le même sens à chaque échelle" in said
    sources = plain(classed(card, "source"))
    assert "Périmètres des quartiers prioritaires de la politique de la ville 2015" in sources
    assert "Filosofi" in sources


# The list ------------------------------------------------------------------------------------------------------------


def test_every_quarter_is_in_the_list_with_its_value_and_a_link(carte: View):
    table = components(page(carte), "Table")[-1]
    (body,) = components(table, "Tbody")
    rows = {links(row)[0]: [plain(cell) for cell in components(row, "Td")] for row in components(body, "Tr")}
    assert list(rows) == [f"/territoire/{code}" for code in sorted(QUARTERS)]
    assert rows["/territoire/QP093003"] == [
        "Aubervilliers, Saint-Denis", "Seine-Saint-Denis", "47,8 %", "autre carte", "QP093003",
    ]  # fmt: skip
    assert rows["/territoire/QP093008"][3] == "inconnue"
    assert "« autre carte », approchée (quartier de l’autre carte)" in plain(page(carte)), "explained once, above"


def test_a_quarter_without_a_place_is_listed_and_counted(carte: View):
    (folded,) = [part for part in components(page(carte), "Details") if "sans place connue" in plain(part)]
    assert plain(folded) == "1 quartier sans place connue, hors de la cartePetit Bois (Saint-Denis) : 33,0 %"
    assert links(folded) == ["/territoire/QP093008"]


def test_the_csv_has_all_the_quarters_as_a_french_spreadsheet_reads_them(carte: View):
    href = next(link for link in links(page(carte)[-1:]) if link.startswith("data:text/csv"))
    text = base64.b64decode(href.partition("base64,")[2]).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert header == CSV_HEADER
    assert len(rows) == len(QUARTERS)
    told = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert told["QP093001"]["Nombre"] == "44,1"
    assert told["QP093001"]["Unité"] == "%"
    assert "data_filo19_qp_revdis.csv, ligne" in told["QP093001"]["Source"]
    assert float(told["QP093001"]["Longitude"].replace(",", ".")) == pytest.approx(2.3655, abs=0.01)
    assert told["QP093008"]["Longitude"] == ""
    assert told["QP093008"]["Nombre"] == "33"


def test_a_search_rings_the_quarters_and_narrows_the_list(carte: View):
    parts = page(carte, "?quartier=QP093003")
    (card,) = classed(parts, "chart")
    (graph,) = components(card, "Graph")
    rings = [trace for trace in graph.figure.data if trace.marker.symbol == "circle-open"]
    assert [(len(trace.x), trace.xaxis) for trace in rings] == [(1, None), (1, "x2")], "on the mainland and near Paris"
    assert "Les Deux Rives (QP093003)" in plain(components(card, "Table"))
    assert "47,8 %" in plain(components(card, "Table"))
    (count,) = classed(parts, "count")
    assert plain(count) == "1 quartier trouvé"
    (body,) = components(components(parts, "Table")[-1], "Tbody")
    assert links(body) == ["/territoire/QP093003"]
    town = page(carte, "?quartier=aubervilliers")
    assert plain(classed(town, "count")) == "4 quartiers trouvés"
    nothing = page(carte, "?quartier=atlantide")
    assert "Aucun résultat" in plain(classed(nothing, "count"))
    assert len(classed(nothing, "chart")) == 1, "the map stays"


def test_the_code_of_a_quarter_chooses_its_map(carte: View):
    parts = page(carte, "?quartier=QN09307N&indicateur=passage")
    assert title(parts).startswith("Sur la carte de 2024")
    assert "Cité Neuve (QN09307N)" in plain(components(classed(parts, "chart"), "Table"))
    assert "contours 2015" in plain(page(carte, "?quartier=QP093001&indicateur=passage"))


# Links ---------------------------------------------------------------------------------------------------------------


def test_the_map_and_the_profile_lead_to_each_other(carte: View, quarters: Reading):
    router = Router(quarters)
    for code in ("QP093003", "QN09307N", "QP974001", "DEP-93", "REG-04", "EPCI-200054781"):
        profile = content(router.view(f"/territoire/{code}"))
        (href,) = [link for link in links(profile) if link.startswith("/carte?")]
        parts = page(carte, urlsplit(href).query)
        if code.startswith("Q"):
            assert parse_qs(urlsplit(href).query)["quartier"] == [code]
            assert f"/territoire/{code}" in links(parts)
        else:
            assert title(parts)
    assert map_link(quarters, "COM-93066") is None, "no map of a commune"


def test_each_mark_leads_to_its_profile(carte: View, quarters: Reading):
    router = Router(quarters)
    (graph,) = components(page(carte), "Graph")
    paths = [path for trace in graph.figure.data if trace.customdata is not None for path in trace.customdata]
    assert len(paths) == 7 + 4 + 7
    assert all(router.view(path).status == 200 for path in set(paths))


def test_links_to_a_closer_map_keep_what_was_chosen(carte: View):
    parts = page(carte, "?indicateur=employment_rate&periode=2018")
    closer = links(classed(parts, "closer"))
    assert [parse_qs(urlsplit(link).query)["territoire"] for link in closer] == [["REG-11"], ["REG-04"]]
    for link in closer:
        query = urlsplit(link).query
        assert parse_qs(query)["periode"] == ["2018"]
        assert "vers 2018 (date déduite)" in title(page(carte, query)).lower()


# Refusals ------------------------------------------------------------------------------------------------------------


def test_a_period_that_is_not_known_is_refused_and_those_known_are_links(carte: View):
    parts = page(carte, "?indicateur=employment_rate&periode=2019")
    assert classed(parts, "chart") == []
    (refusal,) = classed(parts, "refusal")
    assert "aucune valeur par quartier n’a été lue pour 2019" in plain(refusal)
    (href,) = links(refusal)
    assert title(page(carte, urlsplit(href).query)).startswith("Vers 2018 (date déduite)")


def test_figures_of_one_map_are_not_shown_on_the_other(carte: View):
    parts = page(carte, "?contours=2024")
    assert classed(parts, "chart") == []
    assert "Contours demandés : 2024" in plain(classed(parts, "refusal"))


def test_only_places_that_hold_a_quarter_may_be_chosen(carte: View):
    (item,) = [item for item in carte.filters if item.name == "territoire"]
    assert {value for value, _ in item.options} == {
        "", "REG-11", "REG-04", "DEP-93", "DEP-974", "EPCI-200054781", "EPCI-249740119",
    }  # fmt: skip
    labels = dict(item.options)
    assert labels["REG-04"] == "La Réunion (région)"
    assert labels["DEP-974"] == "La Réunion (département)"


def test_every_choice_makes_a_page_that_can_be_sent(carte: View):
    for item in carte.filters:
        for value, _ in item.options:
            text = json.dumps(content(carte, {item.name: value}), cls=PlotlyJSONEncoder)
            assert "NaN" not in text
            assert "Infinity" not in text


# Without the files of the quarters -----------------------------------------------------------------------------------


def test_a_fresh_clone_has_a_tile_a_departement(reading: Reading):
    assert not mapping_of(reading).perimeters
    parts = page(Router(reading).view("/carte"))
    assert "n’ont pas été lus ici" in plain(parts)
    (card,) = classed(parts, "chart")
    (graph,) = components(card, "Graph")
    numbers = [text for trace in graph.figure.data if trace.text is not None for text in trace.text]
    assert len(numbers) == len(reading.catalogue.tiles) == 103
    assert "quartier médian" in plain(classed(card, "finding"))
    assert "pas une moyenne" in plain(classed(card, "caveats"))


def test_a_tile_says_what_the_embedded_aggregates_say(reading: Reading):
    tiles = tiles_of(reading)
    for indicator in tiles.indicators:
        chart = tiles.chart(indicator)
        frame = reading.store.frame
        for mark in chart.marks:
            code = "DEP-" + mark.row.rpartition("(")[2].removesuffix(")")
            met = frame[
                (frame["indicator"] == indicator.id) & (frame["territory"] == code) & (frame["zone"] == "qpv")
                & (frame["period"] == mark.period) & frame["breakdown"].isin(["_T", "quarters:median"])
            ]  # fmt: skip
            values = set(met["value"].dropna())
            assert (mark.value in values) if mark.value is not None else not values


def test_each_tile_and_region_leads_to_its_profile(reading: Reading):
    router = Router(reading)
    parts = page(router.view("/carte"))
    (graph,) = components(parts, "Graph")
    paths = [path for trace in graph.figure.data if trace.customdata is not None for path in trace.customdata]
    table = components(parts, "Table")[-1]
    assert props(components(table, "Caption")[0])["children"].endswith("par région")
    assert all(router.view(path).status == 200 for path in [*paths, *links(table)[::2]])


def test_a_region_frames_its_tiles(reading: Reading):
    (graph,) = components(page(Router(reading).view("/carte"), "?territoire=REG-11"), "Graph")
    (frames,) = [trace for trace in graph.figure.data if trace.line.width == 3]
    assert sum(x != x for x in frames.x) == 7, "eight départements, seven cuts"


def test_with_both_the_reader_chooses_between_quarters_and_departements(carte: View):
    assert "forme" not in {item.name for item in carte.filters}, "two départements are no picture of the country"


def test_a_project_with_almost_nothing_says_so():
    view = Router(Reading(store_of([observed(18.3)], catalogue()))).view("/carte")
    parts = content(view)
    assert classed(parts, "chart") == []
    assert "aucun chiffre par département n’a été lu" in plain(classed(parts, "refusal"))


# Served --------------------------------------------------------------------------------------------------------------


def test_the_page_is_served_with_its_map(neighbourhood_folder, built: Built):
    for folder in (neighbourhood_folder, built.folder):
        client = create_app(folder, ROOT / "data" / "catalogue").server.test_client()
        answer = client.post(UPDATE, json=page_request("/carte", "?territoire=DEP-93"))
        assert answer.status_code == 200
        assert "Carte des quartiers" in answer.get_json()["response"]["document-title"]["data"]
        assert '"type":"scatter"' in answer.text.replace(" ", "")


def test_a_map_says_that_its_period_is_deduced(carte: View):
    told = plain(page(carte, "?indicateur=employment_rate&periode=2018"))
    assert " · 2018, date déduite · " in told
    assert PERIOD_NOTES["deduced"] in told
    assert PERIOD_NOTES["deduced"] not in plain(page(carte, "?indicateur=poverty_rate_60&periode=2019"))
