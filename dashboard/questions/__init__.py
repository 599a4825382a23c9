"""What pages ask of the store, each question in one place. No Dash here."""
