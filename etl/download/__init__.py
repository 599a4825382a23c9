"""Official files: which exist, where they are, and how they come whole and checked into the raw folder."""

from etl.download.entries import DOWNLOADS, OfficialFile, read_downloads
from etl.download.ledger import Ledger, Line, RawFolderError, State, read_ledger

__all__ = [
    "DOWNLOADS",
    "Ledger",
    "Line",
    "OfficialFile",
    "RawFolderError",
    "State",
    "read_downloads",
    "read_ledger",
]
