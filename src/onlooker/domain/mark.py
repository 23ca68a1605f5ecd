"""An entry told in one line, and the marks of a report: one for every entry it cites, so that the proof travels with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never
from urllib.parse import urlsplit

from onlooker.domain.finding import Finding, Noise
from onlooker.domain.report import TimelineMark
from onlooker.domain.screen import Element, ScreenChange
from onlooker.domain.summary import Outcome, Summary
from onlooker.domain.timeline import (
    Click,
    Entry,
    Hinted,
    Idled,
    Left,
    Logged,
    Moved,
    PageShown,
    Played,
    Requested,
    Resized,
    Scrolled,
    Seen,
    Selected,
    Submitted,
    Switched,
    Thrown,
    Timeline,
    Tracked,
    Typed,
)
from onlooker.domain.words import duration, one_line, took

_LONGEST = 200
_NOISE_ENTRIES = 5
"""How many entries of one noise are worth a mark; the count tells the rest."""


def tell(entry: Entry) -> str:
    """`Clicked "Deploy"`, `POST /flows answered 500 after 120 ms`: at most 200 characters, recorded text made safe for one line."""
    return one_line(_tell(entry) + (f" ({entry.count} times)" if entry.count > 1 and entry.kind in _COUNTED else ""), _LONGEST)


_COUNTED = frozenset({"exception", "console", "request", "click"})


def _tell(entry: Entry) -> str:
    match entry.detail:
        case PageShown(url=url, title=title, load=load):
            return f'{"Opened" if load else "Went to"} "{title}" ({place(url)})' if title else f"{'Opened' if load else 'Went to'} {place(url)}"
        case Click(target=target, double=double, touch=touch):
            return f"{'Tapped' if touch else 'Double-clicked' if double else 'Clicked'} {called(target)}"
        case Typed(target=target, value=value, checked=checked, masked=masked):
            if checked is not None:
                return f"{'Ticked' if checked else 'Unticked'} {called(target)}"
            return f"Typed {'masked text' if masked else f'“{value}”' if value else 'nothing (cleared)'} into {called(target)}"
        case Submitted(target=target):
            return f'Sent the form "{target.label}"' if target is not None and target.label else "Sent the form"
        case Scrolled(from_y=top, to_y=bottom):
            return f"Scrolled {'down' if bottom >= top else 'up'}"
        case Moved():
            return "Moved the pointer"
        case Selected():
            return "Selected text"
        case Requested(method=method, url=url, status=status, duration_ms=ms):
            if status == 0:
                return f"{method} {place(url)} never got an answer"
            return f"{method} {place(url)} " + (f"answered {status} after {took(ms)}" if status is not None else f"took {took(ms)}")
        case Logged(level=level, text=text):
            return f"Console {level}: {text}"
        case Thrown(type=name, message=message):
            return f"{name}: {message}" if name and not message.startswith(name) else message or name
        case Hinted(name=name, target=target):
            return f"{name.lstrip('$').replace('_', ' ')} reported on {called(target)}"
        case Tracked(name=name):
            return f"Event {name}"
        case Seen(change=change):
            return told_change(change)
        case Switched(previous=previous):
            return f"Went on in another window (before: window {previous + 1})"
        case Resized(width=width, height=height):
            return f"Window resized to {width}x{height}"
        case Played(act=act):
            return f"Media: {act}"
        case Idled(gap=gap):
            return f"{'No recording' if gap else 'Idle'} for {duration(entry.end_ms - entry.at_ms)}"
        case Left(last=last):
            return "The session ends" if last else "Left the page"
        case _ as never:
            assert_never(never)


def called(target: Element | None) -> str:
    """The name a person would give a thing: its label in quotes, else what it is."""
    if target is None:
        return "something the recording does not name"
    kind = target.role or {"a": "link", "input": "field", "textarea": "field", "select": "list", "img": "picture"}.get(target.tag, target.tag)
    return f'"{target.label}"' if target.label else f"a {kind} without a name"


def place(url: str) -> str:
    """The path (and query) of a URL; its host only when there is no path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url[:120]
    path = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return path[:120] if path not in ("", "/") else parts.netloc or url[:120]


def told_change(change: ScreenChange) -> str:
    """What came on the screen, in the words that stood there."""
    if change.blank:
        return "The screen went blank"
    lead = [line.text for line in change.appeared if line.role.value in ("alert", "dialog", "invalid")]
    rest = [line.text for line in change.appeared if line.text not in lead]
    texts = list(dict.fromkeys(lead or rest))[:4]
    if texts:
        return "On screen: " + " · ".join(texts)
    if change.values:
        label, _, after = change.values[0]
        return f"On screen: {label or 'a field'} now shows “{after}”"
    if change.spinners:
        return "On screen: a spinner"
    return f"Gone from the screen: {change.gone[0].text}" if change.gone else "The screen changed"


def marks(
    timeline: Timeline,
    summary: Summary,
    findings: Sequence[Finding],
    outcome: Outcome,
    noise: Sequence[Noise],
    *,
    also: Sequence[str] = (),
) -> tuple[TimelineMark, ...]:
    """One mark for each entry cited by anything in the report (and for `also`), in time order."""
    wanted = {*_cited(summary, findings, outcome, noise), *also}
    return tuple(
        TimelineMark(id=entry.id, at_ms=entry.at_ms, kind=entry.kind, text=tell(entry), window=entry.window)
        for entry in timeline.entries
        if entry.id in wanted
    )


def _cited(summary: Summary, findings: Sequence[Finding], outcome: Outcome, noise: Sequence[Noise]) -> Iterator[str]:
    yield from outcome.cites
    for segment in summary.segments:
        for action in segment.key_actions:
            yield from action.cites
    for finding in findings:
        yield from finding.evidence.entries
        for hit in finding.evidence.hits:
            yield from hit.entries
        for verdict in (finding.evidence.verdict, *finding.evidence.earlier):
            yield from verdict.cites if verdict is not None else ()
    for one in noise:
        yield from one.entries[:_NOISE_ENTRIES]
