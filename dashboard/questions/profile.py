"""Everything a page, a document or a program says of one territory: the same object for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import french
from dashboard.gaps import Gap, Refusal, as_dict
from dashboard.gaps.distribution import Position
from dashboard.gaps.precision import Precision
from dashboard.gaps.ranking import RankedQuarter
from dashboard.questions import registers
from dashboard.questions.neighbourhoods import KEY_INDICATORS, Neighbourhoods, Reference, closeness
from dashboard.questions.outlines import figures_code
from dashboard.questions.standing import Standing
from dashboard.questions.whole import beside_whole, whole_figures
from dashboard.store import PlaceRecord
from etl.catalogue import Indicator, Territory
from etl.model import Observation

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
        """« au-dessus de 72 % des autres quartiers (rang 12 à 18 sur 63) »; no rank of a value whose rounding alone is
        known."""
        if isinstance(self.position, Refusal) or self.ranks is None:
            return self.position.text
        low, high, count = self.ranks.rank_low, self.ranks.rank_high, self.position.count
        if (low, high) == (1, count):
            return f"{self.position.text} (rang non établi : précision non publiée)"
        if self.ranks.precision == Precision.EXHAUSTIVE:
            return f"{self.position.text} (sur {count})"
        told = f"rang {low}" if low == high else f"rang {low} à {high}"
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
        """The gaps with what holds the whole quarter, each with the name of its comparator: with what surrounds it
        before the quarters of France together, then the latest, then the closest (``closeness``)."""
        found = [(r.label, r.answer) for r in self.references if r.holds_all and isinstance(r.answer, Gap)]
        return sorted(found, key=lambda pair: closeness(pair[1]), reverse=True)


@dataclass(frozen=True, slots=True)
class Profile:
    """One territory. ``residents`` says who lives there, ``figures`` how it stands; ``others`` are its other figures,
    latest period, in the order of the catalogue. Passport, contracts, posts and schools are rows of text;
    ``posts_unsaid`` is what the files of posts leave unsaid of the département.

    Of a territory that is not a quarter, ``residents``, ``figures`` and ``others`` are about its priority quarters (the
    zone and perimeter of each say which); ``whole`` is about the territory, quarters included, ``beside_whole`` puts
    the two side by side.
    """

    territory: Territory
    record: PlaceRecord | None
    figures_from: str
    """The territory that the figures are those of: this one, or the quarter of 2015 whose outline it kept."""
    figures: tuple[KeyFigure, ...]
    residents: tuple[Observation, ...]
    others: tuple[Observation, ...]
    passport: tuple[dict[str, str], ...]
    contracts: tuple[dict[str, str], ...]
    posts: tuple[dict[str, str], ...]
    posts_unsaid: tuple[str, ...]
    schools: tuple[dict[str, str], ...]
    cities: tuple[dict[str, str], ...]
    schools_nowhere: int
    """Schools of the communes of a quarter whose position was not read."""
    whole: tuple[Observation, ...]
    beside_whole: tuple[Reference, ...]


def profile_of(code: str, near: Neighbourhoods, standing: Standing) -> Profile:
    """The profile of a territory. Raises UnknownIdError when nothing names it."""
    near.store.known_territory(code)
    record = near.record(code)
    source = _figures_from(code, near)
    quarter = record is not None and record.kind == "neighbourhood"
    near.fetch([source, *near.surroundings(source)] if quarter else [source])
    latest = _latest(source, near)
    figures = [
        _key_figure(source, latest[name], near, standing)
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
        figures_from=source,
        figures=tuple(figures),
        residents=tuple(latest[name] for name in RESIDENTS if name in latest),
        others=tuple(latest[name] for name in near.catalogue.indicators if name in latest and name not in told),
        passport=tuple(registers.passport(near.store, code)),
        contracts=tuple(contracts),
        posts=tuple(registers.posts(near.store, contracts)),
        posts_unsaid=tuple(registers.silences(near.store, list(dict.fromkeys(c["department"] for c in contracts)))),
        schools=tuple(registers.schools(near.store, code)),
        cities=tuple(registers.educational_cities(near.store, code)),
        schools_nowhere=registers.schools_nowhere(near.store, code) if quarter else 0,
        whole=() if quarter else whole_figures(code, near),
        beside_whole=() if quarter else beside_whole(code, near),
    )


def _figures_from(code: str, near: Neighbourhoods) -> str:
    """Its own figures when a quarter has key ones, else those of the quarter of 2015 whose outline it kept."""
    if any(name in near.by_indicator(code) for name in KEY_INDICATORS):
        return code
    return figures_code(near.store, code)


def _latest(code: str, near: Neighbourhoods) -> dict[str, Observation]:
    """The last figure of each indicator, for the usual people."""
    found = ((name, near.latest(code, near.catalogue.indicators[name])) for name in near.by_indicator(code))
    return {name: observation for name, observation in found if observation is not None}


def _key_figure(code: str, observation: Observation, near: Neighbourhoods, standing: Standing) -> KeyFigure:
    indicator = near.catalogue.indicators[observation.indicator]
    record = near.record(code)
    scales = [place for place in near.lies_in(code) if place in (record.department, record.region)] if record else []
    places = tuple(
        Place(place, standing.position(code, observation, place), standing.ranked(code, observation, place))
        for place in (*scales, "FR")
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
        "figures_from": _named([profile.figures_from], near)[0],
        "residents": [_figure(o, near) for o in profile.residents],
        "figures": [_key_as_dict(figure, near) for figure in profile.figures],
        "others": [_figure(o, near) for o in profile.others],
        "passport": list(profile.passport),
        "contracts": list(profile.contracts),
        "posts": list(profile.posts),
        "posts_unsaid": list(profile.posts_unsaid),
        "schools": list(profile.schools),
        "educational_cities": list(profile.cities),
        "whole": [_figure(o, near) for o in profile.whole],
        "gaps_with_whole": [_reference(reference, near) for reference in profile.beside_whole],
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
        "zone": o.zone,
        "perimeter": o.perimeter,
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
        "gaps": [_reference(reference, near) for reference in figure.references],
    }


def _reference(r: Reference, near: Neighbourhoods) -> dict[str, Any]:
    return {
        "comparator": {"territory": r.comparator.territory, "zone": r.comparator.zone, "label": r.label},
        **as_dict(r.answer, near.catalogue),
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
