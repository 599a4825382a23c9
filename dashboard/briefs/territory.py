"""The brief of a territory: France, a région, a département, a commune or a quarter, as a document without format."""

from __future__ import annotations

from urllib.parse import quote

from dashboard import french
from dashboard.briefs.document import Asked, Document, Section
from dashboard.briefs.essentials import essentials
from dashboard.briefs.making import Making
from dashboard.briefs.method import method
from dashboard.briefs.numbering import Numbering
from dashboard.briefs.page import one_page
from dashboard.briefs.people import quarters, residents, spread, standing
from dashboard.briefs.place import means, passport
from dashboard.briefs.themes import theme_sections
from dashboard.questions.by_theme import gaps_by_theme, themes_asked
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.profile import Profile, profile_of
from dashboard.questions.standing import Standing
from dashboard.store.territories import KINDS

SUBTITLES = {
    "neighbourhood": "L’écart entre les habitants du quartier et ceux qui vivent autour",
    "country": "L’écart entre les habitants des quartiers prioritaires et ceux qui vivent autour",
}
HELD = "Ses quartiers prioritaires, et l’écart entre leurs habitants et ceux qui vivent autour"
KNOWN = "Ce que l’on en sait : aucun écart n’a pu être mesuré"
"""Of a quarter, or of a territory of which no figure was read."""
WITHOUT_GAP = "Ses quartiers prioritaires : combien, qui y vit, comment ils se répartissent"
"""Of a territory whose figures do not allow any gap."""


def build_brief(near: Neighbourhoods, whole: Standing, asked: Asked, made: str, site: str = "") -> Document:
    """The document of ``asked.territory``. ``made``: the day it is made, ISO; ``site``: where the dashboard
    is served, for the permalink.

    Raises UnknownIdError for a territory, a theme or a comparator that means nothing, with the closest.
    """
    making = making_of(near, whole, asked)
    if asked.length == "page":
        sections = one_page(making)
    else:
        sections = [
            essentials(making),
            *theme_sections(making, themes_asked(near.catalogue, asked.themes)),
            residents(making),
            standing(making),
            quarters(making),
            spread(making),
            passport(making),
            means(making),
            method(making),
        ]
    return document_with(making, [part for part in sections if part is not None], made, site)


def making_of(near: Neighbourhoods, whole: Standing, asked: Asked) -> Making:
    """What a document on a territory is made from: who it is, its gaps. Raises UnknownIdError as ``build_brief``."""
    profile = profile_of(near.store.territories.canonical(asked.territory), near, whole)
    found = tuple(gaps_by_theme(near, profile, themes_asked(near.catalogue, asked.themes), asked.reference))
    return Making(near, whole, profile, asked, found, Numbering(near.catalogue))


def document_with(making: Making, sections: list[Section], made: str, site: str) -> Document:
    """The document of a territory with its sections, once all of them have cited."""
    profile = making.profile
    return Document(
        name=f"note-{profile.territory.id.lower()}",
        kicker=_kicker(making.near, profile),
        title=profile.territory.label,
        subtitle=_subtitle(making),
        sections=tuple(sections),
        references=making.numbering.references,
        asked=making.asked,
        version=making.near.store.version,
        made=made,
        permalink=site.rstrip("/") + permalink(making.asked),
        observations=making.numbering.observations,
        catalogue=making.catalogue,
    )


def _subtitle(making: Making) -> str:
    """What the document holds: it never announces gaps that it does not have."""
    if making.gaps:
        return SUBTITLES.get(making.profile.territory.kind, HELD)
    return KNOWN if making.is_quarter or not making.numbering.observations else WITHOUT_GAP


def _kicker(near: Neighbourhoods, profile: Profile) -> str:
    """« Quartier prioritaire de 2015 · Saint-Denis · Seine-Saint-Denis »."""
    record = profile.record
    kind = KINDS[profile.territory.kind]
    if record is not None and record.kind == "neighbourhood":
        kind = f"Quartier prioritaire, contours {record.perimeter[-4:]}"
    names = (near.store.territory_label(code) for code in near.lies_in(profile.territory.id))
    return french.typography(" · ".join([kind, *names])).replace("'", "’")


def permalink(asked: Asked) -> str:
    """The address of the builder with the same choices, from the root of the site."""
    query = [
        ("themes", ",".join(asked.themes)),
        ("reference", asked.reference),
        ("document", "" if asked.kind == "note" else asked.kind),
        ("longueur", "" if asked.length == "full" or asked.kind != "note" else asked.length),
    ]
    text = "&".join(f"{name}={quote(value, safe='/,')}" for name, value in query if value)
    return f"/note/{quote(asked.territory)}{'?' if text else ''}{text}"
