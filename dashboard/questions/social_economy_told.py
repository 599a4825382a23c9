"""The sentences that pages and documents say of the social economy of a place, from what the register holds."""

from __future__ import annotations

from dashboard import french
from dashboard.claims import of_social_economy as told
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.claims.of_gap import claim_of_gap
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.social_economy import (
    BOTH,
    COUNT,
    DEFINITIONS,
    DENSITY,
    INSIDE,
    LOCATIONS,
    SHARE,
    WHOLE,
    SocialEconomy,
    gap_of,
    surrounding,
    told_apart,
)
from dashboard.questions.social_economy_guide import GuideBeside
from dashboard.questions.social_economy_needs import Corner, NeedsBesideSupply
from dashboard.questions.social_economy_sectors import SectorsBeside

HERE, AROUND = "dans le quartier", "dans le quartier et à moins de 300\u00a0m"
CORNERS = {
    Corner.NEED_THIN: "besoin plus fort, ESS plus rare",
    Corner.NEED_PRESENT: "besoin plus fort, ESS plus présente",
    Corner.LESS_THIN: "besoin moins fort, ESS plus rare",
    Corner.LESS_PRESENT: "besoin moins fort, ESS plus présente",
}
"""Of each corner, beside the medians of the quarters of France: words for what is seen, not a judgement."""


def where_of(known: SocialEconomy, zone: str) -> str:
    """A zone of the territory, in words."""
    place = known.catalogue.territories[known.territory]
    if zone == WHOLE:
        return f"{place.within}, quartiers compris" if known.zone == INSIDE else place.within
    if known.is_quarter:
        return AROUND if zone == BOTH else HERE
    words = "dans ses quartiers prioritaires" + (" et à moins de 300\u00a0m" if zone == BOTH else "")
    return f"{words} (contours {known.perimeter[-4:]})"


def supply_claims(near: Neighbourhoods, known: SocialEconomy) -> list[Claim]:
    """How many establishments, per inhabitant, and their share among employers beside that of the surroundings."""
    return [_counts(near, known), *_share(near, known), *_density(near, known)]


def _counts(near: Neighbourhoods, known: SocialEconomy) -> Claim:
    places = [(where_of(known, known.zone), known.figure(COUNT, known.zone))]
    both = known.figure(COUNT, BOTH)
    if both is not None and known.zone == INSIDE and (known.has_band or not known.is_quarter):
        places.append(("en ajoutant ce qui est à moins de 300\u00a0m", both))
    if known.is_quarter:
        around = surrounding(near, known)
        if around is not None:
            words = f"{near.catalogue.territories[around.territory].within}, quartier compris"
            places.append((words, around.figure(COUNT, WHOLE)))
    elif known.zone == INSIDE:
        places.append((where_of(known, WHOLE), known.figure(COUNT, WHOLE)))
    return told.claim_of_counts([(words, o) for words, o in places if o is not None], near.catalogue)


def _share(near: Neighbourhoods, known: SocialEconomy) -> list[Claim]:
    gap = gap_of(near, known, SHARE)
    first = _alone(near, known, SHARE)
    if gap is not None:
        first = [claim_of_gap(gap, near.catalogue, HERE if known.is_quarter else "")]
    here, count = known.figure(SHARE, known.zone), known.figure(COUNT, known.zone)
    few = told.claim_of_one_more(here, count) if first and here is not None and count is not None else None
    return [*first, *([few] if few is not None else [])]


def _density(near: Neighbourhoods, known: SocialEconomy) -> list[Claim]:
    gap = gap_of(near, known, DENSITY)
    if gap is not None:
        first = claim_of_gap(gap, near.catalogue, HERE if known.is_quarter else "")
        return [first, told.claim_of_inhabitants((gap.priority, gap.reference))]
    alone = _alone(near, known, DENSITY)
    known_here = known.figure(DENSITY, known.zone)
    return [*alone, told.claim_of_inhabitants([known_here])] if alone and known_here is not None else []


def _alone(near: Neighbourhoods, known: SocialEconomy, indicator: str) -> list[Claim]:
    here = known.figure(indicator, known.zone)
    if here is None or here.value is None:
        return []
    return [told.claim_of_level(here, where_of(known, known.zone), near.catalogue)]


def method_claims(known: SocialEconomy) -> list[Claim]:
    """By which reading of the social economy, and how sure the places are."""
    used = known.definition
    claims = []
    if used is not None:
        others = [o for o in known.levels(COUNT, known.zone, DEFINITIONS) if o != used]
        claims.append(told.claim_of_definition(used, others, known.catalogue))
    placing = told.claim_of_placing(known.levels(COUNT, known.zone, LOCATIONS), known.catalogue)
    return [*claims, *([placing] if placing is not None else [])]


def kinds_claim(known: SocialEconomy, dimension: str, zone: str) -> Claim | None:
    """Which levels have at least one establishment, where no number of any of them may be shown; None elsewhere."""
    shown, hidden, zeros = told_apart(known.levels(COUNT, zone, dimension))
    if shown or not (hidden or zeros):
        return None
    labels = known.catalogue.breakdowns[dimension].levels
    names = [labels[o.breakdown.partition(":")[2]] for o in hidden]
    return told.claim_of_hidden(names, (*hidden, *zeros), where_of(known, zone))


def sector_claims(beside: SectorsBeside, near: Neighbourhoods) -> list[Claim]:
    """Which sectors are there, and which are not while half of the similar quarters have them."""
    where = AROUND if beside.zone == BOTH else HERE
    compared = french.listed([f"{near.store.territory_label(p.code)} ({p.code})" for p in beside.peers])
    present = told.claim_of_present(
        [sector_label(near, s.level) for s in beside.present], [s.here for s in beside.present], where
    )
    missing = told.claim_of_missing(
        [(sector_label(near, s.level), s.peers) for s in beside.missing],
        len(beside.peers),
        [s.here for s in beside.missing],
        where,
        compared,
    )
    return [present, missing]


def sector_label(near: Neighbourhoods, sector: str) -> str:
    """« action sociale et hébergement »."""
    return near.catalogue.breakdowns["ess_sector"].levels[sector]


def corner_claim(near: Neighbourhoods, crossed: NeedsBesideSupply, within: str) -> Claim:
    """How many quarters have the greater need and fewer establishments than the medians of the quarters of France."""
    indicator = crossed.need.subject.indicator
    article, equal = ("une", "égale") if indicator.gender == "f" else ("un", "égal")
    way = "au plus" if crossed.lower_is_need else "au moins"
    return told.claim_of_corner(
        len(crossed.of(Corner.NEED_THIN)),
        len(crossed.quarters),
        f"{article} {french.inside(indicator.label)} {way} {equal}",
        (_middle(near, crossed, 0), _middle(near, crossed, 1)),
        near.catalogue.territories[within].within,
    )


def _middle(near: Neighbourhoods, crossed: NeedsBesideSupply, side: int) -> Quantity:
    subject = (crossed.need, crossed.supply)[side].subject
    value = (crossed.need_middle, crossed.supply_middle)[side]
    text = french.typography(french.amount(value, subject.indicator, subject.source, near.catalogue))
    return Quantity(Measure.LEVEL, text, value, subject.indicator.unit)


def guide_claims(near: Neighbourhoods, beside: GuideBeside) -> list[Claim]:
    """What the guide divides by, and what is divided by here."""
    claims = []
    implied = beside.implied()
    if implied:
        claims.append(told.claim_of_denominators(implied, beside.announced, near.catalogue))
    if beside.whole is not None and beside.placed is not None and beside.placed.n:
        claims.append(told.claim_of_located(beside.whole, beside.placed.n, near.catalogue))
    return claims
