"""A session told by a model, part by part."""

from __future__ import annotations

from collections.abc import Callable

from onlooker import summarize
from onlooker.domain.run import Phase
from onlooker.domain.summary import Summary
from onlooker.domain.transcript import Transcript
from onlooker.errors import ReplyError
from onlooker.pipeline.observing import Watched
from onlooker.pipeline.reading import Reading
from onlooker.ports import Model

CALM = "Nothing went wrong by the rules and the user reached the goal, so no model was asked to summarize the session."
ASKS = 3
"""How often one request is put to a model before the rules' word stands: the first time, and twice with what was wrong."""


def calm(watched: Watched) -> bool:
    """Whether a model's summary would add little: no reported finding, and a goal that was seen to be reached."""
    return watched.outcome.success is True and not any(finding.reported for finding in watched.findings)


def transcript_of(watched: Watched, reading: Reading) -> Transcript:
    """What a model would read of this session."""
    from onlooker import condense  # noqa: PLC0415 - a rules-only run needs neither its passes nor its vocabulary

    return condense.condense(watched.timeline, watched.findings, watched.noise, budget=reading.transcript_tokens, screens=watched.track.screens)


def summary_by(watched: Watched, transcript: Transcript, model: Model, *, context: str, step: Callable[[Phase, str], None]) -> Summary:
    """Part by part."""
    parts: list[Summary] = []

    def streamed(content: object) -> None:
        for name in summarize.partial(content):
            step(Phase.SUMMARIZING, name)

    for index in range(len(transcript.parts)):
        wrong: str | None = None
        for attempt in range(ASKS):
            request = summarize.ask(transcript, index, summarize.combine(parts) if parts else None, context=context, attempt_error=wrong)
            reply = model.reply(request, streamed)
            try:
                parts.append(summarize.read(reply, transcript, watched.timeline, watched.findings, part=index))
                break
            except ReplyError as error:
                wrong = str(error)
                if attempt == ASKS - 1:
                    raise
    return summarize.combine(parts)
