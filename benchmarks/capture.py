"""Capture under load, on the loopback: how many batches a second are on the disk and acknowledged, how long each takes, how much memory that needs;
then the same while ten thousand connections send slowly; and whether all that was acknowledged is there after a kill.

python benchmarks/capture.py [--seconds 20] [--connections 32] [--slow 10000]
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import multiprocessing
import os
import random
import re
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from onlooker import config
from onlooker.app.capturing import add_key
from onlooker.stores.inbox import SqliteInbox

_COMMAND = (sys.executable, "-c", "import sys; from onlooker.cli import main; sys.exit(main())", "capture", "--port", "0", "--no-read")
_TEXTS = 200
_MARK, _NAME = b"@@@@@@@@@@@@", b"############"


@dataclass(frozen=True, kw_only=True)
class Load:
    phase: int
    pid: int
    port: int
    key: str
    seconds: float
    connections: int


@dataclass(kw_only=True)
class Came:
    acknowledged: list[tuple[str, float]] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    took: float = 0.0


def bodies(key: str) -> list[bytes]:
    """Batches as posthog-js sends them, 20 KB of JSON each, in 200 kinds; packed when they are sent, since each is another one then."""
    chance = random.Random(7)
    words = [f"{chance.getrandbits(40):x}" for _ in range(3_000)]
    made = []
    for _ in range(_TEXTS):
        records = [
            {
                "type": 3,
                "timestamp": 1_790_000_000_000 + at,
                "data": {"source": 0, "adds": [{"parentId": at, "node": {"type": 3, "textContent": " ".join(chance.sample(words, 12))}}]},
            }
            for at in range(80)
        ]
        properties = {"token": key, "$session_id": _MARK.decode(), "$window_id": "w1", "$snapshot_data": records}
        item = {"uuid": _NAME.decode(), "event": "$snapshot", "timestamp": "2026-09-21T14:13:21.000Z", "properties": properties}
        made.append(json.dumps([item]).encode())
    return made


async def _send(sender: str, port: int, texts: list[bytes], until: float, came: Came) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = 0
    try:
        while time.monotonic() < until:
            number += 1
            name = f"{sender}{number:08}"
            session = f"s{number % 50:011}"
            body = gzip.compress(texts[number % _TEXTS].replace(_MARK, session.encode()).replace(_NAME, name.encode()), 1)
            began = time.perf_counter()
            writer.write(b"POST /s/ HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            head = await reader.readuntil(b"\r\n\r\n")
            size = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(size.group(1)) if size else 0)
            status = int(head[9:12])
            if status == 200:
                came.acknowledged.append((name, time.perf_counter() - began))
            else:
                came.refused.append(status)
    except (OSError, asyncio.IncompleteReadError):
        pass  # the server was killed, which is what this is about
    finally:
        writer.close()


def load_process(load: Load, out: multiprocessing.Queue[Came]) -> None:
    texts = bodies(load.key)
    came = Came()

    async def all_of_them() -> None:
        until = time.monotonic() + load.seconds
        await asyncio.gather(*(_send(f"{load.phase}{number:03}", load.port, texts, until, came) for number in range(load.connections)))

    began = time.monotonic()
    asyncio.run(all_of_them())
    came.took = time.monotonic() - began
    out.put(came)


def slow_process(port: int, count: int, ready: object, over: object) -> None:
    """Connections that send a head and then a byte of the body every three seconds, opened anew when they are cut off."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    opened = 0

    async def one() -> None:
        nonlocal opened
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n[")
                opened += 1
                while True:
                    await asyncio.sleep(3)
                    writer.write(b" ")
                    await writer.drain()
            except OSError:
                await asyncio.sleep(0.2)

    async def all_of_them() -> None:
        tasks = []
        for _ in range(count):
            tasks.append(asyncio.create_task(one()))
            if len(tasks) % 100 == 0:
                await asyncio.sleep(0.02)
        while opened < count:
            await asyncio.sleep(0.1)
        ready.set()  # type: ignore[attr-defined]
        while not over.is_set():  # type: ignore[attr-defined]
            await asyncio.sleep(0.2)
        for task in tasks:
            task.cancel()

    asyncio.run(all_of_them())


def memory(pid: int) -> str:
    """Now and at most; empty once the process is gone."""
    told = dict(re.findall(r"(Vm\w+):\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()))
    return f"memory {int(told['VmRSS']) / 1024:.0f} MB, at most {int(told['VmHWM']) / 1024:.0f} MB" if "VmRSS" in told else "killed"


def cpu_s(pid: int) -> float:
    """Of the process so far."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def measure(title: str, load: Load) -> list[str]:
    context = multiprocessing.get_context("spawn")
    out: multiprocessing.Queue[Came] = context.Queue()
    sender = context.Process(target=load_process, args=(load, out))
    before = cpu_s(load.pid)
    sender.start()
    came = out.get()
    sender.join()
    times = sorted(one for _, one in came.acknowledged)
    print(
        f"{title}: {len(times) / came.took:,.0f} batches/s acknowledged over {came.took:.0f} s, {load.connections} connections; "
        f"p50 {statistics.median(times) * 1000:.1f} ms, p99 {times[int(len(times) * 0.99)] * 1000:.1f} ms, longest {times[-1] * 1000:.0f} ms; "
        f"{(cpu_s(load.pid) - before) / len(times) * 1000:.2f} ms of CPU each; {len(came.refused)} refused; {memory(load.pid)}",
        flush=True,
    )
    return [name for name, _ in came.acknowledged]


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--slow", type=int, default=10_000)
    given = options.parse_args()
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        key = add_key("benchmark", config.load(home=home)).key
        env = {**os.environ, "ONLOOKER_HOME": folder}
        process = subprocess.Popen(_COMMAND, env=env, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        port = int(process.stderr.readline().partition("127.0.0.1:")[2].partition(";")[0])
        print(f"idle: {memory(process.pid)}")
        load = Load(phase=1, pid=process.pid, port=port, key=key, seconds=given.seconds, connections=given.connections)
        known = measure("load", load)
        known += measure("one at a time", replace(load, phase=2, seconds=min(given.seconds, 5), connections=1))
        if given.slow:  # longer than one of them is let be, so that it counts what cutting them all off takes
            ready, over = context.Event(), context.Event()
            slow = context.Process(target=slow_process, args=(port, given.slow, ready, over))
            slow.start()
            if not ready.wait(120):
                print("the slow senders did not all get in")
            known += measure(f"load, {given.slow:,} slow senders", replace(load, phase=3, seconds=3 * given.seconds))
            over.set()
            slow.join()
        killer = context.Process(target=kill_after, args=(process.pid, min(given.seconds, 5) / 2))
        killer.start()
        known += measure("load, killed in the middle", replace(load, phase=4, seconds=min(given.seconds, 5)))
        killer.join()
        process.wait()
        with closing(SqliteInbox(home / "inbox.db")) as inbox:
            kept = {json.loads(line)["uuid"] for one in inbox.waiting() for batch in inbox.take(one) for line in batch.lines.splitlines()}
        print(f"acknowledged {len(known):,}, of these in the inbox {len(set(known) & kept):,} of {len(set(known)):,}")
        sys.exit(bool(set(known) - kept))


def kill_after(pid: int, seconds: float) -> None:
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
