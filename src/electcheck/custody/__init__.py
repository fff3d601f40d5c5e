"""What lets a stranger check an assessment: kept copies, bundles, signatures."""
