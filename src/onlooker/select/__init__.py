"""Which sessions a run reads: a cheap look at each, then the choice."""
