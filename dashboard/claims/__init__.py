"""Sentences that say what gaps show, and no more."""
