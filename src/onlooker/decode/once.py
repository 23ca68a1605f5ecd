"""Each record once, though parts overlap and the same session may be told in two forms."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict

from onlooker.decode.contents import decoded
from onlooker.decode.shapes import Record

RETOLD = 0.8
"""A part of whose records this share stand elsewhere at the same time may be the same session in another form."""

_SAMPLE = 8

_Key = tuple[str, int, int, int]
_Keyed = tuple[_Key, Record]


class _Held:
    """Records of one window, time, type and change; their digests are taken only when somebody compares."""

    __slots__ = ("_digests", "records")

    def __init__(self) -> None:
        self.records: list[Record] = []
        self._digests: dict[bytes, None] = {}

    def has(self, digest: bytes) -> bool:
        for record in self.records[len(self._digests) :]:
            self._digests[_digest(record)] = None
        return digest in self._digests


class Once:
    """Takes parts one after another and lets through what none before it held."""

    def __init__(self) -> None:
        self._seen: dict[_Key, _Held] = {}
        self._kept = 0

    def fresh(self, part: list[Record], *, last: bool) -> list[Record]:
        """`last`: no part follows, so nothing of this one need be remembered."""
        keys: list[_Key] = [(record.window, record.at or 0, record.type, record.change) for record in part]
        unique = _without_twins(keys, part)
        if self._seen:
            unique = self._unseen(unique)
        if not last:
            for key, record in unique:
                self._seen.setdefault(key, _Held()).records.append(record)
        self._kept += len(unique)
        return [record for _, record in unique]

    def _unseen(self, part: list[_Keyed]) -> list[_Keyed]:
        fresh: list[_Keyed] = []
        unlike: list[_Keyed] = []
        unpaired: dict[_Key, int] = {}
        """Of each key met, how many held records no record of the part equals."""
        for key, record in part:
            held = self._seen.get(key)
            if held is None:
                fresh.append((key, record))
                continue
            unpaired.setdefault(key, len(held.records))
            if held.has(_digest(record)):
                unpaired[key] -= 1
            else:
                fresh.append((key, record))
                unlike.append((key, record))
        met = len(part) - len(fresh) + len(unlike)
        if not unlike or met < RETOLD * min(len(part), self._kept) or not self._told_alike(unlike):
            return fresh
        return _beyond(fresh, unpaired)

    def _told_alike(self, unlike: list[_Keyed]) -> bool:
        """Whether records that differ in their bytes mostly say the same once decoded; asked of a few small ones."""
        sample = sorted(unlike, key=lambda keyed: len(keyed[1].data))[:_SAMPLE]
        alike = sum(any(decoded(record.data) == decoded(other.data) for other in self._seen[key].records[:_SAMPLE]) for key, record in sample)
        return 2 * alike > len(sample)


def _without_twins(keys: list[_Key], part: list[Record]) -> list[_Keyed]:
    """Leaves out what stands twice in the part, byte for byte."""
    often = {key for key, count in Counter(keys).items() if count > 1}
    if not often:
        return list(zip(keys, part, strict=True))
    met: dict[_Key, set[bytes]] = defaultdict(set)
    unique: list[_Keyed] = []
    for key, record in zip(keys, part, strict=True):
        if key in often:
            digest = _digest(record)
            if digest in met[key]:
                continue
            met[key].add(digest)
        unique.append((key, record))
    return unique


def _beyond(fresh: list[_Keyed], unpaired: dict[_Key, int]) -> list[_Keyed]:
    """What the retelling has more of than was held: each unpaired held record takes one away."""
    kept: list[_Keyed] = []
    for key, record in fresh:
        if unpaired.get(key, 0) > 0:
            unpaired[key] -= 1
        else:
            kept.append((key, record))
    return kept


def _digest(record: Record) -> bytes:
    return hashlib.blake2b(record.data, digest_size=16).digest()
