"""Captured sessions that have gone quiet: which are closed, what becomes of them, and what a kill between two steps leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from onlooker import config, decode
from onlooker.app.closing import close_quiet
from onlooker.app.kept import kept_raw
from onlooker.domain.captured import Batch, Holds
from onlooker.domain.catalogued import RunState, SessionState
from onlooker.errors import CatalogueError
from onlooker.ports import RawSession
from onlooker.stores import MemoryBlobs
from onlooker.stores.catalogue import SqlCatalogue, open_catalogue
from onlooker.stores.inbox import SqliteInbox

T0 = 1_790_000_000_000
QUIET = 300_000


@dataclass(kw_only=True)
class Capture:
    inbox: SqliteInbox
    catalogue: SqlCatalogue
    blobs: MemoryBlobs
    settings: config.Settings

    def comes(self, *lines: bytes, at: int, session: str = "s1", holds: Holds = Holds.EVENTS, project: str = "shop") -> None:
        self.inbox.append([Batch(project=project, session=session, holds=holds, received_at=T0 + at, lines=b"\n".join(lines) + b"\n")])

    def closes(self, *, at: int) -> list[str]:
        return list(close_quiet(self.inbox, self.catalogue, self.blobs, self.settings, now=T0 + at))

    def read(self, run_id: str) -> dict[str, RawSession]:
        return {row.name: kept_raw(row, self.blobs) for row in self.catalogue.sessions(run_id)}


@pytest.fixture
def capture(tmp_path: Path) -> Iterator[Capture]:
    settings = config.load(home=tmp_path)
    with closing(SqliteInbox(tmp_path / "inbox.db")) as inbox, closing(open_catalogue(settings.catalogue)) as catalogue:
        yield Capture(inbox=inbox, catalogue=catalogue, blobs=MemoryBlobs(), settings=settings)


def event(name: str, *, at: int = 0, session: str = "s1", uuid: str = "") -> bytes:
    return json.dumps({"uuid": uuid or name, "event": name, "timestamp": T0 + at, "properties": {"$session_id": session}}).encode()


def snapshot(*, at: int = 0, session: str = "s1") -> bytes:
    record = {"type": 4, "timestamp": T0 + at, "data": {"href": "https://shop.test/", "width": 800, "height": 600}}
    return json.dumps({"session_id": session, "window_id": "w1", "data": [record]}).encode()


def names(raw: RawSession) -> list[str]:
    return [one.name for one in decode.events([(part.name, part.read()) for part in raw.events]).events]


def test_a_session_is_closed_once_it_is_quiet(capture: Capture) -> None:
    capture.comes(snapshot(), at=0, holds=Holds.RECORDING)
    capture.comes(event("opened"), event("left", at=20_000), at=10)
    assert capture.closes(at=QUIET) == []
    [run_id] = capture.closes(at=QUIET + 10)
    raw = capture.read(run_id)["s1"]
    assert names(raw) == ["opened", "left"]
    assert len(decode.recording([(part.name, part.read()) for part in raw.recording]).snapshots) == 1
    run = capture.catalogue.run(run_id)
    assert run is not None
    assert (run.state, run.asked["captured"]) == (RunState.RUNNING, "shop")
    assert capture.inbox.waiting() == []


def test_one_that_never_rests_is_read_in_between(capture: Capture) -> None:
    longest = int(capture.settings.capture_longest_s * 1000)
    for at in range(0, longest + 1, QUIET - 1):
        capture.comes(event(f"{at}", at=at), at=at)
    assert capture.closes(at=longest - 1) == []
    assert len(capture.closes(at=longest)) == 1


def test_a_run_for_each_project(capture: Capture) -> None:
    capture.comes(event("a"), at=0, project="shop")
    capture.comes(event("b"), at=0, project="blog")
    runs = [capture.catalogue.run(run_id) for run_id in capture.closes(at=QUIET)]
    assert [run.asked["captured"] for run in runs if run is not None] == ["blog", "shop"]


def test_what_comes_late_is_read_with_what_was_read(capture: Capture) -> None:
    capture.comes(event("first"), at=0)
    [before] = capture.closes(at=QUIET)
    capture.comes(event("late", at=7), at=QUIET + 5)
    [after] = capture.closes(at=3 * QUIET)
    assert before != after
    assert names(capture.read(after)["s1"]) == ["first", "late"]
    assert names(capture.read(before)["s1"]) == ["first"]
    assert capture.catalogue.sessions(before)[0].place == capture.catalogue.sessions(after)[0].place


def test_what_is_sent_again_brings_no_run(capture: Capture) -> None:
    capture.comes(event("first"), event("second", at=4), at=0)
    assert len(capture.closes(at=QUIET)) == 1
    capture.comes(event("second", at=4), at=QUIET + 5)
    capture.comes(event("first"), event("second", at=4), at=QUIET + 6)
    assert capture.closes(at=3 * QUIET) == []
    assert capture.inbox.waiting() == []


def test_a_line_that_is_sent_twice_is_read_once(capture: Capture) -> None:
    capture.comes(event("first"), event("second", at=4), at=0)
    capture.comes(event("second", at=4), event("third", at=9), at=5)
    [run_id] = capture.closes(at=QUIET + 5)
    [part] = capture.read(run_id)["s1"].events
    assert len(decode.events([("events", part.read())]).events) == 3
    assert decode.events([("events", part.read())]).duplicates == 0


def test_events_that_share_one_id_are_still_several(capture: Capture) -> None:
    capture.comes(event("first", uuid="x"), event("second", uuid="x"), event("first", at=3, uuid="x"), at=0)
    [run_id] = capture.closes(at=QUIET)
    assert names(capture.read(run_id)["s1"]) == ["first", "second", "first"]


def test_a_robot_is_set_aside_and_not_read(capture: Capture) -> None:
    agent = {"uuid": "1", "event": "$pageview", "timestamp": T0, "properties": {"$session_id": "bot", "$raw_user_agent": "Googlebot/2.1"}}
    capture.comes(json.dumps(agent).encode(), at=0, session="bot")
    capture.comes(event("first"), event("second", at=20_000), at=0)
    [run_id] = capture.closes(at=QUIET)
    assert {row.name: row.state for row in capture.catalogue.sessions(run_id)} == {"s1": SessionState.SELECTED, "bot": SessionState.SKIPPED}


class Dying(MemoryBlobs):
    """Ends the process, as far as a test can, when the run's recordings are about to be marked as all kept."""

    armed = True

    def note(self, key: str, data: bytes) -> None:
        if self.armed and key.startswith("all kept"):
            raise KeyboardInterrupt
        super().note(key, data)


def test_killed_before_all_is_kept_nothing_counts(capture: Capture) -> None:
    capture.comes(event("zero"), at=0)
    capture.closes(at=QUIET)
    dying = Dying()
    dying.armed = False
    capture.blobs = dying
    capture.comes(event("first"), at=QUIET)
    capture.closes(at=2 * QUIET)
    capture.comes(event("second", at=4), at=2 * QUIET)
    dying.armed = True
    with pytest.raises(KeyboardInterrupt):
        capture.closes(at=3 * QUIET)
    dying.armed = False
    [run_id] = capture.closes(at=3 * QUIET)
    assert names(capture.read(run_id)["s1"]) == ["first", "second"]


class LosesItsGrip(SqliteInbox):
    """Fails once, just before the batches are let go."""

    failed = False

    def done(self, session: object) -> None:
        if not self.failed:
            self.failed = True
            raise CatalogueError("the disk went away")
        super().done(session)  # type: ignore[arg-type]


def test_killed_before_the_batches_are_let_go_they_are_not_read_twice(capture: Capture, tmp_path: Path) -> None:
    with closing(LosesItsGrip(tmp_path / "other.db")) as inbox:
        capture.inbox = inbox
        capture.comes(event("first"), at=0)
        with pytest.raises(CatalogueError):
            capture.closes(at=QUIET)
        assert len(capture.catalogue.runs()) == 1
        assert capture.closes(at=QUIET) == []
        assert inbox.waiting() == []
        assert len(capture.catalogue.runs()) == 1
