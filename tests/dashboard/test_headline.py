"""The gap that a profile opens with: which one, among several, and what is said of where it comes from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.gaps import Gap, Verdict
from dashboard.questions.headline import headline, origin_caution
from tests.dashboard.small import INCOME, between, catalogue, pair, source

SMALL = catalogue()
REPORTED = source("reported", kind="secondary", publisher="Institut", reported_by="La Gazette")
WITH_REPORT = replace(SMALL, sources=SMALL.sources | {"reported": REPORTED})


def gap(
    place: str, period: str = "2019", verdict: Verdict = Verdict.UNFAVOURABLE, origin: str = "", zone: str = "all"
) -> Gap:
    """A gap with another territory, whose figure is read in ``origin``."""
    made = between(*pair(40.0, 20.0, period="2019"))
    reference = replace(made.reference, territory=place, zone=zone, source=origin or made.reference.source)
    return replace(made, period=period, verdict=verdict, reference=reference)


TOWN, DEPARTMENT, FRANCE, TOGETHER = (
    gap("COM-93066"), gap("DEP-93"), gap("FRM"), gap("FR", zone="qpv"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("gaps", "first"),
    [
        ([TOWN, DEPARTMENT, FRANCE], TOWN),
        ([gap("COM-93066", verdict=Verdict.CLOSE), DEPARTMENT, FRANCE], DEPARTMENT),
        ([TOGETHER, FRANCE], FRANCE),
        ([gap("FRM", origin="reported"), TOGETHER], TOGETHER),
        ([gap("COM-93066", origin="reported"), DEPARTMENT], DEPARTMENT),
        ([TOWN, gap("COM-93001"), DEPARTMENT], DEPARTMENT),
        ([TOWN, gap("COM-93001"), FRANCE], TOWN),
        ([gap("DEP-93", "2018"), gap("REG-11", "2019")], gap("REG-11", "2019")),
        ([gap("COM-93066", verdict=Verdict.CLOSE), gap("FRM", origin="reported")],
         gap("COM-93066", verdict=Verdict.CLOSE)),
    ],
)  # fmt: skip
def test_what_is_sure_concludes_and_lies_around_comes_first(gaps: list[Gap], first: Gap):
    assert headline(gaps, WITH_REPORT) == first


def test_a_rounded_figure_comes_after_an_exact_one():
    rounded = replace(TOWN, reference=replace(TOWN.reference, qualifier="about"))
    assert headline([rounded, DEPARTMENT], SMALL) == DEPARTMENT


def test_of_two_figures_alike_the_first_of_the_page_is_told():
    later = replace(TOWN, indicator=INCOME, period="2020")
    assert headline([TOWN, later], SMALL) == TOWN


def test_without_a_gap_there_is_no_headline():
    assert headline([], SMALL) is None


def test_a_report_of_a_figure_is_named_and_a_primary_one_needs_nothing():
    assert origin_caution(TOWN, WITH_REPORT) == ""
    told = origin_caution(gap("FRM", origin="reported"), WITH_REPORT).replace("\u00a0", " ")
    assert told == "Source secondaire pour 20 % : lu dans La Gazette, et non chez son producteur."


def test_a_rounded_figure_is_said_to_be():
    rounded = replace(TOWN, reference=replace(TOWN.reference, qualifier="about"))
    assert origin_caution(rounded, SMALL).replace("\u00a0", " ") == "Environ 20 % est une valeur approchée."
