"""What a reader of the figures must know: how to cite them, what the codes mean, where they were read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.briefs.document import Document, Statement
from dashboard.charts import Chart
from dashboard.charts.chart import counted
from dashboard.exports.tabular.figures import LABELS
from dashboard.french.columns import CONF_STATUSES, FACES, MEANINGS, OBS_STATUSES, QUALIFIED
from etl.catalogue import Catalogue, Indicator, Polarity

LICENCE = "Licence Ouverte 2.0 (Etalab)"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
POLARITIES = {
    Polarity.HIGHER_IS_WORSE: "une valeur plus élevée est défavorable aux habitants",
    Polarity.HIGHER_IS_BETTER: "une valeur plus élevée est favorable aux habitants",
    Polarity.NEUTRAL: "ni favorable ni défavorable",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the metadata: ``part`` groups them, ``name`` says what of, ``text`` tells it."""

    part: str
    name: str
    text: str


def citation(document: Document) -> str:
    """How to cite the whole."""
    return f"La source du chiffre, puis « {document.signature} »"


def facts(document: Document) -> Iterator[Fact]:
    """The metadata of a document, without its proof."""
    yield from _of_document(document)
    yield from _of_charts(document)
    yield from _of_codes(document)
    columns = MEANINGS | LABELS
    yield from (Fact("Colonnes", name, meaning) for name, meaning in columns.items())
    yield from (Fact("Présence de la valeur (face)", text, _FACES_TOLD[face]) for face, text in FACES.items())
    statuses = (
        ("Statut de l’observation (obs_status)", OBS_STATUSES),
        ("Statut de confidentialité (conf_status)", CONF_STATUSES),
        ("Précision donnée par la source (qualifier)", QUALIFIED),
    )
    for part, codes in statuses:
        yield from (Fact(part, code or "(vide)", meaning) for code, meaning in codes.items())


_FACES_TOLD = {
    "published": "Il y a un nombre dans « value ».",
    "zero": "« value » est 0 : ce n’est pas une absence.",
    "secret": "« value » est vide : trop peu de personnes pour que la valeur soit diffusée. Ce n’est pas zéro.",
    "missing": "« value » est vide : la source ne publie pas la valeur. Ce n’est pas zéro.",
    "not_applicable": "« value » est vide : la question n’a pas de sens ici. Ce n’est pas zéro.",
    "unreliable": "Il y a un nombre, que la source ou sa date rendent fragile : à ne citer qu’avec cette réserve.",
}


def _of_document(document: Document) -> Iterator[Fact]:
    part = "Document"
    told = {
        "Titre": document.title,
        "Sous-titre": document.subtitle,
        "Fait le": document.made,
        "Version des données": document.version,
        "Même chose à l’écran": document.permalink,
        "Licence": f"{LICENCE} : {LICENCE_ADDRESS}",
        "Pour citer": citation(document),
        "Nombre d’observations": str(len(document.observations)),
    }
    yield from (Fact(part, name, text) for name, text in told.items() if text)


def _of_charts(document: Document) -> Iterator[Fact]:
    yield from (Fact("Phrases", str(n), _sentence(s)) for n, s in enumerate(document.statements, 1))
    for block in document.illustrations:
        part = f"Figure {block.number}"
        numbers = " ".join(f"[{number}]" for number in block.references)
        told = [("Titre", block.chart.title), ("Sous-titre", block.chart.subtitle), ("Sources", numbers)]
        told += [("Réserve", caveat) for caveat in block.chart.caveats]
        told += _computed(block.chart)
        yield from (Fact(part, name, text) for name, text in told if text)


def _computed(chart: Chart) -> Iterator[tuple[str, str]]:
    """What the chart shows that is not a figure of the table: quartiles, counts of quarters."""
    yield from ((f"Calculé : {mark.row}", mark.text) for mark in chart.marks if mark.observation is None)
    yield from ((f"Calculé : {group.row}", counted(group.count)) for group in chart.groups)


def _sentence(statement: Statement) -> str:
    numbers = "".join(f" [{number}]" for number in statement.numbers)
    caution = f" {statement.caution}" if statement.caution else ""
    return f"{statement.claim.text}{numbers}{caution}"


def _of_codes(document: Document) -> Iterator[Fact]:
    """The indicators, zones and units that the figures name."""
    catalogue = document.catalogue
    if catalogue is None:
        return
    for name in dict.fromkeys(o.indicator for o in document.observations):
        yield from _of_indicator(catalogue.indicators[name], catalogue)
    for name in dict.fromkeys(o.zone for o in document.observations):
        yield Fact("Zones", name, f"{catalogue.zones[name].label} : {catalogue.zones[name].definition}")


def _of_indicator(indicator: Indicator, catalogue: Catalogue) -> Iterator[Fact]:
    part = f"Indicateur {indicator.id}"
    yield Fact(part, "Libellé", indicator.label)
    yield Fact(part, "Définition", indicator.definition)
    yield Fact(part, "Champ", indicator.universe)
    yield Fact(part, "Unité", catalogue.units[indicator.unit].label)
    yield Fact(part, "Décimales", str(indicator.decimals))
    yield Fact(part, "Lecture", POLARITIES[indicator.polarity])
    yield from (Fact(part, "Réserve", caveat) for caveat in indicator.caveats)


SOURCE_COLUMNS = ("Numéro", "Publication", "Identifiant", "Adresse", "Licence", "Obtention", "Où, dans la source")


def sources(document: Document) -> Iterator[tuple[int | str, ...]]:
    """The references of a document in the columns of ``SOURCE_COLUMNS``."""
    known = document.catalogue.sources if document.catalogue else {}
    for reference in document.references:
        source = known.get(reference.source)
        yield (
            reference.number,
            reference.text,
            reference.source,
            reference.address,
            source.licence if source else "",
            source.fetched if source else "",
            " ; ".join(reference.locators),
        )
