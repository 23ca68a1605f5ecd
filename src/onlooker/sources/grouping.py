"""Which files are one session.

1. A file speaks for each session it names. Files that name the same session belong together, wherever they are.
2. A recording that names none joins the session whose windows it shows, in its own folder first.
3. Else it joins the one in its folder that begins at the same instant (the same session in another form, one of the two without
   window ids), or the one it continues: names that differ in a number only, and no page at its beginning.
4. Else it joins the events of its folder: those whose file name begins alike, or that were under way when it began, or the only ones
   if it is the only recording.
5. Events that name no session join the recording of their folder in the same way.
6. A recording and events that name different sessions are one when they share a window, or when each is the only one of its kind in
   the folder and was under way when the other began: two tools, each with ids of its own.
7. Whatever is left stands alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onlooker.domain.part import PartKind, Told
from onlooker.sources.place import Known, Place

_SKEW_MS = 60_000
"""How far two clocks of one session may be apart and still be taken for one, in either direction."""


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
    starts: set[tuple[str, int | None]] = field(default_factory=set)
    """Folder and first instant of each recording."""
    spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def recorded(self) -> bool:
        return any(share.kind is not PartKind.EVENTS for share in self.shares)

    @property
    def told(self) -> bool:
        return any(share.kind is not PartKind.RECORDING for share in self.shares)

    def add(self, known: Known, told: Told, only: str | None) -> None:
        kind = known.what.kind
        self.shares.append(Share(place=known.place, kind=kind, only=only))
        self.windows |= told.windows
        if told.first_ms is not None and told.last_ms is not None:
            self.spans.append((told.first_ms, told.last_ms))
            if kind is not PartKind.EVENTS:
                self.starts.add((known.place.folder, told.first_ms))

    def take(self, other: Group) -> None:
        """All that the other holds; its session's name is given up."""
        self.shares += other.shares
        self.windows |= other.windows
        self.spans += other.spans

    @property
    def folders(self) -> set[str]:
        return {share.place.folder for share in self.shares}

    def in_folder(self, folder: str) -> bool:
        return any(share.place.folder == folder for share in self.shares)

    def under_way(self, at: int) -> bool:
        return any(first - _SKEW_MS <= at <= last + _SKEW_MS for first, last in self.spans)


def group(places: Iterable[Known]) -> list[Group]:
    """In the order in which each session was first met, those that no file names last."""
    named: dict[str, Group] = {}
    unnamed: list[Known] = []
    for known in places:
        sessions = {session: told for session, told in known.what.sessions.items() if session}
        if not sessions:
            unnamed.append(known)
        for session, told in sessions.items():
            several = len(known.what.sessions) > 1
            named.setdefault(session, Group(session=session)).add(known, told, only=session if several else None)
    groups = list(named.values())
    recordings = [known for known in unnamed if known.what.kind is not PartKind.EVENTS]
    alone = Counter(known.place.folder for known in recordings)
    series: dict[tuple[str, str], Group] = {}
    for known in recordings:
        place = known.place
        home = _shown(known, groups) or _same_start(known, groups)
        if home is None and known.what.continues:
            home = series.get(place.series)
        home = home or _beside(known, [one for one in groups if one.told and not one.recorded], only=alone[place.folder] == 1)
        series[place.series] = _at_home(known, home, groups)
    for known in unnamed:
        if known.what.kind is PartKind.EVENTS:
            _at_home(known, _beside(known, [one for one in groups if one.recorded], only=True), groups)
    return _married(groups)


def _married(groups: list[Group]) -> list[Group]:
    told = [one for one in groups if not one.recorded]
    alone = [one for one in groups if not one.told]
    for recording in alone:
        partner = _single([one for one in told if one.windows & recording.windows]) or _neighbour(recording, told, alone)
        if partner is not None:
            told.remove(partner)
            groups.remove(partner)
            recording.take(partner)
    return groups


def _neighbour(recording: Group, told: Sequence[Group], alone: Sequence[Group]) -> Group | None:
    near = _single([one for one in told if one.folders & recording.folders])
    if near is None or not near.session or not recording.session or len([one for one in alone if one.folders & near.folders]) != 1:
        return None
    return near if any(near.under_way(first) for first, _ in recording.spans) or any(recording.under_way(first) for first, _ in near.spans) else None


def _at_home(known: Known, home: Group | None, groups: list[Group]) -> Group:
    if home is None:
        home = Group(session="")
        groups.append(home)
    home.add(known, known.what.sessions.get("", Told()), only=None)
    return home


def _shown(known: Known, groups: Sequence[Group]) -> Group | None:
    windows = known.what.sessions.get("", Told()).windows
    sharing = [one for one in groups if windows & one.windows]
    here = [one for one in sharing if one.in_folder(known.place.folder)]
    return max(here or sharing, key=lambda one: len(windows & one.windows), default=None)


def _same_start(known: Known, groups: Sequence[Group]) -> Group | None:
    told = known.what.sessions.get("", Told())
    start = (known.place.folder, told.first_ms)
    return next((one for one in groups if start in one.starts and not (told.windows and one.windows)), None)


def _beside(known: Known, groups: Sequence[Group], *, only: bool) -> Group | None:
    """`only`: no other file of the folder could claim the place."""
    place = known.place
    near = [one for one in groups if one.in_folder(place.folder)]
    alike = [one for one in near if any(share.place.stem == place.stem for share in one.shares)]
    first = known.what.sessions.get("", Told()).first_ms
    meeting = [one for one in near if first is not None and one.under_way(first)]
    return _single(alike) or _single(meeting) or (_single(near) if only else None)


def _single(groups: Sequence[Group]) -> Group | None:
    return groups[0] if len(groups) == 1 else None
