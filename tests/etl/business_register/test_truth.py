"""What was planted in a made-up register is found again, to the unit, before secrecy and after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from etl.business_register.definitions import OTHER_ACTIVITY, SECTORS, SIZES, UNSTATED
from etl.business_register.running import Sheet, count_register, run
from etl.business_register.stages import Stages
from tests.etl.business_register.made_up import MadeUp

DEFINITIONS = ("flag", "law", "study")
WAYS = ("code", "coordinates")
PERIMETERS = ("QP2015", "QP2024")
Found = dict[tuple[str, str, str, bool], int]


def cells_of(sheet: Sheet, perimeter: str) -> Found:
    """Establishments by territory, zone, breakdown and whether they are of the social economy."""
    (cells,) = (one.cells for one in sheet.counted if one.reading.perimeter == perimeter)
    keys = zip(cells["territory"], cells["zone"], cells["breakdown"], cells["ess"], strict=True)
    return Counter(dict(zip(keys, cells["establishments"].tolist(), strict=True)))


def zones(measures: dict[str, int], way: str, perimeter: str) -> dict[str, int]:
    """The zones whose count the truth tells, of its measures."""
    if way == "code":
        return {"all": measures["total"], "qpv": measures["code"], "outside_qpv": measures["coded"] - measures["code"]}
    inside, band = measures["coordinates"], measures["band"]
    found = {"all": measures["total"], "qpv": inside, "outside_qpv": measures["located"] - inside}
    if perimeter == "QP2024":  # a quarter of the outlines of 2015 are missing: their band is not told
        found |= {"buffer_300m": band, "qpv_and_300m": inside + band}
    return found


EACH = [
    pytest.param(definition, way, perimeter, id=f"{definition}-{way}-{perimeter}")
    for definition in DEFINITIONS
    for way in WAYS
    for perimeter in PERIMETERS
]
each = pytest.mark.parametrize(("definition", "way", "perimeter"), EACH)


@each
def test_totals(
    definition: str, way: str, perimeter: str, counting: Callable[[str, str], Sheet], made_up: MadeUp
) -> None:
    found, truth = cells_of(counting(definition, way), perimeter), made_up.truth["perimeters"][perimeter]
    populations = ((definition, "_T", True), (f"not_{definition}", "_T", False))
    others = ((other, f"ess_definition:{other}", True) for other in DEFINITIONS)
    for population, breakdown, ess in (*populations, *others):
        for scope, territory in (("all", "FR"), ("metropolitan", "FRM")):
            expected = zones(truth["totals"][scope][population], way, perimeter)
            assert {zone: found[territory, zone, breakdown, ess] for zone in expected} == expected
    for department, told in truth["by_department"].items():
        for population, breakdown, ess in populations:
            for zone, count in zones(told[population], way, perimeter).items():
                assert found[f"DEP-{department}", zone, breakdown, ess] == count
    band = [key for key in found if key[1] in ("buffer_300m", "qpv_and_300m") and key[0] == "FR"]
    assert bool(band) == (perimeter == "QP2024")
    assert found["FR", "qpv", "_T", True] > 5


@pytest.mark.parametrize(
    ("by", "dimension", "level_of"),
    [
        ("by_family", "legal_form", str),
        ("by_activity", "ess_sector", lambda activity: sector_of(activity)),
        ("by_size", "size", lambda band: SIZES.get(band, UNSTATED)),
    ],
)
@each
def test_kinds(
    definition: str, way: str, perimeter: str, by: str, dimension: str, level_of: Callable[[str], str],
    counting: Callable[[str, str], Sheet], made_up: MadeUp,
) -> None:  # fmt: skip
    found = cells_of(counting(definition, way), perimeter)
    expected: Counter[tuple[str, str]] = Counter()
    for key, populations in made_up.truth["perimeters"][perimeter][by].items():
        for zone, count in zones(populations[definition], way, perimeter).items():
            expected[zone, f"{dimension}:{level_of(key)}"] += count
    assert {key: found["FR", *key, True] for key in expected} == expected
    counted = {key[2] for key in found if key[0] == "FR" and key[2].startswith(f"{dimension}:")}
    assert {level for (_, level), count in expected.items() if count} <= counted


@pytest.mark.parametrize("way", WAYS)
def test_quality_of_places(way: str, counting: Callable[[str, str], Sheet], made_up: MadeUp) -> None:
    quality = {"11": "certain", "21": "certain", "12": "approximate", "22": "approximate", "33": "doubtful"}
    for perimeter in PERIMETERS:
        found = cells_of(counting("law", way), perimeter)
        expected: Counter[tuple[str, str]] = Counter()
        for code, populations in made_up.truth["perimeters"][perimeter]["by_quality"].items():
            measures = populations["law"]
            expected["qpv", quality[code]] += measures["code" if way == "code" else "coordinates"]
            expected["all", quality[code]] += measures["total"]
        assert {key: found["FR", key[0], f"location:{key[1]}", True] for key in expected} == expected
        whole = made_up.truth["perimeters"][perimeter]["totals"]["all"]["law"]
        assert found["FR", "all", "location:absent", True] == whole["total"] - whole["located"] > 0


@pytest.mark.parametrize("perimeter", PERIMETERS)
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_quarters(definition: str, perimeter: str, counting: Callable[[str, str], Sheet], made_up: MadeUp) -> None:
    by_code = cells_of(counting(definition, "code"), perimeter)
    by_place = cells_of(counting(definition, "coordinates"), perimeter)
    told = made_up.truth["perimeters"][perimeter]["by_quarter"]
    assert len(told) > 30
    for quarter, populations in told.items():
        for population, ess in ((definition, True), (f"not_{definition}", False)):
            counts = populations[population]
            assert by_code[quarter, "qpv", "_T", ess] == counts["code"]
            assert by_place[quarter, "qpv", "_T", ess] == counts["coordinates"]
            assert by_place[quarter, "qpv_and_300m", "_T", ess] == counts["within_300m"]
            assert by_place[quarter, "buffer_300m", "_T", ess] == counts["within_300m"] - counts["coordinates"]
        for other in DEFINITIONS:
            assert by_code[quarter, "qpv", f"ess_definition:{other}", True] == populations[other]["code"]
    quarters = {key[0] for key in by_code if key[0].startswith("Q")}
    assert set(told) <= quarters


@pytest.mark.parametrize("perimeter", PERIMETERS)
@pytest.mark.parametrize("way", WAYS)
def test_enterprises_and_the_largest(
    way: str, perimeter: str, counting: Callable[[str, str], Sheet], recount: pd.DataFrame
) -> None:
    """What secrecy rests on, and the band around quarters told by their code, which the truth does not tell."""
    sheet = counting("law", way)
    (cells,) = (one.cells for one in sheet.counted if one.reading.perimeter == perimeter)
    found = cells.set_index(["territory", "zone", "breakdown", "ess"])[["establishments", "enterprises", "largest"]]
    rows = recount[recount["field"]]
    place = rows[f"{perimeter}_{way}"]
    held = {"qpv": place == "qpv", "all": place != "", "outside_qpv": place.isin(["buffer_300m", "outside"])}
    if perimeter == "QP2024":
        held |= {"buffer_300m": place == "buffer_300m", "qpv_and_300m": place.isin(["qpv", "buffer_300m"])}
    department = rows["codeCommuneEtablissement"].str.extract("^(9[78].|..)", expand=False)
    assert department.nunique() > 90
    for zone, mask in held.items():
        units = rows[mask & rows["law"]].groupby("siren").size()
        expected = [int(units.sum()), len(units), int(units.max())]
        assert found.loc[("FR", zone, "_T", True)].tolist() == expected
        for code in ("93", "59", "974"):
            units = rows[mask & rows["law"] & (department == code)].groupby("siren").size()
            expected = [int(units.sum()), len(units), int(units.max()) if len(units) else 0]
            assert found.loc[(f"DEP-{code}", zone, "_T", True)].tolist() == expected
    others = rows[~rows["law"] & (rows["codeCommuneEtablissement"] == "93001")].groupby("siren").size()
    assert found.loc[("COM-93001", "all", "_T", False)].tolist() == [others.sum(), len(others), others.max()]


@pytest.mark.parametrize("perimeter", PERIMETERS)
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_births_deaths_and_survival(
    definition: str, perimeter: str, counting: Callable[[str, str], Sheet], recount: pd.DataFrame, made_up: MadeUp
) -> None:
    sheet = counting(definition, "code")
    (lives,) = (one.lives for one in sheet.counted if one.reading.perimeter == perimeter)
    keys = zip(lives["territory"], lives["zone"], lives["breakdown"], strict=True)
    found = Counter(dict(zip(keys, lives["establishments"].tolist(), strict=True)))
    known = recount[(recount["unit"] == "both") & recount[definition]].copy()
    known["born"] = known["dateCreationEtablissement"].map(lambda day: f"{day:%Y-%m-%d}" if day == day and day else "")
    closed = known["etatAdministratifEtablissement"] == "F"
    known["dead"] = (
        known["dateDebut_x"].map(lambda day: f"{day:%Y-%m-%d}" if day == day and day else "").where(closed, "")
    )
    abroad = known[known["codeCommuneEtablissement"].isna()]
    coded = known[f"{perimeter}_code"] == "qpv"
    truth, planted = made_up.truth, made_up.truth["perimeters"][perimeter]
    for year in map(str, range(2016, 2026)):
        for event, day, name in (("created", "born", "creations"), ("closed", "dead", "closures")):
            elsewhere = (abroad[day].str[:4] == year).sum()
            total = truth[name].get(year, {}).get(definition, {}).get("all", 0)
            assert found["FR", "all", f"{event}_own:{year}"] == total - elsewhere
            assert found["FR", "qpv", f"{event}_own:{year}"] == planted[name].get(year, {}).get(definition, {}).get(
                "code", 0
            )
        cohort = known[(known["born"].str[:4] == year) & known["codeCommuneEtablissement"].notna()]
        for age in (1, 3, 5):
            if int(year) + age > 2025:
                continue
            birthday = (cohort["born"].str[:4].astype(int) + age).astype(str) + cohort["born"].str[4:]
            lived = (cohort["dead"] == "") | (cohort["dead"] >= birthday)
            assert found["FR", "all", f"created_lived_{age}:{year}"] == lived.sum()
            assert found["FR", "qpv", f"created_lived_{age}:{year}"] == (lived & coded).sum()
    assert not any(key[2].endswith((":0004", ":2218", ":2026")) for key in found)


def sector_of(activity: str) -> str:
    """The sector of the longest start that fits."""
    starts = {start: name for name, codes in SECTORS.items() for start in codes}
    fits = [start for start in starts if activity.startswith(start)]
    return starts[max(fits, key=len)] if fits else OTHER_ACTIVITY


def test_every_row_has_its_fate(counting: Callable[[str, str], Sheet], made_up: MadeUp) -> None:
    report = counting("law", "code").report
    expected: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for part in made_up.truth["joint"]:
        fate = (
            "closed" if part["establishment"] == "F"
            else "not_employer" if part["employer"] != "O"
            else "abroad" if part["abroad"]
            else "no_legal_unit" if part["legal_unit"] == ""
            else "ceased" if part["legal_unit"] == "C"
            else "kept"
        )  # fmt: skip
        expected[fate] += part["rows"]
        places[part["location"] == "coordinates"] += part["rows"] * (fate == "kept")
    assert report.fates == expected
    assert sum(report.fates.values()) == made_up.truth["rows"]["establishments"]
    assert report.locations["absent"] == places[False]
    assert sum(count for place, count in report.locations.items() if place != "absent") == places[True]
    assert report.last_day == "2026-09-01"


def test_csv_zips_give_the_same(
    made_up: MadeUp, made_up_csv: MadeUp, counting: Callable[[str, str], Sheet], tmp_path: Path
) -> None:
    assert {path.suffix for path in made_up_csv.folder.iterdir()} == {".zip", ".json"}
    sheet = count_register(made_up_csv.request(tmp_path), Stages(tmp_path, lambda _: None))
    same(sheet, counting("law", "code"))
    assert sheet.report.fates == counting("law", "code").report.fates


def same(sheet: Sheet, other: Sheet) -> None:
    """Every count of both is equal, and in the same order."""
    assert len(sheet.counted) == len(other.counted) == 2
    for one, two in zip(sheet.counted, other.counted, strict=True):
        pd.testing.assert_frame_equal(one.cells, two.cells, check_dtype=False)
        pd.testing.assert_frame_equal(one.lives, two.lives, check_dtype=False)


def test_what_is_published_is_what_was_counted(
    made_up: MadeUp, counting: Callable[[str, str], Sheet], tmp_path: Path
) -> None:
    """Values that are shown are the counts; those that are not are told to be secret; none is made up."""
    outcome = run(made_up.request(tmp_path))
    counts = {perimeter: cells_of(counting("law", "code"), perimeter) for perimeter in PERIMETERS}
    kept: Counter[str] = Counter()
    for o in outcome.observations:
        if o.indicator != "ess_employer_establishments":
            continue
        found = [counts[p][o.territory, o.zone, o.breakdown, True] for p in PERIMETERS if o.perimeter in ("", p)]
        if o.value is None:
            assert o.conf_status == "C"
            assert all(found)
            kept["hidden"] += 1
        else:
            assert o.conf_status == "F"
            assert [o.value] * len(found) == found
            kept["zero" if not o.value else "shown"] += 1
    assert min(kept.values()) > 100
    places = {o.territory for o in outcome.observations}
    assert not any("*" in place for place in places)
    keys = Counter((o.indicator, o.territory, o.zone, o.perimeter, o.period, o.breakdown) for o in outcome.observations)
    assert max(keys.values()) == 1


def test_one_perimeter_alone(made_up: MadeUp, counting: Callable[[str, str], Sheet], tmp_path: Path) -> None:
    sheet = count_register(made_up.request(tmp_path, perimeters=("QP2024",)), Stages(tmp_path, lambda _: None))
    (alone,) = sheet.counted
    expected: Any = counting("law", "code").counted[1].cells
    pd.testing.assert_frame_equal(alone.cells, expected)
