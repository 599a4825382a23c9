"""Everything a page, a document or a program says of one territory: the same object for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import french
from dashboard.gaps import Gap, Refusal, as_dict
from dashboard.gaps.distribution import Position
from dashboard.gaps.ranking import RankedQuarter
from dashboard.questions import registers
from dashboard.questions.neighbourhoods import KEY_INDICATORS, Neighbourhoods, Reference
from dashboard.questions.standing import Standing
from dashboard.store import PlaceRecord
from etl.catalogue import Indicator, Territory
from etl.model import Observation, period_order

RESIDENTS = (
    "population",
    "under_25_share",
    "over_60_share",
    "foreign_share",
    "single_person_households_share",
    "six_person_households_share",
)
"""Who lives there, in this order, where it is known."""
SCALES = ("department", "region", "country")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quarter stands among those of ``within``: its position, and the ranks that its precision allows."""

    within: str
    position: Position | Refusal
    ranks: RankedQuarter | None

    @property
    def text(self) -> str:
        """« au-dessus de 72 % des autres quartiers (rang 12 à 18 sur 63, du plus élevé au plus faible) »."""
        if isinstance(self.position, Refusal) or self.ranks is None:
            return self.position.text
        low, high, count = self.ranks.rank_low, self.ranks.rank_high, self.position.count
        if (low, high) == (1, count):
            return f"{self.position.text} (rang non établi : précision non publiée)"
        told = f"rang {low}, à l’arrondi près," if low == high else f"rang {low} à {high}"
        return f"{self.position.text} ({told} sur {count})"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure of a territory: where it stands at each scale, and its gap with each comparator that exists."""

    indicator: Indicator
    observation: Observation
    places: tuple[Place, ...]
    """Among the quarters of which territories it stands where, the smallest first."""
    references: tuple[Reference, ...]

    @property
    def gaps(self) -> list[tuple[str, Gap]]:
        """The gaps that can be measured, each with the name of its comparator: with what surrounds the quarter before
        the quarters of France together, then the latest, then the closest."""
        found = [(r.label, r.answer) for r in self.references if isinstance(r.answer, Gap)]
        return sorted(
            found, key=lambda pair: (pair[1].reference.zone != "qpv", period_order(pair[1].period)), reverse=True
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """One territory. ``residents`` says who lives there, ``figures`` how it stands; ``others`` are its other figures,
    latest period, in the order of the catalogue. Passport, contracts, posts and schools are rows of text."""

    territory: Territory
    record: PlaceRecord | None
    figures: tuple[KeyFigure, ...]
    residents: tuple[Observation, ...]
    others: tuple[Observation, ...]
    passport: tuple[dict[str, str], ...]
    contracts: tuple[dict[str, str], ...]
    posts: tuple[dict[str, str], ...]
    schools: tuple[dict[str, str], ...]


def profile_of(code: str, near: Neighbourhoods, standing: Standing) -> Profile:
    """The profile of a territory. Raises UnknownIdError when nothing names it."""
    near.store.known_territory(code)
    record = near.record(code)
    near.fetch([code, *near.surroundings(code)])
    quarter = record is not None and record.kind == "neighbourhood"
    latest = _latest(code, near)
    figures = [
        _key_figure(code, latest[name], near, standing)
        if quarter
        else KeyFigure(near.catalogue.indicators[name], latest[name], (), ())
        for name in KEY_INDICATORS
        if name in latest
    ]
    contracts = registers.contracts(near.store, code)
    told = {*RESIDENTS, *(figure.indicator.id for figure in figures)}
    return Profile(
        territory=near.catalogue.territories[code],
        record=record,
        figures=tuple(figures),
        residents=tuple(latest[name] for name in RESIDENTS if name in latest),
        others=tuple(latest[name] for name in near.catalogue.indicators if name in latest and name not in told),
        passport=tuple(registers.passport(near.store, code)),
        contracts=tuple(contracts),
        posts=tuple(registers.posts(near.store, contracts)),
        schools=tuple(registers.schools(near.store, code)),
    )


def _latest(code: str, near: Neighbourhoods) -> dict[str, Observation]:
    """The last figure of each indicator, for the usual people."""
    found = ((name, near.latest(code, near.catalogue.indicators[name])) for name in near.by_indicator(code))
    return {name: observation for name, observation in found if observation is not None}


def _key_figure(code: str, observation: Observation, near: Neighbourhoods, standing: Standing) -> KeyFigure:
    indicator = near.catalogue.indicators[observation.indicator]
    record = near.record(code)
    scales = [record.department, record.region, "FR"] if record else []
    places = tuple(
        Place(place, standing.position(code, observation, place), standing.ranked(code, observation, place))
        for place in scales
        if place
    )
    return KeyFigure(indicator, observation, places, tuple(near.references(code, indicator)))


def profile_as_dict(profile: Profile, near: Neighbourhoods) -> dict[str, Any]:
    """A profile for programs: the keys of the command line and of the API."""
    record = profile.record
    return {
        "territory": {
            "code": profile.territory.id,
            "label": profile.territory.label,
            "kind": profile.territory.kind,
            "perimeter": record.perimeter if record else "",
            "status": record.status if record else "",
            "communes": _named(record.communes if record else (), near),
            "epci": _named(record.epci if record else (), near),
            "urban_units": _named(record.urban_units if record else (), near),
            "department": record.department if record else "",
            "region": record.region if record else "",
            "longitude": record.longitude if record else None,
            "latitude": record.latitude if record else None,
            "area_m2": record.area if record else None,
        },
        "residents": [_figure(o, near) for o in profile.residents],
        "figures": [_key_as_dict(figure, near) for figure in profile.figures],
        "others": [_figure(o, near) for o in profile.others],
        "passport": list(profile.passport),
        "contracts": list(profile.contracts),
        "posts": list(profile.posts),
        "schools": list(profile.schools),
    }


def _named(codes: Sequence[str], near: Neighbourhoods) -> list[dict[str, str]]:
    return [{"code": code, "label": near.store.territory_label(code)} for code in codes]


def _figure(o: Observation, near: Neighbourhoods) -> dict[str, Any]:
    return {
        "indicator": o.indicator,
        "label": near.catalogue.indicators[o.indicator].label,
        "value": o.value,
        "unit": o.unit,
        "text": french.value(o, near.catalogue),
        "period": o.period,
        "obs_status": o.obs_status,
        "conf_status": o.conf_status,
        "source": o.source,
        "locator": o.locator,
        "note": o.note,
    }


def _key_as_dict(figure: KeyFigure, near: Neighbourhoods) -> dict[str, Any]:
    return {
        **_figure(figure.observation, near),
        "positions": [_position(place) for place in figure.places],
        "gaps": [
            {
                "comparator": {"territory": r.comparator.territory, "zone": r.comparator.zone, "label": r.label},
                **as_dict(r.answer, near.catalogue),
            }
            for r in figure.references
        ],
    }


def _position(place: Place) -> dict[str, Any]:
    found = place.position
    if isinstance(found, Refusal):
        return {"within": place.within, "refusal": {"code": found.code.value, "text": found.text}}
    return {
        "within": place.within,
        "count": found.count,
        "lower": found.lower,
        "equal": found.equal,
        "higher": found.higher,
        "rank_low": place.ranks.rank_low if place.ranks else None,
        "rank_high": place.ranks.rank_high if place.ranks else None,
        "text": place.text,
        "refusal": None,
    }
