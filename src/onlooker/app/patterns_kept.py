"""The patterns of a run in the store, and back: with what it cost to find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from onlooker.domain.model import Exchange
from onlooker.domain.pattern import PatternReport
from onlooker.errors import CatalogueError
from onlooker.ports import BlobStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    report: PatternReport
    exchanges: tuple[Exchange, ...] = ()


def keep_patterns(report: PatternReport, exchanges: Sequence[Exchange], blobs: BlobStore) -> str:
    """The blob's key. Raises OSError when it cannot be kept."""
    return blobs.put(msgspec.json.encode(Kept(report=report, exchanges=tuple(exchanges))), "application/json")


def kept_patterns(blob: str, blobs: BlobStore) -> Kept:
    """Raises CatalogueError when they are gone or damaged."""
    try:
        return msgspec.json.decode(blobs.get(blob), type=Kept)
    except (KeyError, msgspec.MsgspecError):
        raise CatalogueError("the patterns of this run are no longer in the store; read the sessions again") from None
