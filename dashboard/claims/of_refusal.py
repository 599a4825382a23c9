"""Why there is no gap, as one sentence with what is known of each side."""

from __future__ import annotations

from dashboard import french
from dashboard.claims.claim import Claim
from dashboard.claims.finding import subject_of
from dashboard.claims.of_gap import level
from dashboard.gaps import Refusal, RefusalCode, default_stratum
from etl.catalogue import Catalogue
from etl.model import Observation
from etl.words import agreed_with

WHY = {
    RefusalCode.DIFFERENT_PERIOD: "les deux côtés ne sont pas connus à la même date",
    RefusalCode.DIFFERENT_UNIVERSE: "les deux côtés ne portent pas sur la même population",
    RefusalCode.DIFFERENT_COMPARATOR: "la valeur publiée à côté est celle d’un autre point de comparaison",
    RefusalCode.DIFFERENT_PERIMETER: "les deux côtés ne reposent pas sur le même découpage",
    RefusalCode.DIFFERENT_DEFINITION: "les deux côtés n’ont pas la même définition",
    RefusalCode.NOT_COMPARABLE: "ce chiffre se décrit, sans point de comparaison admis",
    RefusalCode.NOT_ADDITIVE: "les chiffres qu’il faudrait retrancher ne s’additionnent pas",
    RefusalCode.NOT_APPLICABLE: "l’une des deux valeurs est sans objet",
    RefusalCode.SECRET: "l’une des deux valeurs est couverte par le secret statistique",
    RefusalCode.MISSING: "l’une des deux valeurs n’est pas publiée, ou n’a pas été lue",
    RefusalCode.TOO_FEW: "l’effectif est trop faible",
    RefusalCode.NOT_RANKED: "cet indicateur ne classe pas des lieux",
}
"""Each reason as the end of a sentence; the text of the refusal, which says more, is the caveat of the claim."""


def claim_of_refusal(refusal: Refusal, catalogue: Catalogue) -> Claim:
    """« Aucun écart n’est donné pour le taux de pauvreté : les deux côtés ne sont pas connus à la même date ; chiffres
    connus : 42 % dans les QPV, en 2018 ; 14 % dans l’ensemble du territoire, en 2019. »"""
    known = [side for side in (refusal.priority, refusal.reference) if side is not None and side.value is not None]
    strata = list(dict.fromkeys(side.stratum for side in known)) or [default_stratum(refusal.indicator)]
    sides = " ; ".join(_side(side, catalogue, with_people=len(strata) > 1) for side in known)
    told = f" ; {agreed_with(len(known), 'chiffre connu')} : {sides}" if known else ""
    alone = strata[0] if len(strata) == 1 else default_stratum(refusal.indicator)
    about = subject_of(refusal.indicator, alone, catalogue)
    place = catalogue.territories.get(refusal.territory)
    where = f" {french.within(place)}" if place is not None and not known else ""
    text = f"Aucun écart n’est donné pour {about}{where} : {WHY[refusal.code]}{told}."
    quantities = tuple(level(side, catalogue) for side in known)
    return Claim(french.typography(text), "refusal", tuple(known), quantities, (refusal.text,))


def _side(side: Observation, catalogue: Catalogue, *, with_people: bool) -> str:
    """« 42 % dans les QPV, en 2018 »; whom it is about where the two sides are of different people."""
    place = catalogue.territories.get(side.territory)
    quarter = place is not None and place.kind == "neighbourhood"
    where = french.within(place) if place is not None and quarter else catalogue.zones[side.zone].within
    if place is not None and not quarter and place.kind not in ("country", "scope"):
        where = f"{where}, {french.within(place)}"
    people = f", {french.stratum(side.stratum, catalogue)}" if with_people else ""
    return f"{french.value(side, catalogue)} {where}, {french.inside(french.when(side))}{people}"
