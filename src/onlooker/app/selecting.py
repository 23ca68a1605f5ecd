"""Which sessions of some places a run reads: a glimpse at each, one after another, then the choice."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from onlooker import merge, pipeline, select
from onlooker.app.wiring import Paths, source_of
from onlooker.domain.selection import Chosen, Glimpse, Selection
from onlooker.domain.words import count
from onlooker.errors import OnlookerError
from onlooker.ports import RawSession, SkippedPlace

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpsed:
    """`glimpse` None: it could not be looked at, with the reason in `why`."""

    raw: RawSession
    glimpse: Glimpse | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """`raws` in the order in which a run reads them. Those of `unread` could not be looked at: they are the last of `raws`, since the run's own
    reading says why they fail, and nobody is left out whose session nobody could see. `skipped_places` hold no session at all."""

    raws: tuple[RawSession, ...]
    chosen: Chosen
    unread: tuple[Glimpsed, ...] = ()
    skipped_places: tuple[tuple[str, str], ...] = ()

    @property
    def skipped(self) -> Sequence[tuple[str, str, str]]:
        """(origin, name, reason) of each session that is not read, in the order of the source."""
        return [(one.glimpse.origin, one.glimpse.place, f"{one.reason.value}: {one.why}") for one in self.chosen.skipped]

    @property
    def notes(self) -> tuple[str, ...]:
        if not self.unread:
            return self.chosen.notes
        whether = "whether it fits" if len(self.unread) == 1 else "whether they fit"
        return (*self.chosen.notes, f"{count(len(self.unread), 'session')} could not be looked at, so nobody knows {whether}; kept.")


def selection(**words: Unpack[select.Words]) -> Selection:
    """From the words of docs/selection.md; times count back from now. Raises SettingError."""
    return select.asked(now_ms=int(time.time() * 1000), **words)


def glimpse(raw: RawSession) -> Glimpse:
    """A cheap look at one session; its bytes are let go of before it comes back. Raises DecodeError when nothing of it can be read."""
    recording, events, _ = pipeline.open_recording(raw)
    alignment = merge.align(recording, events)
    return select.glimpse_of(
        recording,
        events,
        place=raw.name,
        origin=raw.origin,
        started_at=alignment.started_at,
        ended_at=alignment.ended_at,
        skew_ms=alignment.skew_ms,
    )


def glimpses(raws: Iterable[RawSession]) -> Iterator[Glimpsed]:
    """One after another, in their order, as they are asked for."""
    return map(_glimpsed, raws)


def choose_from(raws: Iterable[RawSession], selection: Selection, *, on_glimpse: Callable[[Glimpsed], None] | None = None) -> Selected:
    """Looks at each and chooses. No bytes are held, and of each session no more than its glimpse."""
    seen: list[Glimpsed] = []
    for one in glimpses(raws):
        seen.append(one)
        if on_glimpse is not None:
            on_glimpse(one)
    chosen = select.choose([one.glimpse for one in seen if one.glimpse is not None], selection)
    by_place = {one.raw.name: one.raw for one in seen}
    unread = tuple(one for one in seen if one.glimpse is None)
    return Selected(
        raws=(*(by_place[one.place] for one in chosen.kept), *(one.raw for one in unread)),
        chosen=chosen,
        unread=unread,
    )


def selected(paths: Paths, selection: Selection, *, on_glimpse: Callable[[Glimpsed], None] | None = None) -> Selected:
    """Of every session under `paths` those that `selection` keeps. Raises SourceError when there is nothing at all to look at."""
    places = list(source_of(paths).sessions())
    found = choose_from([place for place in places if isinstance(place, RawSession)], selection, on_glimpse=on_glimpse)
    return replace(found, skipped_places=tuple((place.origin, place.reason) for place in places if isinstance(place, SkippedPlace)))


def _glimpsed(raw: RawSession) -> Glimpsed:
    try:
        return Glimpsed(raw=raw, glimpse=glimpse(raw))
    except OnlookerError as error:
        return Glimpsed(raw=raw, glimpse=None, why=str(error))
    except (MemoryError, RecursionError) as error:
        return Glimpsed(raw=raw, glimpse=None, why=f"too much for this machine ({type(error).__name__})")
    except Exception as error:  # a fault of ours costs a look at this one, not the run
        _log.exception("%s could not be looked at", raw.name)
        return Glimpsed(raw=raw, glimpse=None, why=f"a fault in Onlooker ({type(error).__name__}); please report it, the log has the details")
