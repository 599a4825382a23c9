"""The tile grid of départements: which figure each tile bears, and what the whole says. No Dash here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from dashboard import french
from dashboard.charts import Chart, tiles
from dashboard.charts.chart import zone_words
from dashboard.charts.tiles import TileFigure
from dashboard.gaps import default_stratum
from dashboard.gaps.classes import classes_of
from dashboard.illustrations.maps import extreme
from dashboard.questions.reading import Reading
from dashboard.store import observations_of
from etl.catalogue import Indicator, fold
from etl.model import TOTAL, Face, Observation, period_order

MEDIAN = "quarters:median"
DEPARTMENTS = ("département publié", "départements publiés")
TOO_FEW = "moins de 4 quartiers publiés"
"""Why a département has no median quarter (``etl/official/aggregates.py``)."""
FEWEST = 10
"""Fewer départements are no picture of the country."""
KEPT = 32


class Tiles:
    """The figures of départements of one store."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.catalogue = reading.catalogue
        frame = reading.store.frame
        known = frame["territory"].str.startswith(("DEP-", "REG-")) & (frame["zone"] == "qpv")
        self._frame = frame[known & frame["breakdown"].isin([MEDIAN, TOTAL])]
        self.figures = lru_cache(maxsize=KEPT)(self._figures)

    @property
    def indicators(self) -> list[Indicator]:
        """Those known of some département, in the order of the catalogue."""
        met = set(self._frame["indicator"])
        return [i for i in self.catalogue.indicators.values() if i.id in met and self.figures(i.id)]

    def _figures(self, name: str) -> dict[str, Observation]:
        """The latest figure of each département and région, all of one map, period and publication: the median
        quarter, or the sum; none where too few départements have a value."""
        indicator = self.catalogue.indicators[name]
        sex, age, breakdown = default_stratum(indicator)
        found = [
            o
            for o in observations_of(self._frame[self._frame["indicator"] == name])
            if (o.sex, o.age) == (sex, age) and o.breakdown in (MEDIAN, breakdown)
        ]
        latest = max(
            (o for o in found if o.territory in self.catalogue.tiles),
            key=lambda o: (period_order(o.period), o.perimeter, o.breakdown == MEDIAN),
            default=None,
        )
        if latest is None:
            return {}
        alike = (latest.period, latest.perimeter, latest.breakdown, latest.source)
        kept = [o for o in found if (o.period, o.perimeter, o.breakdown, o.source) == alike]
        told = sum(o.value is not None and o.territory in self.catalogue.tiles for o in kept)
        return {o.territory: o for o in kept} if told >= FEWEST else {}

    @property
    def territories(self) -> list[str]:
        """The places that a reader may ask to see on the grid: régions, then départements; none without a figure."""
        known = self.reading.store.territories
        regions = [code for code, place in known.catalogued.items() if place.kind == "region"]
        return [*regions, *self.catalogue.tiles] if self.indicators else []

    def regions(self, indicator: Indicator) -> list[Observation]:
        """The figures of régions, by name."""
        found = [o for o in self.figures(indicator.id).values() if o.territory.startswith("REG-")]
        return sorted(found, key=lambda o: fold(self.reading.store.territory_label(o.territory)))

    def departments_in(self, within: str) -> frozenset[str]:
        """The tiles of a territory: itself, or the départements of a région."""
        known = self.reading.store.territories
        return frozenset(
            code for code in self.catalogue.tiles if code == within or (code in known and known[code].parent == within)
        )

    def moment(self, indicator: Indicator) -> tuple[str, str]:
        """The period and the map of the figures of an indicator that has some."""
        one = next(iter(self.figures(indicator.id).values()))
        return one.period, one.perimeter

    def chart(self, indicator: Indicator, within: str = "") -> Chart:
        """The grid of one indicator that has figures, at its latest period; the tiles of ``within`` are framed."""
        found = {code: o for code, o in self.figures(indicator.id).items() if code in self.catalogue.tiles}
        values = np.array([o.value for o in found.values() if o.value is not None], dtype=float)
        classes = classes_of(values)
        one = next(iter(found.values()))
        median = one.breakdown == MEDIAN
        zone = self.catalogue.zones["qpv"]
        where = f"{zone.within}, " if not median and "quartier" not in indicator.phrase else ""
        whose = " du quartier médian" if median else ""
        said = where + extreme(indicator, classes, values, self.catalogue, DEPARTMENTS, whose)
        what = "quartier médian de chaque département" if median else "somme des quartiers de chaque département"
        return tiles.define(
            name="departements",
            title=f"{french.in_period(one.period)}, {said}",
            subtitle=f"{indicator.label}, {what} · {indicator.universe} · {french.period(one.period)} · "
            f"{zone_words('qpv', one.perimeter, self.catalogue)}",
            figures=[self._tile(code, found.get(code)) for code in self.catalogue.tiles],
            indicator=indicator,
            classes=classes,
            catalogue=self.catalogue,
            framed=self.departments_in(within),
            framed_words=self.reading.store.territory_label(within) if within else "",
            caveats=list(_caveats(one)),
            missing=TOO_FEW if median else "",
        )

    def _tile(self, code: str, observation: Observation | None) -> TileFigure:
        label = self.reading.store.territory_label(code)
        told = french.value_and_face(observation, self.catalogue) if observation else "aucun chiffre lu"
        if observation and observation.breakdown == MEDIAN and observation.face == Face.MISSING:
            told = TOO_FEW
        return TileFigure(
            self.catalogue.tiles[code], code.removeprefix("DEP-"), label, observation, told, f"/territoire/{code}"
        )


def _caveats(one: Observation) -> Iterator[str]:
    yield "Toutes les cases ont la même taille : la place d’un département y est approchée, sa surface n’y est pas."
    if one.breakdown == MEDIAN:
        yield "Le quartier médian partage les quartiers en deux moitiés, chacun comptant pour un : pas une moyenne."


@lru_cache(maxsize=4)
def tiles_of(reading: Reading) -> Tiles:
    """The tiles of one reading: the same object for every page."""
    return Tiles(reading)
