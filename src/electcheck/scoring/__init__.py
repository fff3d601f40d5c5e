"""From findings to scores; the only room that knows weights."""
