"""Which sessions a run reads. `glimpse_of`: what a cheap look at one tells; `choose`: which are kept, in what order, and why not
the others."""

from onlooker.select.choose import choose
from onlooker.select.friction import WEIGHTS, Weight
from onlooker.select.glimpse import glimpse_of

__all__ = ["WEIGHTS", "Weight", "choose", "glimpse_of"]
