"""Hypothesis without a stopwatch: on a busy machine an example that waits for the processor is not a failure."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
