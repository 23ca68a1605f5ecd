"""How far a session is when a phase begins."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.domain.run import Phase

STEPS: Mapping[Phase, float] = {
    Phase.READING: 0.05,
    Phase.WATCHING: 0.15,
    Phase.DETECTING: 0.6,
    Phase.VERIFYING: 0.7,
    Phase.CONDENSING: 0.72,
    Phase.SUMMARIZING: 0.75,
    Phase.LOOKING: 0.8,
}
"""Share of a session's work that lies behind it when a phase begins: measured on the sample recordings, without a model."""
