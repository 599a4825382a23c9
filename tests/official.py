"""What the official sources declare, and small raw folders written by hand in their exact formats."""

from __future__ import annotations

from pathlib import Path

from etl.business_register import declared
from etl.official.aggregates import QUARTILES
from etl.pipeline import official_modules

SPECIMENS = Path(__file__).parent / "etl" / "official" / "specimens"


def declared_indicators() -> set[str]:
    """Every indicator that an official source reads in a column or computes."""
    modules = official_modules().values()
    read = {item.indicator for module in modules for layout in module.LAYOUTS for item in layout.measures}
    derived = {name for module in modules for name in getattr(module, "DERIVED", ())}
    return read | derived | set(declared.INDICATORS)


def declared_breakdowns() -> set[str]:
    """Every breakdown that an official source reads or computes, or that the aggregates bear."""
    modules = official_modules().values()
    read = {item.breakdown for module in modules for layout in module.LAYOUTS for item in layout.measures}
    computed = {name for module in modules for name in getattr(module, "DERIVED_BREAKDOWNS", ())}
    return read | computed | set(QUARTILES) | set(declared.BREAKDOWNS)
