"""Samples of polling stations: plan, draw, estimate and compare, as a survey statistician would."""
