"""Each page rendered from what a real run came to; hostile text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onlooker.domain.catalogued import SessionState
from onlooker.domain.feedback import About, Feedback
from onlooker.server.pages.assets import _OWN, asset
from onlooker.server.pages.session import said
from onlooker.server.pages.sessions import Asked, day_ms
from onlooker.server.pages.today import seen
from tests.server.paging import SAMPLES, Paged, named, paged, troubled

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(2)>'{{7*7}}"
_POLICY = "content-security-policy"
_MOST_SCRIPT = 100_000
"""Bytes of our own script in all."""


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Recordings whose every text is hostile; what goes wrong in them recurs."""
    return troubled(tmp_path_factory.mktemp("made"), EVIL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, evil: Path) -> Iterator[Paged]:
    with paged(tmp_path_factory.mktemp("home"), [SAMPLES / "fava-1", SAMPLES / "nodered-2", evil / "evil", evil / "again"]) as pages:
        yield pages


@pytest.fixture(scope="module")
def client(made: Paged) -> TestClient:
    return TestClient(made.app, base_url="http://localhost")


def everywhere(made: Paged) -> dict[str, str]:
    """The address of each page, by a name for people."""
    here = made.page("evil").removeprefix(made.address)
    run = made.session("evil").run_id
    return {
        "today": "/?since=0",
        "sessions": "/sessions",
        "session": made.page("fava-1").removeprefix(made.address),
        "evil session": here,
        "transcript": f"{here}/transcript",
        "sent": f"{here}/sent",
        "patterns": "/patterns",
        "pattern": f"/patterns/{made.library.patterns.all()[0].known.id}",
        "send": "/send",
        "runs": "/runs",
        "run": f"/runs/{run}",
        "login": f"/login?next={EVIL}",
        "nothing": f"/sessions?text={EVIL}&user={EVIL}&pattern={EVIL}&since={EVIL}&outcome={EVIL}",
    }


def test_every_page_is_there_and_holds_no_script_of_its_own(made: Paged, client: TestClient) -> None:
    for name, address in everywhere(made).items():
        answer = client.get(address)
        assert answer.status_code == 200, name
        tags = Tags(answer.text).tags
        assert all(attributes.get("src", "").startswith("/static/") for tag, attributes in tags if tag == "script"), name  # type: ignore[union-attr]
        assert not [attribute for _, attributes in tags for attribute in attributes if attribute.startswith("on")], name
        assert not [attributes for _, attributes in tags if "javascript:" in str(attributes.get("href", ""))], name
        policy = answer.headers[_POLICY]
        assert "script-src 'self';" in policy and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


def test_hostile_text_is_shown_as_it_stands(made: Paged, client: TestClient) -> None:
    shown = client.get(everywhere(made)["evil session"]).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    for name, address in everywhere(made).items():
        text = client.get(address).text
        assert "<script>alert" not in text and "<img src=x" not in text, name
        assert "7*7" not in text or "{{7*7}}" in text, name


def test_who_may_only_read_is_offered_nothing_that_changes_anything(made: Paged) -> None:
    reader = TestClient(named(made.library, EVIL), base_url="http://localhost")
    for name, address in everywhere(made).items():
        text = reader.get(address).text
        assert "&lt;script&gt;alert(1)" in text and "<script>alert" not in text, name
        assert not re.search(r"data-right|data-begin|data-do=|data-act=\"(cancel|resume)|data-summary", text), name


def test_only_the_page_of_a_session_has_a_frame_and_only_one_without_an_origin(made: Paged, client: TestClient) -> None:
    frames = {name: re.search(r"frame-src ([^;]*)", client.get(address).headers[_POLICY]) for name, address in everywhere(made).items()}
    told = {name: found.group(1) for name, found in frames.items() if found is not None}
    assert {name for name, value in told.items() if value != "'none'"} == {"session", "evil session"}
    assert told["session"] == "data:"


def test_lists_are_filtered_by_what_the_address_says(client: TestClient) -> None:
    def origins(query: str) -> int:
        return len(re.findall(r"data-row", client.get(f"/sessions{query}").text))

    assert origins("") == 4
    assert origins("?outcome=not+reached&text=ledger") == 1
    assert origins("?text=nothing-that-is-there") == 0
    assert origins("?since=1999-01-01&until=1999-01-02") == 0
    assert origins("?since=no+day&state=none&kind=none") == 4


def test_a_list_goes_on_where_the_page_before_ended(client: TestClient) -> None:
    first = client.get("/sessions?limit=3").text
    onward = re.search(r'rel="next"[^>]*href="([^"]+)"', first)
    assert onward is not None
    second = client.get(onward.group(1).replace("&amp;", "&")).text
    found = [re.findall(r'data-row href="([^"]+)"', text) for text in (first, second)]
    assert [len(one) for one in found] == [3, 1]
    assert not set(found[0]) & set(found[1])
    assert 'rel="next"' not in second and "First page" in second


def test_what_is_not_there_is_a_page_that_says_so(client: TestClient) -> None:
    for address in ("/runs/none", "/runs/none/sessions/none", "/patterns/none", "/sessions/none"):
        answer = client.get(address)
        assert (answer.status_code, "There is no such page" in answer.text) == (404, True), address
    assert client.get("/static/../pages/assets.py").status_code == 404
    assert client.get("/runs/none/sessions/none/replay").json()["error"] == "replay"


def test_a_player_gets_the_recording_a_chunk_at_a_time(made: Paged, client: TestClient) -> None:
    here = everywhere(made)["session"] + "/replay"
    outline = client.get(here).json()
    chunks = outline["chunks"]
    assert [one["number"] for one in chunks] == list(range(len(chunks)))
    assert all(one["start_ms"] <= one["end_ms"] < after["start_ms"] for one, after in pairwise(chunks))
    for one in chunks:
        [scene] = client.get(f"{here}/{one['number']}").json()
        assert (scene["cues"][0]["at_ms"], scene["cues"][-1]["at_ms"]) == (one["start_ms"], one["end_ms"])
    assert client.get(f"{here}/{len(chunks)}").status_code == 422


def test_our_script_is_small_and_the_replayer_is_the_one_that_renders() -> None:
    own = [asset(name) for name in (*_OWN, "player/bridge.js", "player/quiet.js") if name.endswith(".js")]
    assert sum(len(one.plain) for one in own) < _MOST_SCRIPT
    vendored = Path(__file__).parents[2] / "src" / "onlooker" / "renderers" / "vendor" / "replay.min.js"
    assert asset("player/replay.min.js").plain == vendored.read_bytes()


def test_assets_are_told_apart_by_their_content(client: TestClient) -> None:
    first = client.get("/static/app.css")
    again = client.get("/static/app.css", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


NOW = 1_000_000_000
HALF_AN_HOUR = 1_800_000


@pytest.mark.parametrize(
    ("cookie", "since", "latest"),
    [
        ("", NOW - 86_400_000, NOW),
        ("nonsense", NOW - 86_400_000, NOW),
        (f"{NOW}.{NOW + 1}", NOW - 86_400_000, NOW),  # from a clock that was ahead
        (f"5.{NOW - HALF_AN_HOUR + 1}", 5, NOW),  # the same visit goes on
        (f"5.{NOW - HALF_AN_HOUR}", NOW - HALF_AN_HOUR, NOW),  # another one begins
    ],
)
def test_what_is_new_is_what_came_since_the_visit_before(cookie: str, since: int, latest: int) -> None:
    assert seen(cookie, NOW) == (since, latest)


def test_a_filter_keeps_what_means_something() -> None:
    asked = Asked(outcome="reached", until="2026-11-22", kind="confusion", state="done", blocking="1")
    wanted = asked.wanted
    assert (wanted.success, wanted.kind, wanted.state, wanted.blocking) == (True, "confusion", SessionState.DONE, True)
    assert wanted.until == (day_ms("2026-11-23") or 0)
    assert asked.plain == {"outcome": "reached", "until": "2026-11-22", "kind": "confusion", "state": "done", "blocking": "1"}
    assert Asked(kind="none", state="none", outcome="none", since="none").wanted == Asked().wanted


def test_what_one_said_oneself_is_shown_before_what_others_said_later() -> None:
    def word(by: str, at: int, *, finding: str = "f") -> Feedback:
        about = About.FINDING if finding else About.SUMMARY
        return Feedback(id=f"{by}{finding}", session_id="s", about=about, right=True, finding_id=finding, by=by, at=at)

    given = [word("ann", 1), word("bob", 2), word("cid", 3), word("bob", 4, finding="")]
    assert {key: one.by for key, one in said(given, "ann").items()} == {"f": "ann", "": "bob"}
    assert {key: one.by for key, one in said(given, "dan").items()} == {"f": "cid", "": "bob"}
    assert said([], "ann") == {}
