"""What leaves the screen, before any format: documents made of sentences with proof, charts, tables and sources."""
