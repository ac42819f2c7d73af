"""The quality note of a bulletin: what its numbers owe to editions, tags, files and earlier issues."""
