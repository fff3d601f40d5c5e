"""The only reader and writer of files: YAML with positions, atomic writes, packaged data."""
