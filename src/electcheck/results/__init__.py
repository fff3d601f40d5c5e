"""Results by polling station: read any file, check every protocol, reconcile, weigh the impact."""
