"""What a stranger can check without seeing who is counted: pseudonyms, and trees over them."""
