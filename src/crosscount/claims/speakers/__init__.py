"""Who says it, on whose data."""
