"""What the rules find in a story, with the screen text of each, as the clip planner gets it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from onlooker import detect, screen
from onlooker.domain.finding import Finding
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.timeline import Seen, Timeline
from tests.detect.story import HOME, Story, alert, button, field, link, spinner, text


def found(timeline: Timeline) -> tuple[Finding, ...]:
    """Suspected, in time order."""
    track = ScreenTrack(changes=tuple(entry.detail.change for entry in timeline.entries if isinstance(entry.detail, Seen)))
    suspected = detect.findings(timeline, detect.detect(timeline)).findings
    return tuple(_with_screen(finding, track) for finding in suspected)


def _with_screen(finding: Finding, track: ScreenTrack) -> Finding:
    told = screen.evidence(track, start_ms=finding.start_ms, end_ms=finding.end_ms, window=finding.evidence.hits[0].window)
    return replace(finding, evidence=replace(finding.evidence, screen=told))


_TIMES = st.integers(0, 150_000)
_TOASTS = ["Saving failed.", "Could not load the list", "Saved.", "Error 500", "No results found"]


@st.composite
def sessions(draw: st.DrawFn) -> Timeline:
    """Troubled ones: presses in bursts that messages answer, some of them gone at once; idle stretches; a second window."""
    story = Story()
    for _ in range(draw(st.integers(1, 8))):
        at, window = draw(_TIMES), draw(st.sampled_from([0, 0, 0, 1]))
        if window:
            story.switches(at, to=window)
        for number in range(draw(st.integers(1, 5))):
            story.clicks(at + number * draw(st.sampled_from([150, 400, 2_500])), button(draw(st.sampled_from(["Save", "Send"]))), window=window)
        match draw(st.integers(0, 4)):
            case 0 | 1:
                words = alert(draw(st.sampled_from(_TOASTS)))
                shown = at + draw(st.sampled_from([40, 333, 900, 2_111]))
                story.shows(shown, words, window=window)
                story.shows(shown + draw(st.sampled_from([0, 90, 450, 999, 4_000])), gone=(words,), window=window)
            case 2:
                story.shows(at + 200, spinner("Loading…"), text("Please wait"), spinners=1, window=window)
            case 3:
                story.requests(at + 10, "POST", HOME, draw(st.sampled_from([200, 500])))
            case _:
                story.clicks(at + 700, link("Home", "/"), window=window).opens(at + 900, f"{HOME}/{at}", window=window)
                story.shows(at + 950, text(f"Page {at}"), navigation=True, blank=draw(st.booleans()), window=window)
    for at in draw(st.lists(_TIMES, max_size=5)):
        story.mutates(at).moves((at, 1, 1), (at + 300, 90, 90))
    story.types(draw(_TIMES), field("Name"), "Jo")
    return story.timeline(draw(st.integers(20_000, 160_000)))
