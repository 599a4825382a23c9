"""Outlines and centres of départements and régions (Anct, etalab): where a département ends, and where the sea begins.

What is odd here: some of these drawings bring the overseas next to the mainland, and even enlarge the surroundings of
Paris. They are for display: the geography leaves aside a file where an overseas territory is not in its place. Copies
by etalab have two columns only, code and name; whether a line is a département or a région is told by both together.
"""

from __future__ import annotations

from etl.official import Layout

TITLE = "Contours des départements et des régions"

SOURCE = "administrative_outlines"

LAYOUTS = (
    Layout(
        id="department_outlines",
        source=SOURCE,
        title="Contours ou centres des départements",
        grain="department",
        key="INSEE_DEP",
        required=("INSEE_DEP", "LIB_DEP"),
        optional=("CHEFLIEU_DEP", "ISO_DEP", "INSEE_REG"),
        exact=True,
    ),
    Layout(
        id="region_outlines",
        source=SOURCE,
        title="Contours ou centres des régions",
        grain="region",
        key="INSEE_REG",
        required=("INSEE_REG", "LIB_REG"),
        optional=("CHEFLIEU_REG", "ISO_REG"),
        exact=True,
    ),
    Layout(
        id="named_outlines",
        source=SOURCE,
        title="Contours de départements ou de régions, code et nom",
        grain="other",
        key="CODE",
        required=("CODE", "NOM"),
        optional=("REGION",),
        exact=True,
    ),
)
