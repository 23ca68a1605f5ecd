"""A run as events, for whoever looks on: by looking at the catalogue, so that it may be worked on anywhere, and gone on with after any break.

An event's id is an instant of the database's clock. Whoever names the last id it was given is told of every session that ended since, and of those
shortly before it once more: one may have been written down late. What a run has come to is told whole each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from onlooker.app.library.kept import Kept
from onlooker.app.library.runs import RunLine, Runs
from onlooker.app.library.streamed import streamed
from onlooker.app.steps import now_ms
from onlooker.domain.catalogued import RunState, SessionRow

_LATE_MS = 2_000
_MOST = 200
_FEW = 5
"""Sessions that have to be read before the time left is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEvent:
    """`kind`: progress, session, summary (a segment that a model has just named), end."""

    id: str
    kind: str
    data: Mapping[str, object]


@dataclass(kw_only=True)
class Following:
    """`look` gives what is new since it last looked; after `ended` nothing is."""

    kept: Kept
    run_id: str
    since: int = 0
    ended: bool = False
    _told: set[tuple[str, int]] = field(default_factory=set)
    _said: int = 0
    _progress: Mapping[str, object] = field(default_factory=dict)

    def look(self) -> list[RunEvent]:
        """Raises MissingError for a run that is not there."""
        line = Runs(self.kept).one(self.run_id)
        events = [*self._sessions(), *self._streamed()]
        progress = progress_of(line)
        if {**progress, "seconds_left": None} != {**self._progress, "seconds_left": None}:
            self._progress = progress
            events.append(self._event("progress", progress))
        if line.row.state is not RunState.RUNNING:
            self.ended = True
            events.append(self._event("end", {"state": line.row.state.value, "note": line.row.note}))
        return events

    def _sessions(self) -> list[RunEvent]:
        events = []
        after = max(0, self.since - _LATE_MS)
        while True:
            found = self.kept.catalogue.ended_since(self.run_id, after, limit=_MOST)
            for at, row in found:
                self.since = max(self.since, at)
                if (row.place, at) not in self._told:
                    self._told.add((row.place, at))
                    events.append(self._event("session", session_of(row)))
            if len(found) < _MOST or found[-1][0] == after:
                self._told = {one for one in self._told if one[1] > self.since - 2 * _LATE_MS}
                return events
            after = found[-1][0] - 1 if found[0][0] != found[-1][0] else found[-1][0]

    def _streamed(self) -> list[RunEvent]:
        said = streamed(self.run_id, self.kept.blobs)
        events = [self._event("summary", {"number": number, "name": text}) for number, text in enumerate(said) if number >= self._said]
        self._said = max(self._said, len(said))
        return events

    def _event(self, kind: str, data: Mapping[str, object]) -> RunEvent:
        return RunEvent(id=str(self.since), kind=kind, data=data)


def progress_of(line: RunLine) -> Mapping[str, object]:
    row, tally = line.row, line.tally
    return {
        "run_id": row.id,
        "state": row.state.value,
        "ending": line.ending,
        "note": row.note,
        "tally": {field.name: getattr(tally, field.name) for field in fields(tally)},
        "under_way": [{"place": one.place, "name": one.name, "phase": one.phase} for one in line.under_way],
        "seconds_left": _seconds_left(line),
    }


def session_of(row: SessionRow) -> Mapping[str, object]:
    return {
        "place": row.place,
        "session_id": row.session_id,
        "name": row.name,
        "state": row.state.value,
        "reason": row.reason,
        "user": row.user,
        "findings": row.findings,
        "blocking": row.blocking,
        "success": row.success,
        "cost": row.cost,
    }


def _seconds_left(line: RunLine) -> float | None:
    """At the pace so far, from the run's beginning: one that was cut short for an hour seems slower than it is."""
    tally = line.tally
    read, left = tally.done + tally.failed, tally.selected - tally.ended
    if line.row.state is not RunState.RUNNING or read < _FEW:
        return None
    return round((now_ms() - line.row.started_at) / 1000 / read * left, 1)
