"""What Insee's files by quarter mean by codes of note and empty cells, as observed: no legend is published."""

from __future__ import annotations

from etl.model import ObsStatus
from etl.official.layout import NORMAL, Absence

WITHHELD = {
    "0": NORMAL,
    **{
        code: Absence(ObsStatus.MISSING, note=f"Non publié (note {code}, légende non publiée)")
        for code in ("3", "4", "5")
    },
}
"""Notes of administrative sources (NOTE_CNAF, NOTE_CNAM, NOTE_PE, NOTE_ASP): with 3, 4 or 5 every cell is empty."""

FRAGILE = {
    "0": NORMAL,
    "1": Absence(ObsStatus.LOW_RELIABILITY, note="Valeur signalée comme fragile par l’éditeur (note 1)"),
}
"""Notes of Filosofi: with 1 the figures are published all the same."""

HELD_BACK = Absence(
    ObsStatus.MISSING, note="Case vide : trop peu d’habitants pour une estimation du recensement (lecture probable)"
)
"""An empty cell among census rates: they rest on a sample, a threshold of precision is likelier than secrecy."""
