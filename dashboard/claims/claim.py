"""One French sentence with its proof: the figures it tells, where each was read, by which rule it may say so.

A sentence never leaves the product alone: what proves it goes with it, as data that a program can check again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from etl.model import Observation


class Measure(StrEnum):
    """What a number of a sentence measures."""

    LEVEL = "level"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    RANK = "rank"
    COUNT = "count"
    LIMIT = "limit"
    """One end of the 95 % interval of the difference."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence: ``text`` as it is written there (« 2,4 fois »), ``value`` unrounded, in ``unit`` (a
    unit of the catalogue; ``times`` for a ratio, ``rank`` for a rank)."""

    measure: Measure
    text: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence, complete: ``text`` ends with its full stop. ``observations`` are the figures it rests on, ``rule``
    the id of the rule that allows its wording, ``caveats`` what a careful reader must know."""

    text: str
    rule: str
    observations: tuple[Observation, ...]
    quantities: tuple[Quantity, ...]
    caveats: tuple[str, ...] = ()

    def proof(self) -> dict[str, Any]:
        """The sentence and what proves it, for programs: JSON of keys, numbers and words."""
        return {
            "text": self.text,
            "rule": self.rule,
            "quantities": [
                {"measure": q.measure.value, "text": q.text, "value": q.value, "unit": q.unit} for q in self.quantities
            ],
            "observations": [observation_as_dict(o) for o in self.observations],
            "caveats": list(self.caveats),
        }


KEYS = ("indicator", "territory", "zone", "perimeter", "period", "sex", "age", "breakdown", "source")
"""What tells one observation from all others."""


def observation_as_dict(observation: Observation) -> dict[str, Any]:
    """The key of an observation, its value with its statuses, and where it was read."""
    told = {name: getattr(observation, name) for name in KEYS}
    return told | {
        "value": observation.value,
        "unit": observation.unit,
        "obs_status": observation.obs_status,
        "conf_status": observation.conf_status,
        "locator": observation.locator,
    }


def observation_key(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The key of an observation that ``observation_as_dict`` wrote. Raises KeyError when a part is missing."""
    return tuple(str(told[name]) for name in KEYS)
