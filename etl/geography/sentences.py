"""An answer in French, the same on the command line, in a file and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from etl.geography.locate import REASONS, UNSURE_M, Answer, State, Within
from etl.model import Perimeter

STATES = {State.INSIDE: "dans un QPV", State.OUTSIDE: "hors QPV", State.UNKNOWN: "inconnu"}
"""Each state in a few words."""


def sentence(answer: Answer, labels: Mapping[str, str]) -> str:
    """What is known of a point in one perimeter. ``labels``: names of the quarters by code."""
    match answer.state:
        case State.INSIDE:
            text = _inside(answer, labels)
        case State.OUTSIDE:
            text = _outside(answer, labels)
        case State.UNKNOWN:
            text = f"Inconnu : {REASONS[answer.reason]}."
            if answer.nearest:
                text += f" Un quartier connu est tout près : {quarter(answer.nearest, labels)}, à {metres(answer)}."
    if answer.near_edge:
        text += f" À moins de {UNSURE_M:.0f} m du bord, un contour simplifié ne suffit pas : voir la carte officielle."
    return text


def quarter(code: str, labels: Mapping[str, str]) -> str:
    """The name of a quarter and its code."""
    name = labels.get(code, "")
    return f"{name} ({code})" if name and not name.startswith(code) else name or code


def metres(answer: Answer) -> str:
    """The distance to the edge, in words: « 2 638 m », with the narrow no-break space of French numbers."""
    return f"{round(abs(answer.distance or 0)):,}".replace(",", "\u202f") + "\u00a0m"


def _inside(answer: Answer, labels: Mapping[str, str]) -> str:
    if not answer.code:
        return "Dans un QPV : toutes les communes du département en sont un. Leur contour manque pour dire lequel."
    if answer.distance == 0:
        text = f"Sur le bord du QPV {quarter(answer.code, labels)} : compté dedans."
    else:
        text = f"Dans le QPV {quarter(answer.code, labels)}, à {metres(answer)} de son bord."
    if answer.others:
        text += (
            f" Le contour de {', '.join(quarter(code, labels) for code in answer.others)} le recouvre à cet endroit."
        )
    return text


def _outside(answer: Answer, labels: Mapping[str, str]) -> str:
    if not answer.nearest:
        return "Hors QPV : ce territoire n’en a aucun."
    text = f"Hors QPV. Le plus proche est {quarter(answer.nearest, labels)}, à {metres(answer)}."
    if not answer.nearest_certain:
        text = f"Hors QPV. Le plus proche connu est {quarter(answer.nearest, labels)}, à {metres(answer)}."
        text += " Un autre, sans contour ici, peut être plus près."
    if answer.within_300m == Within.YES:
        text += " Le point est dans sa bande de 300 m."
    elif answer.within_300m == Within.UNKNOWN:
        text += " Rien ne dit s’il est dans la bande de 300 m d’un autre."
    return text


def as_dict(answer: Answer, labels: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs: distances in metres to a decimeter, absent values null."""
    return {
        "state": str(answer.state),
        "code": answer.code or None,
        "label": labels.get(answer.code),
        "others": list(answer.others),
        "nearest": answer.nearest or None,
        "nearest_label": labels.get(answer.nearest),
        "distance_m": None if answer.distance is None else round(answer.distance, 1),
        "nearest_certain": answer.nearest_certain,
        "within_300m": str(answer.within_300m),
        "near_edge": answer.near_edge,
        "reason": answer.reason or None,
        "text": sentence(answer, labels),
    }


def both_as_dict(answers: Mapping[Perimeter, Answer], labels: Mapping[str, str]) -> dict[str, Any]:
    """By perimeter."""
    return {str(perimeter): as_dict(answer, labels) for perimeter, answer in answers.items()}
