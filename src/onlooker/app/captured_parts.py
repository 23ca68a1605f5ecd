"""Batches -> the parts of a session: each line once, though a browser sends again what it does not know to have arrived.

What was read of a session before is remembered by the keys of its parts, so that a batch that comes late is read together with it.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from msgspec import Raw, Struct
from msgspec.json import Decoder

from onlooker.app.kept import all_kept
from onlooker.domain.captured import Batch, CapturedSession, Holds
from onlooker.domain.catalogued import KeptPart
from onlooker.engines import keep
from onlooker.errors import CatalogueError
from onlooker.ports import Inbox, RawPart, RawSession
from onlooker.stores import Blobs

_GZIP = 31
_LEVEL = 3
_CHUNK = 1 << 20
_RAW = "application/octet-stream"
_NONE = Raw()


class _Named(Struct, gc=False):
    """What tells one product event from another. A capture library gives each an id of its own; some programs give all the same one."""

    uuid: str = ""
    event: Raw = _NONE
    timestamp: Raw = _NONE


_NAMED = Decoder(_Named)


class _Remembered(Struct, frozen=True, kw_only=True):
    """The parts of a session as the run read them, and those of the run before it: what counts if that run never came to be."""

    run: str
    parts: tuple[KeptPart, ...]
    before: tuple[KeptPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """`parts` are all of the session, `known` those that were read before: the two are the same where nothing new came."""

    session: CapturedSession
    parts: tuple[KeptPart, ...]
    known: tuple[KeptPart, ...]

    @property
    def news(self) -> bool:
        return len(self.parts) > len(self.known)

    def raw(self, blobs: Blobs) -> RawSession:
        return RawSession(
            origin=f"captured/{self.session.project}",
            name=self.session.session,
            recording=tuple(_part(one, blobs) for one in self.parts if not one.events),
            events=tuple(_part(one, blobs) for one in self.parts if one.events),
        )


def assemble(session: CapturedSession, inbox: Inbox, blobs: Blobs) -> Assembled:
    """Puts what is new into the store. Raises CatalogueError when that fails."""
    known = _known(session, blobs)
    met: set[bytes] = set()
    for part in known:
        met.update(_key(line) for line in _lines_of(part, blobs))
    packs = {holds: _Pack() for holds in Holds}
    for batch in inbox.take(session):
        packs[batch.holds].add(_fresh(batch, met))
    new: list[KeptPart] = []
    for holds, pack in packs.items():
        data = pack.finished()
        if data:
            name = f"{session.session} {holds.value} {len(known) + len(new) + 1}"
            new.append(KeptPart(name=name, blob=_put(data, blobs), events=holds is Holds.EVENTS, size=len(data)))
    return Assembled(session=session, parts=(*known, *new), known=known)


def remember(run_id: str, one: Assembled, blobs: Blobs) -> None:
    """Before the run's recordings are all kept: until they are, this does not count. Raises CatalogueError when it cannot be written down."""
    keep(blobs, _note(one.session), msgspec.json.encode(_Remembered(run=run_id, parts=one.parts, before=one.known)))


def _known(session: CapturedSession, blobs: Blobs) -> tuple[KeptPart, ...]:
    noted = blobs.noted(_note(session))
    if noted is None:
        return ()
    try:
        remembered = msgspec.json.decode(noted, type=_Remembered)
    except msgspec.MsgspecError:
        return ()
    return remembered.parts if all_kept(remembered.run, blobs) else remembered.before


def _note(session: CapturedSession) -> str:
    return f"captured {hashlib.blake2b(msgspec.json.encode([session.project, session.session]), digest_size=16).hexdigest()}"


def _fresh(batch: Batch, met: set[bytes]) -> Iterable[bytes]:
    for line in batch.lines.splitlines():
        key = _key(line)
        if key not in met:
            met.add(key)
            yield line


def _key(line: bytes) -> bytes:
    try:
        named = _NAMED.decode(line)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        named = _Named()
    told = b"\0".join((named.uuid.encode("utf-8", "surrogatepass"), bytes(named.event), bytes(named.timestamp))) if named.uuid else line
    return hashlib.blake2b(told, digest_size=16).digest()


class _Pack:
    """Lines as one gzip file, packed as they come."""

    def __init__(self) -> None:
        self._engine = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
        self._out = io.BytesIO()
        self._empty = True

    def add(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self._empty = False
            self._out.write(self._engine.compress(line + b"\n"))

    def finished(self) -> bytes:
        """Empty where there was no line."""
        if self._empty:
            return b""
        self._out.write(self._engine.flush())
        return self._out.getvalue()


def _lines_of(part: KeptPart, blobs: Blobs) -> Iterator[bytes]:
    """A part that is gone has none: its lines are new where they are sent again."""
    try:
        data = blobs.get(part.blob)
    except KeyError:
        return
    except OSError as error:
        raise CatalogueError(f"what was kept cannot be read ({error.strerror or error})") from None
    engine, left = zlib.decompressobj(_GZIP), b""
    for at in range(0, len(data), _CHUNK):
        try:
            plain = engine.decompress(data[at : at + _CHUNK])
        except zlib.error:  # damaged, and as good as gone
            return
        *lines, left = (left + plain).split(b"\n")
        yield from lines


def _put(data: bytes, blobs: Blobs) -> str:
    try:
        return blobs.put(data, _RAW)
    except OSError as error:
        raise CatalogueError(
            f"what was captured cannot be kept ({error.strerror or error}): make room, or name another place in ONLOOKER_BLOBS"
        ) from None


def _part(part: KeptPart, blobs: Blobs) -> RawPart:
    def read() -> bytes:
        try:
            return blobs.get(part.blob)
        except KeyError:
            raise OSError(f"{part.name} is no longer in the store") from None

    return RawPart(name=part.name, read=read)
