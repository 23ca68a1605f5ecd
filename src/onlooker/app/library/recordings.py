"""A session's recording for a player: cut into chunks that are fetched one by one, so that neither end ever holds it whole.

The first who asks for it has it decoded and repaired; from its index alone an outline is made, and then each chunk is written down, packed, in the
order in which a player wants them. After that the store holds all that is asked for. A chunk that is wanted before its turn is made at once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cramjam
import msgspec
import orjson

from onlooker import pipeline
from onlooker.app.kept import kept_raw
from onlooker.app.library.chunks import Chunk, Cut, cut_up
from onlooker.app.library.kept import Kept
from onlooker.domain.catalogued import SessionRow
from onlooker.domain.ids import content_id
from onlooker.domain.snapshot import Recording, SnapshotData
from onlooker.errors import DecodeError, MissingError
from onlooker.merge import align

_FORM = "2"
"""Of what is written down; another one when it changes."""
_PACKED = 3
"""gzip's level: above it time grows faster than what is saved."""
_OPEN = 2
"""Recordings that are being written down at once; whoever comes next waits."""
_OUTLINES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOutline:
    """Session ms of the first and the last record of one window; `id` is the recorder's."""

    number: int
    id: str
    from_ms: int
    to_ms: int
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """`started_at` UTC ms on the recorder's clock: a record's `timestamp` less it is its session ms. `key` stands for the recording: chunks of one
    key never change."""

    key: str
    started_at: int
    duration_ms: int
    windows: tuple[WindowOutline, ...]
    chunks: tuple[Chunk, ...]


class Recordings:
    """Safe to use from several threads."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._opening = threading.BoundedSemaphore(_OPEN)
        self._outlines: OrderedDict[str, Outline] = OrderedDict()
        self._writing: dict[str, _Writing] = {}

    def outline(self, row: SessionRow) -> Outline:
        """Raises MissingError for a session without a recording that can be read."""
        key = self._key(row)
        with self._lock:
            known = self._outlines.get(key) or self._remembered(key)
            writing = self._writing.get(key)
            if known is None and writing is None:
                writing = self._writing[key] = _Writing()
                threading.Thread(target=self._write, args=(key, row, writing), name="recording", daemon=True).start()
        if known is not None:
            return known
        assert writing is not None
        return writing.outline()

    def chunk(self, row: SessionRow, number: int) -> bytes:
        """One chunk's JSON lines, gzipped. A line is `{"type", "data", "timestamp", "window", "at"}`: rrweb's record, the number of its window, and
        its session ms."""
        outline = self.outline(row)
        if not 0 <= number < len(outline.chunks):
            raise MissingError(f"the recording of session {row.name} has {len(outline.chunks)} chunks; there is no number {number}")
        for _ in range(2):
            with self._lock:
                writing = self._writing.get(outline.key)
            made = writing.chunk(number) if writing is not None else None
            packed = made if made is not None else self._chunk_kept(outline.key, number)
            if packed is not None:
                return packed
            with self._lock:  # somebody deleted it
                self._outlines.pop(outline.key, None)
                self._kept.blobs.note(_note(outline.key), b"")
            outline = self.outline(row)
        raise MissingError(f"chunk {number} of the recording of session {row.name} cannot be kept: make room where ONLOOKER_BLOBS is")

    def lines(
        self, row: SessionRow, *, window: int | None = None, from_ms: int = 0, to_ms: int | None = None, chunk: int | None = None
    ) -> Iterator[bytes]:
        """JSON lines, a chunk's at a time, window by window; from the last full snapshot at or before `from_ms`."""
        outline = self.outline(row)
        if chunk is not None:
            wanted: Sequence[Chunk] = [one for one in outline.chunks if one.number == chunk]
        else:
            wanted = _between(outline.chunks, window, from_ms, to_ms)
        return (bytes(cramjam.gzip.decompress(self.chunk(row, one.number))) for one in wanted)

    def _key(self, row: SessionRow) -> str:
        if not row.parts:
            raise MissingError(f"the recording of session {row.name} was not brought into the store")
        return content_id("player", _FORM, *(f"{part.events}{part.blob}" for part in row.parts))

    def _remembered(self, key: str) -> Outline | None:
        noted = self._kept.blobs.noted(_note(key))
        if not noted:
            return None
        try:
            outline = msgspec.json.decode(noted, type=Outline)
        except msgspec.MsgspecError:
            return None
        self._remember(outline)
        return outline

    def _remember(self, outline: Outline) -> None:
        self._outlines[outline.key] = outline
        while len(self._outlines) > _OUTLINES:
            self._outlines.popitem(last=False)

    def _chunk_kept(self, key: str, number: int) -> bytes | None:
        return self._kept.blobs.noted(_note(key, number))

    def _write(self, key: str, row: SessionRow, writing: _Writing) -> None:
        try:
            with self._opening:
                self._written(key, row, writing)
        except Exception as error:
            writing.fail(error)
        finally:
            with self._lock:
                self._writing.pop(key, None)

    def _written(self, key: str, row: SessionRow, writing: _Writing) -> None:
        try:
            recording, events, _ = pipeline.open_recording(kept_raw(row, self._kept.blobs))
        except DecodeError as error:
            raise MissingError(f"the recording of session {row.name} cannot be read: {error}") from None
        if recording is None or not recording.snapshots:
            raise MissingError(f"session {row.name} has events and no recording: there is nothing to play")
        alignment = align(recording, events)
        cut = cut_up(recording, alignment.started_at)
        outline = Outline(
            key=key,
            started_at=alignment.started_at,
            duration_ms=alignment.duration_ms,
            windows=_windows(recording, alignment.started_at),
            chunks=cut.chunks,
        )
        writing.begin(outline, recording, cut)
        for one in outline.chunks:
            packed = writing.chunk(one.number)
            if packed is not None:
                self._kept.blobs.note(_note(key, one.number), packed)
        self._kept.blobs.note(_note(key), msgspec.json.encode(outline))
        with self._lock:
            self._remember(outline)


class _Writing:
    """A recording that is open: its outline as soon as there is one, and any chunk of it meanwhile."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._decoding = threading.Lock()
        self._outline: Outline | None = None
        self._open: tuple[Recording, Cut] | None = None
        self._error: Exception | None = None

    def begin(self, outline: Outline, recording: Recording, cut: Cut) -> None:
        self._outline, self._open = outline, (recording, cut)
        self._ready.set()

    def fail(self, error: Exception) -> None:
        self._error = error
        self._ready.set()

    def outline(self) -> Outline:
        self._ready.wait()
        if self._outline is None:
            assert self._error is not None
            raise self._error
        return self._outline

    def chunk(self, number: int) -> bytes | None:
        """None where nothing can be made of it any more."""
        self._ready.wait()
        if self._open is None or self._outline is None or self._error is not None:
            return None
        recording, cut = self._open
        with self._decoding:  # contents remember the last one they decoded
            lines = [_line(recording, index, self._outline.started_at) for index in cut.records[number]]
        return bytes(cramjam.gzip.compress(b"".join(lines), level=_PACKED))


def _line(recording: Recording, index: int, started_at: int) -> bytes:
    snapshot = recording.snapshots[index]
    record = {
        "type": int(snapshot.type),
        "data": recording.data(snapshot),
        "timestamp": snapshot.at,
        "window": snapshot.window,
        "at": snapshot.at - started_at,
    }
    try:
        return orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    except (TypeError, ValueError, RecursionError):  # nested beyond what any page is, or a number that no browser takes
        return orjson.dumps({**record, "data": _EMPTY}, option=orjson.OPT_APPEND_NEWLINE)


_EMPTY: SnapshotData = {}


def _windows(recording: Recording, started_at: int) -> tuple[WindowOutline, ...]:
    spans: list[list[int]] = [[] for _ in recording.windows]
    for snapshot in recording.snapshots:
        span = spans[snapshot.window]
        span[:] = [span[0], snapshot.at, span[2] + 1] if span else [snapshot.at, snapshot.at, 1]
    return tuple(
        WindowOutline(number=number, id=id, from_ms=span[0] - started_at, to_ms=span[1] - started_at, records=span[2])
        for number, (id, span) in enumerate(zip(recording.windows, spans, strict=True))
    )


def _between(chunks: Sequence[Chunk], window: int | None, from_ms: int, to_ms: int | None) -> list[Chunk]:
    wanted: list[Chunk] = []
    for number in sorted({one.window for one in chunks}):
        if window is not None and number != window:
            continue
        own = [one for one in chunks if one.window == number]
        begins = max((place for place, one in enumerate(own) if one.full and one.from_ms <= from_ms), default=0)
        wanted += [one for one in own[begins:] if to_ms is None or one.from_ms <= to_ms]
    return wanted


def _note(key: str, number: int | None = None) -> str:
    return f"player {key}" if number is None else f"player {key} {number}"
