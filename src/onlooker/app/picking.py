"""The sessions a run reads, and what it says of the others."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.app.selecting import choose_from
from onlooker.app.wiring import Paths, source_of
from onlooker.domain.report import SkippedSession
from onlooker.domain.selection import Selection
from onlooker.ports import RawSession, SkippedPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """`sessions` in the order in which they are read; `skipped_places` hold none."""

    sessions: tuple[RawSession, ...]
    skipped: tuple[SkippedSession, ...] = ()
    skipped_places: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    focus: str = ""


def picked(paths: Paths, selection: Selection | None) -> Picked:
    """None keeps all. A single session is kept in any case: it was asked for by name. Raises SourceError when nothing at all is there."""
    places = list(source_of(paths).sessions())
    raws = tuple(place for place in places if isinstance(place, RawSession))
    skipped_places = tuple((place.origin, place.reason) for place in places if isinstance(place, SkippedPlace))
    if selection is None or len(raws) < 2:
        return Picked(sessions=raws, skipped_places=skipped_places, focus=selection.focus if selection is not None else "")
    found = choose_from(raws, selection)
    return Picked(
        sessions=found.raws,
        skipped=tuple(
            SkippedSession(session_id=one.glimpse.place, source=one.glimpse.origin, reason=one.reason.value, why=one.why)
            for one in found.chosen.skipped
        ),
        skipped_places=skipped_places,
        notes=found.notes,
        focus=selection.focus,
    )


def told_first(context: str, selection: Selection | None) -> str:
    """What every prompt begins with: the team's words on its product, and on what it wants to know."""
    focus = selection.focus.strip() if selection is not None else ""
    wanted = f"What the team wants to know above all: {focus}" if focus else ""
    return "\n\n".join(part for part in (context.strip(), wanted) if part)
