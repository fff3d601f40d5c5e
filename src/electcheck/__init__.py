"""electcheck: assess an election against OSCE/ODIHR criteria from cited evidence."""

__version__ = "0.1.0"
