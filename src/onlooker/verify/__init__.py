"""Finding + evidence -> verdict: by rules (`by_rules`, `by_exact`), or by a look at the clip (`ask`, `read`). Then what the verdicts
mean for findings, segments and outcome."""

from onlooker.verify.ask import ask, ask_description
from onlooker.verify.consequences import revise_outcome, revise_segments
from onlooker.verify.exact import by_exact, noted
from onlooker.verify.limits import Limits
from onlooker.verify.outcome import outcome
from onlooker.verify.read import Ruled, read, read_description
from onlooker.verify.revise import revise
from onlooker.verify.rules import by_rules
from onlooker.verify.suspicions import settle, with_suspicions

__all__ = [
    "Limits",
    "Ruled",
    "ask",
    "ask_description",
    "by_exact",
    "by_rules",
    "noted",
    "outcome",
    "read",
    "read_description",
    "revise",
    "revise_outcome",
    "revise_segments",
    "settle",
    "with_suspicions",
]
