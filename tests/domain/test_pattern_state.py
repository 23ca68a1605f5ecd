"""How a pattern stands over time is said in the same words everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.pattern import Lifecycle
from onlooker.domain.pattern_state import past_words, state_words
from tests.sinks.recurring import DAY, FIRST_DAY, RESOLVED, deploys, refused

FOUND = replace(refused(deploys(6)), since="", known=None, merged=())
KNOWN = replace(RESOLVED, resolved_at=FIRST_DAY)


@pytest.mark.parametrize(
    ("lifecycle", "since", "gone", "told"),
    [
        (Lifecycle.NEW, "", "", "new"),
        (Lifecycle.NEW, "4.2", "", "new, since 4.2"),
        (Lifecycle.ONGOING, "4.1", "4.3", "ongoing, since 4.1, not since 4.3"),
        (Lifecycle.REGRESSED, "", "", "back again"),
    ],
)
def test_the_state_with_the_releases(lifecycle: Lifecycle, since: str, gone: str, told: str) -> None:
    assert state_words(replace(FOUND, lifecycle=lifecycle, since=since, gone=gone)) == told


def test_of_one_that_nobody_knew_there_is_no_past() -> None:
    assert past_words(replace(FOUND, lifecycle=Lifecycle.NEW)) == ""


def test_an_ongoing_one_tells_since_when_it_is_known() -> None:
    told = past_words(replace(FOUND, lifecycle=Lifecycle.ONGOING, known=replace(KNOWN, resolved_at=0)))
    assert told == ("Known from earlier runs: first seen 2026-10-23, last 2026-11-13. The last of them that had it found it in 12% of its sessions.")


def test_one_that_is_back_tells_how_long_it_was_gone_and_since_when_it_is_back() -> None:
    back = replace(FOUND, lifecycle=Lifecycle.REGRESSED, known=KNOWN)
    assert past_words(back) == "It was taken for resolved: last seen 2026-11-13, then not in 48 sessions. Back since 2026-11-22."
    again = replace(back, known=replace(KNOWN, last_seen=FIRST_DAY + DAY, quiet=0))
    assert past_words(again) == "It was taken for resolved: last seen 2026-11-23. Back since 2026-11-23."


def test_old_sessions_of_a_resolved_one_do_not_bring_it_back() -> None:
    told = past_words(replace(FOUND, lifecycle=Lifecycle.RESOLVED, known=replace(KNOWN, last_seen=FIRST_DAY + 30 * DAY)))
    assert told.endswith("then not in 48 sessions. The sessions it has here are from before that.")


def test_what_the_team_said_is_told() -> None:
    said = replace(FOUND, lifecycle=Lifecycle.ONGOING, known=replace(KNOWN, renamed=True), merged=("A", "B", "C", "D", "E"))
    assert past_words(said).endswith("The title is the team's. With it counts what was merged into it: A; B; C; and 2 more.")
