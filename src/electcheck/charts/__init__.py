"""Figures: a result becomes a matplotlib Figure with alternative text and caveat; no computing."""
