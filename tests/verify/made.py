"""A session written by hand in which saving fails twice, the clip of it, and replies about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from onlooker import verify
from onlooker.detect import detect, findings
from onlooker.domain.clip import Clip, ClipPlan, Frame, Moment, Shot
from onlooker.domain.evidence import ScreenText
from onlooker.domain.finding import Finding
from onlooker.domain.model import MediaPart, ModelReply, ModelRequest, TextPart
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.timebase import Span, clock
from onlooker.domain.timeline import Timeline
from tests.detect.story import HOME, Story, alert, button, field, heading

SAVE = button("Save")
FAILED = "Saving failed: the disk is full"


def refused(story: Story, at: int) -> Story:
    return story.clicks(at, SAVE).requests(at + 10, "PUT", f"{HOME}/api/save", 500).shows(at + 300, alert(FAILED))


def ruled(timeline: Timeline) -> tuple[Finding, ...]:
    """Suspected by the rules, and ruled on by them."""
    suspected = findings(timeline, detect(timeline)).findings
    return verify.revise(suspected, verify.by_rules(timeline, ScreenTrack(), suspected))


STORY = Story().shows(500, heading("Settings"), navigation=True).types(9_000, field("Name"), "Lena")
TIMELINE = refused(refused(STORY, 12_000), 16_500).opens(25_000, "https://app.test/help", title="Help").leaves(40_000).timeline(40_000)
[_FOUND] = ruled(TIMELINE)
SCREEN = ScreenText(before=("Settings",), appeared=(FAILED,), at_ms=12_000, page="Settings", notes=("the message still stands",), masked=1)
FINDING = replace(_FOUND, evidence=replace(_FOUND.evidence, screen=SCREEN))
"""The one finding of it, with its screen text."""


def clip_of(finding: Finding, instants: Sequence[int], *, window: int = 0, skipped: Sequence[Span] = ()) -> Clip:
    """Frames of one window; their bytes are told apart by their time."""
    moment = Moment(finding_id=finding.id, start_ms=finding.start_ms, end_ms=finding.end_ms, at_ms=finding.start_ms)
    plan = ClipPlan(session_id="s", shots=(Shot(window=window, instants=tuple(instants)),), moments=(moment,), skipped=tuple(skipped))
    frames = tuple(Frame(at_ms=at_ms, window=window, blob=f"still {at_ms}") for at_ms in instants)
    return Clip(id=plan.id, plan=plan, frames=frames, video="clip", width=960, height=622, size=100_000)


INSTANTS = (5_000, *range(9_000, 20_000, 1_000))
CLIP = replace(clip_of(FINDING, INSTANTS, skipped=[Span(start_ms=5_500, end_ms=8_500)]), notes=("2 hatched boxes for pictures",))
"""Twelve frames around the two tries, three seconds left out after the first."""


def entry_labels(request: ModelRequest) -> dict[str, str]:
    """The text of each entry's line -> its label."""
    lines = [line for part in request.parts if isinstance(part, TextPart) for line in part.text.splitlines()]
    return {line.partition(": ")[2]: line.split()[0] for line in lines if line[:1] == "e" and line[1:2].isdigit()}


def reply(content: Mapping[str, object], model: str = "test:eye") -> ModelReply:
    return ModelReply(content=content, model=model)


def ruling(**fields: object) -> dict[str, object]:
    """A sound ruling on f1, with some fields told otherwise."""
    plain: dict[str, object] = {
        "finding": "f1",
        "what_user_saw": "A red message said that saving failed.",
        "frames": [5, 9],
        "cites": ["e3"],
        "why": "The message stands in frames 5 and 9, and no later frame shows that anything was saved.",
        "ruling": "confirmed",
        "blocking": True,
    }
    return {**plain, **fields}


def look(*rulings: Mapping[str, object], what_happens: str = "The person presses Save twice; a red message comes both times.") -> ModelReply:
    return reply({"what_happens": what_happens, "rulings": [dict(one) for one in rulings]})


def trusted(request: ModelRequest) -> str:
    return "\n".join([request.instructions, *(part.text for part in request.parts if isinstance(part, TextPart) and not part.untrusted)])


def untrusted(request: ModelRequest) -> str:
    return "\n".join(part.text for part in request.parts if isinstance(part, TextPart) and part.untrusted)


def media(request: ModelRequest) -> list[MediaPart]:
    return [part for part in request.parts if isinstance(part, MediaPart)]


def rendered(request: ModelRequest) -> str:
    """A request as text that a person can review."""
    lines = [f"purpose: {request.purpose}", "", request.instructions.strip(), "", "=" * 40]
    for part in request.parts:
        if isinstance(part, TextPart):
            lines.append(part.text)
        else:
            fps = f", {part.fps} frames a second" if part.fps is not None else ""
            lines.append(f"{part.label}\n[{part.media_type} {part.width}x{part.height}{fps}: {part.blob}]")
    return "\n".join(lines) + "\n"


def clocks(times: Sequence[int]) -> list[str]:
    return [clock(at_ms) for at_ms in times]
