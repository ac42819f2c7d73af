"""Machines behind addresses: estimated, with an interval, never counted."""
