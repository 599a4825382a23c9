"""Reads the tables of the geography as ``qpv etl --raw`` wrote them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TERRITORIES = "territories.parquet"
PASSPORTS = "passports.parquet"
OUTLINES = "outlines.parquet"


class GeographyError(Exception):
    """A table of the geography is missing or damaged; the message is French. ``missing`` tells which of the two."""

    def __init__(self, text: str, *, missing: bool) -> None:
        self.missing = missing
        super().__init__(text)


def load_table(folder: Path, name: str) -> pd.DataFrame:
    """One of the three tables of ``folder``. Raises GeographyError when it is missing or cannot be read."""
    path = folder / name
    if not path.is_file():
        text = f"{name} manque : lancer « qpv download », puis « qpv etl --raw DOSSIER »"
        raise GeographyError(text, missing=True)
    try:
        frame: pd.DataFrame = pq.read_table(path).to_pandas()
    except (OSError, pa.ArrowException) as error:
        told = str(error).splitlines()[0] if str(error) else type(error).__name__
        text = f"{name} est illisible ({told}) : relancer « qpv etl --raw DOSSIER »"
        raise GeographyError(text, missing=False) from None
    return frame
