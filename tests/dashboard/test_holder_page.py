"""The profile of a territory that is not a quarter: its quarters and the whole of it never stand for each other."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dashboard.gaps import Gap, Refusal, RefusalCode
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.profile import Profile, profile_as_dict, profile_of
from dashboard.questions.reading import Reading
from dashboard.questions.registers import educational_cities, schools, schools_nowhere
from dashboard.questions.standing import Standing
from dashboard.questions.whole import quarters_inside
from dashboard.routing import Router
from dashboard.store import Store, open_store
from etl.catalogue import Catalogue
from etl.pipeline import build
from tests.dashboard.quarter_pages import rows, shown, told
from tests.dashboard.quarters.test_neighbourhood_pages import RULES
from tests.dashboard.walk import classed, components, text_of
from tests.small_raw import QUARTERS, sources_without_its_places, write_raw

TOWN, DEPARTMENT, REGION, EPCI, UNIT = "COM-93066", "DEP-93", "REG-11", "EPCI-200054781", "UU-00851"
HOLDERS = (TOWN, DEPARTMENT, REGION, EPCI, UNIT, "REG-04", "FR", "FRM")
IVAC = (
    "session;uai;nom_de_l_etablissement;commune;departement;academie;secteur;nb_candidats_g;taux_de_reussite_g;"
    "va_du_taux_de_reussite_g;nb_candidats_p;nb_mentions_global_g\n"
)
IPS = (
    "Rentrée scolaire;Académie;Code du département;Département;UAI;Nom de l'établissment;Code INSEE de la commune;"
    "Nom de la commune;Secteur;IPS\n"
)


@pytest.fixture(scope="module")
def with_schools(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue, project_root: Path) -> Store:
    """The invented quarters, with the schools of Saint-Denis without a directory, and a cité éducative."""
    base = tmp_path_factory.mktemp("schools")
    raw = write_raw(base / "raw")
    results = [f"{year};0939001A;COLLEGE DU MOULIN;SAINT-DENIS;SEINE-SAINT-DENIS;CRETEIL;PU;110;{rate};-1.0;;55"
               for year, rate in ((2022, 72.0), (2024, 66.0), (2023, 86.0))]  # fmt: skip
    (raw / "ivac.csv").write_text(IVAC + "\n".join(results) + "\n", encoding="utf-8")
    place = "93066;SAINT DENIS;public"
    for name, uai, school, level in (
        ("ips_colleges", "0939001A", "COLLEGE DU MOULIN", "79.8"),
        ("ips_ecoles", "0939010D", "ECOLE PRIMAIRE DES TILLEULS", "81.3"),
    ):
        line = f"2021-2022;CRETEIL;093;SEINE-SAINT-DENIS;{uai};{school};{place};{level}\n"
        (raw / f"{name}.csv").write_text(IPS + line, encoding="utf-8")
    features = [
        {
            "type": "Feature",
            "properties": {"id_territoire": "cite-900", "lib_territoire": "Plaine", "liste_geo": towns},
            "geometry": {"type": "Point", "coordinates": [2.36, 48.93]},
        }
        for towns in ("Saint-Denis (93066); Aubervilliers (93001)",)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    cities = {"type": "FeatureCollection", "name": "citeduc_geom", "crs": crs, "features": features}
    (raw / "citeduc_geom.geojson").write_text(json.dumps(cities), encoding="utf-8")
    folder = base / "indicators"
    folder.mkdir()
    sources = sources_without_its_places(project_root / "data" / "sources", base / "sources")
    build(project_root / "data" / "catalogue", sources, folder, raw=raw)
    shutil.rmtree(raw)
    return open_store(folder, catalogue)


@pytest.fixture(scope="module")
def near(with_schools: Store) -> Neighbourhoods:
    return Neighbourhoods(Reading(with_schools))


@pytest.fixture(scope="module")
def router(with_schools: Store) -> Router:
    return Router(Reading(with_schools))


def profile(code: str, near: Neighbourhoods) -> Profile:
    return profile_of(code, near, Standing(near))


@pytest.mark.parametrize("code", HOLDERS)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rules_of_every_page_hold(rule, code: str, router: Router):
    rule(f"/territoire/{code}", router)


# Whom a figure is about ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", HOLDERS)
def test_figures_of_quarters_and_of_the_whole_are_kept_apart(code: str, near: Neighbourhoods):
    found = profile(code, near)
    own = [*found.residents, *(figure.observation for figure in found.figures), *found.others]
    assert "all" not in {o.zone for o in own}
    assert {o.zone for o in found.whole} <= {"all"}
    assert {o.perimeter for o in found.whole} <= {""}


@pytest.mark.parametrize("code", [*HOLDERS, "QP093001"])
def test_each_row_of_the_json_says_its_zone_and_its_map(code: str, near: Neighbourhoods):
    written = profile_as_dict(profile(code, near), near)
    for key in ("residents", "figures", "others", "whole"):
        for row in written[key]:
            assert row["zone"] in near.catalogue.zones
            assert (row["zone"] == "all") == (key == "whole")
            assert row["perimeter"] or row["zone"] not in ("qpv", "zus")


def test_the_population_of_a_town_is_not_that_of_its_quarters(near: Neighbourhoods, router: Router):
    found = profile(TOWN, near)
    (inside,) = [o for o in found.residents if o.indicator == "population"]
    (whole,) = [o for o in found.whole if o.indicator == "population"]
    assert inside.value is not None
    assert whole.value is not None
    assert inside.value < whole.value
    page = shown(router, f"/territoire/{TOWN}")
    (first,) = classed(page, "stands-out")
    numbers = told([first]).replace(" ", "")
    assert f"soit{inside.value:.0f}personnessur{whole.value:.0f}" in numbers
    assert rows(page, "Dans ses quartiers")["Habitants"][1] == "Quartiers prioritaires (QPV), contours 2015"
    assert rows(page, "Dans ses quartiers")["Habitants"][0].replace(" ", "").startswith(f"{inside.value:.0f}")
    assert rows(page, "L’ensemble du territoire")["Habitants"][0].replace(" ", "").startswith(f"{whole.value:.0f}")


def test_each_sentence_has_the_figures_of_one_date_one_map_and_one_status(router: Router):
    """The population of 2020 is on the map of 2024; the share of foreigners of 2010-2012, on that of 2015, fragile."""
    text = told(list(router.view(f"/territoire/{REGION}").lead))
    sentences = [sentence for sentence in text.split(".") if "étrangers" in sentence]
    assert sentences
    for sentence in sentences:
        assert "2020" not in sentence
        assert "contours 2015" in sentence
        assert "chiffre fragile" in sentence


# The quarters of a territory -----------------------------------------------------------------------------------------


def test_a_town_lists_its_quarters_before_anything_long_the_poorest_first(near: Neighbourhoods, router: Router):
    page = shown(router, f"/territoire/{TOWN}")
    assert told(components(page, "H2")[:1]) == "Ses quartiers prioritaires"
    expected = sorted(
        (code for code, values in QUARTERS.items() if "93066" in values[1]), key=lambda code: -QUARTERS[code][3]
    )
    inside = quarters_inside(TOWN, "QP2015", near, Standing(near))
    assert [record.code for record in inside.records] == expected
    table = rows(page, f"{len(expected)} quartiers, contours 2015")
    first = QUARTERS[expected[0]]
    assert next(iter(table.values())) == [f"{first[3]} %".replace(".", ","), "12 050 € par an", "6 100 personnes"]
    assert next(iter(table)) == "Les Deux Rives (Aubervilliers, Saint-Denis)", "not of this town alone, and it says so"


def test_the_whole_town_stands_under_its_quarters_and_what_is_not_published_says_so(router: Router):
    table = rows(shown(router, f"/territoire/{TOWN}"), "5 quartiers, contours 2015")
    assert table["À Saint-Denis, quartiers compris"][:2] == ["non publié à la même date", "15 880 € par an"]


def test_the_quarters_of_the_whole_country_are_not_all_on_its_page(router: Router):
    page = shown(router, "/territoire/FR")
    assert len(text_of(page)) < 60_000


# The gap between the quarters and the whole --------------------------------------------------------------------------


def test_the_gap_with_the_whole_says_that_it_contains_the_quarters(near: Neighbourhoods, router: Router):
    gaps = [r.answer for r in profile("FRM", near).beside_whole if isinstance(r.answer, Gap)]
    assert gaps
    for gap in gaps:
        assert (gap.priority.zone, gap.reference.zone) == ("qpv", "all")
        assert (gap.priority.period, gap.priority.stratum) == (gap.reference.period, gap.reference.stratum)
        assert any("comprend les QPV" in caveat for caveat in gap.caveats)
    page = told(shown(router, "/territoire/FRM"))
    assert "Le point de comparaison contient les quartiers" in page
    assert "l’ensemble du territoire, quartiers compris" in page


def test_the_quarter_in_the_middle_is_not_set_against_people(near: Neighbourhoods, router: Router):
    answers = [r.answer for r in profile(DEPARTMENT, near).beside_whole]
    (median,) = [a for a in answers if a.indicator.id == "median_living_standard"]
    assert isinstance(median, Refusal)
    assert median.code == RefusalCode.DIFFERENT_UNIVERSE
    page = told(shown(router, f"/territoire/{DEPARTMENT}"))
    assert "ne se comparent pas au quartier médian" in page
    assert "plus faible de" not in page


# Names first, long lists folded --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [EPCI, UNIT])
def test_the_communes_of_a_group_are_folded_after_everything_else(code: str, router: Router):
    view = router.view(f"/territoire/{code}")
    (kicker,) = classed(list(view.lead), "kicker")
    assert "/territoire/COM-" not in str(kicker)
    page = shown(router, f"/territoire/{code}")
    assert told(components(page, "H2")[-1:]) == "Ses communes"
    details = components(components(page, "Section")[-1:], "Details")
    assert "Aubervilliers" in told(details)


# Schools and cités éducatives ----------------------------------------------------------------------------------------


def test_a_college_is_told_once_with_its_latest_session(with_schools: Store):
    found = schools(with_schools, TOWN)
    assert [(row["uai"], row["session"], row["pass_rate"]) for row in found] == [
        ("0939001A", "2024", "66"),
        ("0939010D", "", ""),
    ]


def test_without_positions_the_schools_of_a_town_claim_none(router: Router):
    page = shown(router, f"/territoire/{TOWN}")
    assert told(components(page, "H2")[-1:]) == "Établissements scolaires"
    (details,) = components(components(page, "Section")[-1:], "Details")
    assert not getattr(details, "open", False)
    title = "Collèges et écoles de la commune (position non lue : ni dans ni hors des quartiers)"
    table = rows(page, title)
    assert table["COLLEGE DU MOULIN"][:4] == ["Collège public", "66", "2024", "79,8 (2021-2022)"]
    assert table["ECOLE PRIMAIRE DES TILLEULS"][:3] == ["École publique", "sans objet", "—"]
    for code in ("primary_school", "college", "unknown"):
        assert code not in text_of(components(page, "Table")).split()


def test_a_quarter_says_that_no_school_is_placed(with_schools: Store, router: Router):
    assert schools(with_schools, "QP093001") == []
    assert schools_nowhere(with_schools, "QP093001") == 2
    page = told(shown(router, "/territoire/QP093001"))
    assert "n’est placé par rapport à ce quartier : la position de 2 collèges et écoles de sa commune n’est pas" in page
    assert "à moins de 300 m" not in page


@pytest.mark.parametrize(("code", "known"), [(TOWN, True), ("QP093001", True), ("COM-97411", False), (EPCI, False)])
def test_a_cite_educative_is_that_of_its_communes(code: str, known: bool, with_schools: Store, router: Router):
    found = educational_cities(with_schools, code)
    assert [row["code"] for row in found] == (["cite-900"] if known else [])
    page = told(shown(router, f"/territoire/{code}"))
    assert ("Cité éducative de" in page) == known
    if known:
        assert found[0]["locator"].startswith("citeduc_geom.geojson, ligne")
        assert found[0]["locator"] in page
        assert "il ne dit pas quels quartiers sont dans la cité éducative" in page
