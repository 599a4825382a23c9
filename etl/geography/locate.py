"""Is a point in a quarter? Inside, outside or unknown, in both perimeters, with the distance to the edge in metres.

Distances are exact in the metric system of the land (see ``projections``). What « outside » needs is in ``coverage``:
a reference that is missing never answers « outside ».
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import shapely

from etl.geography.coverage import OFFICIAL_COUNTS, Departments, coverage, may_be_abroad
from etl.geography.layer import Judgement, Layer
from etl.geography.projections import LANDS, OUTSIDE, Numbers, land_of, lands_at, to_metres
from etl.geography.stored import OUTLINES, TERRITORIES, GeographyError, load_table
from etl.model import Perimeter

PERIMETERS = (Perimeter.QP2024, Perimeter.QP2015)
"""The current one first."""
UNSURE_M = 50.0
"""Two simplified drawings of one unchanged perimeter stand up to 53 m apart: nearer than that, the edge is not sure."""


class State(StrEnum):
    """Where a point is."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


class Within(StrEnum):
    """Whether a point is inside a quarter or at most BAND_M from one."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


REASONS = {
    "no_tables": "les périmètres n’ont pas été lus ; lancer « qpv download », puis « qpv etl --raw DOSSIER »",
    "not_a_number": "coordonnées absentes ou illisibles",
    "swapped": "latitude et longitude inversées ? Ce point tombe hors de France, et en France une fois retourné",
    "outside_lands": "hors des territoires français qui ont des quartiers prioritaires",
    "at_sea": "en mer ou hors de France",
    "border": "à la limite des départements, dessinée en simplifié : ce point peut être en mer ou à l’étranger",
    "far": "les contours des départements manquent : rien ne dit que ce point, loin de tout quartier, est en France",
    "no_outline": "aucun contour de ce périmètre n’a été lu ici",
    "incomplete_list": "la liste des quartiers de ce périmètre n’est pas complète",
    "not_covered": "des quartiers de ce département n’ont pas de contour",
    "blind": "un quartier tout proche n’a pas de contour utilisable",
}
"""Why the answer is unknown, in French."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one point in one perimeter.

    ``distance`` is in metres to the edge of ``nearest``, negative inside, None when unknown; ``nearest_certain`` is
    False when a quarter that is not drawn might be nearer. ``others``: quarters that overlap at this point. An inside
    point has no ``code`` where every commune of the département is a quarter. ``reason`` is a key of REASONS, or empty.
    """

    state: State
    code: str
    others: tuple[str, ...]
    nearest: str
    distance: float | None
    nearest_certain: bool
    within_300m: Within
    reason: str

    @property
    def near_edge(self) -> bool:
        """Whether the edge is too near for a simplified drawing to be trusted."""
        return self.distance is not None and abs(self.distance) <= UNSURE_M


class Locator:
    """Answers for any number of points. Built once from the territories and the outlines; safe to share by threads."""

    def __init__(
        self,
        territories: pd.DataFrame,
        outlines: pd.DataFrame,
        counts: Mapping[Perimeter, tuple[int, int]] = OFFICIAL_COUNTS,
    ) -> None:
        """``counts``: how many quarters a whole list has on the mainland, and in all."""
        quarters = territories[territories["perimeter"] != ""]
        self.labels: dict[str, str] = dict(zip(quarters["code"], quarters["label"], strict=True))
        """Name of each quarter."""
        left = set(quarters.loc[quarters["status"] == "left_list", "code"])
        drawn = outlines[~outlines["code"].isin(left)]
        drawn = drawn.assign(shape=shapely.from_wkb(drawn["geometry"].to_numpy(dtype=object)))
        homes = dict(zip(quarters["code"], quarters["parent_department"], strict=True))
        drawn = drawn.assign(land=[land_of(homes.get(code, "").removeprefix("DEP-")) for code in drawn["code"]])
        self._departments: list[Departments] = []
        self._layers: dict[tuple[Perimeter, int], Layer] = {}
        for rank in range(len(LANDS)):
            departments = Departments.of(rank, drawn)
            self._departments.append(departments)
            for perimeter in PERIMETERS:
                here = drawn[(drawn["perimeter"] == perimeter) & (drawn["land"] == rank)]
                known = coverage(perimeter, rank, territories, frozenset(here["code"]), counts[perimeter])
                self._layers[perimeter, rank] = Layer.of(here, known, departments)

    @classmethod
    def open(cls, folder: Path) -> Locator:
        """From the folder of the indicators. Raises GeographyError when a table is missing or damaged."""
        return cls(load_table(folder, TERRITORIES), load_table(folder, OUTLINES))

    def locate(self, longitudes: Numbers, latitudes: Numbers) -> dict[Perimeter, Judgement]:
        """The judgement of every point, in order, by perimeter; coordinates are WGS 84 degrees."""
        longitudes, latitudes = np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float)
        ranks = lands_at(longitudes, latitudes)
        result = _nowhere(longitudes, latitudes)
        for rank in np.unique(ranks[ranks != OUTSIDE]):
            here = np.flatnonzero(ranks == rank)
            x, y = to_metres(longitudes[here], latitudes[here], LANDS[rank].epsg)
            belonging = self._departments[rank].find(x, y, may_be_abroad(longitudes[here], latitudes[here]))
            for perimeter in PERIMETERS:
                result[perimeter].put(here, self._layers[perimeter, int(rank)].judge(x, y, belonging))
        return result

    def one(self, longitude: float, latitude: float) -> dict[Perimeter, Answer]:
        """The answer for one point, by perimeter."""
        found = self.locate(np.array([longitude]), np.array([latitude]))
        return {perimeter: _answer(judgement) for perimeter, judgement in found.items()}


class NoLocator:
    """Answers « unknown » to everything, where no perimeter was read: a missing reference is never « outside »."""

    labels: Mapping[str, str] = MappingProxyType({})

    def locate(self, longitudes: Numbers, latitudes: Numbers) -> dict[Perimeter, Judgement]:
        """As ``Locator.locate``: what is wrong with a point is told all the same."""
        longitudes, latitudes = np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float)
        result = _nowhere(longitudes, latitudes)
        for judgement in result.values():
            judgement.reason[lands_at(longitudes, latitudes) != OUTSIDE] = "no_tables"
        return result

    def one(self, longitude: float, latitude: float) -> dict[Perimeter, Answer]:
        """As ``Locator.one``."""
        found = self.locate(np.array([longitude]), np.array([latitude]))
        return {perimeter: _answer(judgement) for perimeter, judgement in found.items()}


def open_locator(folder: Path) -> Locator | NoLocator:
    """The locator of a folder of indicators; one that knows nothing when the tables are not there.

    Raises GeographyError when a table is damaged.
    """
    try:
        return Locator.open(folder)
    except GeographyError as error:
        if error.missing:
            return NoLocator()
        raise


def _nowhere(longitudes: Numbers, latitudes: Numbers) -> dict[Perimeter, Judgement]:
    """What is said of points that are in no land."""
    result = {perimeter: Judgement.unknown(len(longitudes), "outside_lands") for perimeter in PERIMETERS}
    for judgement in result.values():
        judgement.reason[lands_at(latitudes, longitudes) != OUTSIDE] = "swapped"
        judgement.reason[~(np.isfinite(longitudes) & np.isfinite(latitudes))] = "not_a_number"
    return result


def _answer(judgement: Judgement) -> Answer:
    """The first point of a judgement."""
    distance = float(judgement.distance[0])
    return Answer(
        state=State(judgement.state[0]),
        code=judgement.code[0],
        others=tuple(judgement.others[0].split(";")) if judgement.others[0] else (),
        nearest=judgement.nearest[0],
        distance=distance if math.isfinite(distance) else None,
        nearest_certain=bool(judgement.certain[0]),
        within_300m=Within(judgement.near[0]),
        reason=judgement.reason[0],
    )
