"""Arithmetic on quantities as they are written."""
