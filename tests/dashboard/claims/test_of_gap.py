"""The sentences of one gap: which are said, in which words, with which numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import french
from dashboard.claims.claim import Measure
from dashboard.claims.finding import finding
from dashboard.claims.of_gap import claim_of_gap, claims_of_gap
from dashboard.gaps import Gap, Verdict
from etl.catalogue import Catalogue, Counted
from etl.model import PERIOD_NOTES, Observation
from tests.dashboard.claims.proof import check
from tests.dashboard.small import CADRES, INCOME, between, break_at, catalogue, checked, disputed, indicator, of, pair

ACTIVE = Counted(one="actif", many="actifs", singular="est au chômage", plural="sont au chômage")
SMALL = catalogue(indicator(counted=ACTIVE), INCOME, CADRES)
ANY = st.floats(0, 100).map(lambda value: round(value, 1))


def told(here: Observation, there: Observation, where: Catalogue = SMALL) -> dict[str, str]:
    """The sentences by rule, with plain spaces."""
    claims = claims_of_gap(between(here, there, where), where)
    for claim in claims:
        check(claim, where)
    return {claim.rule: claim.text.replace(french.NBSP, " ").replace("\u202f", " ") for claim in claims}


def test_the_finding_has_the_words_of_the_title_and_three_numbers():
    gap = between(*pair(18.3, 7.5), SMALL)
    claim = claim_of_gap(gap, SMALL)
    assert claim.text == french.typography(finding(gap, SMALL))
    assert [(q.measure, q.text.replace(french.NBSP, " "), q.unit) for q in claim.quantities] == [
        (Measure.RATIO, "2,4 fois", "times"),
        (Measure.LEVEL, "18,3 %", "percent"),
        (Measure.LEVEL, "7,5 %", "percent"),
    ]
    assert claim.quantities[0].value == 18.3 / 7.5
    assert claim.observations == (gap.priority, gap.reference)
    assert claim.caveats == gap.caveats
    assert claim.proof()["quantities"][0] == {
        "measure": "ratio", "text": f"2,4{french.NBSP}fois", "value": 18.3 / 7.5, "unit": "times",
    }  # fmt: skip


def test_where_the_ratio_is_said_the_points_are_too():
    assert "10,8 points" in told(*pair(18.3, 7.5))["gap.points"]
    assert "gap.points" not in told(*pair(9.0, 7.5))


def test_a_lower_value_is_told_the_other_way_round_when_it_tells_something():
    text = told(*pair(10.0, 22.7))["gap.inverse"]
    assert text.endswith("2,3 fois plus élevé dans les autres quartiers que dans les QPV.")
    assert "gap.inverse" not in told(*pair(20.0, 22.7))


def test_agreement_follows_the_indicator():
    assert "plus élevée dans les autres" in told(of(CADRES, 10.0), of(CADRES, 30.0, "uue"))["gap.inverse"]


def test_money_is_told_in_proportion():
    texts = {
        told(of(INCOME, 14_000, period=year), of(INCOME, 22_000, "uue", period=year))["gap.relative"]
        for year in ("2018", "2019", "2020", "2021", "2022")
    }
    assert texts == {
        "En proportion, le niveau de vie médian est plus faible de 36 % dans les QPV que dans les autres quartiers.",
        "Rapporté au niveau relevé dans les autres quartiers, l’écart est de 36 %.",
    }
    assert "gap.relative" not in told(of(INCOME, 21_900), of(INCOME, 22_000, "uue"))


def test_a_share_is_told_in_plain_words_with_its_other_side():
    assert told(*pair(26.4, 10.1))["gap.fraction"] == (
        "En 2022, dans les QPV, plus d’un actif sur quatre est au chômage, contre un sur dix dans les autres quartiers."
    )
    assert "gap.fraction" not in told(*pair(45.6, 7.5))


def test_two_sides_that_are_the_same_fraction_are_not_opposed():
    text = told(*pair(26.4, 24.0))["gap.fraction"]
    assert text == "En 2022, dans les QPV, plus d’un actif sur quatre est au chômage."


def test_other_people_than_the_usual_ones_have_no_fraction():
    assert "gap.fraction" not in told(*pair(26.4, 10.1, sex="F"))


def test_an_approached_value_has_neither_fraction_nor_second_measure():
    rules = told(*(replace(side, qualifier="nearly") for side in pair(26.0, 10.0)))
    assert not {"gap.points", "gap.fraction", "gap.inverse"} & set(rules)
    assert "environ 3 fois" in rules["gap.times"]
    about = told(*(replace(side, qualifier="about") for side in pair(40.0, 28.0)))
    assert "plus élevé d’environ 12 points" in about["gap.difference"]


def test_a_known_interval_is_told_and_zero_in_it_is_said():
    sides = [replace(o, lower=o.value - 1, upper=o.value + 1) for o in pair(18.3, 7.5) if o.value]
    assert told(*sides)["gap.interval"] == "L’intervalle à 95 % de l’écart va de 9,4 à 12,2 points."
    unsure = [replace(o, lower=o.value - 4, upper=o.value + 4) for o in pair(9.3, 7.5) if o.value]
    assert told(*unsure)["gap.interval"] == (
        "L’intervalle à 95 % de l’écart va de −3,9 à 7,5 points : il contient zéro."
    )


def test_a_difference_that_does_not_follow_from_what_is_written_says_so():
    assert "caution.rounding" in told(*pair(13.05, 10.94))
    assert "caution.rounding" not in told(*pair(13.1, 10.9))


def test_who_reports_a_figure_is_said_right_after():
    claims = claims_of_gap(between(*pair(18.3, 7.5, source="echo"), SMALL), SMALL)
    assert claims[1].text == (
        "Ces chiffres sont lus dans un compte rendu (Un journal), pas dans la publication d’origine."
    )
    mine, other = pair(18.3, 7.5)
    text = told(mine, replace(other, source="echo"))["caution.secondary"]
    assert text.startswith("L’un des deux chiffres est lu dans un compte rendu")


def test_an_odd_year_a_new_measure_and_a_disputed_figure_are_said():
    odd = catalogue(breaks=(break_at("2022", "exceptional"),))
    assert told(*pair(18.3, 7.5), odd)["caution.exceptional"] == (
        "En 2022, la situation est exceptionnelle : ces chiffres ne se prolongent ni avant ni après."
    )
    new = catalogue(breaks=(break_at("2022"),))
    assert "caution.exceptional" not in told(*pair(18.3, 7.5), new)
    assert told(*pair(18.3, 7.5), new)["caution.new_measure"].startswith("La mesure change en 2022")
    known = catalogue(contradictions=(disputed(18.3, 20.0),))
    assert told(*pair(18.3, 7.5), known)["caution.contradiction"] == "Une autre publication donne un chiffre différent."
    guide = catalogue(guide_claims={"claim": checked("not_found")})
    assert "caution.guide" in told(*pair(18.3, 7.5, source="guide_2019"), guide)


def test_a_deduced_date_is_said_once():
    note = PERIOD_NOTES["deduced"]
    both = told(*pair(18.3, 7.5, note=note))
    assert both["gap.times"].startswith("Vers 2022 (date déduite)")
    assert "caution.date" not in both
    mine, other = pair(18.3, 7.5)
    assert "est déduite" in told(mine, replace(other, note=note))["caution.date"]


def test_a_fragile_figure_is_said_and_has_no_fraction():
    rules = told(*pair(26.4, 10.1, obs_status="U"))
    assert "fragile" in rules["caution.fragile"]
    assert "gap.fraction" not in rules


@given(here=ANY, there=ANY, half=st.none() | st.floats(0.1, 20))
def test_a_side_is_called_higher_only_when_the_verdict_allows(here: float, there: float, half: float | None):
    sides = pair(here, there)
    if half is not None:
        sides = [
            replace(o, lower=max(0.0, v - half), upper=v + half) for o, v in zip(sides, (here, there), strict=True)
        ]
    gap = between(*sides, SMALL)
    claims = claims_of_gap(gap, SMALL)
    for claim in claims:
        check(claim, SMALL)
    said = " ".join(claim.text for claim in claims)
    if gap.verdict in (Verdict.EQUAL, Verdict.CLOSE, Verdict.UNDETERMINED):
        assert not any(word in said for word in ("plus élevé", "plus faible", "fois", "contre près", "contre plus"))
    else:
        assert ("est plus faible" in claims[0].text) == (here < there)


@pytest.mark.parametrize(("territory", "where"), [("FRM", ""), ("REG-11", "en Île-de-France")])
def test_the_same_gap_is_always_told_in_the_same_words(territory: str, where: str):
    def sentences() -> list[str]:
        gap: Gap = between(*pair(26.4, 10.1, territory=territory), SMALL)
        return [claim.text for claim in claims_of_gap(gap, SMALL)]

    assert sentences() == sentences()
    assert where in sentences()[0]


def test_in_a_named_place_the_fraction_names_it_once():
    text = told(*pair(26.4, 10.1, territory="REG-11"))["gap.fraction"]
    assert text == (
        "En 2022, en Île-de-France, plus d’un actif sur quatre est au chômage dans les QPV, contre un sur dix dans les "
        "autres quartiers."
    )
