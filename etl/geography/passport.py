"""The passport of each quarter: what became of it between 2015 and 2024, with what, and how much of the land."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
import shapely

from etl.geography.correspondence import Correspondence, Link, Status, status_of_letter
from etl.geography.territories import Territories
from etl.model import Perimeter

COLUMNS = (
    "code",
    "perimeter",
    "status",
    "related",
    "relation",
    "share_of_this",
    "share_of_related",
    "remark",
)
PREDECESSOR = "predecessor"
SUCCESSOR = "successor"

LABELS = {
    Status.UNCHANGED: "inchangé",
    Status.MODIFIED: "modifié",
    Status.NEW: "nouveau en 2024",
    Status.WHOLE_COMMUNE: "commune entière",
    Status.LEFT: "sorti en 2024",
    Status.LEFT_LIST: "retiré de la liste de 2024",
    Status.UNKNOWN: "inconnu",
}
"""Each status in French."""

_SIMPLIFIED = "Parts de surface approchées : mesurées sur des contours simplifiés, à quelques dizaines de mètres près."
_OF_STATUS = {
    Status.LEFT: "Aucun quartier de 2024 n’en est issu : ce n’est plus un quartier prioritaire.",
    Status.LEFT_LIST: "Dessiné pour 2024, puis retiré de la liste officielle.",
    Status.UNKNOWN: "Aucune table de correspondance lue ne nomme ce quartier.",
}

Shapes = Mapping[str, tuple[int, shapely.Geometry]]
"""The outline of each quarter that has one, in metres, with the EPSG code of its system."""


def passports(territories: Territories, shapes: Shapes) -> pd.DataFrame:
    """One row a quarter and quarter it is related to; one alone when it is related to none. Columns of COLUMNS.

    ``share_of_this`` is the part of the area of ``code`` that the related quarter covers, ``share_of_related`` the part
    of the related one that ``code`` covers: from 0 to 1, absent unless both outlines are known.
    """
    table = territories.table
    known = table[table["perimeter"] != ""]
    rows = [
        row
        for code, perimeter, status in known[["code", "perimeter", "status"]].itertuples(index=False)
        for row in _rows(code, perimeter, Status(status), territories.correspondence, shapes)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame[["share_of_this", "share_of_related"]] = frame[["share_of_this", "share_of_related"]].astype("float64")
    return frame


def _rows(
    code: str, perimeter: str, status: Status, correspondence: Correspondence, shapes: Shapes
) -> Iterator[tuple[str, str, str, str, str, float | None, float | None, str]]:
    links = correspondence.links
    if perimeter == Perimeter.QP2024:
        relation, related = PREDECESSOR, links[code].predecessors if code in links else ()
    else:
        relation, related = SUCCESSOR, tuple(correspondence.successors.get(code, ()))
    if not related:
        yield code, perimeter, status, "", "", None, None, _remark(status, links.get(code), measured=False)
    for other in related:
        link = links[code if relation == PREDECESSOR else other]
        shares = shared_area(code, other, shapes)
        remark = _remark(status, link, measured=shares is not None)
        yield code, perimeter, status, other, relation, *(shares or (None, None)), remark


def shared_area(one: str, other: str, shapes: Shapes) -> tuple[float, float] | None:
    """The part of ``one`` that ``other`` covers, and of ``other`` that ``one`` covers; None unless both are drawn."""
    if one not in shapes or other not in shapes or shapes[one][0] != shapes[other][0]:
        return None
    first, second = shapes[one][1], shapes[other][1]
    common = shapely.area(shapely.intersection(first, second))
    return float(common / shapely.area(first)), float(common / shapely.area(second))


def _remark(status: Status, link: Link | None, *, measured: bool) -> str:
    parts = [_OF_STATUS.get(status, "")]
    if link:
        promised = status_of_letter(link.quarter)
        if promised != link.status:
            told = f"La lettre du code {link.quarter} dit « {LABELS[promised]} »"
            parts.append(f"{told}, la table officielle « {LABELS[link.status]} » : la table est suivie.")
        parts.append(_sentence(link.remark))
    if measured:
        parts.append(_SIMPLIFIED)
    return " ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    """A remark of the table as a sentence."""
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""
