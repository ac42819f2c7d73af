"""What the whole text says of a number where its own sentence does not."""
