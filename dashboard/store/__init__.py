"""The only reader of ``data/indicators``: small tables in memory, official files a few rows at a time."""

from dashboard.store.embedded import Contents, StoreError, observations_of, read_contents
from dashboard.store.official import OfficialTables, open_official
from dashboard.store.store import Store, open_store
from dashboard.store.territories import PlaceRecord, Territories

__all__ = [
    "Contents",
    "OfficialTables",
    "PlaceRecord",
    "Store",
    "StoreError",
    "Territories",
    "observations_of",
    "open_official",
    "open_store",
    "read_contents",
]
