"""Addresses, sites and brands to countries and networks."""
