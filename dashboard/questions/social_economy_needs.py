"""Needs beside supply: the quarters of a territory by one need and by their establishments of the social economy.

Two figures of the same places are put side by side. Nothing is fitted and nothing is explained: where both are far from
the middle, the two words of the corner are said, no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from dashboard.gaps import Refusal, RefusalCode
from dashboard.gaps.quarters import Quarters
from dashboard.questions.social_economy import DENSITY
from dashboard.questions.standing import WHOLE, Standing
from etl.catalogue import Indicator, Polarity
from etl.model import Face

NEEDS = ("poverty_rate_60", "employment_rate", "caf_rsa_share")
"""What may be read as a need, the first by default."""
PERIMETERS = ("QP2024", "QP2015")
MIDDLE = 50
"""The percentile where the lines stand, among all the quarters of France."""


class Corner(StrEnum):
    """Where a quarter stands: its need, then its establishments."""

    NEED_THIN = "need_thin"
    NEED_PRESENT = "need_present"
    LESS_THIN = "less_thin"
    LESS_PRESENT = "less_present"


@dataclass(frozen=True, slots=True)
class Crossed:
    """A quarter with both figures."""

    code: str
    need: float
    supply: float
    fragile: bool
    """Whether one of the two is published as fragile."""
    corner: Corner


@dataclass(frozen=True, slots=True)
class NeedsBesideSupply:
    """The quarters of ``within`` that have both figures, in the order of their codes. ``need_middle`` and
    ``supply_middle`` are the medians of the quarters of all France that have both; a figure equal to the middle is on
    the side of what is present, or of the greater need."""

    need: Quarters
    supply: Quarters
    quarters: tuple[Crossed, ...]
    need_middle: float
    supply_middle: float
    without: int
    """Quarters of the territory that have one figure only, or none."""
    compared: int
    """Quarters of France whose medians the lines are."""

    @property
    def lower_is_need(self) -> bool:
        """Whether the need is greater where the figure is lower, as for a rate of employment."""
        return self.need.subject.indicator.polarity == Polarity.HIGHER_IS_BETTER

    def of(self, corner: Corner) -> list[Crossed]:
        """The quarters of one corner."""
        return [quarter for quarter in self.quarters if quarter.corner == corner]


def needs_known(standing: Standing) -> list[Indicator]:
    """The needs that may be put beside the supply: known on a map on which the supply is."""
    catalogue = standing.near.catalogue
    return [catalogue.indicators[name] for name in NEEDS if name in catalogue.indicators and _map_of(standing, name)]


def _map_of(standing: Standing, need: str) -> str:
    """The latest map on which both figures are known; empty when there is none."""
    both = [one for one in PERIMETERS if standing.periods(need, one) and standing.periods(DENSITY, one)]
    return both[0] if both else ""


def needs_beside_supply(standing: Standing, need: Indicator, within: str) -> NeedsBesideSupply | Refusal:
    """The quarters of a territory, each figure at its latest period; a refusal when none has both.

    Raises UnknownIdError for a territory that nothing names.
    """
    perimeter = _map_of(standing, need.id)
    supply = standing.near.catalogue.indicators[DENSITY]
    if not perimeter:
        text = f"« {need.label} » et « {supply.label} » ne sont connus sur aucun même découpage des quartiers."
        return Refusal(need, within, RefusalCode.MISSING, text)
    sides = [standing.quarters(indicator, perimeter) for indicator in (need, supply)]
    refused = next((side for side in sides if isinstance(side, Refusal)), None)
    if refused is not None:
        return refused
    needs, supplies = (side for side in sides if isinstance(side, Quarters))
    pairs = _pairs(needs, supplies)
    inside = standing.inside(within, perimeter)
    kept = sorted(code for code in pairs if code in inside)
    if not kept:
        text = "Aucun quartier de ce territoire n’a les deux chiffres : rien ne peut être mis côte à côte."
        return Refusal(need, within, RefusalCode.MISSING, text)
    middles = np.percentile(np.array([pair[:2] for pair in pairs.values()]), MIDDLE, axis=0)
    lower = need.polarity == Polarity.HIGHER_IS_BETTER
    return NeedsBesideSupply(
        need=needs if within in WHOLE else needs.within(inside, within),
        supply=supplies if within in WHOLE else supplies.within(inside, within),
        quarters=tuple(
            Crossed(code, x, y, fragile, _corner(x, y, (float(middles[0]), float(middles[1])), lower_is_need=lower))
            for code in kept
            for x, y, fragile in [pairs[code]]
        ),
        need_middle=float(middles[0]),
        supply_middle=float(middles[1]),
        without=len(inside) - len(kept),
        compared=len(pairs),
    )


def _pairs(needs: Quarters, supplies: Quarters) -> dict[str, tuple[float, float, bool]]:
    """Both figures of the quarters that have both, and whether one is fragile."""
    other = {code: rank for rank, code in enumerate(supplies.codes) if supplies.present[rank]}
    found = {}
    for rank, code in enumerate(needs.codes):
        if needs.present[rank] and code in other:
            fragile = Face.UNRELIABLE.value in (needs.faces[rank], supplies.faces[other[code]])
            found[code] = (float(needs.values[rank]), float(supplies.values[other[code]]), fragile)
    return found


def _corner(need: float, supply: float, middles: Sequence[float], *, lower_is_need: bool) -> Corner:
    great = need <= middles[0] if lower_is_need else need >= middles[0]
    present = supply >= middles[1]
    if great:
        return Corner.NEED_PRESENT if present else Corner.NEED_THIN
    return Corner.LESS_PRESENT if present else Corner.LESS_THIN
