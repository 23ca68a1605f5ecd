"""Who may use the app: every route and every role, tokens, cookies, proxies, host names, and pages elsewhere that try to act for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onlooker.app.capturing import Capturing
from onlooker.app.library import Library, open_library
from onlooker.config import load
from onlooker.errors import SettingError
from onlooker.server import capture_app
from onlooker.server.access import Access, Role, access_of, proxy_of
from onlooker.server.app import App, create_app
from tests.server.doubles import KEY, MemoryInbox, OneKey

READER, WRITER = "reader-token-0123456789", "writer-token-0123456789"
TOKENS = f"# who may\nana read {READER}\nbo write {WRITER}\n"
TEAM = access_of("0.0.0.0", tokens=TOKENS)
SAFE = {"GET", "HEAD", "OPTIONS"}
OPEN = ("/login", "/api/login", "/static/")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with open_library(load(home=tmp_path_factory.mktemp("home")), roots=[]) as opened:
        yield opened


def _client(library: Library, access: Access, *, address: str = "203.0.113.9", host: str = "app.test") -> TestClient:
    app = create_app(library, access=access, capture=capture_app(Capturing(MemoryInbox(), OneKey())))
    return TestClient(app, base_url=f"http://{host}", client=(address, 5_000), follow_redirects=False, raise_server_exceptions=False)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _all_routes(library: Library) -> list[tuple[str, str]]:
    found = _paths(create_app(library))
    assert len(found) > 30 and any(method == "DELETE" for method, _ in found) and any(path == "/api/runs" for _, path in found)
    return found


def _paths(app: App) -> list[tuple[str, str]]:
    told = app.web.openapi()["paths"]
    api = [(method.upper(), path.replace("{number}", "0").replace("{", "").replace("}", "")) for path, methods in told.items() for method in methods]
    pages = ["/", "/runs", "/runs/r", "/sessions", "/runs/r/sessions/p", "/patterns", "/patterns/p", "/login", "/static/app.css", "/api/openapi.json"]
    return [*api, *(("GET", path) for path in pages)]


def test_every_route_asks_who_it_is(library: Library) -> None:
    client = _client(library, TEAM)
    for method, path in _all_routes(library):
        answer = client.request(method, path)
        if path.startswith(OPEN):
            assert answer.status_code not in (403, 404), (method, path)
        elif path.startswith("/api/"):
            assert (answer.status_code, answer.json()["error"]) == (401, "login"), (method, path)
        else:
            assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next="), (method, path)


def test_a_reader_may_look_at_everything_and_change_nothing(library: Library) -> None:
    client = _client(library, TEAM)
    for method, path in _all_routes(library):
        answer = client.request(method, path, headers=_bearer(READER))
        if method in SAFE or path in ("/api/login", "/api/logout"):
            assert answer.status_code != 403 or answer.json()["error"] != "role", (method, path)
        else:
            assert (answer.status_code, answer.json()["error"]) == (403, "role"), (method, path)


def test_a_writer_is_kept_from_nothing(library: Library) -> None:
    client = _client(library, TEAM)
    for method, path in _all_routes(library):
        answer = client.request(method, path, headers=_bearer(WRITER))
        assert answer.status_code not in (401, 403) or path == "/api/login", (method, path)
        assert answer.status_code < 500, (method, path)


def test_on_the_loopback_nobody_is_asked_and_only_its_names_are_answered(library: Library) -> None:
    access = access_of("127.0.0.1")
    for host in ("localhost", "127.0.0.1:8686", "[::1]:8686", "LOCALHOST:1"):
        assert _client(library, access, host="localhost").get("/api/me", headers={"Host": host}).json()["role"] == "write"
    for host in ("rebound.example", "rebound.example:8686", "127.0.0.1.rebound.example", "localhost.rebound.example", ""):
        answer = _client(library, access, host="localhost").get("/api/runs", headers={"Host": host})
        assert (answer.status_code, answer.json()["error"]) == (421, "host"), host
    assert access_of("localhost", names=["box.lan"]).answers("box.lan:8686")


@pytest.mark.parametrize("token", [READER[:-1], WRITER + " x", "", "é", "null"])
def test_a_token_that_is_none_opens_nothing(library: Library, token: str) -> None:
    answer = _client(library, TEAM).get("/api/runs", headers=[(b"Authorization", f"Bearer {token}".encode())])
    assert answer.status_code == 401


def test_a_token_logs_in_for_a_cookie_and_out_again(library: Library) -> None:
    client = _client(library, TEAM)
    assert client.post("/api/login", json={"token": "wrong"}).status_code == 401
    assert client.post("/api/login", content=b"{", headers={"Content-Type": "application/json"}).status_code == 401
    answer = client.post("/api/login", data={"token": WRITER, "next": "/runs?x=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/runs?x=1")
    assert all("HttpOnly" in one and "SameSite=Lax" in one for one in answer.headers.get_list("set-cookie"))
    me = client.get("/api/me").json()
    assert (me["name"], me["role"]) == ("bo", "write")
    assert client.post("/api/logout", headers={"X-CSRF-Token": me["csrf"]}).status_code == 303
    assert client.get("/api/me").status_code == 401


@pytest.mark.parametrize("going", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nSet-Cookie: x=1"])
def test_after_a_login_it_goes_on_to_this_host_alone(library: Library, going: str) -> None:
    answer = _client(library, TEAM).post("/api/login", data={"token": WRITER, "next": going})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_cookie_that_was_tampered_with_or_is_of_other_tokens_is_nobody(library: Library) -> None:
    client = _client(library, TEAM)
    client.post("/api/login", json={"token": WRITER})
    good = client.cookies["onlooker_session"]
    turned = good[:-9] + ("A" if good[-9] != "A" else "B") + good[-8:]  # not the last letter: some of its bits mean nothing
    for bad in (good.replace("bo", "ana"), turned, "bo", "", "."):
        other = _client(library, TEAM)
        other.cookies.set("onlooker_session", bad)
        assert other.get("/api/me").status_code == 401, bad
    changed = _client(library, access_of("0.0.0.0", tokens=TOKENS.replace(WRITER, WRITER + "2")))
    changed.cookies.set("onlooker_session", good)
    assert changed.get("/api/me").status_code == 401


def _change(client: TestClient, **headers: str) -> tuple[int, str]:
    """Of a run that is not there: whoever may change anything hears that."""
    answer = client.post("/api/runs/none/cancel", headers=headers)
    return answer.status_code, answer.json()["error"]


def test_a_page_elsewhere_cannot_act_for_whoever_is_logged_in(library: Library) -> None:
    for access in (TEAM, access_of("127.0.0.1", names=["app.test"])):
        client = _client(library, access)
        if not access.open:
            client.post("/api/login", json={"token": WRITER})
        csrf = client.get("/api/me").json()["csrf"]
        own = {"Origin": "http://app.test", "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": csrf}
        assert _change(client, **own) == (404, "missing")
        for forged in (
            {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://evil.example", "Sec-Fetch-Site": "cross-site", "X-CSRF-Token": csrf},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "same-site", "X-CSRF-Token": csrf},
            {"Origin": "http://app.test"},
            {"Origin": "http://app.test", "X-CSRF-Token": "x"},
            {"Referer": "http://evil.example/"},
            {},
        ):
            assert _change(client, **forged) == (403, "csrf"), forged
        stranger = _client(library, access).get("/login").cookies["onlooker_csrf"]
        assert _change(client, **own | {"X-CSRF-Token": stranger}) == (403, "csrf")


def test_a_program_on_the_loopback_needs_no_proof_and_a_token_none_anywhere(library: Library) -> None:
    assert _change(_client(library, access_of("127.0.0.1"), host="localhost")) == (404, "missing")
    assert _change(_client(library, TEAM), **_bearer(WRITER)) == (404, "missing")


def test_a_login_from_elsewhere_is_refused(library: Library) -> None:
    answer = _client(library, TEAM).post("/api/login", data={"token": WRITER}, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403


def test_a_name_that_a_proxy_checked_counts_from_the_proxy_alone(library: Library) -> None:
    access = access_of("0.0.0.0", proxy=proxy_of("X-User", ["10.1.0.0/16"], ["bo"]))
    inside, outside = _client(library, access, address="10.1.2.3"), _client(library, access, address="10.2.0.1")
    assert inside.get("/api/me", headers={"X-User": "bo"}).json()["role"] == "write"
    assert inside.get("/api/me", headers={"X-User": "ana"}).json() | {"csrf": ""} == {"name": "ana", "role": "read", "csrf": ""}
    assert inside.get("/api/me").status_code == 401
    for lies in ({"X-User": "bo"}, {"X-User": "bo", "X-Forwarded-For": "10.1.2.3"}, {"X-User": "bo", "Forwarded": "for=10.1.2.3"}):
        assert outside.get("/api/me", headers=lies).status_code == 401
    for address, secure in (("10.1.2.3", True), ("10.2.0.1", False)):
        told = _client(library, access, address=address).get("/login", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
        assert ("Secure" in told) is secure


def test_a_key_to_send_sessions_with_opens_nothing_of_the_app_and_the_app_nothing_of_it(library: Library) -> None:
    client = _client(library, TEAM)
    for headers in (_bearer(KEY), {"X-User": KEY}):
        assert client.get("/api/runs", headers=headers).status_code == 401
    assert client.post("/api/login", json={"token": KEY}).status_code == 401
    assert client.get(f"/array/{KEY}/config", headers={"Origin": "http://shop.example"}).status_code == 200
    refused = client.post("/e/", json={"api_key": WRITER, "event": "x"}, headers=_bearer(WRITER))
    assert refused.status_code in (400, 401)
    assert "set-cookie" not in client.get(f"/array/{KEY}/config").headers


def test_every_answer_keeps_a_page_in_its_place(library: Library) -> None:
    client = _client(library, TEAM)
    for path in ("/", "/login", "/api/runs", "/api/nothing", "/nothing", "/api/openapi.json"):
        headers = client.get(path, headers=_bearer(WRITER)).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY", path
        assert headers["cache-control"] == "no-store", path


def test_a_body_beyond_measure_is_not_read(library: Library) -> None:
    client = _client(library, TEAM)
    answer = client.post("/api/runs", content=b"x" * 1_000_001, headers=_bearer(WRITER))
    assert (answer.status_code, answer.json()["error"]) == (413, "size")

    def piecemeal() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 10_000

    assert client.post("/api/runs", content=piecemeal(), headers=_bearer(WRITER)).status_code >= 400


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "is open to others"),
        ({"token": "short"}, "too easily guessed"),
        ({"tokens": "ana admin " + READER}, "line 1"),
        ({"tokens": f"ana read {READER}\nana write {WRITER}"}, "line 2"),
        ({"tokens": "\n\nana read"}, "line 3"),
    ],
)
def test_what_would_let_in_anybody_is_refused_at_the_start(given: dict[str, str], says: str) -> None:
    with pytest.raises(SettingError, match=says):
        access_of("0.0.0.0", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "addresses", "writers"), [("X-User", [], []), ("", ["10.0.0.1"], []), ("", [], ["bo"]), ("X-User", ["the proxy"], [])]
)
def test_a_proxy_is_named_whole_or_not_at_all(header: str, addresses: list[str], writers: list[str]) -> None:
    with pytest.raises(SettingError):
        proxy_of(header, addresses, writers)


def test_tokens_are_kept_as_hashes_and_asked_for_on_the_loopback_too_where_there_are_some() -> None:
    access = access_of("127.0.0.1", token=WRITER)
    assert not access.open and access.token(WRITER) is not None and WRITER not in repr(access)
    assert access.token(WRITER) == access.named("token")
    known = access.token(WRITER)
    assert known is not None and known.role is Role.WRITE


def test_runs_read_only_where_they_may(library: Library, tmp_path: Path) -> None:
    client = _client(library, TEAM)
    for place in (str(tmp_path), "/etc/*", "../..", ".", "a\0b", "*/../../x"):
        answer = client.post("/api/runs", json={"places": [place]}, headers=_bearer(WRITER))
        assert (answer.status_code, answer.json()["error"]) == (400, "setting"), place


@pytest.mark.parametrize("model", ["openai-compatible:m@http://169.254.169.254/v1", "recorded:/etc", "ollama:x@http://10.0.0.1"])
def test_nobody_elsewhere_says_where_recordings_are_sent(tmp_path: Path, model: str) -> None:
    with open_library(load(home=tmp_path / "home"), roots=[tmp_path]) as opened:
        client = _client(opened, TEAM)
        for body in ({"settings": {"model": model}}, {"settings": {"model": "none", "look_model": model}}):
            answer = client.post("/api/runs", json={"places": [str(tmp_path)], **body}, headers=_bearer(WRITER))
            assert (answer.status_code, answer.json()["error"]) == (400, "setting") and "where the server is started" in answer.json()["message"]
