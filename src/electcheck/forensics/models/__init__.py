"""Model-based estimates: one family a module, the same result object as the tests.

An estimate has an interval and, where the model is identified at all, an alarm: whether the
interval leaves out what no anomaly gives. It refuses where the data cannot identify the model.
"""
