"""Records to observations: one rule a field, and a reason for each record that is set aside."""
