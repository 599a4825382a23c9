"""How a gap is measured and when it is refused: pure functions on observations, no Dash, no file."""

from dashboard.gaps.caveats import names
from dashboard.gaps.comparability import REASONS, Refusal, RefusalCode, remainder
from dashboard.gaps.gap import VERDICTS, Gap, Verdict, as_dict
from dashboard.gaps.pairing import default_stratum
from dashboard.gaps.precision import PRECISIONS, Precision
from dashboard.gaps.search import find_gap
from dashboard.gaps.series import GapSeries, gap_history, gap_series
from dashboard.gaps.trend import MOVEMENTS, Trend, trend_of

__all__ = [
    "MOVEMENTS",
    "PRECISIONS",
    "REASONS",
    "VERDICTS",
    "Gap",
    "GapSeries",
    "Precision",
    "Refusal",
    "RefusalCode",
    "Trend",
    "Verdict",
    "as_dict",
    "default_stratum",
    "find_gap",
    "gap_history",
    "gap_series",
    "names",
    "remainder",
    "trend_of",
]
