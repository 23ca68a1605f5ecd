"""The findings and entries of an exhibit as the lines a reader is given. All of it is untrusted: every line may hold what a page wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onlooker.domain.clip import Clip
from onlooker.domain.evidence import ScreenText
from onlooker.domain.finding import Finding
from onlooker.domain.mark import tell
from onlooker.domain.measured import measured
from onlooker.domain.screen import Role, Screen
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Click, Entry, Timeline
from onlooker.domain.words import count, one_line, span_words, symptom_words
from onlooker.verify.exhibit import Exhibit, leading
from onlooker.verify.under import pressed, told_once

_TEXT = 300
_MOST_RULES = 5
_CITES = 8
_SCREENS = 3
_MOST_NOTES = 8
_LINES = 25
_LINE = 160
_PRESSED_MS = 150
"""So long before its click a press goes down, as a rule, and is ringed."""


def recorded(exhibit: Exhibit, timeline: Timeline) -> str:
    """How the clip came out, the entries in time order, when the session ends; last the suspicions, so that they colour nothing read before."""
    noted = rebuilding(exhibit.clip) if exhibit.clip is not None and exhibit.pictured else ""
    cites = {entry.id: label for label, entry in exhibit.entries.items()}
    lines = [noted, ""] if noted else []
    lines += ["What was recorded:", *_entries(exhibit)]
    last = max((entry.at_ms for entry in exhibit.entries.values()), default=0)
    lines.append(f"The session ends at {clock(max(timeline.duration_ms, last))}.")
    for label, finding in exhibit.findings.items():
        lines += ["", *_finding(label, finding, exhibit, timeline, cites)]
    return "\n".join(lines)


def rebuilding(clip: Clip) -> str:
    """What of the pictures is the renderer's doing, on one line; empty where it has nothing to say."""
    notes = [one_line(note, _LINE) for note in clip.notes[:_MOST_NOTES]]
    return f"Of the rebuilding, and no fault of the page: {'; '.join(notes)}." if notes else ""


def _finding(label: str, finding: Finding, exhibit: Exhibit, timeline: Timeline, cites: dict[str, str]) -> Iterator[str]:
    rests_on = [cites[entry] for entry in leading(finding) if entry in cites][:_CITES]
    yield f"{label} {span_words(finding.start_ms, finding.end_ms)} suspected: {one_line(finding.title, _TEXT)}"
    yield f"  rule: {symptom_words(finding.symptom)}" + (f", at {' '.join(rests_on)}" if rests_on else "")
    if finding.description:
        yield f"  in words: {one_line(finding.description, 2 * _TEXT)}"
    yield from _measured(finding)
    if finding.evidence.screen is not None:
        yield from _screen_text(finding.evidence.screen)
    if exhibit.clip is not None:
        for words in told_once(pressed(finding, exhibit.clip, timeline)):
            yield f"  under the press: {words}"
        if not exhibit.pictured:
            yield from _screens(finding, exhibit.clip)


def _measured(finding: Finding) -> Iterator[str]:
    """What each rule measured the first time it saw something, that of the leading one first."""
    told: dict[str, str] = {}
    for hit in sorted(finding.evidence.hits, key=lambda hit: hit.rule != finding.symptom):
        words = measured(hit.facts)
        if words and hit.rule not in told:
            told[hit.rule] = f"  measured ({symptom_words(hit.rule)}, {clock(hit.at_ms)}): {one_line(words, _TEXT)}"
    yield from list(told.values())[:_MOST_RULES]


def _screen_text(screen: ScreenText) -> Iterator[str]:
    reader = "as a browser lays the page out" if screen.exact else "from the page's code, hidden texts may be among them"
    yield f"  on the screen ({reader}), some lines:"
    for name, texts in (("before", screen.before), ("came", screen.appeared), ("went", screen.gone), ("after", screen.after)):
        if texts:
            yield f"    {name}: " + " · ".join(one_line(text, _LINE) for text in texts)
    if screen.notes:
        yield "    noted: " + "; ".join(one_line(note, _LINE) for note in screen.notes)
    if screen.masked:
        yield f"    {count(screen.masked, 'text')} hidden for privacy"


def _screens(finding: Finding, clip: Clip) -> Iterator[str]:
    """What a browser could read before, at and after: the whole proof of a reader without pictures."""
    window = finding.evidence.hits[0].window if finding.evidence.hits else clip.plan.shots[0].window
    own = [screen for screen in clip.screens if screen.window == window]
    for screen in _telling(own, finding):
        yield f"  all that could be read at {clock(screen.at_ms)}, as a browser lays the page out:"
        for line in screen.lines[:_LINES]:
            role = "" if line.role is Role.TEXT else f"{line.role.value}: "
            yield f"    {role}{one_line(line.text, _LINE)}"
        if len(screen.lines) > _LINES:
            yield f"    and {count(len(screen.lines) - _LINES, 'more line')}"
        if screen.disabled:
            yield "    disabled: " + ", ".join(one_line(label, 40) for label in screen.disabled[:8])


def _telling(screens: Sequence[Screen], finding: Finding) -> list[Screen]:
    """The last look before, and the first ones from where it is over."""
    before = [screen for screen in screens if screen.at_ms <= finding.start_ms][-1:]
    during = [screen for screen in screens if finding.start_ms < screen.at_ms <= finding.end_ms][-1:]
    after = [screen for screen in screens if screen.at_ms > finding.end_ms]
    return [*before, *during, *after][:_SCREENS]


def _entries(exhibit: Exhibit) -> Iterator[str]:
    after = False
    for label, entry in exhibit.entries.items():
        if label in exhibit.after and not after:
            after = True
            left_out = f" ({count(exhibit.skipped, 'entry', 'entries')} left out)" if exhibit.skipped else ""
            yield f"What came later{left_out}:"
        number = _first_frame(exhibit, entry)
        yield f"{label} {clock(entry.at_ms)}{'' if number is None else f' (from frame {number} on)'}: {tell(entry)}"


def _first_frame(exhibit: Exhibit, entry: Entry) -> int | None:
    """The first of the frames that can show it."""
    frames = exhibit.frames.items()
    if not any(frame.at_ms <= entry.at_ms for _, frame in frames):
        return None
    shown_ms = entry.at_ms - _PRESSED_MS if isinstance(entry.detail, Click) else entry.at_ms
    return next((number for number, frame in frames if frame.window == entry.window and frame.at_ms >= shown_ms), None)
