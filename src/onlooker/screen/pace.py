"""How often a heavy page may be looked at: work is paid for with the session's own time, never with the clock's, so every run sees the same.

Numbers are nodes built and elements read, each about 2-3 us on the machine this was tuned on."""

from __future__ import annotations

WORK_PER_S = 500
"""What a recording earns as it goes on: a page that redraws thousands of rows a second is looked at less often, not for longer."""
WORK_AHEAD = 20_000
"""What may be done before it is earned: a large page, several times over."""
LONGEST_WAIT_MS = 20_000
"""However heavy, a change waits no longer."""


class Pace:
    """Shared by the windows of a recording. `held` says whether any look was ever put off."""

    def __init__(self) -> None:
        self.held = False
        self._debt = 0
        self._since = 0

    def spend(self, work: int, now: int) -> None:
        self._earn(now)
        self._debt += work

    def allows(self, now: int, waiting_since: int, *, urgent: bool = False) -> bool:
        """`urgent`: just before a user's act, when twice the debt is borne."""
        self._earn(now)
        if self._debt <= (2 * WORK_AHEAD if urgent else WORK_AHEAD) or now - waiting_since >= LONGEST_WAIT_MS:
            return True
        self.held = True
        return False

    def _earn(self, now: int) -> None:
        if now > self._since:
            self._debt = max(0, self._debt - (now - self._since) * WORK_PER_S // 1_000)
            self._since = now
