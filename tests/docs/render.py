"""Writes ``docs/indicators.md`` from the catalogue: ``python -m tests.docs.render``."""

from __future__ import annotations

from etl.catalogue import Catalogue, load_catalogue
from tests.docs.markdown import ROOT

TARGET = ROOT / "docs" / "indicators.md"


def render(catalogue: Catalogue) -> str:
    """The list of indicators, theme by theme."""
    lines = [
        "# Indicators",
        "",
        f"{len(catalogue.indicators)} indicators, in the order of the catalogue. Labels are those of the screen.",
        "Comparators come in order of preference; with none, the indicator is described and never compared.",
        "",
        "This page is generated: `python -m tests.docs.render` rewrites it from `data/catalogue/indicators/`.",
    ]
    for theme in catalogue.themes.values():
        lines += ["", f"## {theme.label} (`{theme.id}`)", "", "| Indicator | Label | Unit | Comparators |"]
        lines.append("|---|---|---|---|")
        for entry in catalogue.in_theme(theme.id):
            zones = entry.comparators if entry.uses.comparison else []
            comparators = ", ".join(f"`{zone}`" for zone in zones) or "none"
            label = entry.label.replace("|", "\\|")
            lines.append(f"| `{entry.id}` | {label} | `{entry.unit}` | {comparators} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(render(load_catalogue(ROOT / "data" / "catalogue")), encoding="utf-8")
