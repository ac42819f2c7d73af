"""Watch: growing files become observations, threats and figures within seconds; in the end as one ingest would."""
