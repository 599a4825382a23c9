"""Whether a figure is told of those it is of: a rate among the active is not of everybody, nor a median of anyone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dashboard.claims.checking.lexicon import Mention
from dashboard.claims.checking.statement import Measure, Number, Side, Statement
from dashboard.claims.checking.typing_in import lower
from etl.catalogue import Indicator, fold

_RATE = re.compile(r"^(?:taux|chomage|part|inactivite|niveau|premier|age|moyenne)\b")
"""How the name of a rate begins: « le taux de chômage des femmes » is not said of all women."""
_SHARE = re.compile(
    r"(?:%|\b(?:pour ?cents?|moitie|tiers|quarts?|sur [0-9]+|plupart|majorite)) (?:des? |d'|de la |de l'|parmi )"
)
_ONE_IN = re.compile(r"\b(?:une?|[0-9]+) (?:[a-z']+ ){1,7}sur [0-9]")
_WHOM = re.compile(
    r"\b(?:habitant|personne|resident|femme|homme|jeune|immigre|descendant|etranger|francai|population|gens|adulte|"
    r"senior|mere|pere|parent|diplome)(?:s|e|es)?\b"
)
_AGES = re.compile(r"(?:(?:moins|plus) de )?[0-9]+(?: ?(?:-|a) ?[0-9]+)? ans(?: (?:et|ou) plus)?")
_NOT_ONLY = re.compile(r"\b(?:actifs?|actives?) (?:ou|et) (?:non|pas|inacti\w+)\b|\binacti\w+ (?:ou|et) acti\w+")
_NEEDED = (
    (r"^actifs", r"\b(?:actifs?|actives?|population active)\b"),
    (r"ayant un emploi", r"\ben emploi\b|\bayant un emploi\b|\boccupee?s?\b|\bqui travaillent\b|\bsalarie|\bemplois\b"),
    (r"^femmes salariees", r"\bsalarie|\ben emploi\b|\bqui travaillent\b|\bayant un emploi\b"),
    (r"^inactifs", r"\binacti"),
    (
        r"(?:ensemble de la population|habitants|personnes) (?:de 15 a 64 ans|de la tranche d'age)",
        r"\bans\b|\ben age de",
    ),
    (r"^(?:ensemble des )?jeunes|^personnes de 15 a 29", r"\bjeunes?\b|\bans\b"),
)
"""What a universe leaves out, and the words by which a share is told of it alone."""
_ONLY = re.compile(
    r"\b(?:a peine(?= [0-9]| un )|seule?s?|seulement)\b(?! (?:famille|parent))|"
    r"\bn(?:e |')\w+ que (?=[0-9]|de [0-9]|~*_*[0-9])"
)
_AVERAGES = (("median", r"\bmedian"), ("moyen", r"\b(?:en )?moyenn?e?s?\b"))


def as_share(named: Iterable[Mention], small: str) -> bool:
    """True when the part says which people are so (« 16 % des femmes sont au chômage »), not what a rate is."""
    rate = all(_RATE.match(small[m.start : m.end]) for m in named)
    return not rate or bool(_SHARE.search(small) or _ONE_IN.search(small))


def told_of_others(statement: Statement, indicator: Indicator) -> str:
    """« femmes » when a share of the active among women is told of all of them; empty when it is told as it is."""
    levels = [number for number in statement.numbers if number.measure == Measure.LEVEL]
    small = lower(statement.text)
    if not statement.as_share or not levels or indicator.unit != "percent" or _told_of_named(small):
        return ""
    universe = fold(indicator.universe)
    needed = next((words for of, words in _NEEDED if re.search(of, universe)), "")
    if not needed or (re.search(needed, small) and not _NOT_ONLY.search(small)):
        return ""
    people = statement.people
    if statement.counted or people.sex or people.ages or people.breakdowns or _WHOM.search(small):
        found = _WHOM.search(small) or _AGES.search(small)
        return statement.counted or (found[0] if found else "habitants")
    return ""


def _told_of_named(small: str) -> bool:
    """« on compte 18,3 % de chômeurs »: the usual way to tell the rate, when no one is named besides."""
    return bool(re.search(r"% (?:de )?(?:chomeurs|cadres|ouvriers|inactifs)\b", small)) and not _WHOM.search(small)


def told_of_each(statement: Statement, indicator: Indicator) -> str:
    """« médian » when a median is told as what people have; empty when it is told as one."""
    if not any(number.measure == Measure.LEVEL for number in statement.numbers) or indicator.unit == "percent":
        return ""
    named, small = fold(f"{indicator.label} {indicator.phrase}"), lower(statement.text)
    for word, told in _AVERAGES:
        if word in named and not re.search(told, small):
            return "médiane" if word == "median" else "moyenne"
    return ""


def judged_small(bare: str, numbers: Sequence[Number]) -> str:
    """« seuls » when nothing greater is told beside: little is then an opinion; empty otherwise."""
    found = _ONLY.search(bare)
    levels = {number.side: number.value for number in numbers if number.measure == Measure.LEVEL}
    if found is None or Side.HERE not in levels:
        return ""
    return "" if levels.get(Side.THERE, 0.0) > levels[Side.HERE] else found[0]
