"""Is the share of a quarter out of the ordinary, given how many people it is measured on?

A funnel plot (Spiegelhalter 2005): each quarter at its denominator, around the share of all of them together, with the
limits that chance alone would leave between 95 % and 99.8 % of the time. It ranks nobody: small quarters are allowed to
stray further, which is what a league table forgets.

The limits are target ± z √(target (1 − target) / n), the score test: a quarter is outside exactly when the Wilson
(1927) interval of its share leaves the target out. No continuity correction. The approximation needs some five people
expected on either side (Cochran 1954): under that a quarter is not classified.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dashboard import french
from dashboard.gaps.comparability import Refusal, RefusalCode
from dashboard.gaps.estimate import FloatArray
from dashboard.gaps.precision import EXHAUSTIVE, PERCENT
from dashboard.gaps.quarters import Quarters, Subject
from etl.catalogue import Aggregation, Indicator
from etl.model import Face

FEWEST = 10
"""Quarters of a funnel: with fewer, each weighs too much in the share it is compared with."""
FEWEST_EXPECTED = 5
LEVELS = (0.95, 0.998)
"""What chance alone keeps inside: two and three standard errors (Spiegelhalter 2005)."""
WINSORISED = 0.1
"""Share of the quarters, at either end, whose distance is brought back before the overdispersion is measured."""


class Place(StrEnum):
    """Where a quarter stands in the funnel."""

    WITHIN = "within"
    ABOVE_95 = "above_95"
    ABOVE_998 = "above_998"
    BELOW_95 = "below_95"
    BELOW_998 = "below_998"
    TOO_SMALL = "too_small"


PLACES = {
    Place.WITHIN: "entre les limites",
    Place.ABOVE_95: "au-dessus de la limite à 95 %",
    Place.ABOVE_998: "au-dessus de la limite à 99,8 %",
    Place.BELOW_95: "en dessous de la limite à 95 %",
    Place.BELOW_998: "en dessous de la limite à 99,8 %",
    Place.TOO_SMALL: "trop petit pour être classé",
}


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Shares in percent of ``codes`` (arrays with one entry a quarter) around ``target``, the share of all of them.

    ``overdispersion`` is the variance of the standardised distances, 1 when chance explains all of it (winsorised,
    Spiegelhalter 2005). ``inflated``: the limits are √overdispersion times wider than chance alone. ``without_n``
    counts the quarters left out because their denominator is not published, ``absent`` those without a value.
    """

    subject: Subject
    target: float
    codes: tuple[str, ...]
    locators: tuple[str, ...]
    values: FloatArray
    n: FloatArray
    places: NDArray[np.str_]
    fragile: NDArray[np.bool_]
    overdispersion: float
    inflated: bool
    absent: tuple[tuple[Face, int], ...]
    without_n: int
    caveats: tuple[str, ...]

    @property
    def counts(self) -> dict[Place, int]:
        """How many quarters are in each place, in the order of ``Place``; nobody's places are left out."""
        counted = {place: int((self.places == place.value).sum()) for place in Place}
        return {place: count for place, count in counted.items() if count}

    def limits(self, n: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
        """Lower and upper control limit in percent for denominators ``n``, at one of ``LEVELS``."""
        scale = math.sqrt(self.overdispersion) if self.inflated else 1.0
        half = _z(level) * scale * _standard_errors(self.target, n / (self.subject.indicator.design_effect or 1.0))
        return np.clip(self.target - half, 0, PERCENT), np.clip(self.target + half, 0, PERCENT)


def funnel_of(quarters: Quarters, *, inflate: bool = False) -> Funnel | Refusal:
    """The funnel of a share, or why there is none.

    ``inflate`` widens the limits by √overdispersion when the quarters differ by more than chance; without it, the
    limits say what chance allows, and a caveat says how far the quarters go beyond. Refused: an indicator that is not
    a share that can be pooled; a survey or a census without a design effect; fewer than ten quarters with a value and
    a denominator; a share of all of them of 0 or 100 %.
    """
    if objection := _objection(quarters):
        return objection
    kept = np.flatnonzero(quarters.present & (quarters.n > 0))
    values, n = quarters.values[kept], quarters.n[kept]
    target = float((values * n).sum() / n.sum())
    if not 0 < target < PERCENT:
        text = "Tous les quartiers sont au même extrême : le hasard n’a pas de place autour de leur part commune."
        return quarters.subject.refuse(RefusalCode.NOT_APPLICABLE, text)
    effective = n / (quarters.subject.indicator.design_effect or 1.0)
    distances = (values - target) / _standard_errors(target, effective)
    excess = _overdispersion(distances)
    inflated = inflate and excess > 1
    return Funnel(
        subject=quarters.subject,
        target=target,
        codes=tuple(quarters.codes[i] for i in kept),
        locators=tuple(quarters.locators[i] for i in kept),
        values=values,
        n=n,
        places=_places(distances / (math.sqrt(excess) if inflated else 1.0), effective, target),
        fragile=quarters.faces[kept] == Face.UNRELIABLE.value,
        overdispersion=excess,
        inflated=inflated,
        absent=tuple(quarters.absent.items()),
        without_n=quarters.count - len(kept),
        caveats=_caveats(excess, inflated, len(kept), quarters.subject.indicator),
    )


def _objection(quarters: Quarters) -> Refusal | None:
    indicator = quarters.subject.indicator
    poolable = indicator.unit == "percent" and indicator.is_share and indicator.aggregation == Aggregation.WEIGHTED_MEAN
    if not poolable:
        return quarters.subject.refuse(
            RefusalCode.NOT_ADDITIVE,
            f"« {indicator.label} » n’est pas une part dont les effectifs s’additionnent : il n’y a pas de valeur "
            "commune des quartiers autour de laquelle tracer des limites.",
        )
    if indicator.design_effect is None and indicator.measurement not in EXHAUSTIVE:
        return quarters.subject.refuse(
            RefusalCode.MISSING,
            f"« {indicator.label} » vient d’un sondage dont la précision n’est pas publiée : les limites seraient "
            "trop étroites.",
        )
    known = int((quarters.present & (quarters.n > 0)).sum())
    if known >= FEWEST:
        return None
    if quarters.count >= FEWEST:
        text = (
            f"L’effectif sur lequel la part est calculée n’est publié que pour {known} quartiers sur {quarters.count}"
        )
        return quarters.subject.refuse(RefusalCode.MISSING, f"{text} : il en faut au moins {FEWEST}.")
    text = f"Trop peu de quartiers ont une valeur ({quarters.count}) : il en faut au moins {FEWEST}."
    return quarters.subject.refuse(RefusalCode.TOO_FEW, text)


def _z(level: float) -> float:
    """Standard errors on either side of the target that leave ``level`` of chance inside."""
    return NormalDist().inv_cdf((1 + level) / 2)


def _standard_errors(target: float, n: FloatArray) -> FloatArray:
    """Of a share in percent, when the true one is ``target``."""
    errors: FloatArray = np.sqrt(target * (PERCENT - target) / n)
    return errors


def _overdispersion(distances: FloatArray) -> float:
    """Mean square of the standardised distances, their ends brought back to the 10 % and 90 % quantiles.

    Two thirds when chance alone is at work, since its own ends are cut too: it is understated, never overstated.
    """
    low, high = np.quantile(distances, [WINSORISED, 1 - WINSORISED])
    return float(np.mean(np.clip(distances, low, high) ** 2))


def is_overdispersed(overdispersion: float, count: int) -> bool:
    """True when the variance is more than two of its own standard errors above 1 (Spiegelhalter 2005)."""
    return overdispersion > 1 + 2 * math.sqrt(2 / count)


def _places(distances: FloatArray, effective: FloatArray, target: float) -> NDArray[np.str_]:
    near, far = (_z(level) for level in LEVELS)
    few = effective * min(target, PERCENT - target) / PERCENT < FEWEST_EXPECTED
    rules = [
        (few, Place.TOO_SMALL),
        (distances > far, Place.ABOVE_998),
        (distances > near, Place.ABOVE_95),
        (distances < -far, Place.BELOW_998),
        (distances < -near, Place.BELOW_95),
    ]
    names = [place.value for _, place in rules]
    return np.select([rule for rule, _ in rules], names, default=Place.WITHIN.value).astype(np.str_)


def _caveats(overdispersion: float, inflated: bool, count: int, indicator: Indicator) -> tuple[str, ...]:
    found = ["Hors des limites veut dire plus éloigné que le hasard ne l’explique, et non bon ou mauvais."]
    if is_overdispersed(overdispersion, count):
        times = french.number(math.sqrt(overdispersion), 1)
        found.append(
            f"Les quartiers s’écartent {times} fois plus que le hasard ne le ferait : leurs situations diffèrent "
            "vraiment"
            + (", et les limites sont élargies d’autant." if inflated else ", et être hors limites est banal.")
        )
    return tuple(dict.fromkeys([*found, *indicator.caveats]))
