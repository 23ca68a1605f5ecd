"""Which sessions a run reads. `asked`: a person's words as a Selection; `glimpse_of`: what a cheap look at one session tells; `choose`: which are
kept, in what order, and why not the others."""

from onlooker.select.asked import KEEP, Words, asked
from onlooker.select.choose import choose
from onlooker.select.friction import WEIGHTS, Weight
from onlooker.select.glimpse import glimpse_of

__all__ = ["KEEP", "WEIGHTS", "Weight", "Words", "asked", "choose", "glimpse_of"]
