"""Results as figures; computes nothing."""
