"""What one part of a sentence says, once read: of which indicator, where, when, and what it claims of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Direction(StrEnum):
    """How one side is said to stand beside the other."""

    HIGHER = "higher"
    LOWER = "lower"
    EQUAL = "equal"
    NEAR = "near"


class Measure(StrEnum):
    """What a number of the sentence measures."""

    LEVEL = "level"
    TIMES = "times"
    DIFFERENCE = "difference"
    PERCENT_MORE = "percent_more"


class Bound(StrEnum):
    """How the number is worded."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE = "more"
    LESS = "less"


class Side(StrEnum):
    """Whom a level is about: the priority quarters, or what they are put beside."""

    HERE = "here"
    THERE = "there"


class Move(StrEnum):
    """A change that is told: of a level, or of a gap."""

    UP = "up"
    DOWN = "down"
    STABLE = "stable"
    WIDENS = "widens"
    NARROWS = "narrows"


class Excess(StrEnum):
    """What no figure of ours may say."""

    CAUSE = "cause"
    DISCRIMINATION = "discrimination"
    PEOPLE = "people"
    ALL = "all"
    SUPERLATIVE = "superlative"
    RANK = "rank"
    ODDS = "odds"


class Obstacle(StrEnum):
    """Why a part is not something that figures confirm or contradict."""

    QUESTION = "question"
    FUTURE = "future"
    OPINION = "opinion"
    PLACE = "place"
    ZONE = "zone"
    SEVERAL = "several"
    GROUPS = "groups"
    PLACES = "places"
    EQUAL_TERMS = "equal_terms"
    REVERSED = "reversed"
    QUALIFIED = "qualified"
    INCOME = "income"
    CONTINUED = "continued"
    COMPLEMENT = "complement"
    COMPARATOR = "comparator"
    THIS_PLACE = "this_place"
    DISTRIBUTION = "distribution"
    COUNTS = "counts"
    PAIR = "pair"
    CROSSING = "crossing"


@dataclass(frozen=True, slots=True)
class Number:
    """One number: ``value`` in the unit of the indicator, ``step`` the unit of its last decimal, ``text`` as written.
    ``coarse``: a fraction in words (« un sur quatre »), rounder than a percentage. ``inverse``: times that the
    surroundings are above the quarters."""

    measure: Measure
    value: float
    step: float
    text: str
    bound: Bound = Bound.EXACT
    side: Side = Side.HERE
    unit: str = ""
    coarse: bool = False
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Whom the figure is said to be about; empty where nothing is said."""

    sex: str = ""
    ages: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One part of a sentence. ``here`` and ``there`` are zones, ``years`` in the order they are written; an empty
    tuple where nothing is said. ``inherited``: the years are those of the part before.
    ``national``: the whole that is compared with is the country. ``within_year``: a quarter or a
    month is told. ``counted``: of what the first share is (« 18 % des ménages »). ``told_place``: the sentence, here or
    before, says of which territory. ``bare_count``: a number without a verb (« 298 quartiers prioritaires »)."""

    text: str
    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    national: bool = False
    years: tuple[int, ...] = ()
    inherited: bool = False
    today: bool = False
    within_year: bool = False
    counted: str = ""
    as_share: bool = False
    """Some people are said to be so (« 16 % des femmes sont au chômage »), rather than a rate to be so much."""
    told_place: bool = False
    bare_count: bool = False
    people: People = field(default_factory=People)
    numbers: tuple[Number, ...] = ()
    direction: Direction | None = None
    negated: bool = False
    slight: bool = False
    move: Move | None = None
    since: bool = False
    excesses: tuple[Excess, ...] = ()
    obstacle: Obstacle | None = None
    obstacle_words: str = ""
    unread: str = ""
    """The first word that nothing understood; empty when all were."""
    months: tuple[str, ...] = ()
    """The months told, « decembre » for the end of a year: only the figures of such a day answer."""

    @property
    def compares(self) -> bool:
        """True when two sides must be known to judge it."""
        sides = {number.side for number in self.numbers if number.measure == Measure.LEVEL}
        return bool(self.direction or len(sides) > 1 or any(number.measure != Measure.LEVEL for number in self.numbers))

    @property
    def claims(self) -> bool:
        """True when something is claimed at all."""
        return bool(self.numbers or self.direction or self.move or self.excesses)
