"""What was visible, as text, and how it changed. `watch` passes once over a recording, `look` reads one instant of it, `evidence` tells one
moment of a track."""

from onlooker.screen.evidence import evidence
from onlooker.screen.exact import all_laid_out, exact, laid_out
from onlooker.screen.look import look
from onlooker.screen.watch import watch

__all__ = ["all_laid_out", "evidence", "exact", "laid_out", "look", "watch"]
