"""Every sentence generated from every gap and every refusal known is proved, typeset and careful."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.claims.of_gap import claims_of_gap
from dashboard.claims.of_refusal import claim_of_refusal
from dashboard.claims.of_trend import claims_of_trend
from dashboard.gaps import Gap, Refusal
from dashboard.gaps.local import Comparator
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.reading import Ask, Reading
from dashboard.store import Store, open_store
from etl.catalogue import Catalogue
from etl.model import DISTRIBUTION
from etl.pipeline import build
from tests.conftest import ROOT
from tests.dashboard.claims.proof import check

HERE = "dans le quartier"
COMPARATIVES = ("plus élevé", "plus faible", "fois", "de moins", "de plus que", "contre près", "contre plus")
APART = ("unfavourable", "favourable", "higher", "lower")
SOME = 12
"""Quarters of the official files that are read, evenly taken."""


def answers(reading: Reading) -> Iterator[Gap | Refusal]:
    """What is answered to every question that the figures of ``reading`` allow to ask of a territory."""
    for name, indicator in reading.catalogue.indicators.items():
        known = [o for o in reading.store.of(name) if not o.breakdown.startswith(DISTRIBUTION)]
        questions = dict.fromkeys((o.territory, o.period, o.stratum) for o in known)
        for territory, period, stratum in questions:
            for zone in (None, *indicator.comparators):
                yield reading.gap(name, Ask(territory, period, zone, *stratum))


def local_answers(near: Neighbourhoods, codes: list[str]) -> Iterator[tuple[Comparator, Gap | Refusal]]:
    for code in codes:
        near.fetch([code, *near.surroundings(code)])
        for name in near.by_indicator(code):
            for found in near.references(code, near.catalogue.indicators[name]):
                yield found.comparator, found.answer


@pytest.fixture(scope="module")
def committed(built_store: Store) -> list[Gap | Refusal]:
    found = answers(Reading(built_store))
    return list({(a.indicator.id, a.territory, a.priority, a.reference, _why(a)): a for a in found}.values())


def _why(answer: Gap | Refusal) -> str:
    return answer.text if isinstance(answer, Refusal) else ""


def prove(answer: Gap | Refusal, catalogue: Catalogue, here: str = "") -> int:
    """Checks all that is said of an answer; how many sentences that is."""
    if isinstance(answer, Refusal):
        place = catalogue.territories.get(answer.territory)
        check(claim_of_refusal(answer, catalogue), catalogue, answer.indicator.phrase, place.within if place else "")
        return 1
    claims = claims_of_gap(answer, catalogue, here)
    for claim in claims:
        check(claim, catalogue)
        compares = any(word in claim.text for word in COMPARATIVES)
        if claim.rule.startswith("gap."):
            assert not compares or answer.verdict.value in APART, claim.text
    texts = [claim.text for claim in claims]
    assert len(set(texts)) == len(texts), texts
    return len(claims)


def test_every_gap_of_the_project_is_told_with_its_proof(committed: list[Gap | Refusal], catalogue: Catalogue):
    gaps = [answer for answer in committed if isinstance(answer, Gap)]
    assert len(gaps) > 100
    told = [prove(gap, catalogue) for gap in gaps]
    assert sum(told) > 3 * len(gaps)


def test_every_refusal_of_the_project_is_told_with_what_is_known(committed: list[Gap | Refusal], catalogue: Catalogue):
    refusals = [answer for answer in committed if isinstance(answer, Refusal)]
    assert len({refusal.code for refusal in refusals}) >= 4
    for refusal in refusals:
        prove(refusal, catalogue)


def test_every_trend_of_the_project_is_told_with_its_proof(
    committed: list[Gap | Refusal], built_store: Store, catalogue: Catalogue
):
    reading = Reading(built_store)
    rules = set()
    for gap in committed:
        if isinstance(gap, Gap):
            for claim in claims_of_trend(reading.series(gap), catalogue):
                check(claim, catalogue)
                rules.add(claim.rule)
    assert {"trend.movement", "trend.disagreement", "trend.none", "trend.break", "trend.exceptional"} <= rules


def test_every_gap_of_a_quarter_is_told_with_its_proof(neighbourhood_store: Store):
    near = Neighbourhoods(Reading(neighbourhood_store))
    codes = [record.code for record in near.store.territories.of_kind("neighbourhood")]
    told = [(answer, prove(answer, near.catalogue, HERE)) for _, answer in local_answers(near, codes)]
    assert sum(isinstance(answer, Gap) for answer, _ in told) > 20
    for answer, _ in told:
        if isinstance(answer, Gap):
            prove(answer, near.catalogue)


def test_no_movement_is_told_of_one_quarter_without_its_precision(neighbourhood_store: Store):
    near = Neighbourhoods(Reading(neighbourhood_store))
    codes = [record.code for record in near.store.territories.of_kind("neighbourhood")]
    for comparator, answer in local_answers(near, codes):
        if not isinstance(answer, Gap):
            continue
        for claim in claims_of_trend(near.history(answer.territory, answer.indicator, comparator), near.catalogue):
            check(claim, near.catalogue)
            if "se resserre" in claim.text or "se creuse" in claim.text:
                assert "sans précision connue" not in claim.text


def test_official_income_files_are_told_with_their_proof(real_data: Path, catalogue: Catalogue, tmp_path: Path):
    folder = tmp_path / "indicators"
    folder.mkdir()
    build(ROOT / "data" / "catalogue", ROOT / "data" / "sources", folder, raw=real_data / "insee_qpv2015_revenus")
    near = Neighbourhoods(Reading(open_store(folder, catalogue)))
    codes = [record.code for record in near.store.territories.of_kind("neighbourhood")]
    told = sum(prove(answer, near.catalogue, HERE) for _, answer in local_answers(near, codes[:: len(codes) // SOME]))
    assert told > 100
