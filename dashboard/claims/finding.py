"""The finding of a gap as one French sentence: title of its chart, first line of its page.

It never says more than the gap: no cause, no judgement of people, no comparative when the interval contains zero.
"""

from __future__ import annotations

from dashboard import french
from dashboard.gaps import Gap, Verdict, default_stratum
from etl.catalogue import Catalogue, Indicator
from etl.model import Observation

TIMES_FROM = 1.5
"""A ratio is said in words from here on; below, a difference reads better than « 1,1 fois »."""
WHOLE_FROM = 2
"""A ratio of approached values has no decimal from here on."""
VOWELS = "aàâeéèêiîoôuù"


def finding(gap: Gap, catalogue: Catalogue, here: str = "") -> str:
    """« En 2022, le taux de chômage est 2,4 fois plus élevé dans les QPV que … : 18,3 % contre 7,5 %. »

    ``here``: how the place is told where the page already names it (« dans le quartier »).
    """
    return f"{short_finding(gap, catalogue, here)} : {both_values(gap, catalogue)}."


def short_finding(gap: Gap, catalogue: Catalogue, here: str = "") -> str:
    """The same without the values, for a title under which they are drawn."""
    return f"{french.when(gap.priority)}{place_words(gap, catalogue)}, {_comparison(gap, catalogue, here)}"


def both_values(gap: Gap, catalogue: Catalogue) -> str:
    """« 18,3 % contre 7,5 % »."""
    return f"{french.value(gap.priority, catalogue)} contre {french.value(gap.reference, catalogue)}"


def place_words(gap: Gap, catalogue: Catalogue) -> str:
    """« , en Seine-Saint-Denis »; nothing for France, nor where each side is told by its own place."""
    if gap.territory in ("FR", "FRM") or gap.reference.territory != gap.territory:
        return ""
    territory = catalogue.territories.get(gap.territory)
    return f", {french.within(territory)}" if territory else f", {gap.territory}"


def subject(gap: Gap, catalogue: Catalogue) -> str:
    """The phrase of the indicator, narrowed to the people of the gap when they are not its usual ones."""
    return subject_of(gap.indicator, gap.stratum, catalogue)


def subject_of(indicator: Indicator, stratum: tuple[str, str, str], catalogue: Catalogue) -> str:
    """« le taux de chômage (femmes) » for a stratum of sex, age and breakdown."""
    told = french.people(stratum, default_stratum(indicator), catalogue)
    return indicator.phrase if told == "ensemble" else f"{indicator.phrase} ({told})"


def _comparison(gap: Gap, catalogue: Catalogue, here: str) -> str:
    told = subject(gap, catalogue)
    named, there = sides_of(gap, catalogue)
    here = here or named
    feminine = "e" if gap.indicator.gender == "f" else ""
    if gap.verdict == Verdict.UNDETERMINED:
        return f"{told} ne se distingue pas nettement {here} et {there}"
    if gap.verdict == Verdict.CLOSE:
        return f"{told} se situe à un niveau proche {here} et {there} (écart trop petit pour conclure)"
    if gap.verdict == Verdict.EQUAL:
        return f"{told} est au même niveau {here} et {there}"
    if told_as_times(gap):
        return f"{told} est {times_words(gap)} plus élevé{feminine} {here} {that(there)}"
    more = f"plus élevé{feminine}" if gap.difference.value > 0 else "plus faible"
    return f"{told} est {more} {of(difference_words(gap, catalogue))} {here} {that(there)}"


def concludes(gap: Gap) -> bool:
    """Whether one side may be told higher than the other: far enough apart, for what is known of their precision."""
    return gap.verdict not in (Verdict.UNDETERMINED, Verdict.CLOSE, Verdict.EQUAL)


def told_as_times(gap: Gap) -> bool:
    """Whether the finding tells the ratio (« 2,4 fois plus élevé ») rather than the difference."""
    higher = concludes(gap) and gap.difference.value > 0
    return higher and gap.ratio is not None and gap.ratio.value >= TIMES_FROM


def difference_words(gap: Gap, catalogue: Catalogue) -> str:
    """« 10,8 points »: the size of the difference, without its sign; « environ 12 points » of approached values, which
    bear no decimal of a percentage."""
    unit = catalogue.units[gap.indicator.unit]
    if not _approached(gap):
        return french.difference(gap.difference.value, unit, gap.indicator.decimals, sign=False)
    decimals = 0 if unit.id == "percent" else gap.indicator.decimals
    return f"environ {french.difference(gap.difference.value, unit, decimals, sign=False)}"


def _approached(gap: Gap) -> bool:
    return bool({gap.priority.qualifier, gap.reference.qualifier} & set(french.APPROACHED))


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


def times_words(gap: Gap) -> str:
    """The ratio, with no more digits than its two values bear: « environ 3 fois » of two rounded ones."""
    if gap.ratio is None:
        raise ValueError("no ratio to tell")
    if not _approached(gap):
        return french.times(gap.ratio.value)
    return f"environ {french.number(gap.ratio.value, 0 if gap.ratio.value >= WHOLE_FROM else 1)}{french.NBSP}fois"


def that(words: str) -> str:
    """« que dans … », « qu’à moins de … »."""
    return f"qu’{words}" if words[0].casefold() in VOWELS else f"que {words}"


def of(words: str) -> str:
    """« de 10,8 points », « d’environ 12 points »."""
    return f"d’{words}" if words[0].casefold() in VOWELS else f"de {words}"
