"""Whom a figure is about."""

from __future__ import annotations

import re

from dashboard.french.typography import NBSP
from etl.catalogue import Catalogue
from etl.model import TOTAL

SEXES = {TOTAL: "femmes et hommes", "F": "femmes", "M": "hommes"}


def age(code: str) -> str:
    """``Y15T64`` as « 15 à 64 ans »."""
    if code == TOTAL:
        return "tous âges"
    if match := re.fullmatch(r"Y([0-9]+)T([0-9]+)", code):
        return f"{match[1]} à {match[2]}{NBSP}ans"
    if match := re.fullmatch(r"Y_LT([0-9]+)", code):
        return f"moins de {match[1]}{NBSP}ans"
    if match := re.fullmatch(r"Y_GE([0-9]+)", code):
        return f"{match[1]}{NBSP}ans ou plus"
    return code.removeprefix("Y") + f"{NBSP}ans"


def stratum(key: tuple[str, str, str], catalogue: Catalogue) -> str:
    """Whom a figure is about: « femmes, 15 à 64 ans »; « ensemble » when nothing narrows it."""
    sex, age_code, breakdown = key
    parts = [SEXES[sex]] if sex != TOTAL else []
    parts += [age(age_code)] if age_code != TOTAL else []
    parts += [catalogue.breakdown_label(breakdown)] if breakdown != TOTAL else []
    return ", ".join(parts) or "ensemble"


def people(key: tuple[str, str, str], usual: tuple[str, str, str], catalogue: Catalogue) -> str:
    """The same next to an indicator that takes the ``usual`` people for granted: only what differs from them.

    « femmes et hommes » when the usual ones are women; « ensemble » when nothing differs.
    """
    sex, age_code, breakdown = key
    parts = [SEXES[sex]] if sex != usual[0] or sex != TOTAL else []
    parts += [age(age_code)] if age_code != usual[1] else []
    parts += [catalogue.breakdown_label(breakdown)] if breakdown != usual[2] else []
    return ", ".join(parts) or "ensemble"
