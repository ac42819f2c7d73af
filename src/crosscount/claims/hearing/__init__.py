"""A text sentence by sentence: what each says, and what is remembered from one to the next."""
