"""« Ouvrir un programme ici »: one page for an incubator of the social economy, on a territory.

What the gaps say, what is already there, whom to call, what exists elsewhere, what must be read with it. It advises
nothing: where to open is decided with those who live and work there.
"""

from __future__ import annotations

from dataclasses import replace

from dashboard import french
from dashboard.briefs.document import Asked, Block, Document, Paragraph, Section, Sentences, Statement, Table
from dashboard.briefs.essentials import essentials
from dashboard.briefs.making import Making, section
from dashboard.briefs.numbering import COMPUTED
from dashboard.briefs.social_economy import INSPIRE, THEME, actors, initiatives
from dashboard.briefs.territory import document_with, making_of
from dashboard.briefs.who_helps import TRIED
from dashboard.claims.claim import Claim
from dashboard.gaps import NoPeers, Refusal
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.social_economy import BOTH, SocialEconomy, is_read, social_economy_of
from dashboard.questions.social_economy_needs import needs_beside_supply, needs_known
from dashboard.questions.social_economy_sectors import Sector, SectorsBeside, sectors_beside
from dashboard.questions.social_economy_told import (
    corner_claim,
    method_claims,
    sector_claims,
    sector_label,
    supply_claims,
)
from dashboard.questions.standing import Standing

NAME = "programme"
SUBTITLE = "Ouvrir un programme de l’ESS ici : les besoins, l’offre, qui appeler"
MOST_ACTORS, MOST_INITIATIVES, MOST_ROWS = 4, 3, 8
NOT_READ = (
    "Le répertoire Sirene n’a pas été lu dans cette installation : aucun établissement de l’ESS n’est compté ici. Pour "
    "le lire : « qpv download sirene », puis « qpv ess »."
)
UNKNOWN = "Le répertoire lu ne dit rien de ce territoire : aucun établissement de l’ESS n’y est compté à part."
LIMITS = (
    "Un chiffre décrit un lieu, pas des personnes : un établissement peut servir d’autres que ses voisins, et d’autres "
    "que lui servir le quartier. Associations sans salarié et services publics ne sont pas comptés. Un secteur absent "
    "n’est pas un manque, un écart n’est pas une cause : les habitants et ceux qui agissent déjà en savent davantage. "
    "Les acteurs et les initiatives sont ceux du guide de 2019 : vérifier qu’ils existent encore."
)


def build_programme(near: Neighbourhoods, whole: Standing, asked: Asked, made: str, site: str = "") -> Document:
    """The page of ``asked.territory``; it has one length. ``made`` and ``site`` as in ``territory.build_brief``.

    Raises UnknownIdError for a territory, a theme or a comparator that means nothing, with the closest.
    """
    making = making_of(near, whole, replace(asked, kind="programme", length="page"))
    needs = essentials(replace(making, themes=tuple(t for t in making.themes if t.theme.id != THEME)))
    found, code = _sectors(making), making.profile.figures_from
    title = INSPIRE if isinstance(found, SectorsBeside) and found.missing else TRIED
    parts = [
        replace(needs, name="besoins", title="Les besoins : ce que disent les écarts") if needs is not None else None,
        _supply(making, found),
        section(
            "avec-qui",
            "Avec qui, et d’après quoi",
            [actors(near, code, MOST_ACTORS), initiatives(near, code, _levels(found), MOST_INITIATIVES, title)],
        ),
        section("lecture", "À lire avec", [Paragraph(LIMITS, "caution")]),
    ]
    sections = [part for part in parts if part is not None]
    document = document_with(making, sections, made, site)
    return replace(document, name=f"{NAME}-{making.profile.territory.id.lower()}", subtitle=SUBTITLE)


def _sectors(making: Making) -> SectorsBeside | NoPeers | None:
    """The sectors beside those of similar quarters; None for what is not a quarter."""
    if not making.is_quarter or not is_read(making.near):
        return None
    return sectors_beside(making.standing, making.profile.territory.id)


def _levels(found: SectorsBeside | NoPeers | None) -> list[str]:
    """The sectors whose initiatives are told: those that are not here; where nothing is compared, ``INSPIRING``."""
    if isinstance(found, SectorsBeside):
        return [sector.level for sector in (found.missing or found.rare)]
    return list(INSPIRING)


INSPIRING = ("food", "mobility", "reuse", "employment", "culture")
"""The sectors in which the guide has the most initiatives, in the order in which it tells them."""


def _supply(making: Making, found: SectorsBeside | NoPeers | None) -> Section | None:
    """How many establishments, which sectors, and how sure it is."""
    title = "L’offre : l’ESS qui emploie"
    if not is_read(making.near):
        return section("offre", title, [Paragraph(NOT_READ, "caution")])
    known = social_economy_of(making.near, making.profile.territory.id)
    if known is None:
        return section("offre", title, [Paragraph(UNKNOWN, "caution")])
    claims: list[Claim] = supply_claims(making.near, known)
    if isinstance(found, SectorsBeside):
        claims += sector_claims(found, making.near)[1:]  # what is there, the table tells
    told = (*making.numbering.statements(claims), *_beside_needs(making))
    blocks: list[Block | None] = [Sentences(told, listed=True)]
    if isinstance(found, SectorsBeside):
        blocks.append(_sector_table(making, found))
    elif isinstance(found, NoPeers):
        blocks.append(Paragraph(found.text, "aside"))
    blocks.append(_method(making, known))
    return section("offre", title, blocks)


def _beside_needs(making: Making) -> list[Statement]:
    """Of a territory that holds quarters, how many have the greater need and fewer establishments."""
    needs = [] if making.is_quarter else needs_known(making.standing)
    if not needs:
        return []
    code = making.profile.territory.id
    crossed = needs_beside_supply(making.standing, needs[0], code)
    if isinstance(crossed, Refusal):
        return []
    read = [(COMPUTED, side.subject.source, "") for side in (crossed.need, crossed.supply)]
    return [making.numbering.statement(corner_claim(making.near, crossed, code), read=read)]


def _method(making: Making, known: SocialEconomy) -> Sentences | None:
    claims = method_claims(known)
    return Sentences(making.numbering.statements(claims)) if claims else None


def _sector_table(making: Making, found: SectorsBeside) -> Table | None:
    """What is not here first, the most frequent elsewhere first; then what is here."""
    shown: list[Sector] = [*found.missing, *found.present][:MOST_ROWS]
    if not shown:
        return None
    around = " et à moins de 300 m" if found.zone == BOTH else ""
    header = ["Secteur", f"Dans le quartier{around}", f"Des {len(found.peers)} quartiers semblables, combien en ont"]
    rows = [
        (
            french.sentence(sector_label(making.near, sector.level)),
            french.value_and_face(sector.here, making.catalogue),
            f"{sector.peers} sur {len(found.peers)}",
        )
        for sector in shown
    ]
    return making.numbering.table("Secteurs absents, puis présents", header, rows, [sector.here for sector in shown])
