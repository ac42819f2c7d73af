"""Stands in for IntelMQ in tests: the little of its library that we call."""
