"""Engines: who does the steps of a run, and sees to it that a kill loses none."""

from onlooker.engines.durable import Durable, Limits
from onlooker.engines.queued import Answered, Queued, answer, call_kept, keep
from onlooker.engines.takeover import Pulse

__all__ = ["Answered", "Durable", "Limits", "Pulse", "Queued", "answer", "call_kept", "keep"]
