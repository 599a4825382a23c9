"""Writes the generated pages, from the catalogue and the source modules: ``python -m tests.docs.render``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

from etl.catalogue import Catalogue, load_catalogue
from etl.download.entries import OfficialFile, read_downloads
from etl.official.layout import Layout
from etl.pipeline import official_modules
from tests.docs.markdown import ROOT

CATALOGUE = ROOT / "data" / "catalogue"
TARGET = ROOT / "docs" / "indicators.md"
OFFICIAL_FILES = ROOT / "docs" / "official-files.md"
WIDTH = 120


def pages() -> dict[Path, str]:
    """Every generated page, and what it must hold."""
    return {
        TARGET: render(load_catalogue(CATALOGUE)),
        OFFICIAL_FILES: render_official(official_modules(), read_downloads(CATALOGUE)),
    }


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


OPENING = """# Official files

What is read of the official files, what is only known from code, and what is not read. Titles and reasons are the
French words that people see in the report of `qpv etl --raw`. How a file is recognised and dated: [add a
source](add-a-source.md). What is written: [data](data.md#official-files).

This page is generated: `python -m tests.docs.render` rewrites it from `etl/sources/` and
`data/catalogue/downloads.yaml`.
"""
READ = """## What is read

Layouts by source module, with their grain and perimeter. An edition that a file can be known by has its dates: those
of its figures, not of the file. `*`: deduced, the docstring of the module says how. `?`: no better than likely, the
figures have the status U.
"""
UNCERTAIN = """
## Uncertain formats

Layouts written without having seen the file, mostly from code that reads it. Each says what is not known. Where even
the columns are not, a file is read only if they are those of a sister file. With another header, an unknown code or no
year it is refused or left unread, never guessed. Whoever has the file can settle it: [a
specimen](add-a-source.md#specimens) in its exact form, and `uncertain` removed.
"""
NOT_READ = """
## Not read, or in doubt

What the sources declare besides:
"""
NO_SOURCE = """
Official files that [`qpv download`](cli.md#qpv-download) knows and that no source reads:
"""
ADDRESSES = """
## Uncertain addresses

Files whose address was read in no document of the publisher and in no code that loads them:
"""


def render_official(modules: Mapping[str, ModuleType], downloads: Mapping[str, OfficialFile]) -> str:
    """What the official sources read, with the dates of known editions, and everything uncertain about them."""
    lines = [OPENING, READ.rstrip()]
    for name, module in modules.items():
        lines += ["", f"### `{name}`", "", *_wrapped(f"{module.TITLE}."), ""]
        lines += [line for layout in module.LAYOUTS for line in _layout(layout)]
    lines.append(UNCERTAIN)
    for text, layouts in uncertain_layouts(modules).items():
        lines += _bullet(f"{text} ({', '.join(f'`{layout}`' for layout in layouts)})")
    lines.append(NOT_READ)
    lines += [line for text in unread_formats(modules) for line in _bullet(text)]
    lines.append(NO_SOURCE)
    unread = (file for file in downloads.values() if file.feeds is None)
    lines += [line for file in unread for line in _bullet(f"`{file.id}`: {file.title} ({file.publisher})")]
    lines.append(ADDRESSES)
    doubtful = (file for file in downloads.values() if not file.certain)
    lines += [line for file in doubtful for line in _bullet(f"`{file.id}`: {file.uncertain}")]
    return "\n".join(lines) + "\n"


def uncertain_layouts(modules: Mapping[str, ModuleType]) -> dict[str, list[str]]:
    """The layouts known from code only, by what is not known of them."""
    found: dict[str, list[str]] = {}
    for module in modules.values():
        for layout in module.LAYOUTS:
            if layout.uncertain:
                found.setdefault(layout.uncertain, []).append(layout.id)
    return found


def unread_formats(modules: Mapping[str, ModuleType]) -> list[str]:
    """What the modules declare unknown and that no layout stands for."""
    declared = [text for module in modules.values() for text in getattr(module, "UNKNOWN", ())]
    return [text for text in declared if text not in uncertain_layouts(modules)]


def _layout(layout: Layout) -> Iterator[str]:
    """A layout, then its known editions with their dates."""
    where = f", {layout.perimeter}" if layout.perimeter else ""
    yield from _bullet(f"{layout.title} (`{layout.id}`: {layout.grain}{where})")
    for edition in layout.editions:
        dates = [
            f"{name} {vintage.period}{'?' if vintage.doubtful else '' if vintage.basis == 'stated' else '*'}"
            for name, vintage in layout.vintages(edition.year).items()
        ]
        if dates:
            yield from _bullet(f"edition {edition.year}: {', '.join(dates)}", indent="  ")


def _bullet(text: str, indent: str = "") -> list[str]:
    return _wrapped(text, f"{indent}- ", f"{indent}  ")


def _wrapped(text: str, first: str = "", then: str = "") -> list[str]:
    options = {"break_long_words": False, "break_on_hyphens": False}
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=then, **options)


def write(contents: Iterable[tuple[Path, str]]) -> None:
    """Put the pages in place."""
    for path, text in contents:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(pages().items())
