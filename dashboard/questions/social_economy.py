"""What the business register says of the social economy of one territory, arranged for a page to tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.gaps import Gap
from dashboard.questions.neighbourhoods import Figures, Neighbourhoods, closeness
from dashboard.questions.reading import Ask
from etl.catalogue import Catalogue
from etl.model import TOTAL, Observation, period_order

REGISTER = "insee_business_register"
COUNT, EVERYONE = "ess_employer_establishments", "employer_establishments"
SHARE, DENSITY = "ess_share_of_employer_establishments", "ess_establishments_per_10000"
FAMILIES, SECTORS, DEFINITIONS, LOCATIONS = "legal_form", "ess_sector", "ess_definition", "location"
CREATIONS, CLOSURES, SURVIVAL = "ess_creations", "ess_closures", "ess_survival_share"
INSIDE, BAND, BOTH, OUTSIDE, WHOLE = "qpv", "buffer_300m", "qpv_and_300m", "outside_qpv", "all"
MAPS = ("QP2024", "QP2015")
"""Drawings of the quarters, the one in force first."""
SURVIVAL_YEARS = ("1", "3", "5")


def is_read(near: Neighbourhoods) -> bool:
    """Whether the register was read in this installation."""
    return any(o.source == REGISTER for o in near.by_indicator("FR").get(COUNT, ()))


@dataclass(frozen=True)
class SocialEconomy:
    """The figures of one territory at the latest month of the register, on one map of the quarters."""

    territory: str
    month: str
    perimeter: str
    catalogue: Catalogue
    figures: Figures
    """Those of the register alone, by indicator."""

    @property
    def is_quarter(self) -> bool:
        """Whether the territory is one quarter."""
        return self.catalogue.territories[self.territory].kind == "neighbourhood"

    @property
    def has_band(self) -> bool:
        """Whether what stands within 300 m is known: a quarter without an outline that was read has no band, and its
        own establishments must not pass for those of a band."""
        return self.figure(COUNT, BAND) is not None and self.figure(COUNT, BOTH) is not None

    @property
    def zone(self) -> str:
        """The zone that the territory is told by: its quarters where it has some, else the whole of it."""
        return INSIDE if self.figure(COUNT, INSIDE) is not None else WHOLE

    @property
    def widest(self) -> str:
        """The zone in which kinds of establishments are told: with the band of a quarter where it is known."""
        return BOTH if self.is_quarter and self.has_band else self.zone

    def figure(self, indicator: str, zone: str, breakdown: str = TOTAL) -> Observation | None:
        """One figure at the latest month; None when there is none."""
        return next((o for o in self._at(indicator, zone) if o.breakdown == breakdown), None)

    def levels(self, indicator: str, zone: str, dimension: str) -> list[Observation]:
        """The figures of the levels of a breakdown, the largest first, then the secret ones, then the zeros; equals in
        the order of the catalogue."""
        order = [f"{dimension}:{level}" for level in self.catalogue.breakdowns[dimension].levels]
        known = [o for o in self._at(indicator, zone) if o.breakdown in order]
        return sorted(known, key=lambda o: (_rank(o), -(o.value or 0.0), order.index(o.breakdown)))

    def years(self, indicator: str, zone: str, breakdown: str = TOTAL) -> dict[str, Observation]:
        """The figures of each year, the oldest first."""
        known = [o for o in self._in(indicator, zone) if o.breakdown == breakdown]
        return {o.period: o for o in sorted(known, key=lambda o: period_order(o.period))}

    @property
    def definition(self) -> Observation | None:
        """The count by the definition that everything else is counted by: the one read in the same way."""
        total = self.figure(COUNT, self.zone)
        known = self.levels(COUNT, self.zone, DEFINITIONS)
        return next((o for o in known if total is not None and o.locator == total.locator), None)

    def _at(self, indicator: str, zone: str) -> list[Observation]:
        return [o for o in self._in(indicator, zone) if o.period == self.month]

    def _in(self, indicator: str, zone: str) -> list[Observation]:
        perimeter = "" if zone == WHOLE else self.perimeter
        return [o for o in self.figures.get(indicator, ()) if (o.zone, o.perimeter) == (zone, perimeter)]


def social_economy_of(near: Neighbourhoods, code: str, perimeter: str = "") -> SocialEconomy | None:
    """What is known of a territory, on the map asked for or on its own: that of a quarter, the latest of any other;
    None when the register says nothing of it."""
    figures: Figures = {}
    for name, known in near.by_indicator(code).items():
        if kept := [o for o in known if o.source == REGISTER]:
            figures[name] = kept
    counts = figures.get(COUNT, [])
    if not counts:
        return None
    month = max((o.period for o in counts), key=period_order)
    latest = [o for o in counts if o.period == month]
    maps = {o.perimeter for o in latest if o.zone == INSIDE}
    chosen = perimeter or next((one for one in MAPS if one in maps), "")
    return SocialEconomy(code, month, chosen, near.catalogue, figures)


def gap_of(near: Neighbourhoods, known: SocialEconomy, indicator: str) -> Gap | None:
    """The gap of the quarter, or of the quarters of the territory, with what surrounds them; None when none can be
    measured."""
    about = near.catalogue.indicators[indicator]
    if known.is_quarter:
        references = near.references(known.territory, about)
        whole = [r.answer for r in references if r.holds_all and isinstance(r.answer, Gap)]
        gaps = [gap for gap in whole if gap.reference.zone != INSIDE]
        return max(gaps, key=closeness) if gaps else None
    for zone in (OUTSIDE, WHOLE):
        if zone in about.comparators and known.figure(indicator, INSIDE) is not None:
            answer = near.reading.gap(indicator, Ask(territory=known.territory, reference=zone))
            if isinstance(answer, Gap) and answer.priority.source == REGISTER:
                return answer
    return None


def surrounding(near: Neighbourhoods, known: SocialEconomy) -> SocialEconomy | None:
    """The commune of a quarter, its intercommunality when it lies in several; None for any other territory."""
    record = near.record(known.territory)
    if record is None or record.kind != "neighbourhood":
        return None
    places = record.communes if len(record.communes) == 1 else (*record.epci, record.department)
    found = (social_economy_of(near, place) for place in places if place)
    return next((one for one in found if one is not None and one.figure(COUNT, WHOLE) is not None), None)


def _rank(observation: Observation) -> int:
    if observation.value is None:
        return 1
    return 0 if observation.value > 0 else 2


def told_apart(levels: Sequence[Observation]) -> tuple[list[Observation], list[Observation], list[Observation]]:
    """Levels with a number, hidden ones (at least one establishment: a zero is never hidden), and zeros."""
    ranked: tuple[list[Observation], list[Observation], list[Observation]] = ([], [], [])
    for observation in levels:
        ranked[_rank(observation)].append(observation)
    return ranked
