"""When two figures may not be put side by side, and what is said instead of a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import REASONS, Refusal, RefusalCode, rank_quarters, remainder
from dashboard.gaps.comparability import SECRET_THRESHOLD, objection
from etl.catalogue import Catalogue
from etl.model import Observation
from tests.dashboard.small import (
    DENSITY,
    INCOME,
    JOBSEEKERS,
    apart,
    catalogue,
    checked,
    indicator,
    observed,
    of,
    pair,
    refusal_of,
)
from tests.gaps.many import many

HERE, THERE = pair(18.3, 7.5)
SMALL = catalogue()


def refused(here: Observation, there: Observation, where: Catalogue = SMALL) -> Refusal:
    return refusal_of([here, there], here.indicator, where)


def declared_apart(reason: str) -> Refusal:
    return refused(HERE, replace(THERE, source="echo"), catalogue(incompatibilities=(apart(reason, "echo"),)))


def from_remainder(whole: Observation, part: Observation) -> Refusal:
    known = SMALL.indicators[whole.indicator]
    answer = remainder(whole, part, known, SMALL)
    assert isinstance(answer, tuple), answer
    return Refusal(known, whole.territory, *answer)


def unranked(**fields: Any) -> Refusal:
    answer = rank_quarters(many([40.0, 30.0, 20.0, 10.0], indicator(default_age="_T", **fields)))
    assert isinstance(answer, Refusal), answer
    return answer


# Each reason, reached by hand: how, and the words that name what differs.
CASES: dict[RefusalCode, list[tuple[Callable[[], Refusal], tuple[str, ...]]]] = {
    RefusalCode.DIFFERENT_PERIOD: [
        (lambda: refused(HERE, replace(THERE, period="2020")), ("2022", "2020", "périodes différentes")),
        (
            lambda: refused(replace(HERE, period="2017-Q4"), replace(THERE, period="2017")),
            ("4ᵉ trimestre 2017", ": 2017."),
        ),
        (lambda: refusal_of([HERE, THERE], period="2014"), ("2014", "Périodes connues : 2022")),
        (lambda: declared_apart("period"), ("Ces deux publications ne se comparent pas.",)),
    ],
    RefusalCode.DIFFERENT_UNIVERSE: [
        (lambda: refused(HERE, replace(THERE, sex="F")), (": 15 à 64\u00a0ans.", "femmes, 15 à 64\u00a0ans")),
        (
            lambda: refused(replace(HERE, breakdown="_T"), replace(THERE, breakdown="diploma:cap")),
            (": 15 à 64\u00a0ans.", "CAP ou BEP"),
        ),
        (lambda: declared_apart("universe"), ("Ces deux publications ne se comparent pas.",)),
        (lambda: from_remainder(of(JOBSEEKERS, 90, "all"), of(JOBSEEKERS, 100)), ("La partie dépasse l’ensemble",)),
        (
            lambda: from_remainder(of(JOBSEEKERS, 500, "all", territory="FR"), of(JOBSEEKERS, 100)),
            ("même territoire", "France métropolitaine d’un côté, France de l’autre"),
        ),
    ],
    RefusalCode.DIFFERENT_COMPARATOR: [
        (lambda: refusal_of([HERE, THERE], reference="all"), ("« Autres quartiers »", "pas « Ensemble »", "2022")),
        (
            lambda: refusal_of([HERE, replace(THERE, zone="outside_zus", perimeter="ZUS")]),
            ("« Hors ZUS »", "pas un comparateur admis"),
        ),
        (
            lambda: refusal_of([HERE, THERE], reference="outside_zus"),
            ("« Hors ZUS » n’est pas un comparateur admis", "Comparateurs admis : « Autres quartiers »"),
        ),
        (lambda: declared_apart("comparator"), ("Ces deux publications ne se comparent pas.",)),
    ],
    RefusalCode.DIFFERENT_PERIMETER: [
        (lambda: refused(replace(HERE, perimeter="QP2024"), THERE), ("QPV 2024", "QPV 2015", "découpage")),
        (lambda: refused(HERE, replace(THERE, perimeter="QP2024")), ("QPV 2015 d’un côté, QPV 2024 de l’autre",)),
        (lambda: refused(replace(HERE, zone="zus", perimeter="ZUS"), THERE), ("ZUS d’un côté, QPV 2015 de l’autre",)),
        (lambda: declared_apart("perimeter"), ("Ces deux publications ne se comparent pas.",)),
    ],
    RefusalCode.DIFFERENT_DEFINITION: [
        (lambda: declared_apart("definition"), ("Ces deux publications ne se comparent pas.",)),
    ],
    RefusalCode.SECRET: [
        (lambda: refused(replace(HERE, value=None, conf_status="C"), THERE), ("dans les QPV", "secret statistique")),
        (lambda: refused(HERE, replace(THERE, value=None, obs_status="Q")), ("dans les autres quartiers", "secret")),
        (lambda: refused(replace(HERE, conf_status="C"), THERE), ("secret statistique",)),
    ],
    RefusalCode.MISSING: [
        (lambda: refused(replace(HERE, value=None, obs_status="O"), THERE), ("dans les QPV (2022)", "pas publiée")),
        (lambda: refused(HERE, replace(THERE, value=None, obs_status="L")), ("dans les autres quartiers", "publiée")),
        (lambda: refusal_of([HERE]), ("point de comparaison ne l’est pas",)),
        (lambda: refusal_of([replace(THERE, zone="all")]), ("pour l’ensemble des quartiers prioritaires",)),
        (lambda: refusal_of([]), ("aucune valeur publiée n’a été lue en métropole",)),
        (lambda: refusal_of([HERE, THERE], territory="REG-11"), ("n’a été lue en Île-de-France",)),
        (lambda: refusal_of([HERE, THERE], sex="F"), ("femmes, 15 à 64\u00a0ans", "Valeurs connues pour : 15 à 64")),
    ],
    RefusalCode.NOT_APPLICABLE: [
        (lambda: refused(replace(HERE, value=None, obs_status="M"), THERE), ("dans les QPV", "est sans objet")),
    ],
    RefusalCode.NOT_COMPARABLE: [
        (
            lambda: refusal_of([of(DENSITY, 2.1)], "density"),
            ("« Densité de soignants » se décrit, sans écart à mesurer.", "À savoir : seul un rapport est publié."),
        ),
        (
            lambda: refusal_of([HERE, THERE], where=catalogue(indicator(comparators=[]))),
            ("Aucun point de comparaison admis n’a été publié pour « Taux de chômage »",),
        ),
    ],
    RefusalCode.NOT_ADDITIVE: [
        (lambda: from_remainder(observed(9.0, "all"), HERE), ("Taux de chômage", "ne s’additionne pas")),
        (lambda: from_remainder(of(INCOME, 22_000, "all"), of(INCOME, 14_000)), ("Niveau de vie médian",)),
    ],
    RefusalCode.TOO_FEW: [
        (lambda: refused(replace(HERE, n=9), replace(THERE, n=500)), ("(9)", "au moins 11 unités de chaque côté")),
        (lambda: refused(HERE, replace(THERE, n=10)), ("(10)",)),
        (lambda: from_remainder(of(JOBSEEKERS, 110, "all"), of(JOBSEEKERS, 100)), ("moins de 11 unités", "révélerait")),
    ],
    RefusalCode.NOT_RANKED: [
        (lambda: unranked(uses={"ranking": False}), ("« Taux de chômage »", "ranger les quartiers entre eux")),
    ],
}  # fmt: skip
NAMED = [
    pytest.param(code, case, words, id=f"{code}-{number}")
    for code, cases in CASES.items()
    for number, (case, words) in enumerate(cases)
]


def test_every_reason_is_reached_and_named():
    assert set(CASES) == set(RefusalCode)
    assert set(REASONS) == set(RefusalCode)
    assert len(set(REASONS.values())) == len(REASONS), "two reasons may not read alike"


@pytest.mark.parametrize(("code", "case", "words"), NAMED)
def test_refused(code: RefusalCode, case: Callable[[], Refusal], words: tuple[str, ...]):
    answer = case()
    assert answer.code == code
    for word in words:
        assert word in answer.text
    assert answer.text.endswith((".", "»"))
    assert not any(name in answer.text for name in ("None", "_T", "uue", "qpv", "Y15"))


def test_what_may_be_compared_is_not_refused():
    assert objection(HERE, THERE, SMALL.indicators["unemployment"], SMALL) is None


def test_two_populations_are_both_named():
    found = objection(HERE, replace(THERE, sex="F"), SMALL.indicators["unemployment"], SMALL)
    assert found is not None
    code, text = found
    assert code == RefusalCode.DIFFERENT_UNIVERSE
    assert "15 à 64\u00a0ans d’un côté, femmes, 15 à 64\u00a0ans de l’autre" in text


def test_a_year_that_the_check_of_the_guide_found_wrong_makes_no_gap():
    here, there = replace(HERE, source="guide_2019"), replace(THERE, source="guide_2019")
    assert refused(here, there, catalogue(guide_claims={"claim": checked("wrong_year")})).text == checked().verdict_note
    for verdict in ("confirmed", "rounded", "contradicted"):
        where = catalogue(guide_claims={"claim": checked(verdict)})
        assert objection(here, there, where.indicators["unemployment"], where) is None
    where = catalogue(guide_claims={"claim": checked("wrong_year")})
    assert objection(HERE, THERE, where.indicators["unemployment"], where) is None, "the guide's own figures only"


def test_a_comparator_without_a_map_suits_every_map():
    everyone = observed(9.0, "all")
    for perimeter in ("QP2015", "QP2024"):
        assert objection(replace(HERE, perimeter=perimeter), everyone, SMALL.indicators["unemployment"], SMALL) is None


def test_sources_declared_apart_are_comparable_among_themselves():
    where = catalogue(incompatibilities=(apart("definition", "echo", "survey_2016"),))
    known = where.indicators["unemployment"]
    both = [replace(HERE, source="echo"), replace(THERE, source="survey_2016")]
    assert objection(*both, known, where) is None
    assert objection(HERE, THERE, known, where) is None, "nor are the others forbidden"


def test_secrecy_is_said_before_anything_else():
    found = objection(
        replace(HERE, value=None, conf_status="C"),
        replace(THERE, period="2014"),
        SMALL.indicators["unemployment"],
        SMALL,
    )
    assert found is not None
    assert found[0] == RefusalCode.SECRET


def test_the_values_met_on_the_way_come_with_the_refusal():
    answer = refused(HERE, replace(THERE, period="2020"))
    assert answer.priority == HERE
    assert answer.reference is not None
    assert answer.reference.value == 7.5
    assert answer.period == "2022"


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_remainder_never_reveals_a_small_number(whole: int, part: int):
    answer = remainder(of(JOBSEEKERS, whole, "all"), of(JOBSEEKERS, part), JOBSEEKERS, SMALL)
    if isinstance(answer, tuple):
        code, text = answer
        assert whole - part < SECRET_THRESHOLD
        assert code == (RefusalCode.TOO_FEW if whole >= part else RefusalCode.DIFFERENT_UNIVERSE)
        assert str(whole - part) not in text.replace(str(SECRET_THRESHOLD), "")
    else:
        assert answer == whole - part >= SECRET_THRESHOLD


@pytest.mark.parametrize(("whole", "left"), [(111, 11), (5_000, 4_900)])
def test_a_large_remainder_is_given(whole: int, left: int):
    assert remainder(of(JOBSEEKERS, whole, "all"), of(JOBSEEKERS, 100), JOBSEEKERS, SMALL) == left


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"period": "2020"}, RefusalCode.DIFFERENT_PERIOD),
        ({"sex": "F"}, RefusalCode.DIFFERENT_UNIVERSE),
        ({"value": None, "conf_status": "C"}, RefusalCode.SECRET),
        ({"value": None, "obs_status": "O"}, RefusalCode.MISSING),
    ],
)
def test_only_the_same_moment_and_people_are_taken_out(changed: dict[str, str | None], code: RefusalCode):
    part = replace(of(JOBSEEKERS, 100), **changed)
    answer = remainder(of(JOBSEEKERS, 5_000, "all"), part, JOBSEEKERS, SMALL)
    assert isinstance(answer, tuple)
    assert answer[0] == code
