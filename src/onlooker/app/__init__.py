"""The composition root: settings -> edges -> pipeline. What the faces call, and what `import onlooker` gives.

Everything here takes plain values and gives domain types; nothing prints. Bad input is an InputError with one line that says what to do.
"""

from onlooker.app.checkup import doctor
from onlooker.app.closely import detect, screen, transcript
from onlooker.app.estimating import dry_run
from onlooker.app.product import product
from onlooker.app.rendering import film
from onlooker.app.reports import check_out, load, render, write
from onlooker.app.watching import run, watch

__all__ = ["check_out", "detect", "doctor", "dry_run", "film", "load", "product", "render", "run", "screen", "transcript", "watch", "write"]
