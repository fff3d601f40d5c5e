"""Studies: many elections, simulated or real, on one machine or on many."""
