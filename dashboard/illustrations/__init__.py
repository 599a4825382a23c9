"""Which figures stand together on a chart, and what the chart says: from answers to chart definitions. No Dash here."""
