"""Reconcile results: stations to announced totals, copies, and a case's national accounts."""
