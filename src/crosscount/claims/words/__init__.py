"""What a text is made of: tokens, numbers, the phrases of the dictionaries."""
