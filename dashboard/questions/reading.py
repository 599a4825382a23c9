"""The questions that pages ask of the store. Answers are computed once and kept: pages never compute statistics."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache

from dashboard import french
from dashboard.claims.finding import finding
from dashboard.gaps import (
    Gap,
    GapSeries,
    Refusal,
    Trend,
    default_stratum,
    find_gap,
    gap_history,
    gap_series,
    names,
    trend_of,
)
from dashboard.store import Store
from etl.catalogue import Catalogue, ClaimFigure, GuideClaim, Indicator, Polarity, Theme
from etl.model import Observation, period_order

Stratum = tuple[str, str, str]

STATUTORY = "uue"
"""The other quarters of the same urban units: the comparator of the 2014 law."""


KEPT = 4096
"""Answers kept: more than the pages ask, and a bound on what strangers may ask."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a reader wants of one indicator; None where the choice is left to the store."""

    territory: str | None = None
    period: str | None = None
    reference: str | None = None
    sex: str | None = None
    age: str | None = None
    breakdown: str | None = None


class Reading:
    """One store, with the answers already given."""

    def __init__(self, store: Store, geocoder: str = "") -> None:
        """``geocoder``: the address of the one that pages may ask; empty when nothing may leave the machine."""
        self.store = store
        self.geocoder = geocoder
        self.catalogue: Catalogue = store.catalogue
        self._found = lru_cache(maxsize=KEPT)(self._find)

    def gap(self, indicator: str, ask: Ask | None = None) -> Gap | Refusal:
        """The gap asked for, or why it is refused.

        Raises UnknownIdError or InvalidValueError when a word of the question means nothing.
        """
        return self._found(indicator, ask or Ask())

    def _find(self, indicator: str, ask: Ask) -> Gap | Refusal:
        known = self.store.of(indicator) if ask.territory is None else self.store.at([ask.territory], indicator)
        return find_gap(self.catalogue, known, indicator, **asdict(ask))

    def series(self, gap: Gap) -> GapSeries:
        """The comparable series that a gap belongs to."""
        return gap_series(self.catalogue, self.store.of(gap.indicator.id), gap)

    def history(self, gap: Gap) -> GapSeries:
        """The series of a gap, with those of the earlier maps before it."""
        return gap_history(self.catalogue, self.store.of(gap.indicator.id), gap)

    def trend(self, gap: Gap) -> Trend:
        """Whether the gap narrows."""
        return trend_of(self.series(gap))

    def finding(self, gap: Gap) -> str:
        """The gap as one sentence with its values."""
        return finding(gap, self.catalogue)

    @cached_property
    def headlines(self) -> dict[str, Gap]:
        """The gap that stands for each theme, against the statutory comparator where it was published."""
        found: dict[str, Gap] = {}
        for theme in self.catalogue.themes.values():
            if not theme.headline:
                continue
            for reference in (STATUTORY, None):
                answer = self.gap(theme.headline, Ask(reference=reference))
                if isinstance(answer, Gap):
                    found[theme.id] = answer
                    break
        return found

    def widest(self) -> list[tuple[Theme, Gap]]:
        """The headline gaps that share the statutory comparator, the widest ratio first.

        Gaps with different comparators are never ranked together.
        """
        pairs = [(self.catalogue.themes[theme], gap) for theme, gap in self.headlines.items()]
        return sorted((p for p in pairs if p[1].reference.zone == STATUTORY), key=lambda p: -relative_size(p[1]))

    def unranked(self) -> list[tuple[Theme, Gap]]:
        """The headline gaps that only have another comparator, in the order of the themes."""
        pairs = [(self.catalogue.themes[theme], gap) for theme, gap in self.headlines.items()]
        return [pair for pair in pairs if pair[1].reference.zone != STATUTORY]

    def theme_gaps(self, theme: str) -> list[Gap]:
        """Every gap of a theme at its main stratum, in the order of the catalogue."""
        answers = [self.gap(indicator.id) for indicator in self.catalogue.in_theme(theme)]
        return [answer for answer in answers if isinstance(answer, Gap)]

    def claims_of(self, theme: str) -> list[GuideClaim]:
        """The checked claims of the guide on a theme."""
        return [claim for claim in self.catalogue.guide_claims.values() if claim.theme == theme]

    def observation(self, figure: ClaimFigure) -> Observation:
        """The observation that a figure of a claim names. Raises LookupError when the data do not hold it."""
        for observation in self.store.of(figure.indicator):
            if names(figure, observation):
                return observation
        raise LookupError(f"no observation answers to {figure!r}")

    def territories_of(self, indicator: str) -> list[str]:
        """Where an indicator is known, the country first."""
        met = {observation.territory for observation in self.store.of(indicator)}
        known = [code for code in self.catalogue.territories if code in met]
        return known + sorted(met - set(known))

    def strata_of(self, indicator: Indicator, territory: str) -> list[Stratum]:
        """Whom an indicator is known for in a territory, its own stratum first."""
        met = {o.stratum for o in self.store.of(indicator.id) if o.territory == territory}
        own = default_stratum(indicator)
        return sorted(met, key=lambda stratum: (stratum != own, self._stratum_order(stratum)))

    def _stratum_order(self, stratum: Stratum) -> tuple[int, str, str, str]:
        levels = list(self.catalogue.breakdown_labels())
        rank = levels.index(stratum[2]) if stratum[2] in levels else -1
        return (rank, stratum[2], stratum[0], stratum[1])

    def periods_of(self, indicator: str, territory: str) -> list[str]:
        """When an indicator is known in a territory, the latest first."""
        met = {o.period for o in self.store.of(indicator) if o.territory == territory}
        return sorted(met, key=period_order, reverse=True)

    def gaps_by_stratum(self, like: Gap) -> dict[str, list[tuple[str, Gap]]]:
        """The gaps of the same place, period and comparator for other people, by dimension of difference.

        Only strata that differ from the main one in that dimension alone: sexes, ages, then each breakdown.
        """
        own = default_stratum(like.indicator)
        by_dimension: dict[str, list[Stratum]] = {}
        for stratum in self.strata_of(like.indicator, like.territory):
            differing = [i for i in range(3) if stratum[i] != own[i]]
            if len(differing) == 1:
                by_dimension.setdefault(self._dimension(stratum, differing[0]), []).append(stratum)
        found = {name: self._at_one_period(like, [own, *strata]) for name, strata in by_dimension.items()}
        return {name: rows for name, rows in found.items() if len(rows) > 1}

    def _at_one_period(self, like: Gap, strata: list[Stratum]) -> list[tuple[str, Gap]]:
        """The gaps of ``strata`` at the one period known for the most of them, the latest among equals.

        An exceptional year is never that period. The own stratum of the indicator comes first.
        """
        odd = {b.at for b in self.catalogue.breaks if b.kind == "exceptional" and like.indicator.id in b.indicators}
        best: list[tuple[str, Gap]] = []
        for period in self.periods_of(like.indicator.id, like.territory):
            ask = (like.territory, period, like.reference.zone)
            answers = [(s, self.gap(like.indicator.id, Ask(*ask, *s))) for s in strata]
            rows = [
                (french.sentence(self.stratum_label(like.indicator, stratum)), answer)
                for stratum, answer in answers
                if isinstance(answer, Gap)
            ]
            if period not in odd and len(rows) > len(best):
                best = rows
        return best

    def widest_figure(self, indicator: Indicator) -> Observation | None:
        """The figure that stands for an indicator without a gap: the widest place, the priority quarters, the usual
        people, the latest period."""
        known = self.store.of(indicator.id)
        if not known:
            return None
        places = self.territories_of(indicator.id)
        place = min((o.territory for o in known), key=places.index)
        people = self.strata_of(indicator, place)
        return max(
            (o for o in known if o.territory == place),
            key=lambda o: (
                self.catalogue.zones[o.zone].role == "priority",
                -people.index(o.stratum),
                period_order(o.period),
            ),
        )

    def other_gaps(self, indicator: Indicator, territory: str) -> list[Gap]:
        """The gaps known for other people where the usual ones have none."""
        answers = [self.gap(indicator.id, Ask(territory, None, None, *s)) for s in self.strata_of(indicator, territory)]
        return [answer for answer in answers if isinstance(answer, Gap)]

    def _dimension(self, stratum: Stratum, position: int) -> str:
        if position == 2:
            return self.catalogue.breakdowns[stratum[2].partition(":")[0]].label
        return ("Sexe", "Âge")[position]

    def stratum_label(self, indicator: Indicator, stratum: Stratum) -> str:
        """A stratum with what the indicator takes for granted left out; « ensemble » for its own."""
        return french.people(stratum, default_stratum(indicator), self.catalogue)


def relative_size(gap: Gap) -> float:
    """How many times apart the two sides are, whichever is the higher; 0 when no ratio is known.

    A percentage of something favourable is read by what is missing from it (46 % against 23 % without the bac, not
    54 % against 77 % with it): otherwise the order would depend on the way an indicator is worded.
    """
    if gap.ratio is None or gap.ratio.value <= 0:
        return 0.0
    here, there = gap.priority.value or 0.0, gap.reference.value or 0.0
    if gap.indicator.polarity == Polarity.HIGHER_IS_BETTER and gap.indicator.is_share:
        here, there = 100 - here, 100 - there
    return max(here, there) / min(here, there) if min(here, there) > 0 else 0.0
