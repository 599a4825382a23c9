"""What a map says: its finding, what it is about, its classes counted, its caveats. No Dash here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dashboard import french
from dashboard.charts import Chart, map
from dashboard.charts.atlas import Look, bound_words
from dashboard.charts.chart import Group, Mark, behind, counted, publications, zone_words
from dashboard.charts.rows import quarter_row, source_words
from dashboard.gaps.classes import Classes
from dashboard.maps.cartography import Basis, Cartography
from dashboard.maps.figures import WHOLE, Mapped, mapping_of
from dashboard.maps.scene import Scene
from dashboard.maps.sheet import lay_out
from etl.catalogue import Catalogue, Indicator, Polarity, fold

OUTLINES = "anct_qpv{year}_outlines"
CORRESPONDENCE = "anct_qpv_correspondence"
KEPT = 16
"""Maps kept."""
MOST_CHOSEN = 12
"""Quarters that are ringed at once: more would hide the others."""


@lru_cache(maxsize=KEPT)
def map_of(
    mapped: Mapped, cartography: Cartography, within: str, chosen: tuple[str, ...]
) -> tuple[Scene, Chart | None]:
    """The quarters of a territory on their sheet, those of codes ``chosen`` ringed, and the chart of them; no chart
    when no place is known. Kept, since readers look at the same maps."""
    near = cartography.near
    inside = mapping_of(near.reading).inside(within, mapped.perimeter)
    scene = Scene(mapped, cartography.spots(mapped.perimeter), cartography, inside, within, chosen)
    return scene, map_chart(scene, near.catalogue)


def map_chart(scene: Scene, catalogue: Catalogue) -> Chart | None:
    """The map of a scene; None when no place of its quarters is known."""
    atlas = lay_out(scene)
    if atlas is None:
        return None
    mapped = scene.mapped
    subject = mapped.quarters.subject if mapped.quarters else None
    indicator = subject.indicator if subject else None
    return map.define(
        name="carte",
        title=finding(scene, catalogue) if subject else status_finding(scene, catalogue),
        subtitle=_subtitle(scene, catalogue),
        atlas=atlas,
        marks=_marks(scene, catalogue),
        groups=list(_groups(scene, catalogue)),
        sources=publications(_sources(scene, catalogue), catalogue),
        caveats=[*_caveats(scene), *(indicator.caveats if indicator else ())],
        symbol=catalogue.units[indicator.unit].symbol if indicator else "",
        decimals=indicator.decimals if indicator else 0,
        catalogue=catalogue,
        behind=behind(subject) if subject else None,
    )


def finding(scene: Scene, catalogue: Catalogue) -> str:
    """« En 2019, le taux de pauvreté atteint ou dépasse 50 % dans 284 des 1 348 quartiers publiés »."""
    mapped = scene.mapped
    if mapped.quarters is None:
        raise ValueError("a map without an indicator finds nothing in its values")
    subject = mapped.quarters.subject
    values = mapped.values[scene.inside]
    values = values[~np.isnan(values)]
    lead = french.dated(subject.period, subject.note)
    if scene.within != WHOLE:
        lead += f", {catalogue.territories[scene.within].within}"
    if not len(values):
        return f"{lead}, {subject.indicator.phrase} n’est publié{_feminine(subject.indicator)} pour aucun quartier"
    return f"{lead}, {extreme(subject.indicator, mapped.classes, values, catalogue, QUARTERS)}"


QUARTERS = ("quartier publié", "quartiers publiés")


def extreme(
    indicator: Indicator,
    classes: Classes | None,
    values: NDArray[np.float64],
    catalogue: Catalogue,
    places: tuple[str, str],
    whose: str = "",
) -> str:
    """In how many places the values (at least one, none absent) are in the class that matters: the least favourable,
    the highest where none is. ``places`` is what has a value, one and several; ``whose`` follows the indicator."""
    phrase = f"{indicator.phrase}{whose}"
    if classes is None or not classes.bounds:
        return f"{phrase} est partout la même valeur"
    low = indicator.polarity == Polarity.HIGHER_IS_BETTER
    bound = classes.bounds[0] if low else classes.bounds[-1]
    told = bound_words(bound, catalogue.units[indicator.unit], indicator.decimals)
    count, total = int((values < bound).sum() if low else (values >= bound).sum()), len(values)
    verb = f"est inférieur{_feminine(indicator)} à {told}" if low else f"atteint ou dépasse {told}"
    if count == 0:
        no = " pas" if total == 1 else ""
        verb = f"n’est{no} inférieur{_feminine(indicator)} à {told}" if low else f"n’atteint{no} {told}"
    return f"{phrase} {verb} {_where(count, total, places)}"


def _where(count: int, total: int, places: tuple[str, str]) -> str:
    """« dans 284 des 1 348 quartiers publiés »."""
    one, many = places
    if total == 1:
        return f"dans le seul {one}"
    if count in (0, total):
        return f"dans {'aucun des' if count == 0 else 'les'} {french.number(total, 0)} {many}"
    return f"dans {french.number(count, 0)} des {french.number(total, 0)} {many}"


def _feminine(indicator: Indicator) -> str:
    return "e" if indicator.gender == "f" else ""


def status_finding(scene: Scene, catalogue: Catalogue) -> str:
    """« Sur la carte de 2024, 1 088 quartiers sur 1 584 sont redessinés, 342 inchangés et 137 nouveaux »."""
    looks = sorted((look for look in scene.mapped.counted(scene.inside) if look.count), key=lambda look: -look.count)
    where = "" if scene.within == WHOLE else f", {catalogue.territories[scene.within].within}"
    head = f"{'Sur' if scene.mapped.perimeter == 'QP2024' else 'De'} la carte de {scene.mapped.perimeter[-4:]}{where}"
    first, *others = looks
    verb = "sont" if first.count > 1 else "est"
    told = f"{counted(first.count)} sur {french.number(int(scene.inside.sum()), 0)} {verb} {_agreed(first)}"
    return f"{head}, {french.listed([told, *(f'{french.number(o.count, 0)} {_agreed(o)}' for o in others)])}"


PLURALS = {
    "nouveau": "nouveaux", "redessiné": "redessinés", "inchangé": "inchangés", "commune entière": "communes entières",
    "sorti de la carte": "sortis de la carte", "passage non publié": "sans passage publié",
}  # fmt: skip


def _agreed(look: Look) -> str:
    return PLURALS[look.text] if look.count > 1 else look.text


def _subtitle(scene: Scene, catalogue: Catalogue) -> str:
    mapped = scene.mapped
    zone = zone_words("qpv", mapped.perimeter, catalogue)
    where = catalogue.territories[scene.within].label
    if mapped.quarters is None:
        return f"Ce que sont devenus les quartiers d’une carte à l’autre · {zone} · {where}"
    subject = mapped.quarters.subject
    label, universe = subject.indicator.label, subject.indicator.universe
    who = [] if fold(universe) == fold(label) else [universe]
    return " · ".join([label, *who, french.dated_period(subject.period, subject.note), zone, where])


def _marks(scene: Scene, catalogue: Catalogue) -> list[Mark]:
    """The quarters that the reader asked for."""
    mapped = scene.mapped
    chosen = [rank for rank in scene.shown.tolist() if mapped.records[rank].code in scene.chosen]
    return [_mark(scene, rank, catalogue) for rank in chosen]


def _mark(scene: Scene, rank: int, catalogue: Catalogue) -> Mark:
    mapped, record = scene.mapped, scene.mapped.records[rank]
    subject = mapped.quarters.subject if mapped.quarters else None
    value = float(mapped.values[rank])
    locator = mapped.locators[rank] or "quartier absent de cette publication"
    return Mark(
        row=quarter_row(record.code, record.label),
        side="priority",
        value=None if np.isnan(value) else value,
        text=mapped.texts[rank],
        label=mapped.texts[rank],
        period=subject.period if subject else mapped.perimeter[-4:],
        zone=zone_words("qpv", mapped.perimeter, catalogue),
        source=source_words(subject, locator, catalogue) if subject else _map_source(catalogue),
        dating=subject.note if subject else "",
    )


def _map_source(catalogue: Catalogue) -> str:
    source = catalogue.sources.get(CORRESPONDENCE)
    return f"{source.publisher}, {source.title}" if source else "table de correspondance"


def _groups(scene: Scene, catalogue: Catalogue) -> Iterator[Group]:
    mapped = scene.mapped
    subject = mapped.quarters.subject if mapped.quarters else None
    source = source_words(subject, "calcul sur les quartiers", catalogue) if subject else _map_source(catalogue)
    for look in mapped.counted(scene.inside):
        if not look.count and not look.lasting:
            continue
        yield Group(
            row=french.sentence(look.text),
            count=look.count,
            period=subject.period if subject else mapped.perimeter[-4:],
            zone=zone_words("qpv", mapped.perimeter, catalogue),
            source=source,
            dating=subject.note if subject else "",
        )


def _sources(scene: Scene, catalogue: Catalogue) -> list[str]:
    """The publication of the figures, that of the outlines, and the table of both maps where it is shown or used."""
    mapped = scene.mapped
    names = [mapped.quarters.subject.source] if mapped.quarters else [CORRESPONDENCE]
    names.append(OUTLINES.format(year=mapped.perimeter[-4:]))
    if (scene.spots.basis[scene.shown] == Basis.RELATED.value).any():
        names += [CORRESPONDENCE, OUTLINES.format(year="2024" if mapped.perimeter == "QP2015" else "2015")]
    return [name for name in dict.fromkeys(names) if name in catalogue.sources]


def _caveats(scene: Scene) -> Iterator[str]:
    """What a careful reader of the map must know: first what is not on it at all."""
    for land in [land for land, count in scene.silent.items() if not count]:
        name = scene.cartography.near.store.territory_label(land)
        year = scene.mapped.perimeter[-4:]
        yield f"{name} : aucun fichier lu ne nomme ses quartiers de {year} ; ils manquent à la carte et aux comptes."
    basis = scene.spots.basis[scene.shown]
    related, towns = (int((basis == kind.value).sum()) for kind in (Basis.RELATED, Basis.COMMUNE))
    other = "2024" if scene.mapped.perimeter == "QP2015" else "2015"
    if related:
        yield f"Place approchée (celle du quartier correspondant de {other}) : {counted(related)} sans contour lu."
    if towns:
        yield f"Place approchée (milieu de la commune) : {counted(towns)} sans contour lu."
    nowhere = int((scene.inside & ~scene.spots.placed).sum())
    if nowhere:
        yield f"Sans place connue : {counted(nowhere)}, dans la liste sous la carte et dans les comptes."
    off = scene.cartography.off_the_list(scene.mapped.perimeter)
    if off and scene.within == WHOLE:
        yield f"Ne sont pas montrés {counted(off)} dessinés pour 2024 mais absents de la liste officielle."
    if scene.mapped.quarters is not None:
        if scene.mapped.quarters.subject.note:
            yield scene.mapped.quarters.subject.note
        yield "La couleur est foncée quand la valeur est élevée ; elle ne dit pas si c’est un bien ou un mal."
        yield "Les classes sont celles de tous les quartiers de France : une couleur a le même sens à chaque échelle."
