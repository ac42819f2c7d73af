"""Which days a number is of."""
