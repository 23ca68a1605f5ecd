"""What holds for every pass, whatever the timeline."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from onlooker.condense.line import Pass
from onlooker.condense.passes import PASSES, TIGHTER
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.timeline import Timeline
from tests.condense.made import after, sessions, unfolded

every_pass = pytest.mark.parametrize("one", [*PASSES, *TIGHTER], ids=lambda one: one.__name__)
Session = tuple[Timeline, list[Finding], list[Noise]]


@every_pass
@settings(deadline=None, max_examples=60)
@given(session=sessions())
def test_order_is_kept(one: Pass, session: Session) -> None:
    places = {entry.id: place for place, entry in enumerate(session[0].entries)}
    told = [places[line.entry.id] for line in after(one, *session).lines]
    assert told == sorted(told)


@every_pass
@settings(deadline=None, max_examples=60)
@given(session=sessions())
def test_a_second_time_changes_nothing(one: Pass, session: Session) -> None:
    once = after(one, *session)
    assert one(once) == once


@every_pass
@settings(deadline=None, max_examples=60)
@given(session=sessions())
def test_every_entry_is_told_folded_or_dropped(one: Pass, session: Session) -> None:
    work = after(one, *session)
    assert len(work.lines) + sum(work.folded.values()) + sum(work.dropped.values()) == len(session[0].entries)


@every_pass
@settings(deadline=None, max_examples=60)
@given(session=sessions())
def test_what_a_finding_rests_on_is_told(one: Pass, session: Session) -> None:
    work = after(one, *session)
    told = {entry for line in work.lines for entry in line.entries}
    assert unfolded(*session).evidence & {entry.id for entry in session[0].entries} <= told
