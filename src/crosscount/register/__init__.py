"""Who said and did what about cross-border threats: reviewed records, one a file, that keep every disagreement."""
