"""Whether the user reached the goal, by rules: from what blocked, and from what the screen confirmed.

Success is judged generously. A reached goal outweighs errors on the way; a session in which nothing stood in the way is taken as
reached, and says so.
Unknown is for sessions in which the user did nothing that could be judged.
"""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.summary import Outcome
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Timeline
from onlooker.verify.limits import DEFAULT_LIMITS, Limits
from onlooker.verify.praise import praises

_ACTS = frozenset({"click", "input", "submit", "scroll"})


def outcome(timeline: Timeline, track: ScreenTrack, findings: Sequence[Finding], limits: Limits = DEFAULT_LIMITS) -> Outcome:
    """Cites the entries it rests on."""
    acts = [entry for entry in timeline.entries if entry.kind in _ACTS]
    blocking = [finding for finding in findings if finding.reported and finding.blocking]
    praised = [praise for praise in praises(timeline) if praise.boxed]
    if blocking:
        last = max(blocking, key=lambda finding: finding.end_ms)
        acts_after = sum(entry.at_ms > last.end_ms for entry in acts if entry.kind != "scroll")
        after = next((praise for praise in reversed(praised) if praise.at_ms > last.end_ms), None) if acts_after >= limits.another_errand else None
        if after is not None:
            text = f"At {clock(after.at_ms)} the screen said “{after.text}”. On the way one thing never worked: {last.title}."
            return Outcome(success=True, description=text, cites=(after.entry, *_core(last)[:2]), basis="confirmed_later")
        worst = max(blocking, key=lambda finding: finding.end_ms - finding.start_ms)
        return Outcome(
            success=False, description=f"{worst.title}{'' if worst.title.endswith(('.', '…', '!')) else '.'}", cites=_core(worst)[:4], basis="blocked"
        )
    if praised:
        last_praise = praised[-1]
        text = f"At {clock(last_praise.at_ms)} the screen said “{last_praise.text}”."
        return Outcome(success=True, description=text, cites=(last_praise.entry,), basis="confirmed")
    if not acts or timeline.duration_ms < limits.shortest_ms:
        return Outcome(success=None, description="The user did nothing that could be judged.", basis="no_acts")
    text = "Nothing on the screen stood in the user's way; no message there said that it worked, either."
    return Outcome(success=True, description=text, cites=(acts[-1].id,), basis="unhindered")


def _core(finding: Finding) -> tuple[str, ...]:
    """The entries that show the trouble itself, without what went before it and how the session ended."""
    core = [entry for hit in finding.evidence.hits if hit.rule == finding.symptom for entry in hit.entries]
    return tuple(dict.fromkeys(core)) or finding.evidence.entries
