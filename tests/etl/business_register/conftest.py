"""One made-up register, written and counted once for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from benchmarks.register import write_register
from etl.business_register.counting import Inside
from etl.business_register.definitions import Definition
from etl.business_register.running import Sheet, count_register
from etl.business_register.stages import Stages
from tests.benchmarks.reading import distances_of, joined_of, read_back
from tests.etl.business_register.made_up import MadeUp, write_made_up_register

Counting = Callable[[str, str], Sheet]


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    return write_made_up_register(tmp_path_factory.mktemp("made_up"))


@pytest.fixture(scope="session")
def made_up_csv(made_up: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> MadeUp:
    """The same register as CSV in zips."""
    folder = tmp_path_factory.mktemp("made_up_csv")
    rows = made_up.truth["rows"]["establishments"]
    return MadeUp(folder, made_up.indicators, write_register(folder, rows, perimeters=made_up.indicators, csv=True))


@pytest.fixture(scope="session")
def counting(made_up: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Counting:
    """What DuckDB counts of it in one reading, before secrecy; each reading is counted once."""
    work = tmp_path_factory.mktemp("work")
    sheets: dict[tuple[str, str], Sheet] = {}

    def count(definition: str, inside: str) -> Sheet:
        key = (definition, inside)
        if key not in sheets:
            asked = {"definition": Definition(definition), "inside": Inside(inside)}
            sheets[key] = count_register(made_up.request(work, **asked), Stages(work, lambda _: None))
        return sheets[key]

    return count


@pytest.fixture(scope="session")
def recount(made_up: MadeUp) -> pd.DataFrame:
    """A line an establishment, read and classed again without the product; ``by_<perimeter>_<way>`` is where it is."""
    register = read_back(made_up.folder, made_up.truth)
    rows = joined_of(register)
    distances = distances_of(register, made_up.indicators)
    for perimeter, column in (("QP2015", "plg_qp15"), ("QP2024", "plg_qp24")):
        near = distances[distances["perimeter"] == perimeter].groupby("siret")["distance"].min()
        nearest = rows["siret"].map(near)
        code = rows[column].fillna("")
        inside = {"code": code.str.startswith("Q"), "coordinates": nearest < 0}
        known = {"code": code != "", "coordinates": rows["x"].notna()}
        for way in ("code", "coordinates"):
            place = pd.Series("unknown", index=rows.index)
            place[known[way]] = "outside"
            place[known[way] & (nearest <= 300)] = "buffer_300m"
            place[inside[way]] = "qpv"
            rows[f"{perimeter}_{way}"] = place
    return rows
