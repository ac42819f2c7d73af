"""Threats to members, and members to the sets that a figure is the size of."""
