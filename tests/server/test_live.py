"""A run's events over a connection that is held: nothing is lost over a reconnect, and silence is told as such."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import orjson
import pytest
import uvicorn

from onlooker.app.library import Library, open_library
from onlooker.config import load
from onlooker.domain.catalogued import RunState, SessionState
from onlooker.ports import Catalogue
from onlooker.server.api import live
from onlooker.server.app import App, create_app
from onlooker.server.serving import listen
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import begun, read, selected

Event = tuple[str, str, dict[str, object]]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(load(home=tmp_path)) as opened:
        yield opened


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(tmp_path / "catalogue.db")
    yield begun(opened)
    opened.close()


@pytest.fixture
def served(library: Library) -> Iterator[tuple[str, App]]:
    """The address of the app, which looks often."""
    app = create_app(library)
    app.web.state.pace = live.Pace(look_s=0.02, heartbeat_s=0.1)
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        app.leaves_when(lambda: server.should_exit)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", app
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive(), "a held connection keeps the server"


def _events(lines: Iterator[str]) -> Iterator[Event]:
    told: dict[str, str] = {}
    for line in lines:
        if line.startswith(":"):
            yield "", "silence", {}
        elif line:
            name, _, value = line.partition(": ")
            told[name] = value
        elif "event" in told:
            yield told["id"], told["event"], orjson.loads(told["data"])
            told = {}


def _until(events: Iterator[Event], kind: str, number: int = 1) -> list[Event]:
    """Up to so many of a kind."""
    found: list[Event] = []
    for event in events:
        found.append(event)
        if sum(one[1] == kind for one in found) == number:
            return found
    raise AssertionError(f"it ended before {number} {kind}: {found}")


def _places(events: list[Event]) -> list[object]:
    return [data["place"] for _, kind, data in events if kind == "session"]


def test_a_run_is_told_as_it_goes_to_its_end(served: tuple[str, App], catalogue: Catalogue) -> None:
    catalogue.select("run-1", [selected(place, order=order) for order, place in enumerate("abc")])
    with httpx.stream("GET", f"{served[0]}/api/runs/run-1/events", timeout=60) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream") and answer.headers["cache-control"] == "no-store"
        events = _events(answer.iter_lines())
        [first] = _until(events, "progress")
        assert first[2]["tally"]["selected"] == 3  # type: ignore[index]
        catalogue.phase("run-1", "b", "reading")
        [busy] = [one for one in _until(events, "progress") if one[1] == "progress"]
        assert busy[2]["under_way"] == [{"place": "b", "name": "b", "phase": "reading"}]
        for place in "abc":
            catalogue.end_session(replace(read(place), findings=2))
        catalogue.end_run("run-1", RunState.DONE, ended_at=5)
        last = _until(events, "end")
        assert sorted(map(str, _places(last))) == ["a", "b", "c"]
        assert last[-1][2] == {"state": "done", "note": ""}
        assert not list(events)


def test_who_comes_again_with_the_last_id_misses_nothing(served: tuple[str, App], catalogue: Catalogue) -> None:
    places = [f"p{number}" for number in range(40)]
    catalogue.select("run-1", [selected(place, order=order) for order, place in enumerate(places)])
    seen: list[Event] = []
    last = ""
    for start in range(0, 40, 8):
        for place in places[start : start + 8]:
            catalogue.end_session(read(place))
        with httpx.stream("GET", f"{served[0]}/api/runs/run-1/events", headers={"Last-Event-ID": last}, timeout=60) as answer:
            seen += _until(_events(answer.iter_lines()), "session", 3)  # and the connection breaks
        last = seen[-1][0]
    catalogue.end_run("run-1", RunState.DONE, ended_at=5)
    with httpx.stream("GET", f"{served[0]}/api/runs/run-1/events", headers={"Last-Event-ID": last}, timeout=60) as answer:
        seen += _until(_events(answer.iter_lines()), "end")
    assert set(_places(seen)) == set(places)
    assert [int(one[0]) for one in seen if one[1] == "session"] != []


def test_what_ended_at_one_instant_is_told_all(library: Library, catalogue: Catalogue) -> None:
    for number in range(450):
        catalogue.end_session(replace(selected(f"p{number}"), state=SessionState.SKIPPED))
    following = library.follow("run-1")
    assert len(_places([(one.id, one.kind, dict(one.data)) for one in following.look()])) == 450
    assert [one.kind for one in following.look()] == []


def test_silence_is_told(served: tuple[str, App], catalogue: Catalogue) -> None:
    with httpx.stream("GET", f"{served[0]}/api/runs/run-1/events", timeout=60) as answer:
        assert [one[1] for one in _until(_events(answer.iter_lines()), "silence", 3)].count("silence") == 3


def test_the_server_ends_though_somebody_listens(served: tuple[str, App], catalogue: Catalogue) -> None:
    client = httpx.Client(timeout=60)
    answer = client.send(client.build_request("GET", f"{served[0]}/api/runs/run-1/events"), stream=True)
    events = _events(answer.iter_lines())
    _until(events, "progress")
    assert served[1].web.state.held == 1
    served[1].leaves_when(lambda: True)
    assert not [one for one in events if one[1] == "end"], "it ends without the run's end"
    client.close()


def test_no_more_are_held_than_there_is_room_for(served: tuple[str, App], catalogue: Catalogue) -> None:
    served[1].web.state.held = live.MOST
    answer = httpx.get(f"{served[0]}/api/runs/run-1/events", timeout=60)
    assert (answer.status_code, answer.json()["error"]) == (503, "busy")
    served[1].web.state.held = 0
