"""What goes to a model and what comes back, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from onlooker.domain.ids import content_id


class Sees(StrEnum):
    """What a model takes besides text; each also takes what stands below it."""

    VIDEO = "video"
    IMAGES = "images"
    TEXT = "text"

    def least(self, other: Sees) -> Sees:
        """What both take."""
        order = tuple(Sees)
        return max(self, other, key=order.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """Text of the request. `untrusted` marks what a page or a user wrote: it is data, never an instruction."""

    text: str
    untrusted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPart:
    """Picture or video, by content hash; the bytes are fetched from the blob store at the edge. `width` and `height` in pixels and the number of
    `frames` of a video serve estimates, 0 where not known. `shows` names what is pictured whatever bytes it came out as: two browsers draw
    one moment in different pixels, and a reply recorded with one is found again with the other."""

    blob: str
    media_type: str
    label: str = ""
    fps: int | None = None
    width: int = 0
    height: int = 0
    frames: int = 0
    shows: str = ""


Part = TextPart | MediaPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """`schema` is the JSON Schema the reply must fit; `purpose` names the prompt ("summarize"), `prompt_version` its text."""

    purpose: str
    prompt_version: str
    instructions: str
    parts: tuple[Part, ...]
    schema: Mapping[str, object]
    max_output_tokens: int = 8192
    input_tokens: int = 0
    about: tuple[str, ...] = ()
    """Ids of what it rules on, for the ledger; no part of the question."""

    @property
    def pictured(self) -> bool:
        """Whether it shows anything besides text."""
        return any(isinstance(part, MediaPart) for part in self.parts)

    def hash(self, model: str, *, by_bytes: bool = True) -> str:
        """The cache key: everything that can change the answer, and nothing else. Not `by_bytes`: pictures count for what they show."""
        parts = [
            ("text", part.text, part.untrusted)
            if isinstance(part, TextPart)
            else ("media", part.blob if by_bytes or not part.shows else part.shows, part.media_type, part.label, part.fps)
            for part in self.parts
        ]
        body = (self.purpose, self.prompt_version, self.instructions, parts, self.schema, self.max_output_tokens)
        return content_id(model, json.dumps(body, sort_keys=True, ensure_ascii=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the provider counted them; `cost` in USD, None when no price is known (never taken as zero)."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    cached: bool = False
    saved: float | None = 0.0
    """What a cached answer would have cost now; None when no price is known."""

    def plus(self, lost: Usage) -> Usage:
        """With what was paid for tries that brought nothing."""
        cost = None if self.cost is None or lost.cost is None else self.cost + lost.cost
        given, written = self.input_tokens + lost.input_tokens, self.output_tokens + lost.output_tokens
        return replace(self, input_tokens=given, output_tokens=written, cost=cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReply:
    """`content` is the reply's JSON object, not yet checked against the request's schema by anyone we trust."""

    content: Mapping[str, object]
    model: str
    usage: Usage = field(default_factory=Usage)
    attempts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One answered call: what for, and what it took. `key` is the request's hash with the model that answered; `about` the ids of what was ruled on.
    `cost` in USD, None when no price is known, 0 where the answer was kept from an earlier call (`cached`)."""

    key: str
    purpose: str
    model: str
    about: tuple[str, ...] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = 0.0
    cached: bool = False
    saved: float | None = 0.0
    """What a cached answer would have cost; None when no price is known."""
