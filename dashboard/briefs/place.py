"""What a quarter was or became from one map to the other, and the means that the politique de la ville gives it."""

from __future__ import annotations

from dashboard import french
from dashboard.briefs.document import Block, Paragraph, Section, Table
from dashboard.briefs.making import Making, section
from dashboard.questions.registers import MAPS, POSTS, STATUSES

MOST_CONTRACTS = 8


def passport(making: Making) -> Section | None:
    """From the map of 2015 to that of 2024; None for any other territory than a quarter."""
    record = making.profile.record
    if record is None or not making.is_quarter or not record.status:
        return None
    text = f"Ce quartier est {STATUSES.get(record.status, record.status)}."
    if record.status == "modified":
        text += " Les chiffres de 2015 et de 2024 portent sur des contours différents : ils ne se prolongent pas."
    return section("passeport", "D’une carte à l’autre", [Paragraph(text), _related(making)])


def _related(making: Making) -> Table | None:
    rows = [
        (
            MAPS.get(row["relation"], row["relation"]),
            making.near.store.territory_label(row["related"]),
            _percent(row.get("share_of_this", "")),
        )
        for row in making.profile.passport
        if row.get("related")
    ]
    if not rows:
        return None
    header = ["Carte", "Quartier", "Part de sa surface en commun"]
    return making.numbering.table("Correspondance entre les deux cartes", header, rows)


def _percent(share: str) -> str:
    return french.number(100 * float(share), 0) + f"{french.NBSP}%" if share else "non mesurée (contours absents)"


def means(making: Making) -> Section | None:
    """Contrats de ville, posts that the State pays, cités éducatives; None where no list names the territory."""
    profile = making.profile
    contracts = [
        f"{c['label']} ({'en vigueur' if c['in_force'] == 'True' else '2015 à 2023'})"
        for c in profile.contracts[:MOST_CONTRACTS]
    ]
    blocks: list[Block | None] = []
    if contracts:
        word = "Contrat de ville" if len(contracts) == 1 else "Contrats de ville"
        blocks.append(Paragraph(f"{word} : {french.listed(contracts)}."))
    if profile.posts:
        kinds = french.listed(
            [
                f"{count} {'postes' if count > 1 else 'poste'} {words}"
                for kind, words in POSTS.items()
                if (count := sum(post["kind"] == kind for post in profile.posts))
            ]
        )
        blocks.append(Paragraph(f"Au titre de ces contrats, tous quartiers confondus : {kinds}."))
    if profile.cities:
        names = french.listed([row["label"] for row in profile.cities])
        blocks.append(Paragraph(f"Cité éducative : {names}."))
    return section("moyens", "Les moyens de la politique de la ville", blocks)
