"""One figure in every quarter: nothing is mixed, nothing hidden is read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.gaps import Refusal, RefusalCode
from dashboard.gaps.quarters import Quarters, faces_of, quarters_of
from etl.catalogue import UnknownIdError
from etl.model import PERIOD_NOTES, ConfStatus, Face, ObsStatus
from tests.dashboard.small import catalogue, observed
from tests.gaps.many import NAN, SHARE, many, table

SMALL = catalogue(SHARE)
VALUES = [27.3, 40.0, None, 33.1, 12.0]

MIXED: dict[str, tuple[dict[str, Any], RefusalCode, tuple[str, ...]]] = {
    "period": ({"period": ["2022"] * 4 + ["2021"]}, RefusalCode.DIFFERENT_PERIOD, ("2021", "2022")),
    "perimeter": (
        {"perimeter": ["QP2015"] * 4 + ["QP2024"]}, RefusalCode.DIFFERENT_PERIMETER, ("QPV 2015", "QPV 2024"),
    ),
    "zone": (
        {"zone": ["qpv"] * 4 + ["zus"]}, RefusalCode.DIFFERENT_UNIVERSE,
        ("Quartiers prioritaires (QPV)", "Zones urbaines sensibles"),
    ),
    "sex": ({"sex": ["_T"] * 4 + ["F"]}, RefusalCode.DIFFERENT_UNIVERSE, ("ensemble", "femmes")),
    "breakdown": ({"breakdown": ["_T"] * 4 + ["diploma:cap"]}, RefusalCode.DIFFERENT_UNIVERSE, ("CAP ou BEP",)),
    "source": (
        {"source": ["survey_2020"] * 4 + ["echo"]}, RefusalCode.DIFFERENT_DEFINITION,
        ("Rapport survey_2020", "Rapport echo", "peuvent ne pas mesurer la même chose"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("column", MIXED)
def test_quarters_that_do_not_stand_together_are_refused(column: str):
    columns, code, words = MIXED[column]
    answer = quarters_of(table(VALUES, **columns), SHARE, SMALL, "DEP-93")
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.territory) == (code, "DEP-93")
    assert all(word in answer.text for word in words), answer.text
    assert answer.text.endswith("ne se rangent pas ensemble.")


def test_many_differences_are_not_all_listed():
    answer = quarters_of(table([1.0] * 6, period=[str(2017 + rank) for rank in range(6)]), SHARE, SMALL)
    assert isinstance(answer, Refusal)
    assert "2017, 2018, 2019, 2020, …" in answer.text


def test_no_quarter_at_all_is_missing():
    answer = quarters_of(table([]), SHARE, SMALL)
    assert isinstance(answer, Refusal)
    assert answer.code == RefusalCode.MISSING
    assert "« Taux de chômage »" in answer.text


def test_what_they_are_about_is_kept():
    subject = many(VALUES).subject
    assert (subject.indicator, subject.group, subject.period) == (SHARE, "DEP-93", "2022")
    assert (subject.perimeter, subject.zone, subject.source) == ("QP2015", "qpv", "survey_2020")
    assert subject.stratum == ("_T", "_T", "_T")


MISTAKES: list[tuple[pd.DataFrame, str]] = [
    (table(VALUES).drop(columns="n"), "columns missing.*'n'"),
    (table(VALUES, territory=["QP1", "QP2", "QP1", "QP4", "QP5"]), "come twice.*QP1"),
    (table(VALUES, indicator=["unemployment"] * 4 + ["income"]), "not of.*income"),
    (table(VALUES, territory=["QP1", "QN2", "FR", "QP4", "DEP-93"]), "not quarters.*FR.*DEP-93"),
    (table([*VALUES[:4], float("inf")]), "infinite"),
]


@pytest.mark.parametrize(("frame", "words"), MISTAKES, ids=[words.split()[0] for _, words in MISTAKES])
def test_a_mistake_of_the_caller_is_an_error(frame: pd.DataFrame, words: str):
    with pytest.raises(ValueError, match=words):
        quarters_of(frame, SHARE, SMALL)


def test_absences_are_counted_by_reason_and_a_hidden_value_is_not_read():
    quarters = many(
        [10.0, None, 20.0, None, 0.0, 30.0, 40.0],
        conf_status=["F", "C", "C", "F", "F", "F", "F"],
        obs_status=["A", "A", "A", "O", "A", "U", "M"],
        lower=[9.0, NAN, 19.0, NAN, 0.0, 29.0, 39.0],
    )
    assert quarters.by_face == {
        Face.PUBLISHED: 1, Face.ZERO: 1, Face.SECRET: 2, Face.MISSING: 1, Face.NOT_APPLICABLE: 1, Face.UNRELIABLE: 1,
    }  # fmt: skip
    assert quarters.absent == {Face.SECRET: 2, Face.MISSING: 1, Face.NOT_APPLICABLE: 1}
    assert quarters.count == 3
    assert list(quarters.values[quarters.present]) == [10.0, 0.0, 30.0]
    assert np.isnan(quarters.values[2]), "secret although a number was there"
    assert np.isnan(quarters.lower[2])


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.just(0.0), st.floats(1, 100)),
            st.sampled_from(ObsStatus),
            st.sampled_from(ConfStatus),
        ),
        min_size=1,
    )
)
def test_a_column_has_the_faces_of_its_observations(cells: list[tuple[float | None, ObsStatus, ConfStatus]]):
    values = np.array([NAN if value is None else value for value, _, _ in cells])
    faces = faces_of(values, *(pd.Series([str(cell[part]) for cell in cells], dtype=str) for part in (1, 2)))
    assert [Face(face) for face in faces] == [
        observed(value, obs_status=str(status), conf_status=str(secrecy)).face for value, status, secrecy in cells
    ]


def test_an_unknown_quarter_gets_the_closest_codes():
    with pytest.raises(UnknownIdError) as told:
        many(VALUES).index("QP000009")
    assert len(told.value.closest) == 3
    assert set(told.value.closest) <= set(many(VALUES).codes)


def test_the_order_received_is_kept():
    assert isinstance(many(VALUES), Quarters)
    assert many(VALUES).codes[:2] == ("QP000000", "QP000001")
    assert many(VALUES).index("QP000003") == 3


def test_how_sure_the_period_is_follows_the_quarters():
    """Told of all of them or of none: one note that differs and the period is not said to be deduced."""
    deduced = f"{PERIOD_NOTES['deduced']} Champ large."
    found = quarters_of(table(VALUES, note=deduced), SHARE, SMALL)
    assert isinstance(found, Quarters)
    assert found.subject.note == found.within(frozenset(found.codes[:2]), "DEP-93").subject.note
    assert found.subject.note == PERIOD_NOTES["deduced"]
    assert many(VALUES, note=[deduced] + [""] * (len(VALUES) - 1)).subject.note == ""
    assert many(VALUES).subject.note == ""
