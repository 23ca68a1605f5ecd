"""The API over what a real run of the samples came to: what it tells is what the store holds, and what it is told is kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient

from onlooker import decode
from onlooker.app.library import Library, open_library
from onlooker.app.library.kept import Kept
from onlooker.app.watching import run
from onlooker.app.wiring import kept_blobs
from onlooker.config import load
from onlooker.domain.catalogued import RunState, SessionFilter, SessionRow, SessionState
from onlooker.errors import CatalogueError
from onlooker.server.app import create_app
from onlooker.stores import open_blobs
from onlooker.stores.catalogue import open_catalogue
from tests.stores.made import RUN, begun, pattern, read, selected, told

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("HOME", str(home)), ("ENGINE", "durable"), ("CLIPS", "off")):
            patch.setenv(f"ONLOOKER_{name}", value)
        run([str(SAMPLES)])
    yield home


@pytest.fixture(scope="module")
def library(home: Path) -> Iterator[Library]:
    with open_library(load(home=home)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(library: Library) -> TestClient:
    return _client(library)


@pytest.fixture
def row(library: Library) -> SessionRow:
    """One with findings, in two windows if there is one."""
    rows = library.sessions.page(SessionFilter()).rows
    return max(rows, key=lambda one: (one.findings, one.duration_ms))


def _client(library: Library) -> TestClient:
    """As a page of the app: it sends along what it was told."""
    client = TestClient(create_app(library), raise_server_exceptions=False)
    client.headers["X-CSRF-Token"] = client.get("/api/me").headers["set-cookie"].partition("=")[2].partition(";")[0]
    return client


def _at(row: SessionRow, more: str = "") -> str:
    return f"/api/runs/{row.run_id}/sessions/{row.place}{more}"


def _paged(client: TestClient, **asked: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    after = ""
    while True:
        page = client.get("/api/sessions", params={**asked, "after": after}).json()  # type: ignore[dict-item]
        rows += page["rows"]
        after = page["next"]
        if not after:
            return rows


def test_a_run_is_told_with_what_it_came_to(client: TestClient) -> None:
    [one] = client.get("/api/runs").json()
    assert client.get(f"/api/runs/{one['id']}").json() == one
    assert (one["state"], one["tally"]["selected"], one["tally"]["done"]) == ("done", 6, 6)
    assert one["places"] == [str(SAMPLES)] and one["model"] == "none"
    assert client.get(f"/api/runs/{one['id']}/ledger").json()["total"]["calls"] == 0
    assert client.get(f"/api/runs/{one['id']}/patterns").json()["examined"] == 6
    assert len({report["session_id"] for report in _lines(client.get(f"/api/runs/{one['id']}/report").content)}) == 6
    assert client.get(f"/api/runs/{one['id']}/report?form=md").text.startswith("#")
    assert "</html>" in client.get(f"/api/runs/{one['id']}/report?form=html").text


def test_sessions_are_listed_page_by_page_each_once_latest_first(client: TestClient) -> None:
    for limit in (1, 2, 5, 500):
        rows = _paged(client, limit=limit)
        assert len({one["session_id"] for one in rows}) == len(rows) == 6
        assert [one["started_at"] for one in rows] == sorted((one["started_at"] for one in rows), reverse=True)


def test_a_session_that_two_runs_have_read_stands_once_as_the_latest_came_to_it(tmp_path: Path) -> None:
    with open_library(load(home=tmp_path)) as library:
        catalogue = open_catalogue(tmp_path / "catalogue.db")
        for run_id in ("run-1", "run-2", "run-3"):
            begun(catalogue, run_id)
            for number in range(9):
                catalogue.end_session(replace(read(f"p{number}", run_id=run_id, started_at=number // 4), user=run_id))
        client = _client(library)
        for limit in (1, 2, 3, 4, 7, 50):
            rows = _paged(client, limit=limit)
            assert [one["session_id"] for one in rows] == [f"s-p{number}" for number in (8, 7, 6, 5, 4, 3, 2, 1, 0)], limit
            assert {one["run_id"] for one in rows} == {"run-3"}
        assert len(_paged(client, limit=4, run_id="run-1")) == 9
        assert client.get("/api/sessions/s-p3").json()["run_id"] == "run-3"
        catalogue.close()


def test_sessions_are_filtered_and_searched(client: TestClient) -> None:
    rows = _paged(client)
    failed = [one["session_id"] for one in rows if one["success"] is False]
    assert [one["session_id"] for one in _paged(client, success=False)] == failed != []
    assert [one["session_id"] for one in _paged(client, blocking=True)] == [one["session_id"] for one in rows if one["blocking"]]
    assert [one["session_id"] for one in _paged(client, user=rows[0]["user"])] == [rows[0]["session_id"]]
    goal = rows[0]["goal"].split("“")[1].split("”")[0]
    assert rows[0]["session_id"] in [one["session_id"] for one in _paged(client, text=goal)]
    assert _paged(client, text="zebra crossing") == []
    assert _paged(client, since=rows[0]["started_at"]) == rows[:1]
    assert client.get("/api/sessions?after=rubbish").json()["error"] == "input"
    assert client.get("/api/sessions?limit=0").status_code == 422


def test_a_session_is_told_whole(client: TestClient, library: Library, row: SessionRow) -> None:
    report = client.get(_at(row, "/report")).json()
    assert report["session_id"] == row.session_id and len([one for one in report["findings"] if one["status"] != "refuted"]) == row.findings
    assert client.get(_at(row)).json()["session_id"] == row.session_id
    assert {one["finding_id"] for one in client.get(_at(row, "/findings")).json()} == {one["id"] for one in report["findings"]}
    transcript = client.get(_at(row, "/transcript")).json()
    assert transcript["session_id"] == row.session_id and transcript["parts"][0]["text"]
    assert client.get(_at(row, "/calls")).json() == []
    assert client.get(f"/api/sessions/{row.session_id}").json() == client.get(_at(row)).json()


def test_its_neighbours_are_those_of_the_list_that_was_looked_at(client: TestClient) -> None:
    for asked in ({}, {"success": False}):
        rows = _paged(client, **asked)
        assert len(rows) > 2
        for older, here, newer in zip(rows[2:], rows[1:], rows, strict=False):
            told = client.get(f"/api/runs/{here['run_id']}/sessions/{here['place']}/around", params=asked).json()
            assert (told["newer"]["place"], told["older"]["place"]) == (newer["place"], older["place"])
        ends = client.get(f"/api/runs/{rows[0]['run_id']}/sessions/{rows[0]['place']}/around", params=asked).json()
        assert ends["newer"] is None


def _lines(body: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in body.splitlines()]


def test_a_recording_streams_whole_decoded_and_in_time_order(client: TestClient, library: Library) -> None:
    for row in library.sessions.page(SessionFilter()).rows:
        raw = library.raw(row)
        recording = decode.recording([(part.name, part.read()) for part in raw.recording])
        lines = _lines(client.get(_at(row, "/recording")).content)
        assert len(lines) == len(recording.snapshots)
        for window in range(len(recording.windows)):
            own = [one for one in lines if one["window"] == window]
            assert [one["timestamp"] for one in own] == [one.at for one in recording.snapshots if one.window == window]
            assert all(one["at"] == one["timestamp"] - row.started_at for one in own)
            assert _lines(client.get(_at(row, f"/recording?window={window}")).content) == own
        full = next(one for one in lines if one["type"] == 2)
        assert isinstance(full["data"]["node"]["childNodes"], list)
        assert not any(isinstance(one["data"].get("adds"), str) for one in lines), "cv compression is undone"


def test_a_player_may_begin_in_the_middle_at_a_full_snapshot(client: TestClient, library: Library) -> None:
    began = 0
    for row in library.sessions.page(SessionFilter()).rows:
        outline = client.get(_at(row, "/recording/outline")).json()
        assert outline["started_at"] == row.started_at and outline["duration_ms"] == row.duration_ms
        for chunk in outline["chunks"][1:]:
            if chunk["full"]:
                lines = _lines(client.get(_at(row, f"/recording?window={chunk['window']}&from_ms={chunk['from_ms']}")).content)
                assert lines[0]["type"] in (2, 4) and lines[0]["at"] == chunk["from_ms"]
                began += 1
        assert sum(chunk["records"] for chunk in outline["chunks"]) == sum(window["records"] for window in outline["windows"])
    assert began > 2


def test_a_chunk_never_changes_and_travels_packed(client: TestClient, row: SessionRow) -> None:
    with client.stream("GET", _at(row, "/recording/chunks/0"), headers={"Accept-Encoding": "gzip"}) as answer:
        packed = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
    plain = client.get(_at(row, "/recording/chunks/0"), headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed) == plain.content and "content-encoding" not in plain.headers
    assert client.get(_at(row, "/recording/chunks/9999")).status_code == 404


def test_what_the_store_has_lost_of_a_recording_is_made_again(client: TestClient, home: Path, library: Library, row: SessionRow) -> None:
    before = client.get(_at(row, "/recording")).content
    for note in (home / "blobs" / "notes").rglob("*.note"):
        note.unlink()
    assert client.get(_at(row, "/recording")).content == before


def test_feedback_becomes_a_labelled_set(client: TestClient, library: Library, row: SessionRow) -> None:
    report = client.get(_at(row, "/report")).json()
    finding = report["findings"][0]
    said = {"run_id": row.run_id, "place": row.place, "about": "finding", "finding_id": finding["id"], "right": True}
    first = client.post("/api/feedback", json=said)
    assert first.status_code == 201
    assert client.post("/api/feedback", json={**said, "why": "seen it"}).json()["id"] == first.json()["id"]
    [truth] = client.get("/api/feedback/export").json()
    [issue] = [one for one in truth["issues"] if not one["minor"]]
    assert (issue["start_ms"], issue["kind"], issue["blocking"]) == (finding["start_ms"], finding["kind"], finding["blocking"])
    assert truth["outcome_note"]
    client.post("/api/feedback", json={**said, "right": False})
    client.post("/api/feedback", json={**said, "about": "summary", "finding_id": "", "right": False, "success": True})
    [truth] = client.get("/api/feedback/export").json()
    assert [one["at_ms"] for one in truth["noise"]] == [finding["start_ms"]]
    assert truth["outcome"] == "success" and "outcome_note" not in truth
    for one in client.get("/api/feedback", params={"session_id": row.session_id}).json():
        assert client.delete(f"/api/feedback/{one['id']}").status_code == 204
    assert client.get("/api/feedback").json() == []
    assert client.delete("/api/feedback/none").status_code == 404
    assert client.post("/api/feedback", json={**said, "finding_id": "none"}).status_code == 404
    assert client.post("/api/feedback", json={**said, "about": "summary"}).json()["error"] == "input"


def test_the_team_has_its_say_on_patterns(tmp_path: Path) -> None:
    with open_library(load(home=tmp_path)) as library:
        catalogue = open_catalogue(tmp_path / "catalogue.db")
        begun(catalogue)
        for place in "abc":
            catalogue.end_session(read(place))
        catalogue.keep_patterns("run-1", told(pattern("p", "a", "b"), pattern("q", "b", "c")), blob="gone")
        client = _client(library)
        assert [one["known"]["id"] for one in client.get("/api/patterns").json()] == ["p", "q"]
        assert client.patch("/api/patterns/p", json={"title": "  Checkout "}).json()["title"] == "Checkout"
        assert client.patch("/api/patterns/p", json={"muted": "as designed"}).json()["muted"] == "as designed"
        assert [one["known"]["id"] for one in client.get("/api/patterns").json()] == ["q", "p"]
        assert client.patch("/api/patterns/p", json={"muted": ""}).json()["muted"] == ""
        assert client.patch("/api/patterns/p", json={}).json()["error"] == "input"
        assert client.patch("/api/patterns/p", json={"colour": "red"}).status_code == 422
        assert {one["place"] for one in _paged(client, pattern_id="p")} == {"a", "b"}
        assert client.post("/api/patterns/q/merge", json={"into": "p"}).json()["id"] == "p"
        assert {one["place"] for one in _paged(client, pattern_id="p")} == {"a", "b", "c"}
        view = client.get("/api/patterns/p").json()
        assert [one["id"] for one in view["merged"]] == ["q"] and view["history"][0]["members"] == 3
        assert len(client.get("/api/patterns?merged=true").json()) == 2
        for call in (client.patch("/api/patterns/x", json={"title": "t"}), client.post("/api/patterns/p/merge", json={"into": "x"})):
            assert (call.status_code, call.json()["error"]) == (404, "missing")
        [found] = client.get("/api/runs/run-1/sessions/a/patterns").json()
        assert (found["pattern"]["id"], found["finding_id"]) == ("p", "f-a")
        catalogue.close()


def test_only_clips_and_frames_are_served_and_in_pieces_too(client: TestClient, home: Path, library: Library, row: SessionRow) -> None:
    video = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 4
    key = open_blobs(home / "blobs").put(video, "video/mp4")
    whole = client.get(f"/api/blobs/{key}")
    assert whole.content == video and whole.headers["content-type"] == "video/mp4" and "sandbox" in whole.headers["content-security-policy"]
    for asked, first, last in (("bytes=0-9", 0, 10), ("bytes=1000-", 1000, None), ("bytes=-16", -16, None), ("bytes=5-99999", 5, None)):
        part = client.get(f"/api/blobs/{key}", headers={"Range": asked})
        assert part.status_code == 206 and part.content == video[first:last], asked
    assert client.get(f"/api/blobs/{key}", headers={"Range": "bytes=99999-"}).status_code == 416
    assert client.get(f"/api/blobs/{key}", headers={"Range": "lines=1-2"}).status_code == 200
    for not_for_show in (row.report_blob, row.parts[0].blob, "..", "0" * 16):
        assert client.get(f"/api/blobs/{not_for_show}").status_code == 404


def test_what_a_run_of_today_found_long_ago_is_worth_a_look_today(tmp_path: Path) -> None:
    with open_library(load(home=tmp_path)) as library:
        catalogue = open_catalogue(tmp_path / "catalogue.db")
        for run_id, began in (("early", 1_000), ("late", 2_000_000_000_000), ("later", 2_000_000_000_001)):
            catalogue.begin_run(replace(RUN, id=run_id, started_at=began))
            catalogue.end_session(replace(read("a", run_id=run_id, started_at=500), blocking=1))
            catalogue.end_run(run_id, RunState.DONE, ended_at=began)
        told = _client(library).get("/api/today?since=1999999999999").json()
        assert [(one["run_id"], one["place"]) for one in told["look"]] == [("later", "a")]
        catalogue.close()


def test_today_counts_what_is_new(client: TestClient) -> None:
    told = client.get("/api/today?since=0").json()
    assert (told["sessions"], told["failed"]) == (6, 0) and told["blocking"] == sum(one["blocking"] for one in _paged(client))
    assert {one["session_id"] for one in told["look"]} == {one["session_id"] for one in _paged(client, blocking=True)}
    later = client.get(f"/api/today?since={told['now'] + 1}").json()
    assert (later["sessions"], later["runs"], later["look"]) == (0, [], [])


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/api/runs/none", 404, "missing"),
        ("/api/runs/none/events", 404, "missing"),
        ("/api/runs/none/sessions/none/report", 404, "missing"),
        ("/api/estimates/none", 404, "missing"),
        ("/api/nothing", 404, "missing"),
        ("/api/sessions?state=asleep", 422, "invalid"),
        ("/api/sessions?since=yesterday", 422, "invalid"),
        ("/api/runs?limit=1e9", 422, "invalid"),
    ],
)
def test_each_error_has_its_word_and_a_sentence(client: TestClient, address: str, status: int, error: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert len(answer.json()["message"]) > 8


def test_a_session_that_was_not_read_says_why(tmp_path: Path) -> None:
    with open_library(load(home=tmp_path)) as library:
        catalogue = open_catalogue(tmp_path / "catalogue.db")
        begun(catalogue).end_session(replace(selected("bot"), state=SessionState.SKIPPED, reason="bot: it says so"))
        catalogue.end_session(replace(selected("bad"), state=SessionState.FAILED, reason="cannot be read"))
        client = _client(library)
        assert "bot: it says so" in client.get("/api/runs/run-1/sessions/bot/report").json()["message"]
        assert client.get("/api/runs/run-1/sessions/bad/report").json()["failed"] == "cannot be read"
        for more in ("/transcript", "/recording", "/recording/outline", "/recording/chunks/0"):
            assert client.get(f"/api/runs/run-1/sessions/bad{more}").status_code == 404
        assert client.post("/api/runs/run-1/sessions/bad/summary").status_code == 404
        catalogue.close()


class _Paging:
    """A catalogue that gives lists by the page alone."""

    def __init__(self, home: Path) -> None:
        self._inner = open_catalogue(home / "catalogue.db")
        self.limits: list[int] = []

    def __getattr__(self, name: str) -> Any:
        if name in ("sessions", "findings", "expenses"):
            raise AssertionError(f"{name} loads every row of a run")
        return getattr(self._inner, name)

    def find(self, wanted: SessionFilter, *, limit: int = 50, **place: Any) -> Sequence[SessionRow]:
        self.limits.append(limit)
        return self._inner.find(wanted, limit=limit, **place)


def test_no_list_loads_every_row_of_a_run(home: Path) -> None:
    catalogue = _Paging(home)
    settings = load(home=home)
    client = TestClient(create_app(Library(Kept(settings=settings, catalogue=catalogue, blobs=kept_blobs(settings)))))
    for address in ("/api/sessions?limit=3", "/api/runs", "/api/today?since=0", "/api/patterns", "/api/sessions?text=a"):
        assert client.get(address).status_code == 200, address
    assert 0 < max(catalogue.limits) <= 1_000
    catalogue.close()


class _Broken:
    def __getattr__(self, name: str) -> Any:
        def fails(*_: object, **__: object) -> None:
            raise CatalogueError("the catalogue is gone: put it back")

        return fails


def test_a_store_that_is_gone_is_told_as_such_and_asked_for_again_later(home: Path) -> None:
    settings = load(home=home)
    client = TestClient(create_app(Library(Kept(settings=settings, catalogue=_Broken(), blobs=kept_blobs(settings)))))
    for address in ("/api/runs", "/api/sessions", "/api/today", "/api/runs/x/events"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()["error"]) == (503, "store") and "retry-after" in answer.headers


def test_the_description_names_every_noun(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert {tag for path in described["paths"].values() for method in path.values() for tag in method["tags"]} == {
        "you", "runs", "sessions", "patterns", "feedback", "media",
    }  # fmt: skip
    assert all(method.get("description") or method["summary"] for path in described["paths"].values() for method in path.values())
    assert not any(path for path in described["paths"] if not path.startswith("/api/"))
