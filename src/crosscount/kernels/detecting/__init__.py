"""Observations to conclusions: canonical names, dated indicators, Sigma rules, contamination."""
