"""A document as slides: the house template, texts that fit, native charts and tables, notes that prove."""
