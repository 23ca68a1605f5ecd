"""Whatever a timeline holds, the rules' summary is sound; on real recordings it also reads well."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker import decode, merge, screen
from onlooker.domain.screen import Element, Role
from onlooker.domain.summary import Outcome
from onlooker.domain.timeline import (
    Click,
    Detail,
    Hinted,
    Idled,
    Left,
    Logged,
    Moved,
    PageShown,
    Requested,
    Scrolled,
    Submitted,
    Switched,
    Thrown,
    Timeline,
    Tracked,
    Typed,
)
from onlooker.domain.words import plain
from onlooker.summarize import by_rules
from onlooker.summarize.rules.pages import Pages
from onlooker.summarize.rules.split import split
from onlooker.summarize.rules.weave import weave

from .made import finding, is_sound, see, timeline

OUTCOME = Outcome(success=None, description="It cannot be told.")
WORDS = ["", "Save", "Search", "Continue", "***", "x" * 500, "Saving failed: try again", '“quoted” "twice"', "\x1b[31m", "\ud800"]
TEXT = st.sampled_from(WORDS) | st.text(max_size=12)
URLS = st.sampled_from(["", "https://a.example/x/y?q=lamp", "https://a.example/x#/r", "http://[broken", "about:blank", "/", "::::"]) | st.text(
    max_size=12
)
TARGETS = st.none() | st.builds(
    Element,
    tag=st.sampled_from(["button", "a", "input", "div", "form", ""]),
    label=TEXT,
    name=TEXT,
    ref=TEXT,
    href=URLS,
    type=st.sampled_from(["", "search", "submit", "checkbox", "password"]),
    interactive=st.sampled_from([True, False, None]),
    in_dialog=st.booleans(),
)
LINES = st.lists(st.tuples(st.sampled_from(list(Role)), TEXT), max_size=4)
DETAILS: st.SearchStrategy[Detail] = st.one_of(
    st.builds(PageShown, url=URLS, title=TEXT, load=st.booleans()),
    st.builds(Click, target=TARGETS),
    st.builds(Typed, target=TARGETS, value=TEXT, checked=st.sampled_from([True, None]), masked=st.booleans()),
    st.builds(Submitted, target=TARGETS),
    st.builds(Requested, method=st.sampled_from(["", "GET", "post"]), url=URLS, status=st.sampled_from([None, 0, 500]), duration_ms=st.just(9)),
    st.builds(lambda lines, nav, dialogs: see(*lines, navigation=nav, dialogs=dialogs), LINES, st.booleans(), st.integers(0, 2)),
    st.builds(Logged, level=TEXT, text=TEXT),
    st.builds(Thrown, type=TEXT, message=TEXT),
    st.builds(Hinted, name=TEXT, target=TARGETS),
    st.builds(Tracked, name=TEXT),
    st.builds(Switched, previous=st.just(0)),
    st.sampled_from([Idled(), Left(), Left(last=True), Scrolled(), Moved()]),
)  # fmt: skip
STEPS = st.lists(st.tuples(st.integers(0, 400_000), DETAILS, st.integers(0, 2)), max_size=30)


@settings(max_examples=120, deadline=None)
@given(STEPS, st.booleans())
def test_any_timeline_gives_a_sound_summary(steps: list[tuple[int, Detail, int]], blocking: bool) -> None:
    session = timeline(*sorted(steps, key=lambda step: step[0]))
    findings = [finding(session.entries[0].id, blocking=blocking, start_ms=0, end_ms=session.duration_ms)] if session.entries else []
    summary = by_rules(session, findings, OUTCOME)
    is_sound(summary, session)
    words = [summary.goal, *(part for segment in summary.segments for part in (segment.name, segment.summary))]
    words += [action.description for segment in summary.segments for action in segment.key_actions]
    assert all(words)
    assert all(len(part) < 2_500 and plain(part) == part for part in words)
    assert by_rules(session, findings, OUTCOME) == summary


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_runs_keep_every_act_in_order(steps: list[tuple[int, Detail, int]]) -> None:
    session = timeline(*sorted(steps, key=lambda step: step[0]))
    acts = weave(session, Pages(session))
    runs = split(acts)
    assert tuple(act for run in runs for act in run) == acts
    assert all(runs)
    assert len(runs) <= 8


SAMPLES = Path(__file__).parents[2] / "samples"


def sample(name: str) -> Timeline:
    recording = decode.recording([("snapshots", (SAMPLES / name / "snapshots.jsonl.gz").read_bytes())])
    events = decode.events([("events", (SAMPLES / name / "events.jsonl.gz").read_bytes())])
    alignment = merge.align(recording, events)
    track = screen.watch(recording, started_at=alignment.started_at, session_end=alignment.ended_at)
    return merge.weave(recording, events, track, alignment, session_id=name)


@pytest.mark.parametrize("name", ["fava-1", "nodered-1", "oscar-1"])
def test_a_real_recording_reads_well(name: str) -> None:
    session = sample(name)
    summary = by_rules(session, (), OUTCOME)
    is_sound(summary, session)
    words = " ".join([summary.goal, *(part for segment in summary.segments for part in (segment.name, segment.summary))])
    assert summary.goal.startswith(("Wanted to ", "Looked at "))
    assert "http" not in words.lower().replace("http 500", "")
    assert "unnamed" not in words
    assert len(words) < 2_500
