"""Secrecy of business statistics: a count of fewer than three enterprises, or of one above the others, is hidden.

Insee, guide du secret statistique: at least 3 units, none above 85 %. The enterprise is the legal unit; what weighs is
its number of establishments, the only size that the register gives exactly. What is hidden is protected from
subtraction: see ``relations`` for the sums a reader can make.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.business_register.relations import Relations

LEAST_ENTERPRISES = 3
LARGEST_SHARE = 0.85


def is_secret(establishments: np.ndarray, enterprises: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """Which counts may not be shown by themselves; a zero may: it is nobody."""
    few = (enterprises < LEAST_ENTERPRISES) | (largest > LARGEST_SHARE * establishments)
    secret: np.ndarray = (establishments > 0) & few
    return secret


def hidden(cells: pd.DataFrame, relations: Relations) -> np.ndarray:
    """Which lines of ``cells`` may not be shown.

    ``cells`` has the columns establishments, enterprises, largest and published: a line that is not published is
    counted because subtraction gives it, and hiding it costs nothing. Each sum keeps at least two unknowns, and parts
    hidden under a shown total are together what may be shown (or no more can be hidden). Parts go before their total,
    unpublished lines before published ones, the smallest first.
    """
    numbers = [cells[name].to_numpy() for name in ("establishments", "enterprises", "largest")]
    shut = is_secret(*numbers)
    total, equation, member = relations.total, relations.equation, relations.member
    order = np.lexsort(
        (member, numbers[0][member], numbers[1][member], cells["published"].to_numpy()[member], total, equation)
    )
    total, equation, member = total[order], equation[order], member[order]
    while (open_ := _open_sums(numbers, shut, total, equation, member)).any():
        free = np.flatnonzero(open_[equation] & ~shut[member] & (numbers[0][member] > 0))
        if not len(free):
            break
        _, first = np.unique(equation[free], return_index=True)
        shut[member[free[first]]] = True
    return shut


def _open_sums(
    numbers: list[np.ndarray], shut: np.ndarray, total: np.ndarray, equation: np.ndarray, member: np.ndarray
) -> np.ndarray:
    """Whether each sum gives away what it hides."""
    size = int(equation.max()) + 1 if len(equation) else 0
    closed = shut[member]
    part = closed & ~total
    hidden_total = np.bincount(equation[closed & total], minlength=size) > 0
    hidden_parts = np.bincount(equation[part], minlength=size)
    establishments, enterprises = (
        np.bincount(equation[part], weights=number[member[part]], minlength=size) for number in numbers[:2]
    )
    largest = np.zeros(size)
    np.maximum.at(largest, equation[part], numbers[2][member[part]])
    together = is_secret(establishments, enterprises, largest)
    given_away = np.where(hidden_total, hidden_parts < 1, (hidden_parts == 1) | ((hidden_parts > 1) & together))
    answer: np.ndarray = given_away & (hidden_total | (hidden_parts > 0))
    return answer
