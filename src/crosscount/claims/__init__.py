"""From a text to the quantitative claims in it: rules and dictionaries, no statistics."""
