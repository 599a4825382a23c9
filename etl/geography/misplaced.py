"""A quarter drawn far from the département of its code: an outline given to the wrong code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import shapely

from etl.errors import Problem
from etl.geography.codes import department_of_quarter
from etl.geography.inputs import GivenTable
from etl.geography.outline import Outline

SLACK = 5000.0
"""Metres: outlines of départements are simplified, and a quarter may lie across a limit (QP062040)."""


def misplaced(drawn: Iterable[tuple[GivenTable, int, Outline]], outlines: Mapping[str, Outline]) -> list[Problem]:
    """The quarters drawn, with their table and feature, that come nowhere near the département of their code.

    A département whose outline was not read says nothing. ``outlines`` by code of territory.
    """
    problems = []
    for table, line, outline in drawn:
        code = department_of_quarter(outline.code)
        home = outlines.get(f"DEP-{code}")
        if home is None or shapely.dwithin(home.shape, outline.shape, SLACK):
            continue
        reason = (
            f"contour à plus de {SLACK / 1000:g} km du département {code} de son code : "
            f"il tombe {_where(outline, outlines)}. "
            "Contour d'un autre quartier, ou code altéré : télécharger de nouveau le fichier"
        )
        problems.append(table.problem(line, "geometry", outline.code, reason))
    return problems


def _where(outline: Outline, outlines: Mapping[str, Outline]) -> str:
    """The département that an outline is in, or its longitude and latitude."""
    longitude, latitude = outline.point
    point = shapely.Point(longitude, latitude)
    for code, area in outlines.items():
        if code.startswith("DEP-") and shapely.intersects(area.degrees, point):
            return f"dans le département {code.removeprefix('DEP-')}"
    return f"à {longitude:.4f} de longitude et {latitude:.4f} de latitude"
