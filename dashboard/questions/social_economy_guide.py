"""The figures of the guide of 2019 on the social economy, each beside the same figure counted again in the register."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.social_economy import (
    BOTH,
    COUNT,
    DEFINITIONS,
    INSIDE,
    MAPS,
    WHOLE,
    social_economy_of,
)
from etl.model import TOTAL, Observation

GUIDE, COUNTRY = "guide_2019", "FR"
LOCATED, OTHERS_LOCATED = "ess_share_located_in_qpv", "non_ess_share_located_in_qpv"
ASSOCIATIONS = ("ess_legal_form_share", "legal_form:associations")
FIGURES = (
    (COUNT, INSIDE, TOTAL),
    (LOCATED, INSIDE, TOTAL),
    (OTHERS_LOCATED, INSIDE, TOTAL),
    (COUNT, BOTH, TOTAL),
    (LOCATED, BOTH, TOTAL),
    (ASSOCIATIONS[0], INSIDE, ASSOCIATIONS[1]),
)
"""Indicator, zone and breakdown of each figure that the guide gives of the social economy in or near the quarters."""
STUDY_TOTAL = "cget_entreprises_ess_quartiers_2018"
"""The study that the guide draws on, which says how many establishments there are in all."""
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A figure of the guide, and the same in the register on each map of ``MAPS``; None where it is not known."""

    guide: Observation
    register: dict[str, Observation | None]


@dataclass(frozen=True, slots=True)
class GuideBeside:
    """The figures of the guide beside those of the register, and what their denominators are made of."""

    rows: tuple[Recomputed, ...]
    by_definition: tuple[Observation, ...]
    """How many in the quarters of the latest map, by each reading of the social economy."""
    whole: Observation | None
    """Establishments of all France, placed or not, in the register."""
    placed: Observation | None
    """The share located in the quarters of the latest map: ``n`` is how many have a known place."""
    announced: Observation | None
    """How many the study itself announces."""

    def implied(self) -> list[tuple[Observation, Observation, float]]:
        """What the guide divides by: count, share, and the total that the two suppose, in the quarters then with the
        band."""
        known = {(row.guide.indicator, row.guide.zone): row.guide for row in self.rows}
        found = []
        for zone in (INSIDE, BOTH):
            count, share = known.get((COUNT, zone)), known.get((LOCATED, zone))
            if count is not None and share is not None and count.value and share.value:
                found.append((count, share, PERCENT * count.value / share.value))
        return found


def guide_beside(near: Neighbourhoods) -> GuideBeside | None:
    """The comparison for all France; None when the register was not read, or the guide not transcribed."""
    own = near.by_indicator(COUNTRY)
    latest = social_economy_of(near, COUNTRY)
    if latest is None:
        return None
    by_map = {one: known for one in MAPS if (known := social_economy_of(near, COUNTRY, one)) is not None}
    rows = []
    for indicator, zone, breakdown in FIGURES:
        said = next(
            (o for o in own.get(indicator, ()) if (o.source, o.zone, o.breakdown) == (GUIDE, zone, breakdown)), None
        )
        if said is not None:
            again = {one: known.figure(indicator, zone, breakdown) for one, known in by_map.items()}
            rows.append(Recomputed(said, again))
    if not rows:
        return None
    announced = [o for o in own.get(COUNT, ()) if o.source == STUDY_TOTAL and o.zone == WHOLE]
    return GuideBeside(
        rows=tuple(rows),
        by_definition=tuple(latest.levels(COUNT, INSIDE, DEFINITIONS)),
        whole=latest.figure(COUNT, WHOLE),
        placed=latest.figure(LOCATED, INSIDE),
        announced=announced[0] if announced else None,
    )
