"""What the data of today no longer say of an earlier document is told, with why and with what to write."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dashboard.briefs.checked import Checked, CheckReport, Reason, Status
from dashboard.briefs.checking import check, claims_that_fail
from dashboard.briefs.document import Document
from dashboard.briefs.proof import proof_of
from dashboard.questions.neighbourhoods import neighbourhoods_of
from dashboard.questions.reading import Reading
from dashboard.questions.standing import standing_of
from dashboard.store import Store, open_store
from etl.catalogue import Catalogue
from tests.conftest import Built
from tests.dashboard.briefs.altered import UNEMPLOYMENT, Line, altered_store, held, is_of, with_value
from tests.dashboard.briefs.making import brief, brief_on

HERE = UNEMPLOYMENT | {"zone": "qpv"}
THERE = UNEMPLOYMENT | {"zone": "uue"}
Alter = Callable[..., Store]


@pytest.fixture
def alter(built: Built, catalogue: Catalogue, tmp_path: Path) -> Alter:
    """A store like the committed one, with a few lines altered."""

    def altered(change: Callable[[Line], Iterable[Line]], lines: int | None = 1) -> Store:
        return altered_store(built.folder, tmp_path / "altered", catalogue, change, lines)

    return altered


@pytest.fixture(scope="module")
def france(built_store: Store) -> Document:
    """The brief of France on the committed data."""
    return brief_on(built_store, "FR")


def on(store: Store, document: Document) -> CheckReport:
    """The report on an untouched file, on other data."""
    reading = Reading(store)
    return check(held(document), neighbourhoods_of(reading), standing_of(reading))


def reasons(part: Checked) -> set[Reason]:
    """Why a part is out of date."""
    return {entry.reason for entry in part.outdated}


def finding(report: CheckReport) -> Checked:
    """The sentence on unemployment."""
    return next(part for part in report.of("claim") if "18,3" in part.told and "7,5" in part.told)


def plain(text: str) -> str:
    """Plain spaces."""
    return " ".join(text.split())


def test_a_figure_that_changed_is_told_with_the_old_and_the_new_words(alter: Alter, france: Document) -> None:
    report = on(alter(with_value(HERE, value="19.9")), france)
    part = finding(report)
    assert part.status == Status.OUTDATED
    told = [plain(entry.text) for entry in part.outdated]
    assert told[0] == "Votre note du 24 novembre 2026 dit 2,4 fois ; c’est maintenant 2,7 fois."
    assert told[1].endswith("France métropolitaine, 2022 : 18,3 % dans la note, 19,9 % aujourd’hui.")
    assert plain(part.now) == plain(part.told).replace("2,4 fois", "2,7 fois").replace("18,3 %", "19,9 %")
    assert all("chômage" in p.told or "écart" in p.told or "différence" in p.told for p in report.unsound)
    assert all(p.status == Status.OUTDATED for p in report.unsound)


def test_charts_of_a_figure_that_changed_are_out_of_date(alter: Alter, france: Document) -> None:
    report = on(alter(with_value(HERE, value="19.9")), france)
    moved = [part for part in report.of("chart") if part.outdated]
    drawn = [b.chart.name for b in france.illustrations if any(m.value == 18.3 for m in b.chart.marks)]
    assert [part.name for part in moved] == drawn
    assert all("18,3 % dans la note, 19,9 % aujourd’hui" in plain(part.outdated[0].text) for part in moved)


def test_every_other_part_stays_sound(alter: Alter, france: Document) -> None:
    report = on(alter(with_value(HERE, value="19.9")), france)
    about = {s.claim.text for s in france.statements if any(is_about(o) for o in s.claim.observations)}
    assert {part.told for part in report.of("claim") if part.outdated} <= about
    assert all(part.status == Status.SOUND for part in report.of("table"))


def is_about(observation: object) -> bool:
    """Whether an observation is the one that was altered."""
    return is_of({name: getattr(observation, name) for name in HERE}, HERE)


def test_a_change_too_small_to_be_written_changes_no_sentence(alter: Alter, france: Document) -> None:
    assert on(alter(with_value(HERE, value="18.301")), france).is_sound


def test_a_figure_that_is_now_secret_is_told(alter: Alter, france: Document) -> None:
    part = finding(on(alter(with_value(HERE, value="", obs_status="Q", conf_status="C")), france))
    assert Reason.STATUS in reasons(part)
    assert any("18,3 % dans la note, secret statistique aujourd’hui" in plain(e.text) for e in part.outdated)


def test_a_figure_that_vanished_is_told_and_why_there_is_no_gap(alter: Alter, france: Document) -> None:
    part = finding(on(alter(lambda line: [] if is_of(line, HERE) else [line]), france))
    assert Reason.VANISHED in reasons(part)
    assert any("n’est plus dans les données" in entry.text for entry in part.outdated)


def test_a_gap_that_is_now_refused_says_why(alter: Alter, france: Document) -> None:
    whole = {"indicator": "unemployment_rate", "zone": "uue"}
    store = alter(lambda line: [] if is_of(line, whole) else [line], lines=None)
    part = finding(on(store, france))
    refused = [entry.text for entry in part.outdated if entry.reason == Reason.REFUSED]
    assert len(refused) == 1
    assert refused[0].startswith("L’écart n’est plus mesuré")
    assert part.now == ""


def test_a_later_date_is_told(alter: Alter, france: Document) -> None:
    def later(line: Line) -> list[Line]:
        if not (is_of(line, HERE) or is_of(line, THERE)):
            return [line]
        return [line, line | {"period": "2023", "value": "17.4" if line["zone"] == "qpv" else "7.3"}]

    part = finding(on(alter(later, lines=2), france))
    assert Reason.NEWER in reasons(part)
    assert any("2023 (la note dit 2022)" in entry.text for entry in part.outdated)
    assert plain(part.now).startswith("En 2023, le taux de chômage est 2,4 fois plus élevé")
    assert "17,4 % contre 7,3 %" in plain(part.now)


def test_a_figure_that_another_source_now_gives_is_the_same(alter: Alter, france: Document) -> None:
    store = alter(with_value(HERE, source="onpv_situation_emploi_2014_2022_qpv_2024_via_letowski"))
    part = finding(on(store, france))
    assert part.status == Status.SOUND


def test_a_territory_that_is_no_more_is_told(neighbourhood_store: Store, built_store: Store) -> None:
    code = next(r.code for r in neighbourhood_store.territories.of_kind("neighbourhood") if r.code.startswith("QP"))
    document = brief_on(neighbourhood_store, code)
    assert on(neighbourhood_store, document).is_sound
    report = on(built_store, document)
    assert report.remarks[0] == f"Le territoire « {code} » n’est pas dans les données actuelles."
    about = [part for part, s in zip(report.of("claim"), document.statements, strict=True) if s.claim.observations]
    assert about
    assert all(Reason.TERRITORY in reasons(part) for part in about)
    assert all(Reason.TERRITORY in reasons(part) for part in (*report.of("chart"), *report.of("table")))


@pytest.mark.parametrize("code", ["FR", "FRM", "REG-11", "DEP-93"])
@pytest.mark.parametrize("length", ["full", "page"])
def test_on_the_same_data_everything_is_sound(reading: Reading, code: str, length: str) -> None:
    document = brief(reading, code, length=length)
    report = on(reading.store, document)
    assert report.is_sound
    assert report.data_version == report.current_version


def test_every_quarter_is_sound_on_its_own_data(neighbourhood_store: Store) -> None:
    reading = Reading(neighbourhood_store)
    codes = [r.code for r in neighbourhood_store.territories.of_kind("neighbourhood")]
    assert codes
    for code in codes:
        assert on(neighbourhood_store, brief(reading, code)).is_sound, code


def test_claims_that_fail_are_those_out_of_date(alter: Alter, france: Document) -> None:
    store = alter(with_value(HERE, value="19.9"))
    reading = Reading(store)
    failing = claims_that_fail(proof_of(france), neighbourhoods_of(reading), standing_of(reading))
    assert failing == [part for part in on(store, france).of("claim") if part.outdated]


def test_an_older_build_reads_the_same(built: Built, catalogue: Catalogue, tmp_path: Path, france: Document) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(built.folder, copy)
    assert on(open_store(copy, catalogue), france).is_sound
