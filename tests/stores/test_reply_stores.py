"""What every store of replies does: what is put is got, the question is not kept, and nothing stops a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.model import ModelReply, ModelRequest, Usage
from onlooker.ports import ReplyStore
from onlooker.stores import BlobFolder, MemoryBlobs, ReplyFolder, ReplyNotes, open_blobs

REQUEST = ModelRequest(purpose="summarize", prompt_version="7", instructions="secret words of alice", parts=(), schema={})
REPLY = ModelReply(content={"goal": "buy a lamp"}, model="google:m", usage=Usage(input_tokens=5, output_tokens=2, cost=0.1), attempts=2)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(params=["folder", "notes in memory", "notes in a folder", "notes in a bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> ReplyStore:
    match request.param:
        case "folder":
            return ReplyFolder(tmp_path / "deep" / "replies")
        case "notes in a folder":
            return ReplyNotes(BlobFolder(tmp_path))
        case "notes in a bucket":
            return ReplyNotes(open_blobs(str(request.getfixturevalue("bucket_url"))))
        case _:
            return ReplyNotes(MemoryBlobs())


def test_what_is_put_is_got(store: ReplyStore) -> None:
    assert store.get("k1") is None
    store.put("k1", REQUEST, REPLY)
    assert store.get("k1") == ModelReply(content={"goal": "buy a lamp"}, model="google:m", usage=Usage(input_tokens=5, output_tokens=2))
    assert store.get("k2") is None


def test_the_last_one_put_counts(store: ReplyStore) -> None:
    store.put("k1", REQUEST, REPLY)
    store.put("k1", REQUEST, ModelReply(content={"goal": "buy two"}, model="google:m"))
    kept = store.get("k1")
    assert kept is not None
    assert kept.content == {"goal": "buy two"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_any_object_comes_back_as_it_was(store: ReplyStore, content: dict[str, object]) -> None:
    store.put("k", REQUEST, ModelReply(content=content, model="m"))
    kept = store.get("k")
    assert kept is not None
    assert kept.content == content


def test_what_is_no_json_is_not_kept(store: ReplyStore) -> None:
    store.put("k1", REQUEST, ModelReply(content={"not": {"json": object()}}, model="m"))
    assert store.get("k1") is None


def test_notes_have_the_shape_of_the_files(tmp_path: Path) -> None:
    notes = MemoryBlobs()
    ReplyFolder(tmp_path).put("k1", REQUEST, REPLY)
    ReplyNotes(notes).put("k1", REQUEST, REPLY)
    assert notes.noted("reply k1") == (tmp_path / "k1.json").read_bytes()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"shape": 2}', b"[" * 100_000])
def test_a_damaged_note_is_counted_and_written_anew(damage: bytes) -> None:
    notes = MemoryBlobs()
    store = ReplyNotes(notes)
    notes.note("reply k1", damage)
    assert store.get("k1") is None
    assert store.unreadable == 1
    store.put("k1", REQUEST, REPLY)
    assert store.get("k1") is not None
    store.put("k2", REQUEST, ModelReply(content={"not": {"json": object()}}, model="m"))
    assert store.unwritten == 1
