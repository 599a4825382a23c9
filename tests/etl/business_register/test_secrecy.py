"""What secrecy hides cannot be found again, whatever one subtracts."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.business_register.hiding import Places, told
from etl.business_register.relations import Relations, Sums, relations_of
from etl.business_register.running import count_register, run
from etl.business_register.secrecy import hidden, is_secret
from etl.business_register.stages import Stages
from etl.model import Observation
from tests.etl.business_register.made_up import MadeUp

LEVELS = pd.DataFrame([("size", f"size:{name}", "_T") for name in "abc"], columns=["kind", "part", "total"])
TERRITORIES = pd.DataFrame(
    [("departments", "DEP-1", "REG-1"), ("departments", "DEP-2", "REG-1"), ("communes", "COM-1", "DEP-1"),
     ("communes", "DEP-1*", "DEP-1")],
    columns=["kind", "part", "total"],
)  # fmt: skip
QUARTERS = pd.DataFrame(
    [("quarters", quarter, holder) for quarter in ("QP1", "QP2") for holder in ("COM-1", "DEP-1")],
    columns=["kind", "part", "total"],
)
PLACES = Places(TERRITORIES, QUARTERS)
BASES = [("QP1", "qpv"), ("QP2", "qpv"), ("DEP-2", "qpv"), ("COM-1", "outside_qpv"),
         ("DEP-1*", "outside_qpv"), ("DEP-2", "outside_qpv")]  # fmt: skip
ABOVE = {"QP1": ["COM-1", "DEP-1", "REG-1"], "QP2": ["COM-1", "DEP-1", "REG-1"], "DEP-1*": ["DEP-1", "REG-1"],
         "COM-1": ["DEP-1", "REG-1"], "DEP-2": ["REG-1"]}  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> pd.DataFrame:
    """Establishments of a few enterprises in a region of two départements, one commune shown, two quarters."""
    lines = draw(
        st.lists(st.tuples(st.sampled_from(BASES), st.sampled_from("abc"), st.integers(0, 7)), min_size=1, max_size=60)
    )
    rows = [(place, zone, size, siren) for (place, zone), size, siren in lines]
    return pd.DataFrame(rows, columns=["place", "zone", "size", "siren"])


def cells_of(register: pd.DataFrame) -> pd.DataFrame:
    """Every count that is published of it, and the remainders that are not."""
    parts = []
    for row in register.itertuples(index=False):
        places = [row.place, *ABOVE[row.place]]
        zones = ["qpv"] if row.place.startswith("QP") else [row.zone, "all"]
        found = [(place, zone) for place in places for zone in ([row.zone, "all"] if place[0] != "Q" else zones)]
        parts += [(*key, level, row.siren) for key, level in product(found, ("_T", f"size:{row.size}"))]
    lines = pd.DataFrame(parts, columns=["territory", "zone", "breakdown", "siren"])
    own = lines.groupby(["territory", "zone", "breakdown", "siren"]).size().rename("own").reset_index()
    cells = own.groupby(["territory", "zone", "breakdown"])["own"].agg(["sum", "count", "max"]).reset_index()
    cells.columns = ["territory", "zone", "breakdown", "establishments", "enterprises", "largest"]
    cells = cells.assign(ess=True, published=~cells["territory"].str.endswith("*"))
    return cells.sort_values(["territory", "zone", "breakdown"], ignore_index=True)


def sums_of(relations: Relations) -> list[tuple[int, list[int]]]:
    """The total and the parts of each sum."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for equation, member, total in zip(relations.equation, relations.member, relations.total, strict=True):
        found.setdefault(int(equation), ([], []))[0 if total else 1].append(int(member))
    return [(total, parts) for (total,), parts in found.values()]


def deduced(known: np.ndarray, sums: list[tuple[int, list[int]]]) -> np.ndarray:
    """What a reader knows after every subtraction that gives something, again and again."""
    known = known.copy()
    changed = True
    while changed:
        changed = False
        for total, parts in sums:
            missing = [line for line in (total, *parts) if not known[line]]
            if len(missing) == 1:
                known[missing[0]] = changed = True
    return known


@given(registers())
@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
def test_no_subtraction_gives_back_what_is_hidden(register: pd.DataFrame) -> None:
    cells = cells_of(register)
    shut = told({"QP2015": cells}, LEVELS, PLACES)["QP2015"]["hidden"].to_numpy()
    named = cells.assign(zone=cells["zone"].map({"all": "all"}).fillna(cells["zone"] + "/QP2015"))
    relations = relations_of(named, [Sums("breakdown", LEVELS), *PLACES.sums(["QP2015"])])
    sums = sums_of(relations)
    numbers = cells["establishments"].to_numpy()
    for total, parts in sums:
        assert numbers[total] == numbers[parts].sum()  # what the test calls a sum is one
    secret = is_secret(numbers, cells["enterprises"].to_numpy(), cells["largest"].to_numpy())
    assert shut[secret].all()
    # A line that is not published and not hidden is one that subtraction may give: it is safe to know
    assert not deduced(~shut, sums)[shut].any()


@given(registers())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_hidden_under_a_total_is_together_what_could_be_shown(register: pd.DataFrame) -> None:
    cells = cells_of(register)
    frame = told({"QP2015": cells}, LEVELS, PLACES)["QP2015"]
    for (_, _), place in frame[frame["zone"] == "qpv"].groupby(["territory", "zone"]):
        (total,) = place[place["breakdown"] == "_T"].itertuples()
        parts = place[(place["breakdown"] != "_T") & place["hidden"]]
        if len(parts) and not total.hidden:
            assert len(parts) >= 2
            assert parts["enterprises"].sum() >= 3
            assert parts["largest"].max() <= 0.85 * parts["establishments"].sum()


@given(registers())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_whole_territories_are_hidden_in_both_perimeters_or_in_none(register: pd.DataFrame) -> None:
    other = register.assign(zone=register["zone"].where(~register["place"].isin(["DEP-2"]), "outside_qpv"))
    frames = told({"QP2015": cells_of(register), "QP2024": cells_of(other)}, LEVELS, PLACES)
    key = ["territory", "zone", "breakdown"]
    one, two = (frame[frame["zone"] == "all"].set_index(key)["hidden"].to_dict() for frame in frames.values())
    assert one == two


@pytest.mark.parametrize(
    ("establishments", "enterprises", "largest", "secret"),
    [(0, 0, 0, False), (1, 1, 1, True), (2, 2, 1, True), (40, 2, 20, True), (3, 3, 1, False), (20, 4, 17, False),
     (20, 4, 18, True), (100, 3, 85, False), (100, 3, 86, True)],
)  # fmt: skip
def test_fewer_than_three_or_one_above_the_others(
    establishments: int, enterprises: int, largest: int, secret: bool
) -> None:
    numbers = [np.array([number]) for number in (establishments, enterprises, largest)]
    assert is_secret(*numbers).tolist() == [secret]
    cells = pd.DataFrame({"establishments": numbers[0], "enterprises": numbers[1], "largest": numbers[2],
                          "published": [True]})  # fmt: skip
    none = np.zeros(0, dtype=np.int64)
    assert hidden(cells, Relations(none, none, none.astype(bool))).tolist() == [secret]


Key = tuple[str, str, str, str]
"""Territory, zone, perimeter (none for a whole territory) and breakdown."""


@dataclass(frozen=True)
class Left:
    """What leaves: observations, the numbers of establishments shown (None when hidden), and of how many enterprises
    they are."""

    observations: list[Observation]
    shown: dict[Key, float | None]
    enterprises: dict[Key, int]
    quarters: dict[tuple[str, str], list[str]]


@pytest.fixture(scope="module")
def left(made_up: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Left:
    work = tmp_path_factory.mktemp("left")
    outcome = run(made_up.request(work))
    sheet = count_register(made_up.request(work), Stages(work, lambda _: None))
    shown = {
        (o.territory, o.zone, o.perimeter, o.breakdown): o.value
        for o in outcome.observations
        if o.indicator == "ess_employer_establishments"
    }
    enterprises = {}
    for one in sheet.counted:
        for line in one.cells[one.cells["ess"]].itertuples():
            perimeter = "" if line.zone == "all" else one.reading.perimeter
            enterprises[line.territory, line.zone, perimeter, line.breakdown] = line.enterprises
    return Left(outcome.observations, shown, enterprises, quarters_of(sheet.atlas.quarters))


def test_numbers_of_one_or_two_enterprises_are_never_shown(left: Left) -> None:
    few = {key for key, count in left.enterprises.items() if 0 < count < 3}
    assert len(few) > 500
    assert not any(left.shown.get(key) for key in few)
    zeros = [key for key, value in left.shown.items() if value == 0]
    assert zeros
    assert not any(left.enterprises[key] for key in zeros)


def test_readings_that_differ_by_one_enterprise_are_not_set_side_by_side(left: Left) -> None:
    """The law's reading is the study's and companies: both numbers give the number of companies."""
    told_apart = 0
    for (*place, breakdown), law in left.shown.items():
        study = left.shown.get((*place, "ess_definition:study"))
        if breakdown == "ess_definition:law" and None not in (law, study) and study != law:
            assert left.enterprises[*place, "ess_definition:companies"] >= 3
            told_apart += 1
    assert told_apart


def test_a_quarter_alone_in_its_commune_is_hidden_there_too(left: Left) -> None:
    alone = 0
    for (commune, perimeter), quarters in left.quarters.items():
        places = [(place, "qpv", perimeter, "_T") for place in (commune, *quarters)]
        if len(quarters) == 1 and len({left.enterprises.get(place, 0) for place in places}) == 1:
            own, whole = (left.shown.get(place, 0) for place in places)
            assert (own is None) == (whole is None)
            alone += own is None
    assert alone


def test_shares_densities_quotients_and_notes_tell_no_hidden_number(left: Left) -> None:
    silent = 0
    for o in left.observations:
        place = (o.territory, o.zone, o.perimeter)
        kind = left.shown.get((*place, o.breakdown), 0)
        if left.shown.get((*place, "_T"), 0) is None and not o.indicator.startswith(("non_ess", "ess_c", "ess_surv")):
            assert o.value is None or o.indicator == "ess_employer_establishments", o
            silent += 1
        if kind is None and o.indicator.endswith("_share"):
            assert o.value is None
        if "Dont " in o.note:
            parts = [left.shown[*place, f"location:{level}"] for level in ("approximate", "doubtful")]
            assert sum(part or 0 for part in parts) == int(o.note.partition("Dont ")[2].split()[0])
    assert silent > 100


def quarters_of(rows: list[dict[str, str]]) -> dict[tuple[str, str], list[str]]:
    """The quarters of each commune, by perimeter."""
    held: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        held.setdefault((row["communes"], row["perimeter"]), []).append(row["code"])
    return held
