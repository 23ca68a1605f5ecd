"""The nouns. Frozen, keyword-only, without I/O; every other package speaks in these."""
