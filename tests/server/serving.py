"""Capture on a port of the loopback: in a thread, or as the command in a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from onlooker.app.capturing import Capturing
from onlooker.domain.captured import CaptureLimits
from onlooker.server import capture_app, listen, server_of
from tests.server.doubles import MemoryInbox, OneKey

_COMMAND = (sys.executable, "-c", "import sys; from onlooker.cli import main; sys.exit(main())", "capture", "--port", "0")


@contextmanager
def served(inbox: MemoryInbox, limits: CaptureLimits) -> Iterator[int]:
    """The port, while it is served in this process."""
    with closing(listen("127.0.0.1", 0)) as listening:
        server = server_of(capture_app(Capturing(inbox, OneKey(), limits)), limits)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield int(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def command(home: Path, *words: str, program: Sequence[str] = _COMMAND, **settings: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port; its messages come on stderr."""
    given = {f"ONLOOKER_{name.upper()}": value for name, value in {"home": str(home), "clips": "off", **settings}.items()}
    env: Mapping[str, str] = {**os.environ, **given}
    process = subprocess.Popen([*program, *words], env=env, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        told = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", told)
        assert found is not None, told + process.stderr.read()
        yield process, int(found.group(1))
    finally:
        process.terminate()
        process.wait(60)
        process.stderr.close()


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=60)
