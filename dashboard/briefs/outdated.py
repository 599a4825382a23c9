"""Sentences of an earlier document that the data of today no longer say, why, and what they say instead.

A sentence that today's document says word for word of the same subject is true, whatever moved under it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dashboard import french
from dashboard.briefs.checked import Outdated, Reason
from dashboard.briefs.current import Current
from dashboard.briefs.edits import plain
from dashboard.briefs.proven import ProvenClaim, ProvenObservation
from dashboard.claims.claim import Claim, Measure
from dashboard.gaps import Refusal, default_stratum
from etl.model import ConfStatus, Observation, ObsStatus, is_period, period_order

CLOSE = 1e-9
FAMILIES = {
    rule: family
    for family, rules in {
        "finding": ("gap.times", "gap.difference", "gap.same", "gap.close", "gap.undetermined", "refusal"),
        "scale": ("gap.points", "gap.inverse", "gap.relative"),
        "movement": ("trend.movement", "trend.disagreement", "trend.unestablished", "trend.none"),
        "place": ("place.ranks", "place.fifths", "place.unranked"),
    }.items()
    for rule in rules
}
"""Rules that say the same thing of other figures; each other one is its own."""
TOLD_FIRST = (Measure.RATIO, Measure.DIFFERENCE, Measure.RANK, Measure.COUNT, Measure.LEVEL, Measure.LIMIT)
_NUMBERS = re.compile(r"[0-9][0-9 ]*(?:,[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a sentence no longer holds (nothing when it does), and the sentence to write in its place."""

    outdated: tuple[Outdated, ...] = ()
    now: str = ""


def judge(claim: ProvenClaim, current: Current) -> Verdict:
    """Whether the data of today still say a sentence."""
    twins = [made for made in current.claims if _is_like(made, claim)]
    refusal: Refusal | None = None
    if not twins:
        twins, refusal = _asked_again(claim, current)
    if any(plain(twin.text) == plain(claim.text) for twin in twins):
        return Verdict()
    match = _closest(twins, claim)
    found = _reasons(claim, match, current)
    if not found:
        return Verdict()
    if match is None:
        if refusal is not None:
            found.append(Outdated(Reason.REFUSED, french.typography(f"L’écart n’est plus mesuré : {refusal.text}")))
        return Verdict(tuple(found))
    spoken = _spoken(claim, match, current.proof.made)
    return Verdict((*([spoken] if spoken else []), *found), match.text)


def _asked_again(claim: ProvenClaim, current: Current) -> tuple[list[Claim], Refusal | None]:
    """What the gap of a sentence that today's document leaves out says today; else its first refusal."""
    refusal: Refusal | None = None
    for answer in current.gaps_of(claim):
        if isinstance(answer, Refusal):
            refusal = refusal or answer
        elif twins := [made for made in current.sentences_of(answer) if _is_like(made, claim)]:
            return twins, None
    return [], refusal


def _reasons(claim: ProvenClaim, match: Claim | None, current: Current) -> list[Outdated]:
    found = list(_moved(claim, current))
    if not claim.quantities:
        # Words alone do not tell how high a figure is
        found = [entry for entry in found if entry.reason != Reason.VALUE]
    if match is not None and not current.is_same_data:
        found += _newer(claim, match)
    if not found and not claim.observations and current.document is not None:
        found = [_unsaid(match)]
    return found


def _is_like(made: Claim, claim: ProvenClaim) -> bool:
    """Whether two sentences are of one family, about the same; without figures, whether only their numbers differ."""
    if FAMILIES.get(made.rule, made.rule) != FAMILIES.get(claim.rule, claim.rule):
        return False
    if not claim.observations:
        return not made.observations and _NUMBERS.sub("#", plain(made.text)) == _NUMBERS.sub("#", plain(claim.text))
    return {_subject(o) for o in made.observations} == {o.subject for o in claim.observations}


def _subject(o: Observation) -> tuple[str, ...]:
    return (o.indicator, o.territory, o.zone, o.perimeter, o.sex, o.age, o.breakdown)


def _closest(made: Sequence[Claim], claim: ProvenClaim) -> Claim | None:
    """The sentence of the same rule first, then the one that reads most like it."""
    told = plain(claim.text)
    return max(
        made,
        key=lambda twin: (twin.rule == claim.rule, SequenceMatcher(None, told, plain(twin.text)).ratio()),
        default=None,
    )


def _moved(claim: ProvenClaim, current: Current) -> Iterator[Outdated]:
    """The figures of a sentence that have another value or status, or are no longer there."""
    gone: set[str] = set()
    for told in dict.fromkeys(claim.observations):
        now = current.figure(told)
        if now is not None:
            yield from _changed(told, now, claim, current)
        elif not current.knows_place(told.territory):
            if told.territory not in gone:
                gone.add(told.territory)
                text = f"Le territoire « {told.territory} » n’est pas dans les données actuelles."
                yield Outdated(Reason.TERRITORY, text)
        elif not current.is_computed(told):
            yield Outdated(Reason.VANISHED, f"{_name(told, current)} : ce chiffre n’est plus dans les données.")


def _changed(told: ProvenObservation, now: Observation, claim: ProvenClaim, current: Current) -> Iterator[Outdated]:
    was, words = _words(told, claim, current), french.value_and_face(now, current.near.catalogue)
    if not _same(told.value, now.value):
        reason = Reason.STATUS if told.value is None or now.value is None else Reason.VALUE
        yield Outdated(reason, french.typography(f"{_name(told, current)} : {was} dans la note, {words} aujourd’hui."))
    elif (told.obs_status, told.conf_status) != (now.obs_status, now.conf_status):
        before, after = (_status(o.obs_status, o.conf_status) for o in (told, now))
        text = f"{_name(told, current)} : le statut du chiffre a changé ({before}, puis {after})."
        yield Outdated(Reason.STATUS, french.typography(text))


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=CLOSE)


STATUSES = {
    ObsStatus.NORMAL: "normal",
    ObsStatus.BREAK: "rupture de série",
    ObsStatus.DEFINITION_DIFFERS: "autre définition",
    ObsStatus.ESTIMATED: "estimé",
    ObsStatus.NOT_COLLECTED: "non collecté",
    ObsStatus.NOT_APPLICABLE: "sans objet",
    ObsStatus.MISSING: "non publié",
    ObsStatus.PROVISIONAL: "provisoire",
    ObsStatus.SUPPRESSED: "secret statistique",
    ObsStatus.LOW_RELIABILITY: "fragile",
}


def _status(obs_status: str, conf_status: str) -> str:
    if conf_status == ConfStatus.CONFIDENTIAL:
        return STATUSES[ObsStatus.SUPPRESSED]
    return next((words for status, words in STATUSES.items() if status == obs_status), obs_status)


def _name(told: ProvenObservation, current: Current) -> str:
    """« Taux de chômage, QPV, Seine-Saint-Denis, 2022 »."""
    catalogue = current.near.catalogue
    indicator = catalogue.indicators.get(told.indicator)
    zone = catalogue.zones.get(told.zone)
    people = (told.sex, told.age, told.breakdown)
    parts = [
        indicator.label if indicator is not None else told.indicator,
        zone.label if zone is not None else told.zone,
        current.near.store.territory_label(told.territory),
        french.period(told.period) if is_period(told.period) else told.period,
    ]
    usual = indicator is None or people == default_stratum(indicator)
    return ", ".join(parts if usual else [*parts, french.stratum(people, catalogue)])


def _words(told: ProvenObservation, claim: ProvenClaim, current: Current) -> str:
    """The value of a figure as the sentence writes it, else as its source gives it."""
    if told.value is None:
        return _status(told.obs_status, told.conf_status)
    for quantity in claim.quantities:
        # A fraction (« un sur six ») is not what its source gives
        in_digits = any(character.isdigit() for character in quantity.text)
        if quantity.measure == Measure.LEVEL and in_digits and _same(quantity.value, told.value):
            return quantity.text
    catalogue = current.near.catalogue
    indicator = catalogue.indicators.get(told.indicator)
    if indicator is None or told.source not in catalogue.sources:
        return french.number(told.value, 2)
    return french.amount(told.value, indicator, told.source, catalogue)


def _newer(claim: ProvenClaim, match: Claim) -> Iterator[Outdated]:
    """That a later date is known of the same, where today's sentence is of that date."""
    told = [o.period for o in claim.observations]
    if not told or not all(is_period(period) for period in told):
        return
    last, latest = max(told, key=period_order), max((o.period for o in match.observations), key=period_order)
    if period_order(latest) > period_order(last):
        text = f"Une période plus récente est connue : {french.period(latest)} (la note dit {french.period(last)})."
        yield Outdated(Reason.NEWER, text)


def _unsaid(match: Claim | None) -> Outdated:
    if match is None:
        return Outdated(Reason.UNSAID, "Les données actuelles ne disent plus cette phrase.")
    return Outdated(Reason.VALUE, "Les chiffres de cette phrase ne sont plus ceux des données actuelles.")


def _spoken(claim: ProvenClaim, match: Claim, made: str) -> Outdated | None:
    """« Votre note du 12 mars 2026 dit 2,4 fois ; c’est maintenant 2,6 fois. »: the first number that moved."""
    for measure in TOLD_FIRST:
        was = [quantity.text for quantity in claim.quantities if quantity.measure == measure]
        now = [quantity.text for quantity in match.quantities if quantity.measure == measure]
        for before, after in zip(was, now, strict=False):
            if plain(before) != plain(after):
                text = f"Votre note du {french.published(made)} dit {before} ; c’est maintenant {after}."
                return Outdated(Reason.VALUE, french.typography(text))
    return None
