"""The figures of a document in rows: the columns of the model, then what their codes stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

from dashboard import french
from dashboard.briefs.document import Document
from dashboard.charts.chart import publications
from dashboard.french.columns import FACES
from dashboard.gaps import default_stratum
from etl.model import COLUMNS, Observation

LABELS = {
    "face": "comment la valeur est présente ou absente",
    "indicator_label": "l’indicateur en toutes lettres",
    "territory_label": "le territoire en toutes lettres",
    "zone_label": "la zone en toutes lettres",
    "people_label": "de qui il s’agit ; « ensemble » pour la population habituelle de l’indicateur",
    "unit_label": "l’unité en toutes lettres",
    "source_label": "la publication en toutes lettres",
}
"""Columns added to those of the model, and what each tells."""

_cells = attrgetter(*COLUMNS)


def model_rows(observations: Sequence[Observation]) -> Iterator[tuple[Any, ...]]:
    """Each observation as the cells of the columns of the model."""
    return (_cells(observation) for observation in observations)


def labels_of(document: Document) -> Callable[[Observation], tuple[str, ...]]:
    """What gives the cells of ``LABELS`` for an observation; the codes again where the document has no words."""
    catalogue = document.catalogue
    if catalogue is None:
        return lambda o: (FACES[o.face], o.indicator, o.territory, o.zone, "", o.unit, o.source)

    @cache
    def told(
        indicator: str, territory: str, zone: str, stratum: tuple[str, str, str], unit: str, source: str
    ) -> tuple[str, ...]:
        known, place = catalogue.indicators[indicator], catalogue.territories.get(territory)
        return (
            known.label,
            place.label if place else territory,
            catalogue.zones[zone].label,
            french.people(stratum, default_stratum(known), catalogue),
            catalogue.units[unit].label,
            publications([source], catalogue)[0],
        )

    return lambda o: (FACES[o.face], *told(o.indicator, o.territory, o.zone, o.stratum, o.unit, o.source))
