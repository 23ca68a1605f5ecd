"""What only a folder of replies does: files a person can read, and a disk that may refuse."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.errors import SettingError
from onlooker.stores import ReplyFolder

REQUEST = ModelRequest(purpose="summarize", prompt_version="7", instructions="secret words of alice", parts=(), schema={})
REPLY = ModelReply(content={"goal": "buy a lamp"}, model="google:m", usage=Usage(input_tokens=5, output_tokens=2, cost=0.1), attempts=2)


def test_what_is_put_is_got(tmp_path: Path) -> None:
    store = ReplyFolder(tmp_path / "deep" / "replies")
    assert store.get("k1") is None
    store.put("k1", REQUEST, REPLY)
    assert store.get("k1") == ModelReply(content={"goal": "buy a lamp"}, model="google:m", usage=Usage(input_tokens=5, output_tokens=2))
    assert (store.unreadable, store.unwritten) == (0, 0)


def test_the_file_is_readable_and_holds_no_question(tmp_path: Path) -> None:
    ReplyFolder(tmp_path).put("k1", REQUEST, REPLY)
    (path,) = tmp_path.iterdir()
    assert path.name == "k1.json"
    assert "alice" not in path.read_text()
    assert json.loads(path.read_text()) == {
        "shape": 1,
        "purpose": "summarize",
        "prompt_version": "7",
        "model": "google:m",
        "input_tokens": 5,
        "output_tokens": 2,
        "content": {"goal": "buy a lamp"},
    }


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b'{"shape": 2}', b'{"shape": 1, "model": 3}', b"[" * 100_000, b'{"shape":1,"purpose":"s"}'],
)
def test_a_damaged_entry_is_counted_and_written_anew(damage: bytes, tmp_path: Path) -> None:
    store = ReplyFolder(tmp_path)
    (tmp_path / "k1.json").write_bytes(damage)
    assert store.get("k1") is None
    assert store.unreadable == 1
    store.put("k1", REQUEST, REPLY)
    assert store.get("k1") is not None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_reply_or_none(data: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / "k.json").write_bytes(data)
        kept = ReplyFolder(Path(folder)).get("k")
    assert kept is None or isinstance(kept, ModelReply)


def test_a_folder_that_cannot_be_written_loses_no_reply(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = ReplyFolder(tmp_path / "file")
    store.put("k1", REQUEST, REPLY)
    assert store.unwritten == 1
    assert store.get("k1") is None


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    store = ReplyFolder(tmp_path)
    store.put("k1", REQUEST, ModelReply(content={"not": {"json": object()}}, model="m"))
    assert store.unwritten == 1
    assert list(tmp_path.iterdir()) == []


def test_replies_kept_before_need_a_folder(tmp_path: Path) -> None:
    ReplyFolder(tmp_path).put("k1", REQUEST, REPLY)
    assert ReplyFolder.existing(tmp_path).get("k1") is not None
    with pytest.raises(SettingError, match="no folder of recorded replies at"):
        ReplyFolder.existing(tmp_path / "k1.json")
