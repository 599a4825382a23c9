"""Numbers, dates and codes as French readers write them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import french
from dashboard.store import Store
from etl.catalogue import Catalogue, Territory
from etl.model import PERIOD_NOTES, Perimeter, Qualifier, is_period
from tests.dashboard.small import JOBSEEKERS, catalogue, indicator, observed, of, source, unit

SMALL = catalogue()
PERCENT, PERSONS, EUR = (SMALL.units[name] for name in ("percent", "persons", "eur"))
NBSP, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (18.3, 1, "18,3"),
        (0, 1, "0"),
        (9988, 0, "9\u202f988"),
        (1234567.8, 1, "1\u202f234\u202f567,8"),
        (-3.04, 1, "−3"),
        (-0.04, 1, "0"),
        (-0.0, 1, "0"),
        (2.25, 1, "2,2"),
        (18, 1, "18"),
    ],
)
def test_numbers(value: float, decimals: int, text: str):
    assert french.number(value, decimals) == text


def test_fixed_decimals():
    assert french.number(18, 1, fixed=True) == "18,0"
    assert french.number(18.25, 2, fixed=True) == "18,25"


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_reads_back(value: float, decimals: int):
    text = french.number(value, decimals)
    assert re.fullmatch(r"−?[0-9]{1,3}(\u202f[0-9]{3})*(,[0-9]{1,3})?", text), text
    back = float(text.replace(NARROW, "").replace(",", ".").replace("−", "-"))
    assert back == pytest.approx(value, abs=0.5 * 10**-decimals + 1e-6)
    assert text != "−0"


@pytest.mark.parametrize(
    ("value", "text"), [(10.8, "+10,8"), (-3.0, "−3"), (0.0, "0"), (-0.04, "0"), (0.04, "0"), (1234, "+1\u202f234")]
)
def test_signed(value: float, text: str):
    assert french.signed(value) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (10.8, "+10,8 points"),
        (1.8, "+1,8 point"),
        (2.0, "+2 points"),
        (-1.9, "−1,9 point"),
        (0.0, "0 point"),
        (1.96, "+2 points"),
    ],
)
def test_points_are_plural_from_two(amount: float, text: str):
    assert french.difference(amount, PERCENT, 1) == text.replace(" ", NBSP)


def test_a_difference_without_its_sign():
    assert french.difference(-10.8, PERCENT, 1, sign=False) == f"10,8{NBSP}points"


@pytest.mark.parametrize(
    ("value", "symbol", "text"),
    [
        (18.3, "%", "18,3_%"),
        (18.0, "%", "18_%"),
        (9988, "établissements", "9\u202f988_établissements"),
        (1, "personnes", "1_personne"),
        (0, "personnes", "0_personne"),
        (1.8, "élèves par classe", "1,8_élève par classe"),
        (2.4, "fois", "2,4_fois"),
        (1, "mois", "1_mois"),
        (1.5, "pour 1 000 habitants", "1,5_pour 1 000 habitants"),
        (-0.8, "%", "−0,8_%"),
        (12, "", "12"),
        (5_300_000, "personnes", "5,3_millions de personnes"),
        (5_000_000, "habitants", "5_millions d’habitants"),
        (1_500_000, "élèves", "1,5_million d’élèves"),
        (15_000_000, "€", "15_millions d’euros"),
        (5_000_000_000, "€", "5_milliards d’euros"),
        (1_100_000_000, "", "1,1_milliard"),
        (2_000_000, "", "2_millions"),
        (5_423_710, "personnes", "5\u202f423\u202f710_personnes"),
    ],
)
def test_values_with_their_unit(value: float, symbol: str, text: str):
    assert french.with_unit(value, unit("tested", symbol, symbol or "unités"), 1) == text.replace("_", NBSP)


@pytest.mark.parametrize(
    ("full", "qualifier", "number", "text"),
    [
        (True, "", 42.0, "42,0_%"),
        (True, "", 43.65, "43,6_%"),
        (True, "about", 42.0, "environ 42_%"),
        (False, "", 42.0, "42_%"),
        (False, "", 15.97, "16,0_%"),
    ],
)
def test_decimals_are_those_of_the_source(full: bool, qualifier: str, number: float, text: str):
    """A data file that reads 42 says 42,0; a page that writes « 42 % » may have rounded."""
    where = catalogue(sources={"survey_2020": source("survey_2020", full_decimals=full)})
    assert french.value(observed(number, qualifier=qualifier), where) == text.replace("_", NBSP)


@pytest.mark.parametrize(
    ("breakdown", "number", "text"),
    [
        ("quarters:q1", 13287.5, "13_290_€_par_an"),
        ("quarters:q1", 13280.0, "13_280_€_par_an"),
        ("_T", 13288.0, "13_288_€_par_an"),
    ],
)  # fmt: skip
def test_a_quartile_of_living_standards_is_told_to_ten_euros(
    catalogue: Catalogue, breakdown: str, number: float, text: str
):
    """Insee publishes them so: between two, 13 287,50 says more than is known."""
    figure = observed(
        number, indicator="median_living_standard", unit="eur_per_cu_year", breakdown=breakdown, age="_T",
        source="insee_filosofi_qpv",
    )  # fmt: skip
    assert french.value(figure, catalogue).replace("\u202f", "_").replace(NBSP, "_").replace(" ", "_") == text


def test_counts_have_no_decimals_whatever_their_source():
    where = catalogue(sources={"survey_2020": source("survey_2020", full_decimals=True)})
    assert french.value(of(JOBSEEKERS, 1200.0), where) == f"1{NARROW}200{NBSP}personnes"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Les Tilleuls", "Les Tilleuls"),
        ("Quartier de quarante lettres, ni plus ni", "Quartier de quarante lettres, ni plus ni"),
        ("Franc Moisin - Cosmonautes - Cristino Garcia - Landy", "Franc Moisin - Cosmonautes…"),
        ("Bon Secours Les Rosiers Marine Bleue Grand Saint Barthélémy", "Bon Secours Les Rosiers Marine Bleue…"),
        ("Val - Belles Portes Grand Parc Haute Folie Le Bois", "Val - Belles Portes Grand Parc Haute…"),
        ("Communauté d’agglomération CIVIS (Communauté Intercommunale)", "Communauté d’agglomération CIVIS…"),
        ("Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson", "Saint-Remy-en-Bouzemont-Saint-Genest-et…"),
    ],
)
def test_a_long_name_is_cut_between_its_parts(name: str, short: str):
    assert french.short_name(name) == short


@given(st.text(alphabet="abé -’(),", min_size=1, max_size=90))
def test_a_short_name_is_never_longer_than_it_may(name: str):
    short = french.short_name(name)
    assert short == name if len(name) <= 40 else (len(short) <= 40 and short.endswith("…"))
    assert name.startswith(short.removesuffix("…"))


def test_running_text_names_a_quarter_without_its_communes():
    name = "Franc Moisin - Cosmonautes - Cristino Garcia - Landy"
    within = french.within_place("neighbourhood", name)
    quarter = Territory(id="QP093028", label=f"{name} (Saint-Denis)", kind="neighbourhood", within=within)
    assert french.place_name(quarter) == "Franc Moisin - Cosmonautes…"
    assert french.within(quarter) == "dans le quartier Franc Moisin - Cosmonautes…"
    commune = Territory(id="COM-72181", label="Le Mans", kind="commune", within="au Mans")
    assert (french.place_name(commune), french.within(commune)) == ("Le Mans", "au Mans")


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Communauté d'agglomération du Grand Dole", "dans la CA du Grand Dole"),
        ("Communauté d’agglomération Plaine et Rives", "dans la CA Plaine et Rives"),
        ("Communauté de communes Cœur de Sologne", "dans la CC Cœur de Sologne"),
        ("Communauté urbaine Le Mans Métropole", "dans la CU Le Mans Métropole"),
        ("Métropole du Grand Paris", "dans la métropole du Grand Paris"),
        ("Eurométropole de Strasbourg", "dans l’Eurométropole de Strasbourg"),
        ("Plaine Commune", "dans l’intercommunalité Plaine Commune"),
        ("Communauté d'agglomération du Nord (CADN)", "dans la CA du Nord (CADN)"),
        ("Communauté d'agglomération Intercommunale du Nord de l'île (CINI)",
         "dans la CA Intercommunale du Nord de l'île"),
        ("Communauté de communes de la Vallée de la Doller et du Soultzbach",
         "dans la CC de la Vallée de la Doller…"),
    ],
)  # fmt: skip
def test_an_intercommunality_is_named_by_what_tells_it_apart(name: str, inside: str):
    place = Territory(id="EPCI-200000000", label=name, kind="epci", within=french.within_place("epci", name))
    assert french.within(place) == inside


@pytest.mark.parametrize(
    ("qualifier", "long", "short"),
    [
        ("", "10 %", "10 %"),
        ("about", "environ 10 %", "≈ 10 %"),
        ("nearly", "près de 10 %", "≈ 10 %"),
        ("more_than", "plus de 10 %", "> 10 %"),
        ("less_than", "moins de 10 %", "< 10 %"),
        ("at_least", "au moins 10 %", "≥ 10 %"),
        ("at_most", "au plus 10 %", "≤ 10 %"),
        ("in_words", "environ 10 %", "≈ 10 %"),
    ],
)
def test_values_keep_the_precision_of_their_source(qualifier: str, long: str, short: str):
    figure = observed(10.0, qualifier=qualifier)
    assert french.value(figure, SMALL).replace(NBSP, " ") == long
    assert french.short_value(figure, SMALL).replace(NBSP, " ") == short


def test_every_qualifier_has_its_words():
    assert set(french.QUALIFIERS) == set(french.SIGNS) == set(Qualifier)


def test_the_five_faces_of_absence_and_a_value_never_look_alike():
    faces = [
        observed(None, conf_status="C"),
        observed(None, obs_status="O"),
        observed(None, obs_status="M"),
        observed(0.0),
        observed(18.3, obs_status="U"),
    ]
    texts = [french.value(figure, SMALL) for figure in faces]
    assert texts == ["secret statistique", "non publié", "sans objet", f"0{NBSP}%", f"18,3{NBSP}%"]
    assert len({figure.face for figure in faces}) == 5
    assert [french.short_value(figure, SMALL) for figure in faces] == texts


def test_a_count_is_written_in_full():
    assert french.value(of(JOBSEEKERS, 1234), SMALL) == f"1\u202f234{NBSP}personnes"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2014", "2014"),
        ("2017-Q4", "4ᵉ trimestre 2017"),
        ("2017-Q1", "1ᵉʳ trimestre 2017"),
        ("2015-12", "décembre 2015"),
        ("2015-12-31", "31 décembre 2015"),
        ("2024-01-01", "1ᵉʳ janvier 2024"),
        ("2015-09/2016-08", "année scolaire 2015-2016"),
        ("2015-09-01/2016-08-31", "année scolaire 2015-2016"),
        ("2014/2016", "2014-2016"),
        ("2016-Q4/2017-Q4", "4ᵉ trimestre 2016 à 4ᵉ trimestre 2017"),
        ("2015-09/2017-08", "septembre 2015 à août 2017"),
    ],
)
def test_periods(period: str, text: str):
    assert french.period(period) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2022", "En 2022"),
        ("2015-12", "En décembre 2015"),
        ("2017-Q4", "Au 4ᵉ trimestre 2017"),
        ("2015-12-31", "Au 31 décembre 2015"),
        ("2024-01-01", "Au 1ᵉʳ janvier 2024"),
        ("2015-09/2016-08", "Sur l’année scolaire 2015-2016"),
        ("2014/2016", "Sur la période 2014-2016"),
        ("2015-09/2017-08", "De septembre 2015 à août 2017"),
    ],
)
def test_periods_at_the_start_of_a_sentence(period: str, text: str):
    assert french.in_period(period) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2014", "2022", "de 2014 à 2022"),
        ("2019-04", "2025", "d’avril 2019 à 2025"),
        ("2018-12-31", "2021", "du 31 décembre 2018 à 2021"),
        ("2016-Q4", "2017-Q4", "du 4ᵉ trimestre 2016 au 4ᵉ trimestre 2017"),
        ("2012", "2016-09/2017-08", "de 2012 à l’année scolaire 2016-2017"),
        ("2015-09/2016-08", "2018-01-01", "de l’année scolaire 2015-2016 au 1ᵉʳ janvier 2018"),
    ],
)
def test_from_one_period_to_another(first: str, last: str, text: str):
    assert french.span(first, last) == text


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2025", "D’après une publication de 2025"),
        ("2019-04", "D’après une publication d’avril 2019"),
        ("2019-05", "D’après une publication de mai 2019"),
        ("2018-01-01", "D’après une publication du 1ᵉʳ janvier 2018"),
    ],
)
def test_a_figure_dated_by_its_publication_says_so(period: str, text: str):
    figure = observed(3.0, period=period, obs_status="U", note=f"{PERIOD_NOTES['publication']} Champ large.")
    assert french.when(figure) == text
    assert french.when(replace(figure, note="")) == french.in_period(period)


@pytest.mark.parametrize(
    ("period", "text"),
    [
        ("2014", "Vers 2014 (date déduite)"),
        ("2012/2014", "À une date située entre 2012 et 2014"),
        ("2012-01-01/2014-12-31", "À une date située entre le 1ᵉʳ janvier 2012 et le 31 décembre 2014"),
        ("2017-Q4/2018-Q4", "Du 4ᵉ trimestre 2017 au 4ᵉ trimestre 2018 (date déduite)"),
        ("2015-09/2016-08", "Sur l’année scolaire 2015-2016 (date déduite)"),
        ("2018-12-31", "Au 31 décembre 2018 (date déduite)"),
    ],
)
def test_a_figure_whose_date_is_deduced_says_so(period: str, text: str):
    assert french.when(observed(3.0, period=period, obs_status="U", note=PERIOD_NOTES["deduced"])) == text


@pytest.mark.parametrize(
    ("basis", "sentence", "caption"),
    [
        ("stated", "En 2018", "2018"),
        ("deduced", "Vers 2018 (date déduite)", "2018, date déduite"),
        ("doubtful", "Vers 2018 (date incertaine)", "2018, date incertaine"),
        ("publication", "D’après une publication de 2018", "2018, date de publication"),
    ],
)
def test_a_period_is_as_sure_as_its_note(basis: str, sentence: str, caption: str):
    note = f"{PERIOD_NOTES[basis]} Champ large."
    assert (french.dated("2018", note), french.dated_period("2018", note)) == (sentence, caption)


@st.composite
def moments(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1, 1, 1), date(9999, 12, 31)))
    quarter = f"{day.year:04}-Q{(day.month + 2) // 3}"
    return draw(st.sampled_from([f"{day.year:04}", quarter, f"{day:%Y-%m}".zfill(7), day.isoformat()]))


@st.composite
def periods(draw: st.DrawFn) -> str:
    first, last = draw(moments()), draw(moments())
    return draw(st.sampled_from([first, f"{first}/{last}", f"{last}/{first}"]))


@given(periods().filter(is_period), periods().filter(is_period))
def test_every_period_has_its_french(first: str, last: str):
    for text in (french.period(first), french.in_period(first), french.span(first, last)):
        assert text.strip() == text
        assert not re.search(r"Q[1-4]|[0-9]-[0-9]{2}\b(?!-)(?<!\d{4}-\d{2})", text.replace(first, "")), text
        assert "None" not in text
    assert french.in_period(first)[0].isupper()
    assert re.match(r"d[eu] |d’", french.span(first, last))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("_T", "tous âges"),
        ("Y15T64", "15 à 64 ans"),
        ("Y_LT30", "moins de 30 ans"),
        ("Y_GE65", "65 ans ou plus"),
        ("Y15", "15 ans"),
    ],
)
def test_ages(code: str, text: str):
    assert french.age(code).replace(NBSP, " ") == text


@given(st.from_regex(r"Y[0-9]{1,3}(T[0-9]{1,3})?|Y_(LT|GE)[0-9]{1,3}", fullmatch=True))
def test_every_age_code_is_worded(code: str):
    text = french.age(code)
    assert text.startswith(("moins", *"0123456789"))
    assert "Y" not in text
    assert "T" not in text
    assert "ans" in text


@pytest.mark.parametrize(
    ("stratum", "text"),
    [
        (("_T", "_T", "_T"), "ensemble"),
        (("F", "Y15T64", "_T"), "femmes, 15 à 64 ans"),
        (("M", "_T", "diploma:cap"), "hommes, CAP ou BEP"),
    ],
)
def test_whom_a_figure_is_about(stratum: tuple[str, str, str], text: str):
    assert french.stratum(stratum, SMALL).replace(NBSP, " ") == text


@pytest.mark.parametrize(
    ("stratum", "usual", "text"),
    [
        (("_T", "Y15T64", "_T"), ("_T", "Y15T64", "_T"), "ensemble"),
        (("F", "Y15T64", "_T"), ("_T", "Y15T64", "_T"), "femmes"),
        (("_T", "_T", "_T"), ("F", "Y15T64", "_T"), "femmes et hommes, tous âges"),
        (("F", "Y15T64", "_T"), ("F", "Y15T64", "_T"), "femmes"),
        (("M", "Y15T64", "diploma:cap"), ("F", "Y15T64", "_T"), "hommes, CAP ou BEP"),
    ],
)
def test_only_what_differs_from_the_usual_people_is_said(
    stratum: tuple[str, str, str], usual: tuple[str, str, str], text: str
):
    assert french.people(stratum, usual, SMALL) == text


def test_every_perimeter_is_worded():
    texts = [french.perimeter(code) for code in Perimeter]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Femmes", "femmes"),
        ("CAP ou BEP", "CAP ou BEP"),
        ("Ensemble du territoire", "ensemble du territoire"),
        ("", ""),
    ],
)
def test_inside_a_sentence(text: str, inside: str):
    assert french.inside(text) == inside


def test_a_sentence_starts_with_a_capital_and_keeps_the_rest():
    assert french.sentence("étudiants en CAP") == "Étudiants en CAP"
    assert french.sentence("") == ""


@pytest.mark.parametrize(("date_text", "text"), [("", "date non lue"), ("2016-05-03", "3 mai 2016"), ("2019", "2019")])
def test_dates_of_publication(date_text: str, text: str):
    assert french.published(date_text) == text


def test_indicators_with_decimals_keep_them_only_when_needed():
    whole = catalogue(indicator(decimals=2))
    assert french.value(observed(18.0), whole) == f"18{NBSP}%"
    assert french.value(observed(18.5), whole) == f"18,50{NBSP}%", "one column, one number of decimals"


def test_every_figure_of_the_project_reads_in_french(catalogue: Catalogue, built_store: Store):
    """No English decimal point, no code, no number parted from its unit at the end of a line."""
    for figure in built_store.observations:
        text = french.value(figure, catalogue)
        assert re.fullmatch(r"[^.]+", text), (figure, text)
        assert not re.search(r"[0-9] [0-9]", text.replace("1 000", "")), text
        for words in (text, french.period(figure.period), french.in_period(figure.period), french.when(figure)):
            assert not re.search(r"\bnan\b|None|_|Q[1-4]\b", words), words
        assert french.stratum(figure.stratum, catalogue)
