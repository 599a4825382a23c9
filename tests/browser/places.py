"""The pages that a browser opens: every page of the folder, every theme, one indicator of each kind."""

from __future__ import annotations

from dashboard.routing import page_modules
from etl.catalogue import load_catalogue
from tests.conftest import ROOT

CATALOGUE = load_catalogue(ROOT / "data" / "catalogue")
LOST = "/nulle-part"
EXAMPLES = {
    "/theme/<slug>": [f"/theme/{theme.slug}" for theme in CATALOGUE.themes.values()],
    "/indicateur/<indicator>": [
        "/indicateur/unemployment_rate",  # over time, by sex, age, diploma
        "/indicateur/population",  # described, without a gap
        "/indicateur/establishments_per_1000",  # refused, a single figure
    ],
    "/territoire/<code>": ["/territoire/DEP-93", "/territoire/REG-11"],
    "/classement/<indicator>": [
        "/classement/poverty_rate_60",  # quartiles by territory
        "/classement/unemployment_rate",  # refused
    ],
    "/semblables/<code>": ["/semblables/DEP-93"],
    "/note/<code>": ["/note/FR", "/note/DEP-93"],
    "": [LOST],
}


def places() -> list[str]:
    """Addresses that show every page of the folder."""
    found: list[str] = []
    for name, module in page_modules().items():
        if "<" in module.PATH or not module.PATH:
            assert module.PATH in EXAMPLES, f"{name}: say in EXAMPLES which of its addresses to open"
        found += EXAMPLES.get(module.PATH, [module.PATH])
    return sorted(found)


PLACES = places()
