"""Stores on everything they run on: `catalogue` is each kind of database in turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onlooker.ports import Catalogue
from onlooker.stores.catalogue import open_catalogue
from tests.bucket import bucket_url, s3_server  # noqa: F401 - fixtures
from tests.postgres import postgres, postgres_url  # noqa: F401 - fixtures


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    return str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else str(tmp_path / "deep" / "catalogue.db")


@pytest.fixture
def catalogue(database: str) -> Iterator[Catalogue]:
    opened = open_catalogue(database)
    yield opened
    opened.close()
