"""Peers' algorithms written plainly from their papers, to measure ours against in one process."""
