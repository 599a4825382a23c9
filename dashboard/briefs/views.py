"""A document of what one or several pages show: one section a chart, with the figures that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode

from dashboard.briefs.document import Asked, Block, Document, Section, Sentences
from dashboard.briefs.numbering import Numbering
from dashboard.charts import Chart
from dashboard.charts.chart import Behind
from dashboard.claims.claim import Claim
from dashboard.claims.finding import short_finding
from dashboard.claims.of_gap import claims_of_gap
from dashboard.gaps import Comparator, Gap, Refusal
from dashboard.questions.neighbourhoods import Neighbourhoods
from dashboard.questions.reading import Ask
from dashboard.questions.standing import Standing
from dashboard.store import observations_of
from etl.model import Observation

GAPS = "dumbbell"
"""The kind of chart that shows a gap a row."""
MOST_VIEWS = 30
LONGEST = 5_000
"""Characters of all the addresses of a selection: what an address of ours may hold."""
BASKET = "/dossier"
KEY = "vues"
"""Of the address of a selection: addresses with a space between."""


class SelectionError(ValueError):
    """A selection of views that cannot be read; the text is French."""


class UnknownViewError(LookupError):
    """A view that no page shows. ``text`` says why, in French."""

    def __init__(self, view: str, why: str) -> None:
        self.text = f"« {view[:120]} » : {why}"
        super().__init__(view)


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart where a reader sees it: ``address`` of its page with its filters, ``page`` the title of that page."""

    address: str
    page: str
    chart: Chart

    @property
    def view(self) -> str:
        """The address of the chart itself: ``/theme/emploi#emploi-frm-qpv-uue``."""
        return f"{self.address}#{self.chart.name}"


def selection_of(text: str) -> tuple[str, ...]:
    """The views of a selection, each once, in order: ``/theme/emploi#emploi /carte?contours=2015``.

    Raises SelectionError when there are too many, or when one is not the address of a page.
    """
    views = tuple(dict.fromkeys(text.split()))
    if len(views) > MOST_VIEWS:
        raise SelectionError(f"Un dossier contient au plus {MOST_VIEWS} vues ; celui-ci en demande {len(views)}.")
    if len(text) > LONGEST:
        raise SelectionError("L’adresse de ce dossier est trop longue : retirez des vues.")
    for view in views:
        if not view.startswith("/") or view.startswith("//"):
            raise SelectionError(f"« {view[:60]} » n’est pas l’adresse d’une page.")
    return views


def split_view(view: str) -> tuple[str, dict[str, str], str]:
    """Path, filters and name of the chart (may be empty) of a view."""
    address, _, name = view.partition("#")
    path, _, query = address.partition("?")
    try:
        return unquote(path), dict(parse_qsl(query, max_num_fields=50)), unquote(name)
    except ValueError:
        raise SelectionError(f"« {view[:60]} » n’est pas l’adresse d’une page.") from None


def address_of(path: str, values: Mapping[str, str]) -> str:
    """The address of a page with the filters that are not at their default."""
    kept = {name: value for name, value in values.items() if value}
    return quote(path) + (f"?{urlencode(kept)}" if kept else "")


def selection_address(views: Sequence[str]) -> str:
    """The address of the page of a selection."""
    return f"{BASKET}?{urlencode({KEY: ' '.join(views)}, safe='/')}" if views else BASKET


def document_of_charts(standing: Standing, shown: Sequence[Shown], title: str, made: str) -> Document:
    """The charts, in order, under ``title``. ``made``: the day it is made, ISO.

    The figures are those of the marks and, of a chart that counts or places many quarters, those of every quarter.
    """
    near = standing.near
    numbering = Numbering(near.catalogue)
    sections = tuple(_section(near, numbering, rank, one) for rank, one in enumerate(shown, 1))
    known = dict.fromkeys(numbering.observations)
    for one in shown:
        known |= dict.fromkeys(behind_of(standing, one.chart.behind))
    views = tuple(one.view for one in shown)
    return Document(
        name=shown[0].chart.name if len(shown) == 1 else "dossier",
        kicker="" if len(shown) == 1 else "Dossier",
        title=title,
        subtitle=shown[0].chart.subtitle if len(shown) == 1 else "",
        sections=sections,
        references=numbering.references,
        asked=Asked(views=views),
        version=near.store.version,
        made=made,
        permalink=shown[0].address if len(shown) == 1 else selection_address(views),
        observations=tuple(known),
        catalogue=near.catalogue,
    )


def _section(near: Neighbourhoods, numbering: Numbering, rank: int, shown: Shown) -> Section:
    statements = numbering.statements(claims_of_chart(near, shown.chart))
    illustration = numbering.illustration(shown.chart, f"vue-{rank}-{shown.chart.name}", statements)
    told: list[Block] = [Sentences(statements)] if statements else []
    return Section(f"vue-{rank}", shown.page, (illustration, *told))


def claims_of_chart(near: Neighbourhoods, chart: Chart) -> list[Claim]:
    """The sentences of the gap that a chart stands for: the only one, or the one that its title tells; none when it
    shows several and tells none, or when none is measured."""
    alone = len(chart.marks) == 2
    for row in chart.rows if chart.kind == GAPS or alone else []:
        sides = [mark.observation for mark in chart.marks if mark.row == row]
        if len(sides) != 2 or sides[0] is None or sides[1] is None:
            continue
        gap = _gap_between(near, sides[0], sides[1])
        if gap is not None and (alone or short_finding(gap, near.catalogue) == chart.title):
            return claims_of_gap(gap, near.catalogue)
    return []


def _gap_between(near: Neighbourhoods, one: Observation, other: Observation) -> Gap | None:
    """The gap whose sides are these two figures; None when it is not measured."""
    for here, there in ((one, other), (other, one)):
        record = near.record(here.territory)
        answer: Gap | Refusal
        if record is not None and record.kind == "neighbourhood":
            comparator = Comparator(there.territory, there.zone)
            indicator = near.catalogue.indicators[here.indicator]
            answer = near.gap(here.territory, indicator, comparator, here.period, here.stratum)
        elif near.catalogue.zones[here.zone].role == "priority":
            answer = near.reading.gap(here.indicator, Ask(here.territory, here.period, there.zone, *here.stratum))
        else:
            continue
        if isinstance(answer, Gap) and (answer.priority, answer.reference) == (here, there):
            return answer
    return None


def behind_of(standing: Standing, behind: Behind | None) -> Iterator[Observation]:
    """The figures of every quarter of the group that a chart counts or places, absent ones too."""
    official = standing.near.store.official
    if behind is None or official is None:
        return
    codes = standing.inside(behind.group, behind.perimeter)
    frame = official.across(behind.indicator, behind.period, behind.perimeter, behind.stratum)
    yield from observations_of(frame[frame["territory"].isin(codes)])
