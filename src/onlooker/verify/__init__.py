"""Finding + evidence -> verdict: what the screen showed, and what happened next. Then the session's outcome."""

from onlooker.verify.limits import Limits
from onlooker.verify.outcome import outcome
from onlooker.verify.revise import revise
from onlooker.verify.rules import by_rules
from onlooker.verify.suspicions import settle, with_suspicions

__all__ = ["Limits", "by_rules", "outcome", "revise", "settle", "with_suspicions"]
