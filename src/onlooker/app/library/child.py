"""What is done in a process of its own, so that reading takes nothing from whoever shows: `python -m onlooker.app.library.child run RUN`, and
`… estimate` with a `RunAsked` on its input and the estimate on its output, both as JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import msgspec

from onlooker import config
from onlooker.app.durably import go_on
from onlooker.app.estimating import dry_run
from onlooker.app.kept import all_kept, kept_raw, mark_told
from onlooker.app.library.asked import RunAsked
from onlooker.app.library.streamed import Streamed
from onlooker.app.picking import Picked, picked
from onlooker.app.steps import CALLED_OFF, now_ms
from onlooker.app.telling import Told
from onlooker.app.wiring import kept_blobs
from onlooker.domain.catalogued import RunRow, RunState
from onlooker.domain.selection import selection_of
from onlooker.errors import InputError, MissingError
from onlooker.ports import Catalogue
from onlooker.stores import Blobs
from onlooker.stores.catalogue import open_catalogue

AGAIN = "again"
"""In what a run is asked: the run and place of the one session that it reads once more."""


def go_on_with(run_id: str) -> None:
    """Until the run has ended. What a person has to mend ends it, with the reason. Raises CatalogueError."""
    machine = config.load()
    with closing(open_catalogue(machine.catalogue)) as catalogue:
        blobs = kept_blobs(machine)
        run = catalogue.run(run_id)
        if run is None or run.state is not RunState.RUNNING:
            return
        if run.called_off and not all_kept(run_id, blobs):
            catalogue.end_run(run_id, RunState.STOPPED, note=CALLED_OFF, ended_at=now_ms())
            return
        try:
            settings = config.load(**_given(run.asked))
            found = Picked(sessions=()) if all_kept(run_id, blobs) else _found(run, catalogue, blobs)
        except InputError as wrong:
            catalogue.end_run(run_id, RunState.STOPPED, note=str(wrong), ended_at=now_ms())
            return
        told = Told(catalogue, Streamed(run_id, blobs))
        go_on(run_id, found, settings=settings, catalogue=catalogue, blobs=blobs, told=told, context=str(run.asked.get("context", "")))
        mark_told(run_id, blobs)


def _given(asked: Mapping[str, object]) -> dict[str, object]:
    given = asked.get("settings")
    return dict(given) if isinstance(given, Mapping) else {}


def _found(run: RunRow, catalogue: Catalogue, blobs: Blobs) -> Picked:
    again = run.asked.get(AGAIN)
    if isinstance(again, list | tuple):
        row = catalogue.session(*map(str, again[:2]))
        if row is None:
            raise MissingError("the session that was to be read again is no longer in the catalogue")
        return Picked(sessions=(kept_raw(row, blobs),))
    places, chosen = run.asked.get("places"), run.asked.get("selection")
    selection = selection_of(chosen) if isinstance(chosen, Mapping) and chosen else None
    return picked([str(place) for place in places] if isinstance(places, list | tuple) else [], selection)


def estimate(asked: RunAsked) -> bytes:
    """As JSON: the estimate, or `why` there is none."""
    try:
        made = dry_run(
            [*map(Path, asked.places)],
            model=asked.model,
            look_model=asked.look_model,
            budget=asked.budget,
            budget_per_session=asked.budget_per_session,
            preset=asked.preset,
            context=asked.context,
            selection=asked.selection(),
        )
    except InputError as wrong:
        return msgspec.json.encode({"why": str(wrong)})
    return msgspec.json.encode({"estimate": made})


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["run", run_id]:
            go_on_with(run_id)
        case _:
            sys.stdout.buffer.write(estimate(msgspec.json.decode(sys.stdin.buffer.read(), type=RunAsked)))
