"""What a publisher's file looks like and what its columns mean: plain facts, declared by each source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from etl.model import TOTAL, ConfStatus, ObsStatus, Perimeter

if TYPE_CHECKING:
    from etl.official.table import Table

Grain = Literal[
    "neighbourhood", "commune", "epci", "department", "region", "metropole", "urban_unit", "iris", "other"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a cell bears no value, or how fragile it is."""

    obs_status: ObsStatus
    conf_status: ConfStatus = ConfStatus.FREE
    note: str = ""


SECRET = Absence(ObsStatus.NORMAL, ConfStatus.CONFIDENTIAL, "Case vide : sous le seuil de diffusion (lecture probable)")
NOT_PUBLISHED = Absence(ObsStatus.MISSING, note="Non publié dans ce fichier")
NOTHING_PUBLISHED = Absence(
    ObsStatus.MISSING, note="Cette édition ne publie aucun chiffre de cette source pour ce territoire"
)
LIKE_MOST = Absence(
    ObsStatus.MISSING,
    note="Case vide, comme pour la plupart des quartiers de ce département dans cette édition : motif non publié",
)
NORMAL = Absence(ObsStatus.NORMAL)
INSEE_MARKERS = {
    "ns": Absence(ObsStatus.MISSING, note="« ns », non significatif : l’éditeur ne publie pas un chiffre trop fragile"),
    "nd": Absence(ObsStatus.MISSING, note="« nd » : non disponible"),
    "s": Absence(ObsStatus.NORMAL, ConfStatus.CONFIDENTIAL, "« s » : secret statistique"),
    "so": Absence(ObsStatus.NOT_APPLICABLE, note="« so » : sans objet"),
}
"""Words that Insee writes where there is no figure. « ns » too: it is not a fragile figure that could be read."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A column of codes that says, line by line, what became of other columns.

    ``codes`` gives the status of the governed cells by code; a code it does not hold stops the build. ``empty`` is the
    meaning of a governed cell left empty while its code promises a value, or in an edition without the column (a
    threshold on that one figure).
    """

    column: str
    codes: Mapping[str, Absence]
    empty: Absence = SECRET


@dataclass(frozen=True, slots=True)
class Measure:
    """A column that is a figure. ``column`` may hold {yy} or {yyyy}, the year of the data as the header writes it.

    ``vintage`` names the entry of the edition that dates the figure; ``flag`` the column that says why it is absent.
    """

    column: str
    indicator: str
    sex: str = TOTAL
    age: str = ""
    """Empty: the default age of the indicator."""
    breakdown: str = TOTAL
    vintage: str = ""
    flag: str = ""
    scale: float = 1.0
    note: str = ""
    zone: str = ""
    """Empty: the zone of the layout."""


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage computed from two additive counts of the same line; ``n`` is the denominator.

    Absent when either count is; refused below ``LEAST_DENOMINATOR`` units.
    """

    numerator: str
    denominator: str
    indicator: str
    sex: str = TOTAL
    age: str = ""
    breakdown: str = TOTAL
    vintage: str = ""
    flag: str = ""
    note: str = ""
    complement: bool = False
    """True for those that the numerator leaves out: 100 minus the percentage."""


LEAST_DENOMINATOR = 11


@dataclass(frozen=True, slots=True)
class Vintage:
    """When the figures of an edition are of, and how sure that is.

    ``deduced``: not written in the file, the reason is in the source's docstring. ``doubtful``: nothing better than a
    likely year, the figures bear the status U.
    """

    period: str
    basis: Literal["stated", "deduced"] = "stated"
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a file whose header does not say its year.

    ``witness``: code of a line, column, value as a number. It recognises a known edition whatever its file is called.
    ``lines``: how many lines a file with that figure has, header aside: fewer, and it was cut between two lines.
    """

    year: str
    witness: tuple[str, str, float] | None = None
    lines: int = 0


NO_VINTAGES: dict[str, Vintage] = {}


@dataclass(frozen=True)
class Layout:
    """One way in which one publisher writes one kind of file. Columns are compared without case nor outer spaces."""

    id: str
    source: str
    """Publication of the catalogue that its observations cite; may hold {edition}."""
    title: str
    grain: Grain
    key: str
    """Column of the code of the territory."""
    required: tuple[str, ...]
    """Columns that, all present, recognise the layout. May hold {yy}."""
    optional: tuple[str, ...] = ()
    """Columns known to come and go with the editions, beyond those that are measured."""
    measures: tuple[Measure | Share, ...] = ()
    flags: tuple[Flag, ...] = ()
    markers: Mapping[str, Absence] = field(default_factory=dict)
    """Words that stand for a value: « ns », « nd »…"""
    empty: Absence = SECRET
    """Meaning of an empty cell that no flag governs."""
    zone: str = "all"
    perimeter: Perimeter = Perimeter.NONE
    national: Mapping[str, str] = field(default_factory=dict)
    """Codes of aggregate lines and their territory: « Ensemble » is FR."""
    national_vintages: Mapping[str, str] = field(default_factory=dict)
    """By vintage, the territory of the aggregate lines where those figures cover another one than ``national`` says."""
    national_note: str = ""
    """Which quarters an aggregate line covers (French), told with each of its figures."""
    editions: tuple[Edition, ...] = ()
    name_pattern: str = ""
    """How the year of an unknown edition stands in the name of its file; one group."""
    vintages: Callable[[str], Mapping[str, Vintage]] = lambda edition: NO_VINTAGES
    """Dates of an edition, by name."""
    ordered: tuple[tuple[str, ...], ...] = ()
    """Columns that never decrease from left to right: D1, Q1, median, Q3, D9."""
    sums: tuple[tuple[tuple[str, ...], str | float, float], ...] = ()
    """Parts, whole (a column or a number), and how far their sum may stand from it (rounding)."""
    blocks: tuple[tuple[str, ...], ...] = ()
    """Columns of one origin: where all are empty on a line, nothing was published, rather than hidden cell by cell;
    where most quarters of a département lack one, their size is no reason."""
    uncertain: str = ""
    """What is known of this layout from code only, never seen in a file; told in the report (French)."""
    exact: bool = False
    """True when no other column may stand beside: so few columns would also be found in a spoiled, richer file."""
    since: str = ""
    """The first year that the header may bear: before, other columns were under the same names."""
    fits: Callable[[Table], bool] | None = None
    """Whether the lines of a table are of this layout, when several grains are written under one header."""
    precedence: int = 0
    """Among layouts that give the same figure, the highest is kept."""

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """By required column, what its header must match."""
        return {column: column_pattern(column) for column in self.required}

    @property
    def columns(self) -> list[str]:
        """Every column it knows, each once."""
        names = [self.key, *self.required, *self.optional, *(flag.column for flag in self.flags)]
        for item in self.measures:
            names += [item.column, item.flag] if isinstance(item, Measure) else [item.numerator, item.denominator]
        return list(dict.fromkeys(name for name in names if name))


def fold_header(text: str) -> str:
    """A header as it is compared: upper case, no outer space, no byte-order mark."""
    return text.strip().strip("\ufeff").strip().upper()


def column_pattern(column: str) -> re.Pattern[str]:
    """What a folded header must match; {yy} is two digits, {yyyy} four."""
    text = re.escape(column.upper())
    for mark, digits, name in ((r"\{YYYY\}", "[0-9]{4}", "yyyy"), (r"\{YY\}", "[0-9]{2}", "yy")):
        text = text.replace(mark, f"(?P<{name}>{digits})", 1).replace(mark, digits)  # a second year is not captured
    return re.compile(text)
