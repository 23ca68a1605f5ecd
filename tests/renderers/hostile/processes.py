"""The browsers that this process started, found from outside."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path


def browsers(of: int | None = None) -> list[int]:
    """Process ids, which are the ids of their groups too."""
    return [pid for pid in _children(of or os.getpid()) if b"--remote-debugging-pipe" in _read(pid, "cmdline")]


def alive_in(group: int, *, within_s: float = 15.0) -> list[int]:
    """The processes of that group that have not ended by then."""
    until = time.monotonic() + within_s
    while (left := [pid for pid in _all() if _group(pid) == group]) and time.monotonic() < until:
        time.sleep(0.02)
    return left


def environment(pid: int) -> dict[str, str]:
    told = _read(pid, "environ").decode("utf-8", "replace").split("\0")
    return dict(one.split("=", 1) for one in told if "=" in one)


def status(pid: int) -> dict[str, str]:
    return dict(line.split(":\t", 1) for line in _read(pid, "status").decode().splitlines() if ":\t" in line)


def members(group: int) -> list[int]:
    return [pid for pid in _all() if _group(pid) == group]


def _all() -> list[int]:
    return [int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit()]


def _group(pid: int) -> int:
    """0 for one that is dead and only waits to be asked how it ended."""
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[2]) if len(fields) > 2 and fields[0] != b"Z" else 0


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def _read(pid: int, name: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/{name}").read_bytes()
    return b""
