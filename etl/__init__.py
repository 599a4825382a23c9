"""Bytes in, observations out: reads what publishers and transcribers wrote, writes ``data/indicators``."""
