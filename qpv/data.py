"""Opens the catalogue and the observations that the settings point to, for the commands that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.catalogue import Catalogue, load_catalogue
from qpv.output import tell
from qpv.settings import Settings, load_settings

if TYPE_CHECKING:
    from dashboard.store import Store


def open_catalogue(settings: Settings | None = None) -> Catalogue:
    """The catalogue of the settings. Raises CatalogueError with every reason."""
    return load_catalogue((settings or load_settings()).catalogue_dir)


def open_data(settings: Settings | None = None) -> Store:
    """The observations of the settings, with their catalogue. Raises CatalogueError, or StoreError on the data."""
    from dashboard.store import open_store  # pandas: a quarter of a second, only for who needs it

    settings = settings or load_settings()
    warn_of_altered_data(settings)
    return open_store(settings.indicators_dir, open_catalogue(settings))


def warn_of_altered_data(settings: Settings) -> None:
    """Figures that are not those of one whole build are served, but not in silence."""
    from etl.publish import hash_problems

    if settings.indicators_dir.is_dir():
        for problem in hash_problems(settings.indicators_dir):
            tell(f"Attention : {problem}")
