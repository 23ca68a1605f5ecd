"""What a model is asked about one part of a transcript. Pure: the call itself is made elsewhere."""

from __future__ import annotations

import re

from onlooker.domain.model import ModelRequest, TextPart
from onlooker.domain.summary import Summary
from onlooker.domain.transcript import Transcript, TranscriptPart
from onlooker.summarize.prompt import PROMPT, PROMPT_VERSION, SCHEMA

_MARK = re.compile(r"<(?=\s*/?\s*(?:transcript|earlier)\b)", re.IGNORECASE)
_CHARACTERS_PER_TOKEN = 4
"""Of English prose; used for our own instructions only. What a transcript's part weighs is counted exactly by `condense`."""


def ask(
    transcript: Transcript,
    part: int = 0,
    previous: Summary | None = None,
    *,
    context: str = "",
    attempt_error: str | None = None,
) -> ModelRequest:
    """`previous` is the summary of the parts before this one; `context` is what the team says about its product; `attempt_error` is
    why the last reply could not be used. Raises IndexError for a part that does not exist."""
    own = transcript.parts[part]
    count = len(transcript.parts)
    parts: list[TextPart] = []
    if context.strip():
        parts.append(TextPart(text=f"# About the product, from its team\n\n{context.strip()}"))
    if count > 1:
        parts.append(TextPart(text=_place(part, count)))
    if previous is not None:
        parts += _fenced("earlier", _told(previous, transcript))
    parts += _fenced("transcript", own.text)
    parts.append(TextPart(text=_task(transcript, own)))
    if attempt_error:
        parts.append(TextPart(text=f"Your last reply could not be used: {attempt_error}\nReply again, whole."))
    around = sum(len(piece.text) for piece in parts) - len(own.text) + len(PROMPT)
    return ModelRequest(
        purpose="summarize",
        prompt_version=PROMPT_VERSION,
        instructions=PROMPT,
        parts=tuple(parts),
        schema=SCHEMA,
        input_tokens=own.tokens + around // _CHARACTERS_PER_TOKEN,
    )


def _fenced(name: str, text: str) -> list[TextPart]:
    """The untrusted text between marks of ours, and no such mark left inside it."""
    return [TextPart(text=f"<{name}>"), TextPart(text=_MARK.sub("&lt;", text), untrusted=True), TextPart(text=f"</{name}>")]


def _place(part: int, count: int) -> str:
    told = [f"This session is read in {count} parts; this is part {part + 1}."]
    if part:
        told.append("The parts before are told between the <earlier> marks; the first lines here may repeat the end of the last of them.")
    told.append("The session ends with this part." if part == count - 1 else "The session goes on after it: say null while the outcome is open.")
    told.append("Segments: of this part only. Goal and outcome: of the session, as far as it is known by now.")
    return " ".join(told)


def _task(transcript: Transcript, own: TranscriptPart) -> str:
    first = own.own_from or next(iter(own.cites), "")
    last = own.own_to or next(reversed(own.cites), "")
    suspects = [label for label in transcript.suspects if re.search(rf"^{re.escape(label)}\b", own.text, re.MULTILINE)]
    ends = f"Entries run from {first} to {last}. " if first and last else ""
    marked = f"Suspected findings to rule on: {', '.join(suspects)}." if suspects else "There is no suspected finding: `rulings` is empty."
    return f"{ends}{marked} Now describe this session as instructed."


def _told(previous: Summary, transcript: Transcript) -> str:
    """The earlier parts in the labels of this transcript."""
    label_of = {entry: label for label, entry in transcript.cites.items()}
    finding_of = {finding: label for label, finding in transcript.suspects.items()}

    def cited(ids: tuple[str, ...]) -> str:
        known = [label_of[entry] for entry in ids if entry in label_of]
        return f" [{', '.join(known)}]" if known else ""

    lines = [f"Goal so far: {previous.goal}"]
    for segment in previous.segments:
        lines.append(f"- {segment.name}: {segment.summary} ({_word(segment.success)})")
        lines += [f"  - {action.description}{cited(action.cites)}" for action in segment.key_actions]
    for suspicion in previous.suspicions:
        name = finding_of.get(suspicion.about or "", "new")
        ruled = "not a problem" if suspicion.dismissed else "unclear" if suspicion.unclear else "blocking" if suspicion.blocking else "real"
        lines.append(f"- ruled so far on {name}: {ruled}. {suspicion.title}: {suspicion.description}{cited(suspicion.cites)}")
    lines.append(f"Outcome so far: {_word(previous.outcome.success)}. {previous.outcome.description}{cited(previous.outcome.cites)}")
    return "\n".join(lines)


def _word(success: bool | None) -> str:
    return "unknown" if success is None else "went well" if success else "did not go well"
