"""Tests for anomalies: one file per family, each result with its false-alarm rate and its limits.

Statistics never move a rating: no module of the rating path may import this room.
"""
