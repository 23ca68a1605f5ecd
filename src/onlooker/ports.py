"""What the core needs from outside, on one page. Every adapter of a port passes that port's one contract suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from onlooker.domain.clip import ClipScript, Rendered
from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.domain.part import Recognised


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPart:
    """One blob of a session. `read` opens it anew each time and raises OSError only; `name` is for messages."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSession:
    """A session as a source found it, bytes untouched. `origin` tells a person where it is; `name` is the id to use when the bytes carry none."""

    origin: str
    name: str
    recording: tuple[RawPart, ...]
    events: tuple[RawPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedPlace:
    """A file or folder that was looked at and holds no session."""

    origin: str
    reason: str


class Formats(Protocol):
    """How a source tells one file's bytes from another's; the stage `decode` is one. `recognise` reads a file's head, `survey` all of it;
    neither raises. `split` gives the lines of each session in a file of several, "" for those that name none; it raises DecodeError."""

    HEAD: int

    def recognise(self, name: str, head: bytes) -> Recognised: ...

    def survey(self, name: str, data: bytes) -> Recognised: ...

    def split(self, data: bytes) -> Mapping[str, bytes]: ...


class Source(Protocol):
    """Where sessions come from. Yields in a stable order; a place that cannot be read is a SkippedPlace, and the rest goes on.
    Raises SourceError when there is nothing at all to look at."""

    def sessions(self) -> Iterator[RawSession | SkippedPlace]: ...


class Model(Protocol):
    """Answers a request. Raises ModelError when no reply came, BudgetError when it may not ask. `on_part` receives the growing reply
    object while it streams, where the model can."""

    @property
    def name(self) -> str: ...

    @property
    def context_tokens(self) -> int: ...

    @property
    def sees(self) -> Sees:
        """What it takes besides text."""
        ...

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply: ...


class ReplyStore(Protocol):
    """Replies by request hash, for the cache and for recordings. A damaged entry is as good as none; neither call raises."""

    def get(self, key: str) -> ModelReply | None: ...

    def put(self, key: str, request: ModelRequest, reply: ModelReply) -> None: ...


class Renderer(Protocol):
    """Plays a script and takes its pictures. Raises RenderError; safe to call from several threads. `name` stands for everything about it that
    can change a pixel: browser, version, mode."""

    @property
    def name(self) -> str: ...

    def render(self, script: ClipScript) -> Rendered: ...

    def close(self) -> None: ...


class BlobStore(Protocol):
    """Bytes by the hash of their content, which `put` gives back; it raises OSError when they cannot be kept. `get` raises KeyError for a key
    that is not there."""

    def put(self, data: bytes, media_type: str) -> str: ...

    def get(self, key: str) -> bytes: ...


class NoteStore(Protocol):
    """Small texts under a key of the caller's making, such as that of a script and its renderer: what was made of it, so that it is never made
    twice. A damaged note is as good as none; neither call raises."""

    def note(self, key: str, data: bytes) -> None: ...

    def noted(self, key: str) -> bytes | None: ...


class Clock(Protocol):
    """Monotonic seconds, for durations only."""

    def seconds(self) -> float: ...
