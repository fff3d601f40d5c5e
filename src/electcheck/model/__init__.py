"""The words of the project as frozen types; no files, no tables, no arithmetic beyond a value."""
