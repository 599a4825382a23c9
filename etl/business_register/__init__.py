"""The social economy, recomputed from the business register (Sirene): establishments, legal units, coordinates.

One expression, whatever engine runs it; the definitions, which are what studies differ by, are written once.
"""
