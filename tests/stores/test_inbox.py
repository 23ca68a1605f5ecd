"""What is appended is there, in order, once; and it outlives the process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.captured import Batch, Holds, WriteKey
from onlooker.errors import CatalogueError
from onlooker.stores.inbox import SqliteInbox
from onlooker.stores.write_keys import SqliteWriteKeys


def batch(lines: bytes = b"{}\n", *, session: str = "s1", at: int = 1_000, holds: Holds = Holds.RECORDING) -> Batch:
    return Batch(project="shop", session=session, holds=holds, received_at=at, lines=lines)


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[SqliteInbox]:
    with closing(SqliteInbox(tmp_path / "inbox.db")) as made:
        yield made


def test_batches_of_a_session_in_the_order_in_which_they_came(inbox: SqliteInbox) -> None:
    first, other, second = batch(b"1\n"), batch(b"x\n", session="s2"), batch(b"2\n", at=2_000, holds=Holds.EVENTS)
    inbox.append([first, other])
    inbox.append([second])
    one, two = inbox.waiting()
    assert (one.session, one.first_at, one.last_at, one.batches, one.size) == ("s1", 1_000, 2_000, 2, 4)
    assert list(inbox.take(one)) == [first, second]
    assert list(inbox.take(two)) == [other]
    assert inbox.size_of("shop", "s1") == 4


def test_the_same_batch_twice_is_one(inbox: SqliteInbox) -> None:
    inbox.append([batch(), batch()])
    inbox.append([batch(at=9_000)])
    [one] = inbox.waiting()
    assert (one.batches, one.last_at) == (1, 1_000)


def test_quiet_is_what_was_silent_or_is_long(inbox: SqliteInbox) -> None:
    inbox.append([batch(b"1\n", session="silent", at=1_000), batch(b"1\n", session="busy", at=4_000)])
    inbox.append([batch(b"1\n", session="long", at=500), batch(b"2\n", session="long", at=5_000)])
    assert [one.session for one in inbox.quiet(silent_since=1_000, begun_before=500)] == ["long", "silent"]
    assert inbox.quiet(silent_since=999, begun_before=499) == []


def test_what_came_while_a_session_was_read_stays(inbox: SqliteInbox) -> None:
    inbox.append([batch(b"1\n")])
    [seen] = inbox.waiting()
    late = batch(b"2\n", at=7_000)
    inbox.append([late])
    assert list(inbox.take(seen)) == [batch(b"1\n")]
    inbox.done(seen)
    [left] = inbox.waiting()
    assert (left.first_at, left.batches, left.size) == (7_000, 1, 2)
    assert list(inbox.take(left)) == [late]
    inbox.done(left)
    assert inbox.waiting() == []


def test_another_process_sees_it(inbox: SqliteInbox, tmp_path: Path) -> None:
    inbox.append([batch()])
    with closing(SqliteInbox(tmp_path / "inbox.db")) as other:
        [one] = other.waiting()
        other.done(one)
    assert inbox.waiting() == []


@given(st.lists(st.tuples(st.sampled_from("ab"), st.binary(max_size=40)), max_size=12))
def test_nothing_is_lost_and_nothing_is_there_twice(tmp_path_factory: pytest.TempPathFactory, sent: list[tuple[str, bytes]]) -> None:
    with closing(SqliteInbox(tmp_path_factory.mktemp("inbox") / "inbox.db")) as inbox:
        for session, lines in sent:
            inbox.append([batch(lines, session=session)])
        kept = [(one.session, taken.lines) for one in inbox.waiting() for taken in inbox.take(one)]
    assert sorted(kept) == sorted(set(sent))
    for name in "ab":
        assert [lines for session, lines in kept if session == name] == list(dict.fromkeys(lines for session, lines in sent if session == name))


_APPENDS = """
import sys
from pathlib import Path
from onlooker.stores.inbox import SqliteInbox
from tests.stores.test_inbox import batch
inbox = SqliteInbox(Path(sys.argv[1]))
for number in range(100_000):
    inbox.append([batch(b"%d\\n" % number)])
    print(number, flush=True)
"""


def test_killed_in_the_middle_all_that_was_acknowledged_is_there(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _APPENDS, str(tmp_path / "inbox.db")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(200)]
    process.kill()
    told += [int(line) for line in process.stdout.read().splitlines() if line]
    process.wait()
    process.stdout.close()
    with closing(SqliteInbox(tmp_path / "inbox.db")) as inbox:
        [one] = inbox.waiting()
        kept = [int(taken.lines) for taken in inbox.take(one)]
    assert kept[: len(told)] == told
    assert len(kept) <= len(told) + 1  # one may be on the disk and not told yet


def test_a_log_cut_off_anywhere_loses_only_its_end(tmp_path: Path) -> None:
    """As a power cut leaves it: the end of the log was never synced."""
    with closing(SqliteInbox(tmp_path / "inbox.db")) as inbox:
        for number in range(20):
            inbox.append([batch(b"%d\n" % number)])
        log, base = (tmp_path / "inbox.db-wal").read_bytes(), (tmp_path / "inbox.db").read_bytes()
    met = set()
    for cut in range(len(log) // 2, len(log), len(log) // 11):
        folder = tmp_path / str(cut)
        folder.mkdir()
        (folder / "inbox.db").write_bytes(base)
        (folder / "inbox.db-wal").write_bytes(log[:cut] + b"\xff" * 100)
        with closing(SqliteInbox(folder / "inbox.db")) as inbox:
            [one] = inbox.waiting()
            kept = [int(taken.lines) for taken in inbox.take(one)]
        assert kept == list(range(len(kept)))
        met.add(len(kept))
    assert len(met) > 3


def test_a_file_that_is_none_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "inbox.db").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(CatalogueError, match=r"inbox\.db cannot be used"):
        SqliteInbox(tmp_path / "inbox.db")


def test_keys_are_made_listed_and_withdrawn(tmp_path: Path) -> None:
    with closing(SqliteWriteKeys(tmp_path / "inbox.db")) as keys:
        keys.add(WriteKey(key="k1", project="shop", made_at=5))
        keys.add(WriteKey(key="k2", project="shop", made_at=6))
        assert [one.key for one in keys.all()] == ["k1", "k2"]
        assert (keys.project_of("k1"), keys.project_of("k3")) == ("shop", None)
        keys.withdraw("k1")
        assert keys.project_of("k1") is None
        with pytest.raises(KeyError):
            keys.withdraw("k1")
