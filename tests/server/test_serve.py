"""The command: the app, its API and capture on one port, until it is told to stop."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from onlooker.app.capturing import add_key
from onlooker.config import load

ONLOOKER = (sys.executable, "-c", "import sys; from onlooker.cli import main; sys.exit(main())", "serve", "--port", "0")
TOKEN = "a-token-of-some-length"


@contextmanager
def _serving(home: Path, *more: str, env: Mapping[str, str] | None = None) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    kept = {"ONLOOKER_HOME": str(home), "ONLOOKER_CLIPS": "off"}
    process = subprocess.Popen([*ONLOOKER, *more], stderr=subprocess.PIPE, text=True, env={**os.environ, **kept, **(env or {})})
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+?:(\d+)", said)
        assert found, said
        yield f"http://127.0.0.1:{found[1]}", process
    finally:
        process.kill()
        process.communicate()


def test_app_api_and_capture_share_a_port_and_end_together(tmp_path: Path) -> None:
    key = add_key("shop", load(home=tmp_path)).key
    with _serving(tmp_path) as (address, process):
        assert httpx.get(f"{address}/api/runs").json() == []
        assert "</html>" in httpx.get(address).text
        assert "posthog" in httpx.get(f"{address}/static/array.js").text
        assert httpx.get(f"{address}/static/app.css").headers["content-type"].startswith("text/css")
        event = {"event": "$pageview", "properties": {"distinct_id": "u", "$session_id": "s", "token": key}}
        assert httpx.post(f"{address}/e/", json={"api_key": key, "batch": [event]}, headers={"Origin": "http://shop.example"}).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)


def test_capture_can_be_left_out(tmp_path: Path) -> None:
    with _serving(tmp_path, "--no-capture") as (address, _):
        assert httpx.get(f"{address}/static/array.js").status_code == 404
        assert httpx.post(f"{address}/e/", json={}).status_code in (404, 405)


def test_for_others_it_asks_for_a_token(tmp_path: Path) -> None:
    with _serving(tmp_path, "--host", "0.0.0.0", "--no-capture", env={"ONLOOKER_TOKEN": TOKEN}) as (address, _):
        assert httpx.get(f"{address}/api/runs").status_code == 401
        assert httpx.get(f"{address}/api/runs", headers={"Authorization": f"Bearer {TOKEN}"}).json() == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--host", "0.0.0.0"), "open to others"),
        (("--token-file", "none.txt"), "cannot be read"),
        (("--user-header", "X-User"), "--from-proxy"),
        (("--host", "256.1.1.1", "--user-header", "X-User", "--from-proxy", "10.0.0.1"), "cannot be listened on"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(tmp_path: Path, given: tuple[str, ...], says: str) -> None:
    env = {**os.environ, "ONLOOKER_HOME": str(tmp_path)}
    done = subprocess.run([*ONLOOKER, *given], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1
