"""What a quarter was or became from one map to the other, and the means that the politique de la ville gives it."""

from __future__ import annotations

from dashboard import french
from dashboard.briefs.document import Block, Paragraph, Section, Sentences, Statement, Table
from dashboard.briefs.making import Making, section
from dashboard.claims.claim import Claim, Measure, Quantity
from dashboard.questions.registers import MAPS, POSTS, STATUSES
from etl.words import agreed_with

MOST_CONTRACTS = 8
CONTRACTS, POSTS_LIST, CORRESPONDENCE = "anct_city_contracts", "anct_funded_posts", "anct_qpv_correspondence"
"""Ids of the sources of these lists."""
FOLLOWING = " et suivantes"


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
    return making.numbering.table("Correspondance entre les deux cartes", header, rows, sources=[CORRESPONDENCE])


def _percent(share: str) -> str:
    return french.number(100 * float(share), 0) + f"{french.NBSP}%" if share else "non mesurée (contours absents)"


def means(making: Making) -> Section | None:
    """Contrats de ville, posts that the State pays, cités éducatives; None where no list names the territory."""
    told = [_contracts(making), _posts(making), _cities(making)]
    statements = tuple(statement for statement in told if statement is not None)
    blocks: list[Block] = [Sentences(statements)] if statements else []
    return section("moyens", "Les moyens de la politique de la ville", blocks)


def _contracts(making: Making) -> Statement | None:
    known = making.profile.contracts[:MOST_CONTRACTS]
    if not known:
        return None
    names = [f"{c['label']} ({'en vigueur' if c['in_force'] == 'True' else '2015 à 2023'})" for c in known]
    word = "Contrat de ville" if len(known) == 1 else "Contrats de ville"
    claim = Claim(french.typography(f"{word} : {french.listed(names)}."), "means.contracts", (), ())
    return making.numbering.statement(claim, read=[(c["label"], CONTRACTS, c["locator"]) for c in known])


def _posts(making: Making) -> Statement | None:
    """How many posts of each kind and of which year; where the first of them stands in its list."""
    posts = making.profile.posts
    counts = {kind: [post for post in posts if post["kind"] == kind] for kind in POSTS}
    kinds = {kind: found for kind, found in counts.items() if found}
    if not kinds:
        return None
    told = {kind: f"{len(found)} {agreed_with(len(found), 'poste')} {POSTS[kind]}" for kind, found in kinds.items()}
    years = sorted({post["year"] for post in posts if post["year"]})
    when = f" ({french.listed(years)})" if years else ""
    held = "ce contrat" if len(making.profile.contracts) == 1 else "ces contrats"
    text = f"Au titre de {held}, tous quartiers confondus : {french.listed([*told.values()])}{when}."
    quantities = tuple(Quantity(Measure.COUNT, str(len(found)), len(found), "posts") for found in kinds.values())
    claim = Claim(french.typography(text), "means.posts", (), quantities)
    read = [(told[kind], POSTS_LIST, f"{found[0]['locator']}{FOLLOWING}") for kind, found in kinds.items()]
    return making.numbering.statement(claim, read=read)


def _cities(making: Making) -> Statement | None:
    known = making.profile.cities
    if not known:
        return None
    word = "Cité éducative de sa commune" if making.is_quarter else "Cité éducative"
    text = f"{word} : {french.listed([row['label'] for row in known])}."
    claim = Claim(french.typography(text), "means.cities", (), ())
    return making.numbering.statement(claim, read=[(row["label"], CONTRACTS, row["locator"]) for row in known])
