"""What was sent where for one session: each answered call with the question and the answer, as far as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from onlooker.app.library.kept import Kept
from onlooker.domain.catalogued import SessionRow
from onlooker.domain.model import Exchange, TextPart
from onlooker.engines import call_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPart:
    """A text, or a picture or video by its key. `untrusted`: what a page or a user wrote."""

    text: str = ""
    untrusted: bool = False
    blob: str = ""
    media_type: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMade:
    """`kept` is False where question and answer are in no store: the run kept nothing, or they were deleted."""

    exchange: Exchange
    kept: bool = False
    instructions: str = ""
    sent: tuple[SentPart, ...] = ()
    answer: str = ""
    """The reply's JSON."""


def calls_of(kept: Kept, row: SessionRow, exchanges: Sequence[Exchange]) -> tuple[CallMade, ...]:
    return tuple(_call(kept, row.run_id, one) for one in exchanges)


def _call(kept: Kept, run_id: str, exchange: Exchange) -> CallMade:
    found = call_kept(kept.blobs, run_id, exchange.key)
    if found is None:
        return CallMade(exchange=exchange)
    request, reply = found
    sent = tuple(
        SentPart(text=part.text, untrusted=part.untrusted)
        if isinstance(part, TextPart)
        else SentPart(blob=part.blob, media_type=part.media_type, label=part.label)
        for part in request.parts
    )
    answer = orjson.dumps(reply.content, option=orjson.OPT_INDENT_2).decode() if reply is not None else ""
    return CallMade(exchange=exchange, kept=True, instructions=request.instructions, sent=sent, answer=answer)
