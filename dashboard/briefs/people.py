"""Who lives in a territory, where a quarter stands among the others, which quarters a territory holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import french
from dashboard.briefs.document import Block, Paragraph, Section, Sentences, Table
from dashboard.briefs.making import Making, section
from dashboard.claims.inhabitants import whom
from dashboard.claims.of_place import claims_of_residents
from dashboard.questions.ranked import QUARTILES
from dashboard.questions.whole import COUNTED, QuartersInside, quarters_inside
from etl.catalogue import fold
from etl.model import Observation

MOST_QUARTERS = 40
"""Quarters of a territory that a document lists."""
MOST_FIGURES = 14
EACH_FOR_ONE = "Du plus élevé au plus faible. Un rang est un intervalle : celui que la précision des valeurs permet."
ONE_EACH = "Chaque quartier compte pour un : ce ne sont ni des moyennes, ni des valeurs de l’ensemble des habitants."
MAP = "QP2015"


def residents(making: Making) -> Section | None:
    """Who lives there: sentences, then the same in a table; of a territory that holds quarters, its quarters first,
    then the whole of it, never mixed."""
    profile = making.profile
    claims = claims_of_residents(profile.residents, making.catalogue)
    blocks: list[Block | None] = [Sentences(making.numbering.statements(claims)) if claims else None]
    if making.asked.length == "full":
        about = not making.is_quarter
        key = () if making.is_quarter else tuple(figure.observation for figure in making.profile.figures)
        title = "Dans ses quartiers prioritaires" if about else "Qui y vit"
        blocks.append(figures_table(making, title, (*profile.residents, *key), about=about))
        known = [o for o in profile.whole if o.value is not None][:MOST_FIGURES]
        blocks.append(figures_table(making, "L’ensemble du territoire, quartiers compris", known) if known else None)
    return section("habitants", "Qui y vit", blocks)


def figures_table(making: Making, title: str, known: Sequence[Observation], *, about: bool = False) -> Table | None:
    """Figures with whom they are about, their date and where they were read; None without any."""
    if not known:
        return None
    catalogue = making.catalogue
    header = ["Indicateur", "Valeur", *(["De qui"] if about else []), "Période", "Où"]
    # The references first: their numbers stand in the rows
    made = making.numbering.table(title, header, [], known)
    numbers = {reference.source: reference.number for reference in making.numbering.references}
    rows = [
        (
            catalogue.indicators[o.indicator].label,
            french.value_and_face(o, catalogue),
            *([whom(o, catalogue)] if about else []),
            french.dated_period(o.period, o.note),
            f"[{numbers[o.source]}] {o.locator}",
        )
        for o in known
    ]
    return Table(made.caption, made.number, made.header, tuple(rows), made.references, made.observations)


def standing(making: Making) -> Section | None:
    """Where a quarter stands among those of its département, its région and France; None for any other territory."""
    placed = [figure for figure in making.profile.figures if figure.places]
    if not placed:
        return None
    places = list(dict.fromkeys(place.within for figure in placed for place in figure.places))
    rows = [
        (
            figure.indicator.label,
            french.value_and_face(figure.observation, making.catalogue),
            french.dated_period(figure.observation.period, figure.observation.note),
            *(next((p.text for p in figure.places if p.within == within), "non classé") for within in places),
        )
        for figure in placed
    ]
    header = ["Indicateur", "Valeur", "Période", *(making.near.store.distinct_label(place) for place in places)]
    known = [figure.observation for figure in placed]
    table = making.numbering.table("Sa place parmi les quartiers prioritaires", header, rows, known)
    return section("place", "Sa place parmi les quartiers", [Paragraph(EACH_FOR_ONE), table])


def quarters(making: Making) -> Section | None:
    """The quarters of a territory by name, with what is told of each; None for a quarter and for France. They are not
    put in order of a figure: a rank is an interval, which the page of the ranking gives."""
    code = making.profile.territory.id
    if making.is_quarter or making.profile.territory.kind in COUNTED:
        return None
    inside = quarters_inside(code, MAP, making.near, making.standing)
    if not inside.records or not inside.columns:
        return None
    shown = sorted(inside.records, key=lambda record: (fold(record.label), record.code))[:MOST_QUARTERS]
    header = ["Quartier", *(_head(inside, rank) for rank in range(len(inside.columns)))]
    rows = [
        (
            making.near.store.territory_label(record.code),
            *(inside.cell(column, record.code, making.near) for column in inside.columns),
        )
        for record in shown
    ]
    table = making.numbering.table(
        f"Quartiers prioritaires, contours {inside.perimeter[-4:]}",
        header,
        rows,
        sources=[column.subject.source for column in inside.columns],
    )
    return section("quartiers", "Ses quartiers", [Paragraph(_how_listed(inside, len(shown), code)), table])


def _how_listed(inside: QuartersInside, shown: int, code: str) -> str:
    left = len(inside.records) - shown
    told = "Par ordre alphabétique."
    if left:
        told = f"Les {shown} premiers par ordre alphabétique ; {left} autres sur la page du territoire."
    if any(record.communes != (code,) for record in inside.records) and code.startswith("COM-"):
        told += " Un quartier à cheval sur plusieurs communes est compté en entier : la somme dépasse la commune."
    name = inside.columns[0].subject.indicator
    address = f"/classement/{name.id}?territoire={code}"
    return f"{told} Rangs possibles de chacun pour {name.phrase}, dans votre observatoire : {address}"


def _head(inside: QuartersInside, rank: int) -> str:
    subject = inside.columns[rank].subject
    return f"{subject.indicator.label}, {french.dated_period(subject.period, subject.note)}"


def spread(making: Making) -> Section | None:
    """The median quarter and the quartiles where the build has them without the quarters themselves; None elsewhere."""
    if making.is_quarter or making.near.store.official is not None:
        return None
    found: dict[tuple[str, str], dict[str, Observation]] = {}
    for o in making.near.observations([making.profile.territory.id]):
        if o.breakdown in QUARTILES:
            found.setdefault((o.indicator, o.period), {})[o.breakdown] = o
    rows = [
        (
            making.catalogue.indicators[name].label,
            french.dated_period(period, next(iter(levels.values())).note),
            *(
                french.value(levels[level], making.catalogue) if level in levels else "non publié"
                for level in QUARTILES
            ),
        )
        for (name, period), levels in found.items()
    ]
    if not rows:
        return None
    header = ["Indicateur", "Période", "Un quart sont sous", "Quartier médian", "Un quart sont au-dessus de"]
    known = [o for levels in found.values() for o in levels.values()]
    table = making.numbering.table("Comment les quartiers se répartissent", header, rows, known)
    return section("repartition", "Comment les quartiers se répartissent", [Paragraph(ONE_EACH), table])


def _level(making: Making, levels: Mapping[str, Observation], level: str) -> str:
    return french.value(levels[level], making.catalogue) if level in levels else "non publié"
