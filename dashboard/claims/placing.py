"""Where the quarters stand among themselves, as French sentences: how they are spread, and the ranks one may have.

A rank is never told alone: it comes with the interval that the precision of the values allows. Where nothing says what
chance moves, a fifth of the quarters is told instead.
"""

from __future__ import annotations

from dashboard import french
from dashboard.gaps import Distribution, Funnel, Place, Ranking
from dashboard.gaps.precision import Precision
from dashboard.gaps.quarters import Subject
from dashboard.gaps.ranking import RankedQuarter
from etl.catalogue import Catalogue, Polarity

WHOLE = "FR"


def spread_sentence(spread: Distribution, catalogue: Catalogue) -> str:
    """« En 2019, le taux de pauvreté ne dépasse pas 42,8 % dans la moitié des 1 348 quartiers prioritaires…, et atteint
    48,8 % ou plus dans un quart d’entre eux. »: the unfavourable end, both ends when neither is."""
    subject = spread.subject
    first, median, third = (_amount(value, subject, catalogue) for value in spread.quartiles)
    place = " de France" if subject.group == WHOLE else ""
    published = " dont la valeur est publiée" if spread.absent else ""
    quarters = f"{french.number(spread.count, 0)} quartiers prioritaires{place}{published}"
    head = (
        f"{_lead(subject, catalogue)}, {subject.indicator.phrase} ne dépasse pas {median} dans la moitié des {quarters}"
    )
    match subject.indicator.polarity:
        case Polarity.HIGHER_IS_WORSE:
            return f"{head}, et atteint {third} ou plus dans un quart d’entre eux."
        case Polarity.HIGHER_IS_BETTER:
            return f"{head}, ni {first} dans un quart d’entre eux."
        case _:
            return f"{head} ; un quart sont sous {first}, un quart au-dessus de {third}."


def spread_title(spread: Distribution, catalogue: Catalogue) -> str:
    """« Le quartier médian est à 42,8 %, la moitié des quartiers se tiennent entre 37,3 % et 48,8 % »."""
    first, median, third = (_amount(value, spread.subject, catalogue) for value in spread.quartiles)
    return f"Le quartier médian est à {median}, la moitié des quartiers se tiennent entre {first} et {third}"


def place_sentence(ranking: Ranking, row: RankedQuarter, name: str, catalogue: Catalogue) -> str:
    """« En 2019, en Seine-Saint-Denis, Les Tilleuls se place entre le 3ᵉ et le 5ᵉ rang des 39 quartiers… »."""
    subject = ranking.subject
    value = _amount(row.value, subject, catalogue)
    count = french.number(ranking.count, 0)
    if row.precision == Precision.NOT_PUBLISHED:
        return (
            f"{_lead(subject, catalogue)}, {subject.indicator.phrase} est de {value} dans le quartier {name} ; sa "
            f"précision n’est pas publiée : parmi {count} quartiers, son rang peut être n’importe lequel."
        )
    if not ranking.one_by_one:
        words = fifth_words(row.fifth, descending=ranking.descending) if row.fifth else ""
        among = f", dans {words} des {count} quartiers publiés" if words else f", parmi {count} quartiers publiés"
        return (
            f"{_lead(subject, catalogue)}, {subject.indicator.phrase} est de {value} dans le quartier {name}{among} : "
            f"{ranking.position(row).text}."
        )
    extreme = "la plus élevée" if ranking.descending else "la plus faible"
    ranks = ranks_words(row.rank_low, row.rank_high)
    return (
        f"{_lead(subject, catalogue)}, le quartier {name} se place {ranks} des {count} quartiers classés pour "
        f"{subject.indicator.phrase} ({value}), le 1ᵉʳ rang étant celui de la valeur {extreme}."
    )


def chance_sentence(funnel: Funnel, code: str) -> str:
    """What the funnel says of one quarter: how far it is, given how many people it is measured on; nothing when it is
    not in it."""
    if code not in funnel.codes:
        return ""
    match Place(str(funnel.places[funnel.codes.index(code)])):
        case Place.WITHIN:
            return "Son écart avec l’ensemble de ces quartiers ne dépasse pas ce que le hasard peut produire."
        case Place.TOO_SMALL:
            return "Il compte trop peu de monde pour que son écart avec l’ensemble de ces quartiers ait un sens."
        case Place.ABOVE_95 | Place.BELOW_95:
            return "Son écart avec l’ensemble de ces quartiers est à la limite de ce que le hasard peut produire."
        case _:
            return "Son écart avec l’ensemble de ces quartiers dépasse ce que le hasard peut produire."


def ranks_words(low: int, high: int) -> str:
    """« au 3ᵉ rang », « entre le 3ᵉ et le 5ᵉ rang »."""
    return f"au {ordinal(low)} rang" if low == high else f"entre le {ordinal(low)} et le {ordinal(high)} rang"


def fifth_words(fifth: int, *, descending: bool) -> str:
    """« le cinquième le plus élevé », « le deuxième cinquième »…, from the end that the ranking starts with."""
    first, last = ("le plus élevé", "le plus bas") if descending else ("le plus bas", "le plus élevé")
    return {
        1: f"le cinquième {first}",
        2: "le deuxième cinquième",
        3: "le cinquième du milieu",
        4: "le quatrième cinquième",
        5: f"le cinquième {last}",
    }[fifth]


def ordinal(rank: int) -> str:
    """« 1ᵉʳ », « 2ᵉ »."""
    return "1ᵉʳ" if rank == 1 else f"{french.number(rank, 0)}ᵉ"


def _lead(subject: Subject, catalogue: Catalogue) -> str:
    """« En 2019 », « En 2019, en Seine-Saint-Denis »."""
    when = french.dated(subject.period, subject.note)
    return when if subject.group == WHOLE else f"{when}, {catalogue.territories[subject.group].within}"


def _amount(value: float, subject: Subject, catalogue: Catalogue) -> str:
    return french.amount(value, subject.indicator, subject.source, catalogue)
