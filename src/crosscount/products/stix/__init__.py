"""A register as STIX 2.1, for whoever exchanges threat information."""
