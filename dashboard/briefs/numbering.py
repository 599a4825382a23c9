"""Numbers of a document while it is made: references once for all of it, figures and tables in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard import french
from dashboard.briefs.document import Citation, Illustration, Reference, Statement, Table
from dashboard.charts import Chart
from dashboard.charts.chart import publications
from dashboard.claims.claim import Claim
from etl.catalogue import Catalogue
from etl.model import Observation

COMPUTED = "calcul sur les quartiers publiés"
"""What is cited in place of a figure, where a sentence tells many together."""


class Numbering:
    """One document being made. Everything that cites goes through it, so that one publication has one number."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._numbers: dict[str, int] = {}
        self._texts: dict[str, str] = {}
        self._locators: dict[int, dict[str, None]] = {}
        self._observations: dict[Observation, None] = {}
        self._sources = {self._text(name): name for name in catalogue.sources}
        self._figures = 0
        self._tables = 0

    @property
    def references(self) -> tuple[Reference, ...]:
        """What was cited so far, in order of first citation."""
        return tuple(
            Reference(
                number=number,
                source=name if name in self.catalogue.sources else "",
                text=self._texts[name],
                address=self.catalogue.sources[name].url if name in self.catalogue.sources else "",
                locators=tuple(self._locators.get(number, ())),
            )
            for name, number in self._numbers.items()
        )

    @property
    def observations(self) -> tuple[Observation, ...]:
        """The figures told so far, each once, in the order they were met."""
        return tuple(self._observations)

    def statement(self, claim: Claim, caution: str = "", read: Iterable[tuple[str, str, str]] = ()) -> Statement:
        """A sentence with where each of its figures was read. ``read``: of what it tells besides its observations, the
        words, the id of the source and the place in it."""
        citations = [
            Citation(french.value(o, self.catalogue), self._cite(o), o.locator)
            for o in dict.fromkeys(claim.observations)
        ]
        for told, source, locator in read:
            number = self._number(self._text(source))
            if locator:
                self._locators.setdefault(number, {}).setdefault(locator)
            citations.append(Citation(told, number, locator))
        return Statement(claim, tuple(citations), caution)

    def statements(self, claims: Iterable[Claim]) -> tuple[Statement, ...]:
        """The same of several."""
        return tuple(self.statement(claim) for claim in claims)

    def illustration(self, chart: Chart, name: str = "", statements: Sequence[Statement] = ()) -> Illustration:
        """A chart with its number; under ``name`` when the document has another of its name."""
        self._figures += 1
        known = [mark.observation for mark in chart.marks if mark.observation is not None]
        numbers = {self._cite(observation) for observation in known}
        numbers |= {self._number(text) for text in chart.sources if text not in self._texts_of(known)}
        named = replace(chart, name=name) if name else chart
        return Illustration(named, self._figures, tuple(sorted(numbers)), tuple(statements))

    def table(
        self,
        caption: str,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        observations: Sequence[Observation] = (),
        sources: Iterable[str] = (),
    ) -> Table:
        """A table with its number. ``sources``: ids of what its figures were read in, besides ``observations``."""
        self._tables += 1
        numbers = {self._cite(observation) for observation in observations}
        numbers |= {self._number(text) for text in publications(sources, self.catalogue)}
        body = tuple(tuple(row) for row in rows)
        return Table(caption, self._tables, tuple(header), body, tuple(sorted(numbers)), tuple(observations))

    def _cite(self, observation: Observation) -> int:
        """The number of the publication of a figure, which is kept with its place in it."""
        self._observations.setdefault(observation)
        number = self._number(self._text(observation.source))
        self._locators.setdefault(number, {}).setdefault(observation.locator)
        return number

    def _number(self, text: str) -> int:
        """The number of a publication in words, the one it has or the next."""
        name = self._sources.get(text, text)
        self._texts.setdefault(name, text)
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def _text(self, source: str) -> str:
        return publications([source], self.catalogue)[0]

    def _texts_of(self, observations: Iterable[Observation]) -> set[str]:
        return {self._text(source) for source in {o.source for o in observations}}
