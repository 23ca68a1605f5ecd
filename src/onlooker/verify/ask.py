"""What a model is asked about one clip. Pure: the call itself is made elsewhere.

Frames come first, suspicions last: in one call (`ask`) the description is the first field of the reply and the prompt asks for it from the frames
alone. The honest form is two calls: `ask_description`, which holds no suspicion at all, and `ask` with what was `described`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onlooker.domain.clip import Clip, Frame
from onlooker.domain.finding import Finding
from onlooker.domain.model import MediaPart, ModelRequest, Part, Sees, TextPart
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Timeline
from onlooker.domain.words import count, one_line
from onlooker.verify.exhibit import Basis, Exhibit, lay_out
from onlooker.verify.prompt import Prompt, describing_prompt, ruling_prompt
from onlooker.verify.telling import rebuilding, recorded

_MARK = re.compile(r"<(?=\s*/?\s*(?:recorded|described)\b)", re.IGNORECASE)
_CHARACTERS_PER_TOKEN = 3
"""Of instructions and short lines full of names; media are estimated where they are sent."""


def ask(
    clip: Clip | None,
    findings: Sequence[Finding],
    timeline: Timeline,
    *,
    sees: Sees,
    context: str = "",
    described: str = "",
    attempt_error: str | None = None,
) -> ModelRequest:
    """`findings` are those of the clip; `clip` None asks by screen text alone. `context` is what the team says about its product; `described` what a
    reader said of the clip who was told of no suspicion; `attempt_error` why the last reply could not be used."""
    exhibit = lay_out(clip, findings, timeline, sees)
    parts = [*_context(context), *_pictures(exhibit)]
    if described:
        parts += _fenced("described", one_line(described))
    parts += _fenced("recorded", recorded(exhibit, timeline))
    parts.append(TextPart(text=_task(exhibit)))
    return _request("verify", ruling_prompt(exhibit.basis, described=bool(described)), parts, attempt_error, [one.id for one in findings])


def ask_description(clip: Clip, timeline: Timeline, *, sees: Sees, context: str = "", attempt_error: str | None = None) -> ModelRequest:
    """Only what happens in the clip; for a model that sees at least images. `timeline` serves the choice of frames and is not told."""
    exhibit = lay_out(clip, (), timeline, sees)
    noted = rebuilding(clip)
    parts = [*_context(context), *_pictures(exhibit), *(_fenced("recorded", noted) if noted else [])]
    parts.append(TextPart(text="Now say what happens in this clip, as instructed."))
    return _request("describe", describing_prompt(exhibit.basis), parts, attempt_error, [one.finding_id for one in clip.plan.moments])


def _request(purpose: str, prompt: Prompt, parts: list[Part], attempt_error: str | None, about: Sequence[str]) -> ModelRequest:
    if attempt_error:
        parts = [*parts, TextPart(text=f"Your last reply could not be used: {attempt_error}\nReply again, whole.")]
    characters = len(prompt.instructions) + sum(len(part.text) for part in parts if isinstance(part, TextPart))
    return ModelRequest(
        purpose=purpose,
        prompt_version=prompt.version,
        instructions=prompt.instructions,
        parts=tuple(parts),
        schema=prompt.schema,
        input_tokens=characters // _CHARACTERS_PER_TOKEN,
        about=tuple(about),
    )


def _context(context: str) -> list[Part]:
    return [TextPart(text=f"# About the product, from its team\n\n{context.strip()}")] if context.strip() else []


def _fenced(name: str, text: str) -> list[Part]:
    """The untrusted text between marks of ours, and no such mark left inside it."""
    return [TextPart(text=f"<{name}>"), TextPart(text=_MARK.sub("&lt;", text), untrusted=True), TextPart(text=f"</{name}>")]


def _pictures(exhibit: Exhibit) -> list[Part]:
    clip = exhibit.clip
    if clip is None or not exhibit.pictured:
        return []
    if exhibit.basis is Basis.VIDEO:
        video = MediaPart(
            blob=clip.video,
            media_type=clip.media_type,
            label="The clip:",
            fps=clip.plan.fps,
            width=clip.width,
            height=clip.height,
            frames=len(clip.frames),
            shows=f"{clip.plan.id} video",
        )
        listed = "\n".join(_label(number, exhibit) for number in exhibit.frames)
        return [video, TextPart(text=f"Its frames, numbered from 0; the time stands in the footer of each:\n{listed}")]
    left_out = len(clip.frames) - len(exhibit.frames)
    told = f"{count(len(exhibit.frames), 'frame')} of the clip" + (f"; {left_out} between them are left out" if left_out else "")
    return [TextPart(text=f"{told}:"), *(_still(clip, number, exhibit) for number in exhibit.frames)]


def _still(clip: Clip, number: int, exhibit: Exhibit) -> MediaPart:
    return MediaPart(
        blob=exhibit.frames[number].blob,
        media_type="image/jpeg",
        label=_label(number, exhibit),
        width=clip.width,
        height=clip.height,
        shows=f"{clip.plan.id} frame {number}",
    )


def _label(number: int, exhibit: Exhibit) -> str:
    """`frame 7, 0:27, after 0:45 left out`."""
    frame = exhibit.frames[number]
    told = [f"frame {number}", clock(frame.at_ms)]
    if len({one.window for one in exhibit.frames.values()}) > 1:
        told.append(f"window {frame.window + 1}")
    told += [f"after {clock(ms)} left out" for ms in [_cut_before(number, frame, exhibit)] if ms]
    return ", ".join(told) + (f" ({frame.note})" if frame.note else "")


def _cut_before(number: int, frame: Frame, exhibit: Exhibit) -> int:
    """Idle time cut out between this frame and the one shown before it, ms."""
    if exhibit.clip is None:
        return 0
    before = max((one.at_ms for other, one in exhibit.frames.items() if other < number), default=frame.at_ms)
    return sum(span.duration_ms for span in exhibit.clip.plan.skipped if before <= span.start_ms and span.end_ms <= frame.at_ms)


def _task(exhibit: Exhibit) -> str:
    labels, entries = list(exhibit.findings), list(exhibit.entries)
    told = [f"Suspicions to rule on: {', '.join(labels)}." if labels else "There is no suspicion: `rulings` is empty."]
    if exhibit.frames:
        told.append(f"Frames run from {min(exhibit.frames)} to {max(exhibit.frames)}.")
    if entries:
        told.append(f"Entries run from {entries[0]} to {entries[-1]}.")
    return " ".join([*told, "Now answer as instructed."])
