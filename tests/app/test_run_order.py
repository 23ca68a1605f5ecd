"""The run that an order begins or goes on with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from onlooker.app.picking import Picked
from onlooker.app.run_order import Order, begun
from onlooker.app.wiring import kept_blobs
from onlooker.config import Settings, load
from onlooker.domain.catalogued import RunRow, RunState
from onlooker.stores.catalogue import open_catalogue
from onlooker.stores.catalogue.sql_catalogue import SqlCatalogue

ORDER = Order(places=("sessions",), found=Picked(sessions=()))


class Meanwhile:
    """A catalogue to which something happens right after it was first asked for an unfinished run."""

    def __init__(self, catalogue: SqlCatalogue, happens: Callable[[], object]) -> None:
        self._catalogue, self._happens = catalogue, happens

    def __getattr__(self, name: str) -> object:
        return getattr(self._catalogue, name)

    def unfinished(self, key: str) -> RunRow | None:
        found = self._catalogue.unfinished(key)
        self._happens()
        return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(home=tmp_path)


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[SqlCatalogue]:
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        yield catalogue


def test_who_begins_the_order_that_another_begins_at_the_same_moment_joins_it(settings: Settings, catalogue: SqlCatalogue) -> None:
    blobs = kept_blobs(settings)
    others: list[RunRow] = []
    late = Meanwhile(catalogue, lambda: others.append(begun(ORDER, settings, catalogue, blobs)))
    assert begun(ORDER, settings, late, blobs).id == others[0].id  # type: ignore[arg-type]
    assert len(catalogue.runs()) == 1


def test_an_order_whose_run_has_ended_long_ago_begins_another(settings: Settings, catalogue: SqlCatalogue) -> None:
    blobs = kept_blobs(settings)
    first = begun(ORDER, settings, catalogue, blobs)
    assert begun(ORDER, settings, catalogue, blobs).id == first.id
    catalogue.end_run(first.id, RunState.DONE, ended_at=1)
    assert begun(ORDER, settings, catalogue, blobs).id != first.id
