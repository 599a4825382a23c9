"""The entries of the catalogue: their fields, and what each field means."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from etl.model import TOTAL, Perimeter

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Year = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]


class Polarity(StrEnum):
    """Which direction is unfavourable to inhabitants."""

    HIGHER_IS_WORSE = "higher_is_worse"
    HIGHER_IS_BETTER = "higher_is_better"
    NEUTRAL = "neutral"


class Aggregation(StrEnum):
    """How the figure of a larger territory follows from its parts."""

    SUM = "sum"
    WEIGHTED_MEAN = "weighted_mean"
    NEVER = "never"


class Measurement(StrEnum):
    """What kind of source stands behind the figure: decides what can be said of its precision."""

    SURVEY = "survey"
    CENSUS = "census"
    REGISTER = "register"
    ADMINISTRATIVE = "administrative"
    STUDY = "study"


class Entry(BaseModel):
    """What every entry has in common: no unknown key, no change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(Entry):
    """A theme of the guide."""

    id: Identifier
    label: Text
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z-]*$")]
    question: Text
    """The question the theme answers, in French."""
    headline: Identifier | None
    """The indicator that stands for the theme on the overview; null when no gap can be measured yet."""
    headline_absent: str = ""
    """Why there is no headline, in French; required when ``headline`` is null."""


class Zone(Entry):
    """Which people or places of a territory an observation is about."""

    id: Identifier
    label: Text
    within: Text
    """How the zone reads inside a sentence: « dans les QPV », « autour des QPV »."""
    definition: Text
    role: Literal["priority", "surroundings", "whole", "other"]
    perimeters: list[Perimeter]
    includes_priority: bool
    """True when the zone contains the priority neighbourhoods: a gap with it is understated, and says so."""
    predecessor: Identifier | None = None
    """The zone that stood for this one on the map before: drawn before a break, never joined."""


class Territory(Entry):
    """A place with an official code, or a documented scope of several."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$")]
    label: Text
    kind: Literal["country", "scope", "region", "department", "epci", "commune", "urban_unit", "neighbourhood"]
    within: Text
    """How it reads inside a sentence: « en France métropolitaine »."""
    parent: str | None = None
    definition: str = ""


class Tile(Entry):
    """Where a département stands on the grid drawn in place of a map: columns from the west, rows from the north."""

    id: Annotated[str, StringConstraints(pattern=r"^DEP-[0-9A-Z]+$")]
    column: Annotated[int, Field(ge=1)]
    row: Annotated[int, Field(ge=1)]


class Unit(Entry):
    """A unit of measure and how it reads in French."""

    id: Identifier
    label: Text
    symbol: str
    """What follows the number: « % », « € », « » for a bare count."""
    difference: Text
    """What a difference is counted in: « points » for percentages."""
    additive: bool
    """True for counts, which may be added and subtracted."""


Level = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=80)]


class Breakdown(Entry):
    """A dimension of ``breakdown`` other than sex and age: diploma, profession, household… (``dimension:level``)."""

    id: Identifier
    label: Text
    levels: Annotated[dict[Level, Text], Field(min_length=1)]
    """French label of each level; their order is the order of display."""


class Uses(Entry):
    """What a series may be used for (docs/method.md, "May I say this?")."""

    level: bool = True
    ranking: bool = False
    comparison: bool = True
    evolution: bool = False


class Counted(Entry):
    """How a share reads as so many out of so many: « un ménage sur trois n’a pas de voiture »."""

    one: Text
    """What is counted, in the singular: « ménage »; ``many`` in the plural."""
    many: Text
    gender: Literal["m", "f"] = "m"
    singular: Text
    """The verb and the rest, for one: « n’a pas de voiture »; ``plural`` for several: « n’ont pas de voiture »."""
    plural: Text


class Indicator(Entry):
    """One thing that is measured. Universe, unit and definition hold for every observation that bears its id."""

    id: Identifier
    theme: Identifier
    label: Text
    phrase: Text
    """Singular noun phrase with its article, to start a sentence: « le taux de chômage », « la part des cadres »."""
    gender: Literal["m", "f"]
    definition: Text
    universe: Text
    """Who or what is counted, in French: « actifs de 15 à 64 ans »."""
    counted: Counted | None = None
    """Of a share whose universe has a plain name: how it reads in fractions, for its usual people."""
    unit: Identifier
    decimals: Annotated[int, Field(ge=0, le=3)]
    polarity: Polarity
    comparators: list[Identifier]
    """Zones that may be the reference, in order of preference: the statutory one first. Empty when none exists."""
    uses: Uses = Uses()
    aggregation: Aggregation
    weight: str = ""
    """What weights the mean, when ``aggregation`` is ``weighted_mean``."""
    measurement: Measurement
    bounds: tuple[float | None, float | None] | None = None
    """Lowest and highest possible value; by default 0 to 100 for percentages, 0 and up for the rest."""
    design_effect: Annotated[float, Field(ge=1)] | None = None
    """Of a survey, when its publisher gives it: without it no interval is computed from a sample's denominators."""
    default_sex: Literal["_T", "F", "M"] = "_T"
    default_age: str = TOTAL
    caveats: list[Text] = []
    guide_pages: list[int] = []
    keywords: list[str] = []

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """Lowest and highest possible value, None where there is none."""
        return self.bounds or (0, 100 if self.unit == "percent" else None)

    def allows(self, value: float) -> bool:
        """True when ``value`` is within the limits."""
        low, high = self.limits
        return (low is None or value >= low) and (high is None or value <= high)

    @property
    def is_share(self) -> bool:
        """True for a part of a whole, from 0 to 100 %; False for a change in percent."""
        low, high = self.limits
        return low == 0 and high == 100


class Source(Entry):
    """One publication, and how its figures reached us."""

    id: Identifier
    kind: Literal["primary", "secondary"]
    """``primary``: read on the producer's own page; ``secondary``: read in a report of it."""
    publisher: Text
    title: Text
    reported_by: str = ""
    """Who reports the figures, for a secondary source."""
    date: Year
    """Date of publication; empty when the page bears none."""
    licence: Text
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
    fetched: Text
    """How the bytes or figures were obtained, in French."""
    recognised: Text
    """How one knows that it is this publication, in French."""
    full_decimals: bool = False
    """True of a data file, which gives each figure with every decimal of its indicator: its « 42 » is 42,0 %. False
    where figures were copied as worded: « 42 % » may be a rounding, and keeps no decimal."""


class Break(Entry):
    """A place in a series where before and after are not the same measure. Drawn on every chart."""

    id: Identifier
    indicators: list[Identifier]
    at: str
    """First period of the new measure."""
    kind: Literal["series", "concept", "perimeter", "exceptional", "source"]
    zones: list[Identifier] = []
    """Empty: every zone."""
    text: Text


class Incompatibility(Entry):
    """Two groups of sources whose figures of the same indicator may not be compared or joined."""

    id: Identifier
    indicators: list[Identifier]
    sources: list[Identifier]
    """The group that stands apart from every other source of these indicators."""
    reason: Literal["period", "universe", "comparator", "perimeter", "definition"]
    text: Text


class Contradiction(Entry):
    """Two published values of one figure, both kept; one preferred."""

    id: Identifier
    indicator: Identifier
    territory: str
    zone: Identifier
    period: str
    sex: str = TOTAL
    age: str = TOTAL
    breakdown: str = TOTAL
    preferred: Identifier
    """The source whose value is used in gaps and charts."""
    preferred_value: float
    others: dict[Identifier, float]
    text: Text


class Synonym(Entry):
    """Words that people use for an indicator, a zone, a territory or some people; each says exactly one of them."""

    id: Identifier
    words: Annotated[list[Text], Field(min_length=1)]
    """As they are written in a sentence; case, accents, hyphens and plurals do not matter."""
    indicators: list[Identifier] = []
    """The one meant first, then those it may stand for where the first has no figure."""
    after_number: bool = False
    """True when the words only name the indicator right after a number: « 1 514 quartiers prioritaires »."""
    weak: bool = False
    """True when the words give way to any other indicator of the same sentence: « ceux qui ont un emploi »."""
    zones: list[Identifier] = []
    """Several where the words do not choose: « ailleurs »."""
    territories: list[str] = []
    sex: Literal["", "_T", "F", "M"] = ""
    ages: list[str] = []
    breakdowns: list[str] = []

    @property
    def about_people(self) -> bool:
        """True when the words narrow a figure to some people."""
        return bool(self.sex or self.ages or self.breakdowns)


class OfficialException(Entry):
    """A cell of an official file that breaks a rule and is kept as it is; stops the build once it no longer does."""

    id: Identifier
    layout: Identifier
    edition: str
    code: str
    """Code of the line, as the file writes it."""
    column: str
    """Column, as the file writes it."""
    text: Text
    """Why the cell may stay, in French."""


class GuideVerdict(StrEnum):
    """What became of a claim of the guide once put beside its primary source."""

    CONFIRMED = "confirmed"
    ROUNDED = "rounded"
    WRONG_YEAR = "wrong_year"
    WRONG_UNIVERSE = "wrong_universe"
    NOT_FOUND = "not_found"
    CONTRADICTED = "contradicted"


class ClaimFigure(Entry):
    """Where a figure of a claim stands among the observations; exactly one observation must answer."""

    indicator: Identifier
    territory: str
    zone: Identifier
    period: str
    source: Identifier
    sex: str = TOTAL
    age: str = TOTAL
    breakdown: str = TOTAL


class GuideClaim(Entry):
    """One core claim of the guide, checked."""

    id: Identifier
    theme: Identifier
    page: int
    claim: Text
    """What the guide says, in our own words."""
    verdict: GuideVerdict
    verdict_note: Text
    primary_source: Text
    """Which publication the figure comes from, as far as could be read."""
    then: list[ClaimFigure]
    """The guide's own figures."""
    checked: list[ClaimFigure] = []
    """The figures of the same thing read in another publication."""
    latest: list[ClaimFigure] = []
    """The latest comparable figures known."""
    latest_note: str = ""
    quotable: Text
    """A sentence that may be quoted today; its numbers must all be found in the figures above or in the notes."""
    indicators: list[Identifier] = []
