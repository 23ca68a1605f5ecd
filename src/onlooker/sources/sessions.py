"""Places -> sessions: the same for every source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from onlooker.domain.part import PartKind
from onlooker.errors import DecodeError
from onlooker.ports import Formats, RawPart, RawSession, SkippedPlace
from onlooker.sources.grouping import Group, Share, group
from onlooker.sources.inspect import inspect
from onlooker.sources.place import Known, Place


def sessions(places: Iterable[Place], formats: Formats) -> Iterator[RawSession | SkippedPlace]:
    """First what was skipped, in the order of the places, then the sessions."""
    known: list[Known] = []
    looked: Counter[str] = Counter()
    told: set[str] = set()
    for place in places:
        seen = inspect(place, formats)
        looked[place.root] += 1
        if seen is not None:
            told.add(place.root)
        if isinstance(seen, Known):
            known.append(seen)
        elif seen is not None:
            yield seen
    for root, files in looked.items():
        if root not in told:
            yield SkippedPlace(origin=root, reason=f"none of its {files} file{'s' * (files != 1)} holds a recording or events")
    splitter = _Splitter(formats)
    found = group(known)
    for one, name in zip(found, _names(found), strict=True):
        yield _session(one, name, splitter)


def _names(groups: Sequence[Group]) -> list[str]:
    """The session's id, else the file's stem; with its folder's name, then a number, where two would be called the same."""
    stems = Counter(one.session or one.shares[0].place.stem for one in groups)
    names: list[str] = []
    for one in groups:
        first = one.shares[0].place
        name = one.session or first.stem
        if stems[name] > 1:
            name = "-".join(filter(None, (first.folder.rpartition("/")[2], name)))
        count = sum(other == name for other in names)
        names.append(name if not count else f"{name}-{count + 1}")
    return names


def _session(found: Group, name: str, splitter: _Splitter) -> RawSession:
    folders = sorted(found.folders)
    first = found.shares[0].place
    return RawSession(
        origin=first.path if len(found.shares) == 1 or not folders[0] else folders[0],
        name=name,
        recording=tuple(splitter.part(share) for share in found.shares if share.kind is not PartKind.EVENTS),
        events=tuple(splitter.part(share) for share in found.shares if share.kind is not PartKind.RECORDING),
    )


class _Splitter:
    """Remembers the last file it split: its sessions are asked for one after another."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self._path: str | None = None
        self._texts: Mapping[str, bytes] = {}

    def part(self, share: Share) -> RawPart:
        place, only = share.place, share.only
        read: Callable[[], bytes] = place.read if only is None else lambda: self._read(place, only)
        return RawPart(name=place.path, read=read)

    def _read(self, place: Place, session: str) -> bytes:
        if self._path != place.path:
            self._path, self._texts = None, {}
            raw = place.read()
            try:
                self._texts = self._formats.split(raw)
            except DecodeError:
                return b""
            self._path = place.path
        return self._texts.get(session, b"")
