"""What every store of blobs and notes does, and what only the folder does."""

from __future__ import annotations

import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.domain.blob import blob_key
from onlooker.stores import BlobFolder, Blobs, MemoryBlobs, open_blobs

JPEG = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture(params=["folder", "memory", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    match request.param:
        case "folder":
            return open_blobs(tmp_path / "deep" / "blobs")
        case "bucket":
            return open_blobs(str(request.getfixturevalue("bucket_url")))
        case _:
            return MemoryBlobs()


def test_what_is_put_is_got_under_the_hash_of_its_content(store: Blobs) -> None:
    key = store.put(JPEG, "image/jpeg")
    assert key == blob_key(JPEG)
    assert store.get(key) == JPEG


def test_the_same_content_has_one_key_whatever_it_is_called(store: Blobs) -> None:
    assert store.put(JPEG, "image/jpeg") == store.put(JPEG, "image/jpeg") == store.put(JPEG, "x/unheard-of")
    assert store.get(blob_key(JPEG)) == JPEG


def test_nothing_at_all_is_a_blob_too(store: Blobs) -> None:
    assert store.get(store.put(b"", "video/mp4")) == b""


@pytest.mark.parametrize("key", ["", "0" * 16, "..", "../../etc/passwd", "notes", "a/b", "a\x00b", "*", "é" * 8, "0" * 5000])
def test_a_key_that_is_not_there_is_a_key_error(store: Blobs, key: str) -> None:
    store.put(JPEG, "image/jpeg")
    with pytest.raises(KeyError):
        store.get(key)


def test_the_last_note_under_a_key_is_the_one_that_counts(store: Blobs) -> None:
    assert store.noted("script 1, chromium 156") is None
    store.note("script 1, chromium 156", b'{"frames": 1}')
    store.note("script 1, chromium 156", b'{"frames": 13}\n\x00\xff')
    store.note("../../script", b"")
    assert store.noted("script 1, chromium 156") == b'{"frames": 13}\n\x00\xff'
    assert store.noted("../../script") == b""
    assert store.noted("script 1, chromium 157") is None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60), max_size=6), st.dictionaries(st.text(max_size=20), st.binary(max_size=60), max_size=4))
def test_any_bytes_come_back_as_they_were(store: Blobs, blobs: list[bytes], notes: dict[str, bytes]) -> None:
    keys = [store.put(blob, "image/webp") for blob in blobs]
    for key, data in notes.items():
        store.note(key, data)
    assert [store.get(key) for key in keys] == blobs
    assert {key: store.noted(key) for key in notes} == notes


def test_many_may_put_and_note_at_once(store: Blobs) -> None:
    def work(number: int) -> bytes:
        key = store.put(b"%d" % (number % 3), "image/jpeg")
        store.note("the same", b"from one of them")
        store.note(f"note {number}", key.encode())
        return store.get(key)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(24))) == [b"%d" % (number % 3) for number in range(24)]
    assert store.noted("the same") == b"from one of them"
    assert [store.noted(f"note {number}") for number in range(24)] == [blob_key(b"%d" % (number % 3)).encode() for number in range(24)]


def test_files_lie_under_their_first_digits_and_say_what_they_are(tmp_path: Path) -> None:
    store = BlobFolder(tmp_path)
    keys = [store.put(b"film", "video/mp4"), store.put(JPEG, "image/jpeg"), store.put(b"?", "x/unheard-of")]
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert names == {f"{key[:2]}/{key}{suffix}" for key, suffix in zip(keys, (".mp4", ".jpg", ".bin"), strict=True)}


@pytest.mark.parametrize("damage", [b"", b"half a pic", b"\x00" * 900])
def test_what_is_damaged_is_as_good_as_missing_and_written_anew(tmp_path: Path, damage: bytes) -> None:
    store = BlobFolder(tmp_path)
    key = store.put(JPEG, "image/jpeg")
    store.note("k", b"noted")
    for path in tmp_path.rglob("*.*"):
        path.write_bytes(damage)
    with pytest.raises(KeyError):
        store.get(key)
    assert store.noted("k") is None
    assert store.put(JPEG, "image/jpeg") == key
    assert store.get(key) == JPEG


def test_another_run_finds_it(tmp_path: Path) -> None:
    key = BlobFolder(tmp_path).put(JPEG, "image/jpeg")
    BlobFolder(tmp_path).note("k", b"noted")
    assert BlobFolder(tmp_path).get(key) == JPEG
    assert BlobFolder(tmp_path).noted("k") == b"noted"


def test_where_nothing_can_be_written_a_blob_is_an_error_and_a_note_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = BlobFolder(tmp_path / "file")
    with pytest.raises(OSError, match="file"):
        store.put(JPEG, "image/jpeg")
    store.note("k", b"noted")
    assert (store.noted("k"), store.unwritten) == (None, 1)


def test_a_full_disk_says_so_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The nearest to a full disk: a limit on the size of files."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    store = BlobFolder(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        with pytest.raises(OSError) as full:
            store.put(b"x" * 100_000, "video/mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert full.value.errno == errno.EFBIG
    assert list(tmp_path.rglob("*.*")) == []
