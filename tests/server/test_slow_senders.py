"""Connections that send slowly, or nothing: they are cut off, and the others are served meanwhile."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack

import httpx
import pytest

from onlooker.domain.captured import CaptureLimits
from tests.server.doubles import KEY, MemoryInbox
from tests.server.serving import connected, served

BATCH = json.dumps({"api_key": KEY, "batch": [{"event": "clicked", "properties": {"$session_id": "s1"}}]}).encode()


def post(port: int) -> int:
    return httpx.post(f"http://127.0.0.1:{port}/e/", content=BATCH, timeout=60).status_code


def ended(connection: socket.socket) -> bool:
    """Waits until the other side has closed."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", b"POST /e/ HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half a head"])
def test_a_head_that_does_not_come_is_not_waited_for(said: bytes) -> None:
    with served(MemoryInbox(), CaptureLimits(head_s=0.3)) as port, connected(port) as connection:
        connection.sendall(said)
        assert ended(connection)
        assert post(port) == 200


def test_the_second_request_of_a_connection_has_to_come_too() -> None:
    with served(MemoryInbox(), CaptureLimits(head_s=0.3)) as port, connected(port) as connection:
        connection.sendall(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\nGET /no")
        received = b""
        while chunk := connection.recv(1000):
            received += chunk
        assert received.startswith(b"HTTP/1.1 404")


def test_a_head_without_end_is_cut_off() -> None:
    with served(MemoryInbox(), CaptureLimits()) as port, connected(port) as connection:
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            connection.sendall(b"GET / HTTP/1.1\r\n")
            for number in range(100_000):
                connection.sendall(b"X-%d: " % number + b"y" * 1_000 + b"\r\n")
        assert post(port) == 200


def test_past_the_most_connections_the_slowest_goes() -> None:
    limits = CaptureLimits(connections=20)
    with served(MemoryInbox(), limits) as port, ExitStack() as stack:
        slow = [stack.enter_context(connected(port)) for _ in range(60)]
        assert post(port) == 200
        assert ended(slow[0])
        assert {post(port) for _ in range(5)} == {200}


def test_whoever_does_not_read_goes_where_nobody_is_slow_to_send() -> None:
    asked = b"GET /static/array.js HTTP/1.1\r\nHost: x\r\n\r\n" * 30  # more than the buffers between us take
    with served(MemoryInbox(), CaptureLimits(connections=20)) as port, ExitStack() as stack:
        deaf = [stack.enter_context(connected(port)) for _ in range(20)]
        for connection in deaf:
            connection.sendall(asked)
            assert connection.recv(15) == b"HTTP/1.1 200 OK"
        assert {post(port) for _ in range(25)} == {200}


def test_a_body_that_drips_is_answered_and_closed() -> None:
    with served(MemoryInbox(), CaptureLimits(send_s=0.3)) as port, connected(port) as connection:
        connection.sendall(b"POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[")
        assert connection.recv(100).startswith(b"HTTP/1.1 408")
        while connection.recv(1000):
            pass
        assert post(port) == 200
