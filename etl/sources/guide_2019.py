"""The guide of Avise (April 2019), whole: figures, actors, initiatives and practice sheets.

What is odd here: the guide words its precision ("près de", "deux fois plus") and often gives no date. The wording is
kept as a qualifier and in the locator; a missing date becomes the year of publication, with the status that says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from etl.catalogue import Catalogue
from etl.errors import Problem, short_path
from etl.model import Observation
from etl.transcription import Address, Extract, FigureRow, Row, Whole, Words, convert, read_rows, to_observation

TITLE = "Guide Avise (avril 2019)"

Page = Annotated[Whole, Field(ge=1, le=40)]
RowId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]
Territories = Annotated[str, StringConstraints(pattern=r"^([A-Z0-9-]+(;[A-Z0-9-]+)*)?$")]
YearOrEmpty = Annotated[str, StringConstraints(pattern=r"^([0-9]{4})?$")]


class GuideFigureRow(FigureRow):
    """A figure of ``figures.csv``. ``wording`` is the guide's few words of precision."""

    page: Page
    scope: Literal["core", "context"]
    wording: str


class Actor(Row):
    """An organisation of pages 8 to 20."""

    id: RowId
    name: Words
    kind: Literal[
        "state", "local_authority", "public_service", "support_network", "incubator", "funder", "company_network",
        "foundation", "call_for_projects", "inhabitants", "resource_centre", "platform", "association",
    ]  # fmt: skip
    theme: Words
    section: Words
    place: str
    territory: Territories
    year: YearOrEmpty
    what: Words
    audience: str
    url: Address
    page: Page
    note: str


class Initiative(Row):
    """An example of pages 28 to 39."""

    id: RowId
    name: Words
    organisation: str
    theme: Words
    section: Words
    place: str
    territory: Territories
    year: YearOrEmpty
    what: Words
    goals: str
    partners: str
    url: Address
    page: Page
    detail: Literal["full", "table"]
    note: str


class Practice(Row):
    """One piece of advice of the five practice sheets (pages 22 to 26)."""

    id: RowId
    sheet: Annotated[Whole, Field(ge=1, le=5)]
    stage: Literal["know_the_founders", "communicate", "recruit", "accompany", "secure"]
    topic: Words
    advice: Words
    page: Page


def extract(folder: Path, catalogue: Catalogue) -> Extract:
    """The guide's figures as observations, and its three tables. Raises SourceError on what does not fit."""
    path = folder / "figures.csv"

    def observation(numbered: tuple[int, GuideFigureRow]) -> Observation:
        line, row = numbered
        wording = f" « {row.wording} »" if row.wording else ""
        placed = row.model_copy(update={"locator": f"p. {row.page}, {row.locator}{wording}"})
        return to_observation(placed, "guide_2019", Problem(short_path(path), line, "", "", ""), catalogue)

    result = Extract(convert(read_rows(path, GuideFigureRow), observation))
    tables: dict[str, type[Row]] = {"actors": Actor, "initiatives": Initiative, "practices": Practice}
    for name, model in tables.items():
        result.tables[f"guide_{name}"] = [row for _, row in read_rows(folder / f"{name}.csv", model)]
    return result
