"""A real S3 server (moto's), on the loopback, started when the first test asks for one.

    from tests.bucket import bucket_url, s3_server  # noqa: F401 - in the conftest.py of a folder whose tests want `bucket_url`

`bucket_url` is `s3://…/prefix` in a bucket of the test's own; the variables that say where the server is are set as long as the test runs.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

_NAMES = itertools.count()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - only a test that wants a bucket waits for it

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket_url(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in server_variables(s3_server).items():
        monkeypatch.setenv(name, value)
    bucket = f"bucket-{next(_NAMES)}"
    urlopen(Request(f"{s3_server}/{bucket}", method="PUT")).close()
    return f"s3://{bucket}/some/prefix"


def server_variables(address: str) -> dict[str, str]:
    """For a process of its own too."""
    return {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "not-so-secret", "AWS_REGION": "us-east-1"}
