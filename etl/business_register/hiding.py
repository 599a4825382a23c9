"""Secrecy over all perimeters at once: whole territories are the same in each, so that what is hidden there for the
sake of one perimeter is hidden in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.business_register.relations import COLUMNS, Sums, relations_of
from etl.business_register.secrecy import hidden
from etl.business_register.territories import Atlas

WHOLE = "all"
_AT = "/"
_ADDING_UP = (("band", "qpv", "buffer_300m", "qpv_and_300m"), ("whole", "qpv", "outside_qpv", WHOLE))
"""Zones of one territory of which the last is the sum of the others. Those that nobody can place belong to the last
alone: what is hidden for the sake of a sum that is not quite one is the safe side."""


@dataclass(frozen=True)
class Places:
    """The sums between places: of territories, and, in each perimeter, of quarters and zones."""

    territories: pd.DataFrame
    quarters: pd.DataFrame

    @classmethod
    def of(cls, atlas: Atlas) -> Places:
        """Those of an atlas."""
        return cls(atlas.sums(), atlas.sums_of_quarters())

    def sums(self, perimeters: list[str]) -> list[Sums]:
        """Sums over zones named as ``told`` names them."""
        zones = [
            (f"{kind} {perimeter}", _at(part, perimeter), _at(total, perimeter))
            for perimeter in perimeters
            for kind, *parts, total in _ADDING_UP
            for part in parts
        ]
        of_quarters = [Sums("territory", self.quarters, _at("qpv", perimeter)) for perimeter in perimeters]
        named = pd.DataFrame(zones, columns=list(COLUMNS), dtype="str")
        return [Sums("zone", named), Sums("territory", self.territories), *of_quarters]


def told(frames: Mapping[str, pd.DataFrame], levels: pd.DataFrame, places: Places) -> dict[str, pd.DataFrame]:
    """The counts of each perimeter with the column ``hidden``.

    ``frames`` have the columns territory, zone, breakdown, ess, establishments, enterprises, largest and published, and
    are sorted by the first four; ``levels``: breakdowns that add up (kind, part, total).
    """
    named = [
        frame.assign(perimeter=perimeter, own_zone=frame["zone"], zone=_named(frame["zone"], perimeter))
        for perimeter, frame in frames.items()
    ]
    lines = pd.concat(named, ignore_index=True)
    key = ["territory", "zone", "breakdown", "ess"]
    number = lines.groupby(key, sort=False).ngroup().to_numpy()
    once = lines.drop_duplicates(key, ignore_index=True)
    shut = np.zeros(len(once), dtype=bool)
    sums = [Sums("breakdown", levels), *places.sums(list(frames))]
    for of_ess in (True, False):
        chosen = np.flatnonzero((once["ess"] == of_ess) & (once["establishments"] > 0))
        part = once.iloc[chosen].reset_index(drop=True)
        shut[chosen] = hidden(part, relations_of(part, sums))
    lines = lines.assign(hidden=shut[number], zone=lines["own_zone"]).drop(columns="own_zone")
    return {perimeter: lines[lines["perimeter"] == perimeter].reset_index(drop=True) for perimeter in frames}


def _at(zone: str, perimeter: str) -> str:
    return zone if zone == WHOLE else f"{zone}{_AT}{perimeter}"


def _named(zones: pd.Series[str], perimeter: str) -> pd.Series[str]:
    return zones.map({zone: _at(zone, perimeter) for zone in zones.unique()})
