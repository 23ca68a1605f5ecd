"""Timeline -> Transcript: the small text a model can read whole.

`draft` makes one line of every entry; the passes of `PASSES` fold and drop, in that order; `write` gives what is left its columns,
labels and aliases; `divide` cuts it into parts when even the passes of `TIGHTER` leave it above the budget.
"""

from onlooker.condense.transcribe import condense, folded

__all__ = ["condense", "folded"]
