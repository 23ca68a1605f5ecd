"""What only a bucket does: other machines find what is in it, and it may be out of reach."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import obstore
import pytest
from obstore.store import S3Store

from onlooker.domain.blob import blob_key
from onlooker.errors import SettingError
from onlooker.stores import open_blobs
from onlooker.stores.blob_bucket import BlobBucket

SOON = timedelta(milliseconds=200)


def _raw(bucket_url: str) -> S3Store:
    return S3Store.from_url(bucket_url, client_options={"allow_http": True})


def test_objects_lie_under_the_prefix_by_their_first_digits_and_say_what_they_are(bucket_url: str) -> None:
    store = open_blobs(bucket_url)
    key = store.put(b"film", "video/mp4")
    store.note("a note", b"noted")
    names = sorted(str(one["path"]) for some in obstore.list(_raw(bucket_url)) for one in some)
    assert names[0] == f"{key[:2]}/{key}"
    assert [name.split("/")[0] for name in names[1:]] == ["notes"]
    assert obstore.get(_raw(bucket_url), names[0]).attributes["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("slashes", ["", "/", "//"])
def test_another_machine_finds_it(bucket_url: str, slashes: str) -> None:
    key = open_blobs(bucket_url).put(b"film", "video/mp4")
    assert open_blobs(bucket_url + slashes).get(key) == b"film"


def test_a_whole_bucket_needs_no_prefix(bucket_url: str) -> None:
    store = open_blobs(bucket_url.removesuffix("/some/prefix"))
    assert store.get(store.put(b"film", "")) == b"film"


@pytest.mark.parametrize("damage", [b"", b"half a pic", b"\x00" * 900])
def test_what_is_damaged_is_as_good_as_missing_and_written_anew(bucket_url: str, damage: bytes) -> None:
    store = open_blobs(bucket_url)
    key = store.put(b"film", "video/mp4")
    store.note("k", b"noted")
    for some in obstore.list(_raw(bucket_url)):
        for one in some:
            obstore.put(_raw(bucket_url), one["path"], damage)
    with pytest.raises(KeyError):
        store.get(key)
    assert store.noted("k") is None
    assert store.get(store.put(b"film", "video/mp4")) == b"film"


def test_large_ones_go_in_parts(bucket_url: str) -> None:
    store = open_blobs(bucket_url)
    large = bytes(range(256)) * 50_000
    assert store.get(store.put(large, "")) == large


def test_no_bucket_of_that_name(bucket_url: str) -> None:
    store = BlobBucket("s3://nowhere/prefix")
    for touch in (lambda: store.put(b"film", ""), lambda: store.get(blob_key(b"film"))):
        with pytest.raises(OSError, match="there is no bucket for s3://nowhere/prefix: make it, or name another in ONLOOKER_BLOBS") as raised:
            touch()
        assert raised.value.strerror
    store.note("k", b"noted")
    assert (store.noted("k"), store.unwritten, store.unread) == (None, 1, 1)


def test_out_of_reach_it_says_so_without_a_key(monkeypatch: pytest.MonkeyPatch, bucket_url: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free.getsockname()[1]}")
    store = BlobBucket(bucket_url, patience=SOON)
    for touch in (lambda: store.put(b"film", ""), lambda: store.get(blob_key(b"film"))):
        with pytest.raises(OSError, match="cannot be reached: see the network, AWS_ENDPOINT_URL") as raised:
            touch()
        assert "not-so-secret" not in str(raised.value)
    store.note("k", b"noted")
    assert (store.noted("k"), store.unwritten, store.unread) == (None, 1, 1)


class _Refuses(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(403)
        self.end_headers()
        self.wfile.write(b"<Error><Code>AccessDenied</Code></Error>")

    do_PUT = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_with_keys_that_open_nothing(monkeypatch: pytest.MonkeyPatch, bucket_url: str) -> None:
    with HTTPServer(("127.0.0.1", 0), _Refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        store = BlobBucket(bucket_url)
        for touch in (lambda: store.put(b"film", ""), lambda: store.get(blob_key(b"film"))):
            with pytest.raises(OSError, match="lets nobody in with these keys") as raised:
                touch()
            assert "not-so-secret" not in str(raised.value)
        server.shutdown()


@pytest.mark.parametrize("url", ["s3://", "s3:///prefix", "gs://bucket/prefix", "s3://KEY:secret@bucket/prefix", "://"])
def test_an_address_that_means_nothing_is_a_setting_error_without_a_key(url: str) -> None:
    with pytest.raises(SettingError, match="ONLOOKER_BLOBS is a folder or s3://bucket/prefix") as raised:
        open_blobs(url)
    assert "secret" not in str(raised.value)
