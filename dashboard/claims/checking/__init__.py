"""Does a French sentence hold against the figures? What it says is read here, and judged: no store, no file."""

from dashboard.claims.checking.judging import Evidence, judge, worst_of
from dashboard.claims.checking.lexicon import Lexicon, Place
from dashboard.claims.checking.parsing import read_statements
from dashboard.claims.checking.statement import Statement
from dashboard.claims.checking.verdict import Finding, Verdict

__all__ = ["Evidence", "Finding", "Lexicon", "Place", "Statement", "Verdict", "judge", "read_statements", "worst_of"]
