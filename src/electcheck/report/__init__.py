"""An assessment made readable: JSON, text for a terminal, HTML."""
