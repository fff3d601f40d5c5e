"""From evidence to findings: conditions, established values, judging. No weights, no statistics."""
