"""Where it comes from, and where it goes."""
