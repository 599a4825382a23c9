"""What must be said in so many words beside a gap: who reports its figures, an odd year, a map, what it is put beside.

A caution is a sentence without a number; the caveat it tells goes with it. What the finding already says (« environ »,
« date déduite ») is not said again.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import french
from dashboard.claims.claim import Claim
from dashboard.claims.finding import concludes
from dashboard.gaps import Gap
from dashboard.gaps.caveats import break_reaches, concerns, is_about, unconfirmed
from etl.catalogue import Break, Catalogue, Source
from etl.model import Face, Perimeter, Qualifier

OLD_MAPS = {
    Perimeter.ZUS: "Les ZUS sont la carte d’avant 2015 : ces chiffres ne valent pas pour les QPV.",
    Perimeter.QP2015: "Les quartiers sont ceux de la carte de 2015, remplacée depuis.",
}
OLD_OUTLINE = "Le quartier est celui de la carte de 2015, remplacée depuis."
APART = ("neighbourhood", "country", "scope")
"""Beside another quarter nothing is contained; beside a country one quarter weighs nothing."""
BASES = {
    "deduced": "La date du point de comparaison est déduite : la source ne l’écrit pas.",
    "doubtful": "La date du point de comparaison est incertaine.",
    "publication": "La date du point de comparaison est celle de la publication.",
}


def cautions_of(gap: Gap, catalogue: Catalogue) -> tuple[list[Claim], list[Claim]]:
    """Those about the figures, which come right after them, and those about what they are compared with."""
    return list(_of_figures(gap, catalogue)), list(_of_comparison(gap, catalogue))


def sides_are_exact(gap: Gap) -> bool:
    """Whether both values are told without « environ » or « plus de »: a second measure of them may be told."""
    return all(side.qualifier == Qualifier.EXACT for side in (gap.priority, gap.reference))


def _of_figures(gap: Gap, catalogue: Catalogue) -> Iterator[Claim]:
    sides = (gap.priority, gap.reference)
    yield from _secondary(gap, catalogue)
    unsound = unconfirmed(sides, catalogue)
    if unsound:
        text = "Ce chiffre est celui du guide, et la vérification ne l’a pas confirmé."
        yield _caution(gap, text, "caution.guide", *(claim.verdict_note for claim in unsound))
    cases = [case for case in catalogue.contradictions if any(is_about(case, side) for side in sides)]
    if cases:
        text = "Une autre publication donne un chiffre différent."
        yield _caution(gap, text, "caution.contradiction", *(case.text for case in cases))
    if any(side.face == Face.UNRELIABLE and not french.basis(side.note) for side in sides):
        yield _caution(gap, "Au moins un de ces deux chiffres est fragile.", "caution.fragile")
    yield from _time(gap, catalogue)


def _secondary(gap: Gap, catalogue: Catalogue) -> Iterator[Claim]:
    found = [catalogue.sources[side.source] for side in (gap.priority, gap.reference)]
    reports = [source for source in found if source.kind == "secondary"]
    if not reports:
        return
    who = " et ".join(dict.fromkeys(_reporter(source) for source in reports))
    which = "Ces chiffres sont lus" if len(reports) == len(found) else "L’un des deux chiffres est lu"
    text = f"{which} dans un compte rendu ({who}), pas dans la publication d’origine."
    yield _caution(gap, text, "caution.secondary")


def _reporter(source: Source) -> str:
    """Who reports a figure; « Localtis, Banque des Territoires »: no bracket within a bracket."""
    return (source.reported_by or source.publisher).replace(" (", ", ").replace(")", "")


def _time(gap: Gap, catalogue: Catalogue) -> Iterator[Claim]:
    basis = french.basis(gap.reference.note)
    if basis and not french.basis(gap.priority.note):
        yield _caution(gap, BASES[basis], "caution.date")
    odd = [entry for entry in _reached(gap, catalogue) if entry.kind == "exceptional"]
    if odd:
        text = f"{french.in_period(gap.period)}, la situation est exceptionnelle : ces chiffres ne se prolongent ni "
        yield _caution(gap, f"{text}avant ni après.", "caution.exceptional", *_texts(odd))


def _new_measure(gap: Gap, catalogue: Catalogue) -> Iterator[Claim]:
    new = [entry for entry in _reached(gap, catalogue) if entry.kind != "exceptional"]
    if new:
        at = french.inside(french.in_period(new[0].at))
        text = f"La mesure change {at} : ces chiffres ne se comparent pas à ceux d’avant."
        yield _caution(gap, text, "caution.new_measure", *_texts(new))


def _reached(gap: Gap, catalogue: Catalogue) -> list[Break]:
    return [b for b in catalogue.breaks if concerns(b, gap.priority) and break_reaches(b, gap.period)]


def _texts(breaks: list[Break]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.text for entry in breaks))


def _of_comparison(gap: Gap, catalogue: Catalogue) -> Iterator[Claim]:
    zone = catalogue.zones[gap.reference.zone]
    place = catalogue.territories.get(gap.reference.territory)
    across = gap.priority.territory != gap.reference.territory
    apart = across and place is not None and place.kind in APART
    if zone.includes_priority and not (apart and zone.role != "priority"):
        yield _caution(gap, _containing(gap, zone.role == "priority", across), "caution.contains")
    yield from _new_measure(gap, catalogue)
    perimeter = Perimeter(gap.priority.perimeter)
    mine = catalogue.territories.get(gap.priority.territory)
    if perimeter == Perimeter.QP2015 and mine is not None and mine.kind == "neighbourhood":
        yield _caution(gap, OLD_OUTLINE, "caution.map")
    elif perimeter in OLD_MAPS:
        yield _caution(gap, OLD_MAPS[perimeter], "caution.map")


def _containing(gap: Gap, quarters: bool, across: bool) -> str:
    """What a comparator that holds the quarters does to the gap; only that it holds them, where no gap is told or
    where leaving them out might do something else (a median, an index)."""
    if quarters:
        return "Le point de comparaison réunit tous les quartiers prioritaires du territoire, celui-ci compris."
    contained = "le quartier" if across else "les QPV"
    effect = (
        " : l’écart avec le reste du territoire est plus grand" if concludes(gap) and gap.indicator.is_share else ""
    )
    return f"Le point de comparaison comprend {contained}{effect}."


def _caution(gap: Gap, text: str, rule: str, *caveats: str) -> Claim:
    return Claim(french.typography(text), rule, (gap.priority, gap.reference), (), caveats)
