"""Why a sentence is judged as it is, in French: one or two sentences with the figures that decide."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard import french
from dashboard.claims.checking.fitting import Fact, Fit
from dashboard.claims.checking.statement import Excess, Obstacle
from dashboard.claims.finding import both_values, sides_of
from etl.catalogue import Catalogue, Indicator
from etl.model import Observation, period_order

OBSTACLES = {
    Obstacle.QUESTION: "C’est une question : elle n’affirme rien que des chiffres puissent confirmer.",
    Obstacle.FUTURE: "La phrase parle de l’avenir (« {words} ») : aucun chiffre connu n’en décide.",
    Obstacle.OPINION: "La phrase donne un avis (« {words} ») : des chiffres ne le confirment ni ne le contredisent.",
    Obstacle.PLACE: "Aucun chiffre n’est rattaché ici à ce lieu : « {words} ».",
    Obstacle.ZONE: "« {words} » n’a pas de contours officiels : les chiffres connus portent sur les QPV et les ZUS.",
    Obstacle.GROUPS: "La phrase compare des groupes d’habitants ({words}) : les comparaisons faites ici sont entre "
    "des lieux, pour un même groupe. Écrire une phrase par groupe.",
    Obstacle.PLACES: "La phrase compare plusieurs territoires ({words}) : les comparaisons faites ici sont entre les "
    "QPV et ce qui les entoure, dans un même territoire.",
    Obstacle.EQUAL_TERMS: "La phrase compare « {words} » : aucun chiffre connu ne tient ainsi le reste pour égal.",
    Obstacle.QUALIFIED: "« {words} » est une autre mesure que celles qui sont connues ici.",
    Obstacle.INCOME: "« {words} » n’est pas le niveau de vie, qui est la mesure connue ici : celui-ci rapporte le "
    "revenu disponible du ménage, après impôts et prestations, à ses unités de consommation. C’est un autre chiffre.",
    Obstacle.CONTINUED: "La phrase continue une autre (« {words} ») sans redire de quel territoire elle "
    "parle : donner les deux.",
    Obstacle.COMPLEMENT: "La phrase compare ceux que l’indicateur ne compte pas (« {words} ») : leur rapport est un "
    "autre chiffre. Écrire la phrase de ceux qu’il compte.",
    Obstacle.COMPARATOR: "Le point de comparaison n’est pas reconnu : « {words} ».",
    Obstacle.REVERSED: "La phrase donne la part des QPV parmi un groupe ({words}) : c’est un autre chiffre que la part "
    "de ce groupe parmi les habitants des QPV, et il n’est pas connu ici.",
    Obstacle.THIS_PLACE: "La phrase ne dit pas de quel quartier, ou de quel territoire, elle parle (« {words} ») : le "
    "nommer.",
    Obstacle.DISTRIBUTION: "La phrase décrit une répartition entre quartiers (« {words} ») : seuls les taux d’un lieu, "
    "et la valeur du quartier médian, se vérifient ici.",
    Obstacle.COUNTS: "La phrase compare des nombres (« {words} ») : seules des parts sont connues ici, et elles ne "
    "disent pas combien ils sont de part et d’autre. Comparer les parts.",
    Obstacle.PAIR: "La phrase donne un écart « {words} » : les écarts connus ici sont entre les QPV et "
    "ce qui les entoure.",
    Obstacle.CROSSING: "La phrase dit un passage (« {words} ») : il faudrait les valeurs d’avant et d’après, "
    "mesurées de la même façon. Dire la valeur et sa date.",
    Obstacle.SEVERAL: "La phrase mêle plusieurs indicateurs ({words}) sans que l’on puisse les séparer : les écrire "
    "dans deux phrases.",
}
EXCESSES = {
    Excess.CAUSE: "La phrase donne une cause : un écart entre deux territoires ne dit pas d’où il vient.",
    Excess.DISCRIMINATION: "La phrase parle de discrimination ou de ségrégation : un écart, qui tient aussi à la "
    "composition de la population, ne la mesure pas.",
    Excess.PEOPLE: "La phrase parle du sort des habitants : seuls des lieux ont été mesurés, et leurs habitants "
    "changent.",
    Excess.ALL: "La phrase généralise (tous, aucun, toujours, partout) : un taux ou une moyenne ne dit rien de chacun.",
    Excess.SUPERLATIVE: "La phrase emploie un superlatif : rien ici ne compare toutes les situations avec leur "
    "précision.",
    Excess.RANK: "La phrase donne un rang : sans l’intervalle que permet la précision des valeurs, un rang ne se "
    "dit pas.",
    Excess.ODDS: "La phrase parle de chances ou de risques : les chiffres sont des taux de groupes, non la probabilité "
    "d’une personne.",
}
YEARLY = "Les chiffres connus sont annuels : aucun n’est d’un trimestre ni d’un mois."
NOT_THIS_MONTH = "Les chiffres connus ne sont pas de ce moment de l’année : écrire l’année seule."
NO_INDICATOR = (
    "Aucun indicateur connu n’a été reconnu dans la phrase : écrire le nom de ce qui est mesuré (par exemple « le taux "
    "de chômage »). Un avertissement, ou la suite d’une autre phrase, ne se vérifie pas seul."
)
NOWHERE = "La phrase ne dit pas de quel territoire elle parle : le nommer, ou écrire « en France »."
UNCONFIRMED = " Attention : ce chiffre est celui du guide, et sa vérification ne l’a pas confirmé."
NOTHING_SAID = "La phrase ne donne ni valeur, ni comparaison, ni évolution à vérifier."
NOBODY = "La phrase ne dit pas de qui elle parle : nommer les QPV, ou le territoire."


def of_schools(fact: Fact, catalogue: Catalogue) -> str:
    """What is measured is schools by whom they take in, not the pupils who live in the quarters."""
    zone = catalogue.zones[fact.observations[0].zone].within
    return (
        f"Le chiffre est celui des élèves scolarisés {zone} : il ne dit rien des seuls élèves qui habitent un QPV, ni "
        f"des établissements situés en QPV ({told(fact, catalogue)})."
    )


def known_periods(facts: Iterable[Fact]) -> str:
    """« 2014, 2015 et 2022 »: the latest six."""
    periods = sorted({fact.period for fact in facts}, key=period_order)[-6:]
    return french.listed([french.period(period) for period in periods])


def told(fact: Fact, catalogue: Catalogue) -> str:
    """« en 2022, 18,3 % contre 7,5 % (dans les QPV et dans les autres quartiers des mêmes agglomérations) »."""
    first = fact.observations[0]
    place = catalogue.territories.get(first.territory)
    where = ""
    if place is not None and place.kind in ("region", "department", "commune", "epci", "urban_unit"):
        where = f", {french.within(place)}"
    when = french.inside(french.when(first)) + where
    if fact.gap is not None:
        here, there = sides_of(fact.gap, catalogue)
        return f"{when}, {both_values(fact.gap, catalogue)} ({here} et {there})"
    return f"{when}, {value_and_zone(first, catalogue)}"


def value_and_zone(side: Observation, catalogue: Catalogue) -> str:
    """« 18,3 % dans les QPV »."""
    place = catalogue.territories.get(side.territory)
    if place is not None and place.kind == "neighbourhood":
        return f"{french.value(side, catalogue)} {french.within(place)}"
    if says_zone(catalogue.indicators[side.indicator], side):
        return french.value(side, catalogue)
    return f"{french.value(side, catalogue)} {catalogue.zones[side.zone].within}"


def says_zone(indicator: Indicator, side: Observation) -> bool:
    """True when the phrase of the indicator names the quarters itself: « la part de la population qui vit en QPV »."""
    return side.zone == "qpv" and "QPV" in indicator.phrase


def supported(fact: Fact, latest: Fact | None, catalogue: Catalogue) -> str:
    """The figures agree; a later one is said when there is one."""
    text = f"Les chiffres le confirment : {told(fact, catalogue)}."
    if latest is not None and period_order(latest.period) > period_order(fact.period):
        text += f" Dernier chiffre connu : {told(latest, catalogue)}."
    return text


def mismatch(worst: Fit, fact: Fact, catalogue: Catalogue) -> str:
    """What the figures say instead."""
    figures = told(fact, catalogue)
    if worst == Fit.CONFUSED and fact.gap is not None:
        unit = catalogue.units[fact.gap.indicator.unit]
        points = french.difference(fact.gap.difference.value, unit, fact.gap.indicator.decimals, sign=False)
        return f"Points et pour cent sont confondus : l’écart est de {points} ({figures})."
    if worst == Fit.CLOSE:
        return f"L’écart est trop petit, ou trop peu précis, pour conclure : {figures}."
    measures = _measures(fact, catalogue)
    if worst == Fit.EXAGGERATED:
        return f"La phrase va plus loin que les chiffres : {figures}{measures}."
    return f"Les chiffres disent autre chose : {figures}{measures}."


def _measures(fact: Fact, catalogue: Catalogue) -> str:
    """« , soit 2,4 fois et 10,8 points »."""
    gap = fact.gap
    if gap is None:
        return ""
    unit = catalogue.units[gap.indicator.unit]
    points = french.difference(gap.difference.value, unit, gap.indicator.decimals, sign=True)
    return f", soit {points}" + (f" et un rapport de {french.number(gap.ratio.value, 1)}" if gap.ratio else "")


def no_figure(indicator: Indicator, refusal: str) -> str:
    """Nothing is known that answers."""
    known = f"« {indicator.label} » : aucun chiffre connu ne répond à cette phrase (lieu, population ou comparaison)."
    return f"{known} {refusal}".strip()


def other_unit(words: str, indicator: Indicator, catalogue: Catalogue) -> str:
    """A percentage of a number of people, people of a percentage: not the same thing."""
    unit = catalogue.units[indicator.unit].label
    return f"« {words} » ne se compare pas à « {indicator.label} », qui se compte autrement ({unit})."


def of_each(average: str, indicator: Indicator) -> str:
    """A median is not what each one has."""
    return (
        f"« {indicator.label} » est une valeur {average} : les uns ont plus, les autres moins. La phrase la dit "
        f"de tous ; écrire {indicator.phrase}."
    )


def other_universe(counted: str, indicator: Indicator) -> str:
    """A share of households is not a share of people."""
    universe = french.inside(indicator.universe)
    return f"« {indicator.label} » porte sur : {universe}. La phrase parle d’une part de « {counted} »."
