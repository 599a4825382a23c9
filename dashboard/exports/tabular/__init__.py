"""What the formats that hold data share: the figures in rows, what their codes mean, where they were read."""
