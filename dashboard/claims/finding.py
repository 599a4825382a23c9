"""The finding of a gap as one French sentence: title of its chart, first line of its page.

It never says more than the gap: no cause, no judgement of people, no comparative when the interval contains zero.
"""

from __future__ import annotations

from dashboard import french
from dashboard.gaps import Gap, Verdict, default_stratum
from etl.catalogue import Catalogue
from etl.model import Observation

TIMES_FROM = 1.5
"""A ratio is said in words from here on; below, a difference reads better than « 1,1 fois »."""
WHOLE_FROM = 2
"""A ratio of approached values has no decimal from here on."""


def finding(gap: Gap, catalogue: Catalogue, here: str = "") -> str:
    """« En 2022, le taux de chômage est 2,4 fois plus élevé dans les QPV que … : 18,3 % contre 7,5 %. »

    ``here``: how the place is told where the page already names it (« dans le quartier »).
    """
    return f"{short_finding(gap, catalogue, here)} : {both_values(gap, catalogue)}."


def short_finding(gap: Gap, catalogue: Catalogue, here: str = "") -> str:
    """The same without the values, for a title under which they are drawn."""
    return f"{french.when(gap.priority)}{_place(gap, catalogue)}, {_comparison(gap, catalogue, here)}"


def both_values(gap: Gap, catalogue: Catalogue) -> str:
    """« 18,3 % contre 7,5 % »."""
    return f"{french.value(gap.priority, catalogue)} contre {french.value(gap.reference, catalogue)}"


def _place(gap: Gap, catalogue: Catalogue) -> str:
    if gap.territory in ("FR", "FRM") or gap.reference.territory != gap.territory:
        return ""
    territory = catalogue.territories.get(gap.territory)
    return f", {french.within(territory)}" if territory else f", {gap.territory}"


def _subject(gap: Gap, catalogue: Catalogue) -> str:
    """The phrase of the indicator, narrowed to the people of the gap when they are not its usual ones."""
    usual = default_stratum(gap.indicator)
    told = french.people(gap.stratum, usual, catalogue)
    return gap.indicator.phrase if told == "ensemble" else f"{gap.indicator.phrase} ({told})"


def _comparison(gap: Gap, catalogue: Catalogue, here: str) -> str:
    subject = _subject(gap, catalogue)
    named, there = sides_of(gap, catalogue)
    here = here or named
    feminine = "e" if gap.indicator.gender == "f" else ""
    if gap.verdict == Verdict.UNDETERMINED:
        return f"{subject} ne se distingue pas nettement {here} et {there}"
    if gap.verdict == Verdict.CLOSE:
        return f"{subject} se situe à un niveau proche {here} et {there} (écart trop petit pour conclure)"
    if gap.verdict == Verdict.EQUAL:
        return f"{subject} est au même niveau {here} et {there}"
    higher = gap.difference.value > 0
    if higher and gap.ratio is not None and gap.ratio.value >= TIMES_FROM:
        return f"{subject} est {_times(gap)} plus élevé{feminine} {here} {that(there)}"
    unit = catalogue.units[gap.indicator.unit]
    amount = french.difference(gap.difference.value, unit, gap.indicator.decimals, sign=False)
    more = f"plus élevé{feminine}" if higher else "plus faible"
    return f"{subject} est {more} {of(amount)} {here} {that(there)}"


def sides_of(gap: Gap, catalogue: Catalogue) -> tuple[str, str]:
    """Where each side is: by its zone when both are of one territory, by its territory when they are not."""
    sides = (gap.priority, gap.reference)
    if gap.priority.territory == gap.reference.territory:
        here, there = (catalogue.zones[side.zone].within for side in sides)
    else:
        here, there = (_territory(side, catalogue) for side in sides)
    return here, there


def _territory(side: Observation, catalogue: Catalogue) -> str:
    """« dans le quartier Les Courbes », « à Lyon », « hors des QPV, à Lyon », « dans l’ensemble des QPV en France »."""
    territory = catalogue.territories.get(side.territory)
    place = french.within(territory) if territory else f"({side.territory})"
    if side.zone == "all" or (territory and territory.kind == "neighbourhood"):
        return place
    zone = catalogue.zones[side.zone]
    words = "dans l’ensemble des QPV" if zone.role == "priority" else zone.within
    return f"{words} {place}"


def _times(gap: Gap) -> str:
    """The ratio, with no more digits than its two values bear: « environ 3 fois » of two rounded ones."""
    if gap.ratio is None:
        raise ValueError("no ratio to tell")
    if not {gap.priority.qualifier, gap.reference.qualifier} & set(french.APPROACHED):
        return french.times(gap.ratio.value)
    return f"environ {french.number(gap.ratio.value, 0 if gap.ratio.value >= WHOLE_FROM else 1)}{french.NBSP}fois"


def that(words: str) -> str:
    """« que dans … », « qu’à moins de … »."""
    return f"qu’{words}" if words[0].casefold() in "aàâeéèêiîoôuù" else f"que {words}"


def of(words: str) -> str:
    """« de 10,8 points »."""
    return f"de {words}"
