"""A document as Word writes it: real headings, footnotes, native tables and charts."""
