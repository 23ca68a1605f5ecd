"""What a run is asked to do, and the run that does it: a new one, or one that was begun by the same order and has not been told yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onlooker import config
from onlooker.app.kept import is_told, place_of
from onlooker.app.picking import Picked
from onlooker.app.steps import now_ms
from onlooker.domain.catalogued import RunRow, RunState, SessionState
from onlooker.domain.ids import content_id
from onlooker.errors import CatalogueError
from onlooker.ports import Catalogue, NoteStore

_OF_A_MACHINE = frozenset({"home", "browser", "renderers", "record", "database_url", "blobs", "cache", "context", "concurrency"})
"""Settings of a machine, not of a run: each worker has its own, and the order stays the same when they change."""
_STALE_MS = 24 * 3_600_000
"""A report that nobody has seen is worth more than a new reading of the same sessions, but not for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which sessions, and how to read them."""

    places: Sequence[str]
    found: Picked
    context: str = ""
    focus: str = ""
    selection: Mapping[str, object] = field(default_factory=dict)

    def asked(self, settings: config.Settings) -> dict[str, object]:
        """All that a worker on another machine needs."""
        return {
            "settings": {
                name: value
                for name, value in settings.model_dump(mode="json").items()
                if name not in _OF_A_MACHINE and not name.startswith("capture_")
            },
            "context": self.context,
            "focus": self.focus,
            "selection": dict(self.selection),
            "places": [str(Path(place).absolute()) for place in self.places],
        }

    def key(self, settings: config.Settings) -> str:
        """The same for the same command given again in the same folder. "The last seven days" begin a little later then: a run is known by all else,
        and keeps what it selected."""
        selection = {name: bool(value) if name in ("since", "until") else value for name, value in self.selection.items()}
        told = {**self.asked(settings), "selection": selection, "given": list(self.places)}
        return content_id(*(f"{name}={value}" for name, value in sorted(told.items())))


def begun(order: Order, settings: config.Settings, catalogue: Catalogue, notes: NoteStore) -> RunRow:
    """Two that begin the same order at once begin one run: its id is made of the order and of the run before it."""
    key = order.key(settings)
    run = catalogue.unfinished(key)
    if run is not None:
        return run
    before = next((one for one in catalogue.runs() if one.key == key), None)
    if before is not None and (before.state is RunState.RUNNING or _untold(before, order, catalogue, notes)):
        return before  # still running: begun by another since we looked
    name = before.id if before is not None else ""
    while True:
        name = content_id(key, name)[:12]
        run = catalogue.run(name)
        if run is None:
            catalogue.begin_run(RunRow(id=name, key=key, started_at=now_ms(), asked=order.asked(settings)))
            run = catalogue.run(name)
        if run is None:
            raise CatalogueError("the catalogue forgets what is written there: see ONLOOKER_HOME and ONLOOKER_DATABASE_URL")
        if run.state is RunState.RUNNING:
            return run


def _untold(run: RunRow, order: Order, catalogue: Catalogue, notes: NoteStore) -> bool:
    """It ended, and a kill came before its report was out."""
    if run.ended_at < now_ms() - _STALE_MS or is_told(run.id, notes):
        return False
    read = {row.place for row in catalogue.sessions(run.id) if row.state is not SessionState.SKIPPED}
    return read == {place_of(raw) for raw in order.found.sessions}
