"""What was visible, as text, and how it changed. `watch` passes once over a recording; `evidence` tells one moment of its track."""

from onlooker.screen.evidence import evidence
from onlooker.screen.watch import watch

__all__ = ["evidence", "watch"]
