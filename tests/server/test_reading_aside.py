"""The command as it is run: what waits is read by a process beside, which ends with the one that started it."""

from __future__ import annotations

import gzip
import os
import select
from contextlib import closing
from pathlib import Path

from onlooker.config import load
from onlooker.domain.captured import Batch, Holds
from onlooker.domain.catalogued import RunState, SessionState
from onlooker.stores.catalogue import open_catalogue
from onlooker.stores.inbox import SqliteInbox
from tests.server.serving import command

SAMPLE = Path(__file__).parents[2] / "samples" / "oscar-2"


def filled(home: Path) -> None:
    """A session that came long ago."""
    with closing(SqliteInbox(home / "inbox.db")) as inbox:
        for name, holds in (("snapshots", Holds.RECORDING), ("events", Holds.EVENTS)):
            lines = gzip.decompress((SAMPLE / f"{name}.jsonl.gz").read_bytes())
            inbox.append([Batch(project="shop", session="oscar", holds=holds, received_at=1_000, lines=lines)])


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for file in found for child in file.read_text().split()]


def test_what_waited_is_read_when_the_command_is_started(tmp_path: Path) -> None:
    filled(tmp_path)
    with command(tmp_path) as (process, _):
        assert process.stderr is not None
        told = next(line for line in iter(process.stderr.readline, "") if "no page can send yet" not in line)
    assert told.partition(": ")[2].strip() == "1 captured session read"
    with closing(open_catalogue(load(home=tmp_path).catalogue)) as catalogue:
        [run] = catalogue.runs()
        [row] = catalogue.sessions(run.id)
    assert (run.state, row.state, row.origin) == (RunState.DONE, SessionState.DONE, "captured/shop")
    assert row.findings > 0


def test_killed_it_leaves_no_process_behind_and_goes_on_when_started_again(tmp_path: Path) -> None:
    filled(tmp_path)
    with command(tmp_path) as (process, _):
        beside = children(process.pid)
        while not beside:
            beside = children(process.pid)
        watched = [os.pidfd_open(pid) for pid in beside]
        process.kill()
        for ended in watched:
            assert select.select([ended], [], [], 30)[0], "a process outlived the one that started it"
            os.close(ended)
    with command(tmp_path) as (process, _):
        assert process.stderr is not None
        assert any(line.startswith("run ") for line in iter(process.stderr.readline, ""))
    with closing(open_catalogue(load(home=tmp_path).catalogue)) as catalogue:
        done = [row for run in catalogue.runs() if run.state is RunState.DONE for row in catalogue.sessions(run.id)]
    assert [row.state for row in done] == [SessionState.DONE]
