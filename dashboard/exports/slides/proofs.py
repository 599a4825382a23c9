"""What the notes of a slide say: full sentences, what proves each figure, every caveat, the version of the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.briefs.document import Document, Illustration, Statement
from dashboard.claims.rules import RULES
from dashboard.exports.native_charts import native
from dashboard.exports.office.texts import references
from etl.model import plain_number


def chart_notes(illustration: Illustration, document: Document) -> str:
    """The notes under a chart."""
    chart = illustration.chart
    lines = [f"{chart.title}.".replace("..", "."), chart.subtitle, *native(chart).under]
    lines += proofs(illustration.statements, document)
    lines += ["", "Réserves :", *(f"• {caveat}" for caveat in chart.caveats)] if chart.caveats else []
    lines += ["", "Chiffres du graphique :", *_figures(illustration)]
    lines += closing(illustration.references, document, chart.sources)
    return "\n".join(lines)


MOST_FIGURES = 60


def _figures(illustration: Illustration) -> Iterator[str]:
    """Each figure drawn, with where it was read."""
    _, rows = illustration.chart.table()
    for row, zone, period, value, interval, source in rows[:MOST_FIGURES]:
        limits = f" (intervalle à 95 % : {interval})" if interval not in ("non publié", "sans objet") else ""
        yield f"• {row}, {zone}, {period} : {value}{limits}. {source}."
    if len(rows) > MOST_FIGURES:
        yield f"• et {len(rows) - MOST_FIGURES} autres, dans le classeur du graphique."


def sentence_notes(statements: Sequence[Statement], document: Document) -> str:
    """The notes under sentences."""
    numbers = sorted({number for statement in statements for number in statement.numbers})
    return "\n".join([*proofs(statements, document), *closing(numbers, document)]).strip("\n")


def proofs(statements: Sequence[Statement], document: Document) -> Iterator[str]:
    """Each sentence, then its figures with their sources, its rule, its caveats."""
    texts = {reference.number: reference.text for reference in document.references}
    for statement in statements:
        claim = statement.claim
        yield ""
        yield f"{claim.text} {references(statement.numbers)}".strip()
        yield from ([statement.caution] if statement.caution else [])
        for citation in statement.citations:
            place = f", {citation.locator}" if citation.locator else ""
            yield f"• {citation.figure} : {texts.get(citation.number, '')}{place} [{citation.number}]"
        told = " ; ".join(f"{q.text} = {plain_number(q.value).replace('.', ',')}" for q in claim.quantities)
        yield from ([f"• Valeurs exactes : {told}"] if told else [])
        yield f"• Règle appliquée : {RULES.get(claim.rule, claim.rule)}"
        yield from (f"• Réserve : {caveat}" for caveat in claim.caveats)


def closing(numbers: Sequence[int], document: Document, sources: Sequence[str] = ()) -> Iterator[str]:
    """Sources and version of the data, under any notes."""
    told = [f"[{r.number}] {r.text}" for r in document.references if r.number in numbers] or list(sources)
    if told:
        yield ""
        yield "Sources :"
        yield from told
    yield ""
    yield f"Version des données : {document.version}. {document.signature}."
