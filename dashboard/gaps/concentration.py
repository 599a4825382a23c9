"""Is something more present in the quarters than their inhabitants are? The location quotient."""

from __future__ import annotations

import math

from dashboard.gaps.estimate import Estimate, finite
from dashboard.gaps.intervals import Proportion
from dashboard.gaps.two_groups import log_limits, log_variance


def location_quotient(establishments: Proportion, population_share: float) -> Estimate:
    """Share of establishments located in the zone over the share of inhabitants who live there; without unit.

    ``establishments`` counts those of the zone among those of the whole territory, zone included;
    ``population_share`` is the share of inhabitants, between 0 and 1, taken as known. 1 means as many establishments
    per inhabitant as in the whole territory. Limits on the log scale, by the delta method (Moineddin, Beyene & Boyle
    2003; Beyene & Moineddin 2005), se = sqrt(1/x − 1/N): on an exhaustive register they say how far chance alone
    moves a small count, not a sampling error. No interval when the zone has no establishment, less than one
    effective establishment, or all of them. Raises ValueError when the share is not above 0 and at most 1.
    """
    if not 0 < finite(population_share, "population share") <= 1:
        raise ValueError(f"a population share is above 0 and at most 1, not {population_share}")
    quotient = establishments.value / population_share
    variance = log_variance(establishments)
    return Estimate(quotient) if variance is None else log_limits(quotient, math.sqrt(variance))
