"""How a gap is measured and when it is refused: pure functions on observations, no Dash, no file."""

from dashboard.gaps.caveats import names
from dashboard.gaps.comparability import REASONS, Refusal, RefusalCode, remainder
from dashboard.gaps.distribution import Distribution, Position, distribution_of, histogram, position_of
from dashboard.gaps.funnel import PLACES, Funnel, Place, funnel_of
from dashboard.gaps.gap import VERDICTS, Gap, Verdict, as_dict
from dashboard.gaps.local import Comparator, excluding, local_gap
from dashboard.gaps.pairing import default_stratum
from dashboard.gaps.precision import PRECISIONS, Precision
from dashboard.gaps.quarters import Quarters, quarters_of
from dashboard.gaps.ranking import Ranking, rank_quarters
from dashboard.gaps.search import find_gap, people_asked
from dashboard.gaps.series import GapSeries, LevelSeries, gap_history, gap_series, level_series, series_of
from dashboard.gaps.similarity import NoPeers, Peers, similar_quarters
from dashboard.gaps.trend import MOVEMENTS, Trend, trend_of

__all__ = [
    "MOVEMENTS",
    "PLACES",
    "PRECISIONS",
    "REASONS",
    "VERDICTS",
    "Comparator",
    "Distribution",
    "Funnel",
    "Gap",
    "GapSeries",
    "LevelSeries",
    "NoPeers",
    "Peers",
    "Place",
    "Position",
    "Precision",
    "Quarters",
    "Ranking",
    "Refusal",
    "RefusalCode",
    "Trend",
    "Verdict",
    "as_dict",
    "default_stratum",
    "distribution_of",
    "excluding",
    "find_gap",
    "funnel_of",
    "gap_history",
    "gap_series",
    "histogram",
    "level_series",
    "local_gap",
    "names",
    "people_asked",
    "position_of",
    "quarters_of",
    "rank_quarters",
    "remainder",
    "series_of",
    "similar_quarters",
    "trend_of",
]
