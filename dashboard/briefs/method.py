"""How the figures of a document are to be read: its comparators, its precision, its maps, what was refused."""

from __future__ import annotations

from dashboard import french
from dashboard.briefs.document import Paragraph, Section
from dashboard.briefs.making import Making, section
from dashboard.gaps import PRECISIONS, Gap
from etl.model import Perimeter

MAPS = {
    Perimeter.QP2015: "les quartiers dessinés en 2015",
    Perimeter.QP2024: "les quartiers dessinés en 2024",
    Perimeter.ZUS: "les zones urbaines sensibles (ZUS, remplacées par les quartiers prioritaires en 2015)",
}
READING = (
    "Un écart met deux chiffres côte à côte : même période, même population, même définition. Il est donné en valeur "
    "et en rapport, qui peuvent évoluer en sens contraire. Deux chiffres qui ne se comparent pas n’ont pas d’écart : "
    "la raison est donnée à la place."
)
NO_INTERVAL = "Où les chiffres d’une figure sont donnés sans colonne d’intervalle à 95 %, il n’en est pas publié."
PLACES = (
    "Un quartier n’est pas un groupe de personnes : ses habitants changent, et un chiffre qui bouge ne dit pas que "
    "leur situation a changé. Un écart décrit ; il ne dit ni pourquoi, ni à cause de qui."
)


def method(making: Making) -> Section | None:
    """How to read the document: only what concerns the gaps that it tells."""
    gaps = making.gaps
    return section(
        "methode",
        "Comment lire ces chiffres",
        [
            Paragraph(READING) if gaps else None,
            _comparators(making, gaps),
            _precision(gaps) if making.numbering.observations else None,
            _maps(gaps),
            Paragraph(PLACES) if gaps else None,
            _citing(making),
        ],
    )


def _citing(making: Making) -> Paragraph | None:
    """Where figures are read and how to cite them; None where nothing is cited."""
    if not making.numbering.references:
        return None
    return Paragraph(
        "Chaque chiffre est suivi du numéro de sa source ; la note ou l’annexe dit où il s’y trouve. Données : Licence "
        "Ouverte 2.0. Pour citer : la source du chiffre, puis « "
        f"Lisière, version {making.near.store.version} »."
    )


def _comparators(making: Making, gaps: list[Gap]) -> Paragraph | None:
    """What each zone put beside is, in the words of the catalogue; a place that surrounds a quarter is its own name."""
    zones = dict.fromkeys(
        gap.reference.zone for gap in gaps if gap.reference.territory == gap.territory and gap.reference.zone != "all"
    )
    told = [
        f"« {making.catalogue.zones[zone].label} » : {_inside(making.catalogue.zones[zone].definition)}"
        for zone in zones
    ]
    if any(gap.reference.zone == "all" for gap in gaps):
        told.append("Un territoire entier contient ses quartiers : l’écart avec le reste du territoire est plus grand.")
    if not told:
        return None
    return Paragraph(f"Points de comparaison. {' '.join(told)}")


def _inside(definition: str) -> str:
    text = french.inside(definition)
    return text if text.endswith(".") else f"{text}."


def _precision(gaps: list[Gap]) -> Paragraph:
    kinds = dict.fromkeys(gap.precision for gap in gaps)
    told = [french.sentence(f"{' ; '.join(PRECISIONS[kind] for kind in kinds)}.")] if kinds else []
    return Paragraph(" ".join([*told, french.typography(NO_INTERVAL)]))


def _maps(gaps: list[Gap]) -> Paragraph | None:
    known = dict.fromkeys(Perimeter(gap.priority.perimeter) for gap in gaps)
    told = [MAPS[perimeter] for perimeter in known if perimeter in MAPS]
    if not told:
        return None
    text = f"Contours : {french.listed(told)}."
    return Paragraph(f"{text} Une série ne passe pas d’une carte à l’autre." if len(told) > 1 else text)
