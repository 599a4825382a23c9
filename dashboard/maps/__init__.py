"""Maps of quarters: where they are, what they show, how they stand on a sheet. No Dash here."""
