"""What is said of similar quarters: the descriptors in words, where they are read, and the sentence one may quote."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboard import french
from dashboard.gaps import Peers, Quarters
from dashboard.gaps.similarity import DESCRIPTORS, Contribution, is_circular
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.standing import Standing
from etl.catalogue import Indicator, Source
from etl.model import TOTAL

BY_ID = {descriptor.id: descriptor for descriptor in DESCRIPTORS}
MOST_TOLD = 3
"""Likenesses and differences that a sentence tells."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a descriptor is read: its id, its label, its period, its publication."""

    descriptor: str
    label: str
    period: str
    source: Source


def outcomes(near: Neighbourhoods, known: Sequence[Indicator]) -> list[Indicator]:
    """Among the indicators known by quarter, those that some descriptor measures too: to be left out when studied."""
    return [i for i in known if any(is_circular(descriptor, i) for descriptor in DESCRIPTORS)]


def descriptor_label(near: Neighbourhoods, name: str) -> str:
    """The indicator, with the people it is narrowed to."""
    label = near.catalogue.indicators[name].label
    breakdown = BY_ID[name].breakdown
    return label if breakdown == TOTAL else f"{label} ({french.inside(near.catalogue.breakdown_label(breakdown))})"


def descriptor_value(near: Neighbourhoods, name: str, value: float, source: str) -> str:
    """A value of a descriptor, in its own unit, with the decimals of its source."""
    return french.amount(value, near.catalogue.indicators[name], source, near.catalogue)


def labels(near: Neighbourhoods, names: Sequence[str]) -> list[str]:
    """The descriptors of those ids that the catalogue names, inside a sentence."""
    return [french.inside(descriptor_label(near, name)) for name in names if name in near.catalogue.indicators]


def likeness(near: Neighbourhoods, found: Peers, sources: Mapping[str, str]) -> tuple[str, str]:
    """The sentence one may quote, « Parmi 1 298 quartiers comparés, celui qui ressemble le plus à… », and in what the
    two are alike and different; ``sources`` are those of the descriptors (``sources_of``)."""
    peer = found.peers[0]
    here, there = (french.place_name(near.catalogue.territories[code]) for code in (found.code, peer.code))
    if here == there:
        here, there = (near.store.territory_label(code) for code in (found.code, peer.code))
    compared = french.number(found.compared, 0)
    sentence = f"Parmi {compared} quartiers comparés, « {there} » est celui qui ressemble le plus à « {here} »."
    alike = french.listed([_both(near, part, sources) for part in peer.alike[:MOST_TOLD]])
    apart = french.listed([_both(near, part, sources) for part in peer.different[:MOST_TOLD]])
    told = f"Ils se ressemblent par {alike}" if alike else "Aucune caractéristique ne les rapproche vraiment"
    return sentence, f"{told} ; ils diffèrent par {apart}." if apart else f"{told}."


def _both(near: Neighbourhoods, part: Contribution, sources: Mapping[str, str]) -> str:
    """« le taux d’emploi (44,2 % et 45,1 %) »."""
    source = sources[part.descriptor]
    here, there = (descriptor_value(near, part.descriptor, value, source) for value in (part.here, part.there))
    indicator, breakdown = near.catalogue.indicators[part.descriptor], BY_ID[part.descriptor].breakdown
    people = "" if breakdown == TOTAL else f" de « {near.catalogue.breakdown_label(breakdown)} »"
    return f"{indicator.phrase}{people} ({here} et {there})"


def origins(standing: Standing, found: Peers, perimeter: str) -> Iterator[Origin]:
    """Where each descriptor compared is read: the latest period of each."""
    near = standing.near
    for name in found.descriptors:
        quarters = standing.quarters(near.catalogue.indicators[name], perimeter, breakdown=BY_ID[name].breakdown)
        if isinstance(quarters, Quarters):
            source = near.catalogue.sources[quarters.subject.source]
            yield Origin(name, descriptor_label(near, name), quarters.subject.period, source)


def sources_of(standing: Standing, found: Peers, perimeter: str) -> dict[str, str]:
    """The source of each descriptor compared, by id."""
    return {origin.descriptor: origin.source.id for origin in origins(standing, found, perimeter)}
