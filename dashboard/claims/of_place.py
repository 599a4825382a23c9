"""Where quarters stand among themselves and who lives in a place, as sentences with their proof.

The sentences are those of ``placing`` and ``inhabitants``; here they meet the numbers they tell.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import french
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.claims.inhabitants import groups_of, residents_sentence
from dashboard.claims.of_gap import level
from dashboard.claims.placing import chance_sentence, ordinal, place_sentence, spread_sentence
from dashboard.gaps import Distribution, Funnel, Precision, Ranking
from dashboard.gaps.quarters import Subject
from dashboard.gaps.ranking import RankedQuarter
from etl.catalogue import Catalogue, Polarity
from etl.model import ConfStatus, Observation, ObsStatus

RANK, QUARTERS, PERCENT = "rank", "neighbourhoods", "percent"


def claims_of_place(
    ranking: Ranking, row: RankedQuarter, name: str, catalogue: Catalogue, funnel: Funnel | None = None
) -> list[Claim]:
    """Where the quarter of ``row``, called ``name``, stands: its interval of ranks, or its fifth; then what chance may
    do, when ``funnel`` holds it."""
    own = (observation_of(row, ranking.subject),)
    subject, text = ranking.subject, french.typography(place_sentence(ranking, row, name, catalogue))
    told: list[Quantity] = [_level(row.value, subject, catalogue), _count(ranking.count)]
    if row.precision == Precision.NOT_PUBLISHED:
        rule = "place.unranked"
    elif not ranking.one_by_one:
        rule, told = "place.fifths", [*told, *_position(ranking, row)]
    else:
        rule, told = "place.ranks", [*told, *(_rank(rank) for rank in sorted({row.rank_low, row.rank_high}))]
    claim = Claim(text, rule, own, tuple(told), ranking.caveats)
    chance = chance_sentence(funnel, row.code) if funnel is not None else ""
    return [claim, Claim(chance, "place.chance", own, ())] if chance else [claim]


def claim_of_spread(spread: Distribution, catalogue: Catalogue, observations: Sequence[Observation] = ()) -> Claim:
    """How the quarters are spread; ``observations`` are their figures, or the quartiles published of them, if kept."""
    first, median, third = (_level(value, spread.subject, catalogue) for value in spread.quartiles)
    match spread.subject.indicator.polarity:
        case Polarity.HIGHER_IS_WORSE:
            told = [median, third]
        case Polarity.HIGHER_IS_BETTER:
            told = [median, first]
        case _:
            told = [median, first, third]
    text = french.typography(spread_sentence(spread, catalogue))
    return Claim(text, "place.spread", tuple(observations), (*told, _count(spread.count)))


def claims_of_residents(residents: Sequence[Observation], catalogue: Catalogue) -> list[Claim]:
    """Who lives in a place: one sentence a date, a map and a status, each figure with its own."""
    return [
        Claim(
            french.typography(residents_sentence(known, catalogue)),
            "residents.figures",
            known,
            tuple(level(o, catalogue) for o in known),
        )
        for known in groups_of(residents, catalogue)
    ]


def observation_of(row: RankedQuarter, subject: Subject) -> Observation:
    """The figure of a ranked quarter as an observation: its value as it is ranked, its key and where it was read.

    A ranking keeps neither its limits as published nor its denominator: they are not given back.
    """
    sex, age, breakdown = subject.stratum
    return Observation(
        indicator=subject.indicator.id,
        territory=row.code,
        zone=subject.zone,
        perimeter=subject.perimeter,
        period=subject.period,
        sex=sex,
        age=age,
        breakdown=breakdown,
        value=row.value,
        unit=subject.indicator.unit,
        lower=None,
        upper=None,
        n=None,
        obs_status=(ObsStatus.LOW_RELIABILITY if row.fragile else ObsStatus.NORMAL).value,
        conf_status=ConfStatus.FREE.value,
        qualifier="",
        source=subject.source,
        locator=row.locator,
        note=subject.note,
    )


def _level(value: float, subject: Subject, catalogue: Catalogue) -> Quantity:
    text = french.typography(french.amount(value, subject.indicator, subject.source, catalogue))
    return Quantity(Measure.LEVEL, text, value, subject.indicator.unit)


def _count(count: int) -> Quantity:
    return Quantity(Measure.COUNT, french.number(count, 0), count, QUARTERS)


def _rank(rank: int) -> Quantity:
    return Quantity(Measure.RANK, ordinal(rank), rank, RANK)


def _position(ranking: Ranking, row: RankedQuarter) -> list[Quantity]:
    """The numbers of « au-dessus de 72 % des autres quartiers, à égalité avec 3 quartiers »."""
    place = ranking.position(row)
    told = []
    if place.lower and place.higher:
        share = min(max(place.share_lower, 1.0), 99.0)  # as the sentence: never « 0 % » nor « 100 % »
        told.append(Quantity(Measure.RANK, f"{round(share)}{french.NBSP}%", share, PERCENT))
    if place.equal and (place.lower or place.higher):
        told.append(Quantity(Measure.COUNT, french.number(place.equal, 0), place.equal, QUARTERS))
    return told
