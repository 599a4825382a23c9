"""What an indicator, a source, a zone, a territory, a break is: read from YAML, validated, never hand-repeated.

The catalogue is data: a statistician edits ``data/catalogue`` without Python. Every mistake is reported with the
file, the key and the reason; all mistakes at once, not one a run.
"""

from etl.catalogue.lookup import Catalogue, CatalogueError, UnknownIdError, fold
from etl.catalogue.reader import load_catalogue
from etl.catalogue.schema import (
    Aggregation,
    Break,
    Breakdown,
    ClaimFigure,
    Contradiction,
    Counted,
    Entry,
    GuideClaim,
    GuideVerdict,
    Incompatibility,
    Indicator,
    Measurement,
    OfficialException,
    Polarity,
    Source,
    Synonym,
    Territory,
    Theme,
    Tile,
    Unit,
    Uses,
    Zone,
)

__all__ = [
    "Aggregation",
    "Break",
    "Breakdown",
    "Catalogue",
    "CatalogueError",
    "ClaimFigure",
    "Contradiction",
    "Counted",
    "Entry",
    "GuideClaim",
    "GuideVerdict",
    "Incompatibility",
    "Indicator",
    "Measurement",
    "OfficialException",
    "Polarity",
    "Source",
    "Synonym",
    "Territory",
    "Theme",
    "Tile",
    "Unit",
    "UnknownIdError",
    "Uses",
    "Zone",
    "fold",
    "load_catalogue",
]
