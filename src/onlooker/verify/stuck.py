"""Whether an act that failed was the end of it for this user."""

from __future__ import annotations

import re

from onlooker.domain.evidence import Status, Verdict
from onlooker.domain.timebase import clock
from onlooker.verify.case import Case

_WAY_OUT = re.compile(r"\W*(?:cancel|close|dismiss|back|x|no|discard|exit)?\W*", re.IGNORECASE)


def stuck(case: Case, never: str, but: str) -> Verdict:
    """Confirmed; blocking unless the act went through later, or the user did not insist and had another way."""
    through = case.went_through()
    if through is not None:
        return case.verdict(Status.CONFIRMED, f"{but} A later try went through at {clock(through)}.")
    after = case.praised_after()
    if after is not None and case.label and _WAY_OUT.fullmatch(case.label):
        got_out = f"{but} The user got out another way: at {clock(after.at_ms)} the screen said “{after.text}”."
        return case.verdict(Status.CONFIRMED, got_out, cites=[after.entry])
    if case.insisted:
        return case.verdict(Status.CONFIRMED, never, blocking=True)
    if not case.doing and case.found_elsewhere():
        return case.verdict(Status.CONFIRMED, f"{but} The user found another way on.")
    if not case.doing and after is not None:
        return case.verdict(
            Status.CONFIRMED, f"{but} The user got on another way: at {clock(after.at_ms)} the screen said “{after.text}”.", cites=[after.entry]
        )
    if not case.doing and case.left is None and case.acts_after > case.limits.few_acts:
        return case.verdict(Status.CONFIRMED, f"{but} The user went on with other things.")
    return case.verdict(Status.CONFIRMED, never, blocking=True)
