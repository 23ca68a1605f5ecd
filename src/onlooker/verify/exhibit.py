"""What is laid before a reader who is to rule: frames, findings and entries, with the labels they are called by.

Computed anew from the same values whenever it is needed, so that a reply is read with exactly the labels it was asked with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from onlooker.domain.clip import Clip, Frame
from onlooker.domain.finding import Finding
from onlooker.domain.model import Sees
from onlooker.domain.screen import Role
from onlooker.domain.timebase import Span
from onlooker.domain.timeline import Click, Entry, Left, Logged, PageShown, Requested, Seen, Submitted, Thrown, Timeline, Typed
from onlooker.domain.tone import Tone, read
from onlooker.verify.shown import frames_shown, video_fits

_CITED = 8
"""Entries of one finding's leading rule."""
_AROUND_MS = 2_000
_MOST_WITHIN = 40
_MOST_AFTER = 12
_SPEAKING = (Role.ALERT, Role.DIALOG, Role.INVALID)


class Basis(StrEnum):
    """What is looked at: the `basis` of the verdicts that come of it."""

    VIDEO = "video"
    FRAMES = "frames"
    SCREEN_TEXT = "screen text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """`findings` by `f1`…, in time order; `entries` by `e1`…, in time order; `frames` by their number in the clip. `after` are the labels of the
    entries that came when the clip was over; `skipped` counts those of them that are not told."""

    basis: Basis
    findings: Mapping[str, Finding]
    entries: Mapping[str, Entry]
    frames: Mapping[int, Frame]
    clip: Clip | None
    after: frozenset[str] = frozenset()
    skipped: int = 0

    @property
    def pictured(self) -> bool:
        return self.basis is not Basis.SCREEN_TEXT


def lay_out(clip: Clip | None, findings: Sequence[Finding], timeline: Timeline, sees: Sees) -> Exhibit:
    """`clip` None, or a model that sees nothing: the screen text speaks alone."""
    ordered = sorted(findings, key=lambda finding: (finding.start_ms, finding.id))
    basis = _basis(clip, sees)
    span = _span(clip, ordered)
    cited = {entry for finding in ordered for entry in leading(finding)[:_CITED]}
    within = _thinned([entry for entry in timeline.entries if entry.id in cited or _told(entry, span)], cited)
    later = [entry for entry in timeline.entries if entry.at_ms > span.end_ms and entry.id not in cited and _came_after(entry)]
    after = later if len(later) <= _MOST_AFTER else [*later[: _MOST_AFTER // 2], *later[-_MOST_AFTER // 2 :]]
    entries = {f"e{number}": entry for number, entry in enumerate(sorted([*within, *after], key=lambda entry: entry.at_ms), start=1)}
    ids_after = {entry.id for entry in after}
    return Exhibit(
        basis=basis,
        findings={f"f{number}": finding for number, finding in enumerate(ordered, start=1)},
        entries=entries,
        frames=_frames(clip, timeline, basis),
        clip=clip,
        after=frozenset(label for label, entry in entries.items() if entry.id in ids_after),
        skipped=len(later) - len(after),
    )


def leading(finding: Finding) -> tuple[str, ...]:
    """The entries of the rule the finding is named after; all of its entries when that rule left none."""
    return next((hit.entries for hit in finding.evidence.hits if hit.rule == finding.symptom and hit.entries), finding.evidence.entries)


def _basis(clip: Clip | None, sees: Sees) -> Basis:
    if clip is None or sees is Sees.TEXT:
        return Basis.SCREEN_TEXT
    if sees is Sees.VIDEO and video_fits(clip):
        return Basis.VIDEO
    return Basis.FRAMES if clip.frames else Basis.SCREEN_TEXT


def _frames(clip: Clip | None, timeline: Timeline, basis: Basis) -> dict[int, Frame]:
    """A video shows all of them; the reader of it reckons by their numbers too."""
    if clip is None or basis is Basis.SCREEN_TEXT:
        return {}
    numbers = range(len(clip.frames)) if basis is Basis.VIDEO else frames_shown(clip, timeline)
    return {number: clip.frames[number] for number in numbers}


def _span(clip: Clip | None, findings: Sequence[Finding]) -> Span:
    if clip is not None:
        return Span(start_ms=clip.plan.start_ms, end_ms=clip.plan.end_ms)
    return Span(
        start_ms=min((finding.start_ms for finding in findings), default=0) - _AROUND_MS,
        end_ms=max((finding.end_ms for finding in findings), default=0) + _AROUND_MS,
    )


def _told(entry: Entry, span: Span) -> bool:
    if not span.start_ms - _AROUND_MS <= entry.at_ms <= span.end_ms:
        return False
    match entry.detail:
        case Click() | Typed() | Submitted() | PageShown() | Thrown() | Left():
            return True
        case Seen(change=change):
            return bool(change.appeared or change.values or change.blank or change.spinners)
        case Requested(failed=failed):
            return failed
        case Logged(level=level):
            return level == "error"
        case _:
            return False


def _came_after(entry: Entry) -> bool:
    """What the user did next, and what the screen told them then."""
    match entry.detail:
        case Click() | Typed() | Submitted() | PageShown():
            return True
        case Left(last=last):
            return last
        case Seen(change=change):
            return any(line.role in _SPEAKING or read(line.text).tone is Tone.SUCCESS for line in change.appeared[:40])
        case _:
            return False


def _thinned(entries: Sequence[Entry], cited: set[str]) -> list[Entry]:
    """The cited ones, what the user did, and then as much of the rest as there is room for."""
    if len(entries) <= _MOST_WITHIN:
        return list(entries)
    ranked = sorted(_ranked(entries, cited))[:_MOST_WITHIN]
    return [entries[place] for place in sorted(place for _, place in ranked)]


def _ranked(entries: Sequence[Entry], cited: set[str]) -> Iterator[tuple[int, int]]:
    for place, entry in enumerate(entries):
        if entry.id in cited:
            yield 0, place
        elif isinstance(entry.detail, Click | Typed | Submitted | PageShown):
            yield 1, place
        else:
            yield 2 if isinstance(entry.detail, Seen) else 3, place
