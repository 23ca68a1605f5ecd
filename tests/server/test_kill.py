"""The command killed under load: what was acknowledged is in the inbox afterwards."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from pathlib import Path

import httpx

from onlooker.app.capturing import add_key
from onlooker.config import load
from onlooker.stores.inbox import SqliteInbox
from tests.server.serving import command

_SENDERS = 8
_ENOUGH = 300


def test_every_batch_acknowledged_before_a_kill_is_there(tmp_path: Path) -> None:
    key = add_key("shop", load(home=tmp_path)).key
    acknowledged: list[str] = []
    enough = threading.Event()

    def send(port: int, sender: int) -> None:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            for number in range(100_000):
                name = f"{sender}-{number}"
                body = {"api_key": key, "batch": [{"event": name, "properties": {"$session_id": f"s{number % 7}", "filling": "x" * 2_000}}]}
                try:
                    answer = client.post("/e/", content=json.dumps(body))
                except httpx.HTTPError:
                    return
                if answer.status_code == 200:
                    acknowledged.append(name)
                if len(acknowledged) >= _ENOUGH:
                    enough.set()

    with command(tmp_path, "--no-read") as (process, port):
        senders = [threading.Thread(target=send, args=(port, number)) for number in range(_SENDERS)]
        for sender in senders:
            sender.start()
        assert enough.wait(60)
        process.kill()
        for sender in senders:
            sender.join()
    with closing(SqliteInbox(tmp_path / "inbox.db")) as inbox:
        kept = {json.loads(line)["event"] for one in inbox.waiting() for batch in inbox.take(one) for line in batch.lines.splitlines()}
    assert len(acknowledged) >= _ENOUGH
    assert set(acknowledged) <= kept
