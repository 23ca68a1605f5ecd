"""Which files are one session.

1. A file speaks for each session it names. Files that name the same session belong together, wherever they are.
2. A recording that names no session joins the session whose windows it shows, in its own folder first.
3. Recordings without a session that share a window, or begin at the same instant in the same folder, are one.
4. Events that name no session join the recording whose file name begins alike, else the only recording of their folder.
5. Whatever is left stands alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onlooker.domain.part import PartKind
from onlooker.sources.place import Known, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one file holds of one session. `only` is the session to split off where the file holds others too, else None."""

    place: Place
    kind: PartKind
    only: str | None


@dataclass(slots=True, kw_only=True)
class Group:
    """The shares of one session; `session` is "" where no file names it."""

    session: str
    shares: list[Share] = field(default_factory=list)
    windows: set[str] = field(default_factory=set)
    starts: set[tuple[str, int]] = field(default_factory=set)

    @property
    def recorded(self) -> bool:
        return any(share.kind is not PartKind.EVENTS for share in self.shares)

    @property
    def folders(self) -> set[str]:
        return {share.place.folder for share in self.shares}


def group(places: Iterable[Known]) -> list[Group]:
    """In the order in which each session was first met."""
    named: dict[str, Group] = {}
    unnamed: list[Known] = []
    order: list[Group] = []
    for known in places:
        what = known.what
        sessions = [session for session in what.sessions if session]
        if not sessions:
            unnamed.append(known)
            continue
        for session in sessions:
            if session not in named:
                named[session] = Group(session=session)
                order.append(named[session])
            _join(named[session], known, what.sessions[session], only=session if len(what.sessions) > 1 else None)
    for known in sorted(unnamed, key=lambda known: known.what.kind is PartKind.EVENTS):
        home = _home(known, order)
        if home is None:
            home = Group(session="")
            order.append(home)
        _join(home, known, known.what.sessions.get("", frozenset()), only=None)
    return order


def _join(home: Group, known: Known, windows: Iterable[str], only: str | None) -> None:
    home.shares.append(Share(place=known.place, kind=known.what.kind, only=only))
    home.windows.update(windows)
    if known.what.first_ms is not None:
        home.starts.add((known.place.folder, known.what.first_ms))


def _home(known: Known, groups: Sequence[Group]) -> Group | None:
    place, what = known.place, known.what
    if what.kind is PartKind.EVENTS:
        near = [one for one in groups if one.recorded and place.folder in one.folders]
        alike = [one for one in near if any(share.place.stem == place.stem for share in one.shares)]
        return _only(alike) or _only(near)
    windows = what.sessions.get("", frozenset())
    sharing = [one for one in groups if windows & one.windows]
    here = [one for one in sharing if place.folder in one.folders]
    best = max(here or sharing, key=lambda one: len(windows & one.windows), default=None)
    if best is not None:
        return best
    if what.first_ms is None:
        return None
    return next((one for one in groups if (place.folder, what.first_ms) in one.starts), None)


def _only(groups: Sequence[Group]) -> Group | None:
    return groups[0] if len(groups) == 1 else None
