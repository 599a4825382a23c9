"""A made-up business register, with exactly the columns and types of Insee's three files, and what is true of it.

``write_register`` from Python, ``python -m benchmarks.register FOLDER --rows N`` from a terminal.
"""

from benchmarks.register.generate import LAST_MONTH, TRUTH, write_register
from benchmarks.register.truth import Truth

__all__ = ["LAST_MONTH", "TRUTH", "Truth", "write_register"]
