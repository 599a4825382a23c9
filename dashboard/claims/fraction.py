"""A share as so many people out of so many: « près d’un ménage sur deux », and only when that is honest.

The words stand on the side where the value is: « près de » below the fraction, « plus de » above it, neither when the
value is the fraction. A value too far from any small fraction has no such words, and is told as a percentage alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from etl.catalogue import Counted

PERCENT = 100
FRACTIONS = (
    Fraction(1, 10), Fraction(1, 8), Fraction(1, 7), Fraction(1, 6), Fraction(1, 5), Fraction(1, 4), Fraction(3, 10),
    Fraction(1, 3), Fraction(4, 10), Fraction(1, 2), Fraction(6, 10), Fraction(2, 3), Fraction(7, 10), Fraction(3, 4),
    Fraction(8, 10), Fraction(9, 10),
)  # fmt: skip
OUT_OF_TEN = (Fraction(2, 5), Fraction(3, 5), Fraction(4, 5))
"""Said out of ten, as they are in the press: « quatre sur dix » rather than « deux sur cinq »."""
SAME_POINTS, SAME_PART = 0.5, 0.02
"""A value is the fraction itself within half a point, and within a fiftieth of it."""
BELOW_POINTS, BELOW_PART = 2.0, 0.06
"""It is « près de » the fraction within two points below, and within 6 % of it: « près d’un sur deux » from 48 %."""
ABOVE_POINTS, ABOVE_PART = 4.0, 0.10
"""It is « plus de » the fraction within four points above, and 10 % of it: « plus de quatre sur dix » up to 44 %."""
NUMBERS = {2: "deux", 3: "trois", 4: "quatre", 5: "cinq", 6: "six", 7: "sept", 8: "huit", 9: "neuf", 10: "dix"}


@dataclass(frozen=True, slots=True)
class Share:
    """One side as a fraction: ``fraction`` of it, on which ``side`` of the fraction the value is (−1 below, 1 above, 0
    the same; None when its interval holds the fraction)."""

    fraction: Fraction
    side: int | None

    def words(self, counted: Counted, *, named: bool = True) -> str:
        """« près d’un ménage sur deux »; « près d’un sur deux » when it need not be ``named`` again."""
        top, bottom = _terms(self.fraction)
        one = "une" if counted.gender == "f" else "un"
        head = one if top == 1 else NUMBERS[top]
        noun = f" {counted.one if top == 1 else counted.many}" if named else ""
        of = "d’" if top == 1 else "de "
        before = {-1: f"près {of}", 0: "", 1: f"plus {of}", None: "environ "}[self.side]
        return f"{before}{head}{noun} sur {NUMBERS[bottom]}"

    def sentence(self, counted: Counted) -> str:
        """« près d’un ménage sur deux n’a pas de voiture »: the verb agrees with the number that is written."""
        return f"{self.words(counted)} {counted.singular if _terms(self.fraction)[0] == 1 else counted.plural}"


def share_of(value: float, limits: tuple[float, float] | None = None) -> Share | None:
    """The fraction that ``value``, in percent, is or is near of; None when no small fraction is near enough.

    ``limits``: its 95 % interval, when known; « près de » and « plus de » are said only of a fraction outside of it.
    """
    nearest = _nearest(value, FRACTIONS)
    target = float(nearest * PERCENT)
    away = value - target
    points, part = (ABOVE_POINTS, ABOVE_PART) if away > 0 else (BELOW_POINTS, BELOW_PART)
    if abs(away) > min(points, part * target):
        return None
    if abs(away) <= min(SAME_POINTS, SAME_PART * target):
        return Share(nearest, 0)
    if limits is not None and limits[0] <= target <= limits[1]:
        return Share(nearest, None)
    return Share(nearest, 1 if away > 0 else -1)


def _nearest(value: float, among: Iterable[Fraction]) -> Fraction:
    return min(among, key=lambda fraction: abs(value - float(fraction * PERCENT)))


def _terms(fraction: Fraction) -> tuple[int, int]:
    """Numerator and denominator as they are said."""
    if fraction in OUT_OF_TEN:
        return int(fraction * 10), 10
    return fraction.numerator, fraction.denominator
