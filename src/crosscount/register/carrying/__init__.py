"""Registries of others, carried over value by value; what has no place in a record is told, never guessed."""
