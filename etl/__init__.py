"""Bytes in, observations out: reads what publishers and transcribers wrote, writes ``data/indicators``."""

import warnings

# pandera loads Spark where there is one, even for a table of pandas; Spark then doubts the pandas of today
warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
