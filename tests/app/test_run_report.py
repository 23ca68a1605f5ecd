"""The report of a run from its store: of many sessions one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from onlooker.app.run_report import report_of
from onlooker.domain.catalogued import RunRow, SessionRow, SessionState
from onlooker.domain.read_again import HELD_UP_TO, ReadAgain
from onlooker.errors import CatalogueError
from onlooker.ports import Catalogue
from onlooker.sinks.json.encode import encode_session
from onlooker.stores import MemoryBlobs
from tests.sinks import reports
from tests.stores.made import RUN, selected


class Listed:
    """Of a catalogue, what a report is put together from."""

    def __init__(self, rows: Sequence[SessionRow]) -> None:
        self._rows = rows

    def run(self, run_id: str) -> RunRow | None:
        return replace(RUN, id=run_id, patterns_blob="")

    def sessions(self, run_id: str) -> Sequence[SessionRow]:
        return self._rows


class Lossy(MemoryBlobs):
    """`gone` are no longer there."""

    def __init__(self) -> None:
        super().__init__()
        self.gone: set[str] = set()

    def get(self, key: str) -> bytes:
        if key in self.gone:
            raise KeyError(key)
        return super().get(key)


def kept(number: int) -> tuple[Catalogue, Lossy, list[SessionRow]]:
    blobs = Lossy()
    rows = []
    for order in range(number):
        report = replace(reports.bought_kettle(), session_id=f"s-{order}")
        blob = blobs.put(encode_session(report).encode(), "application/json")
        rows.append(replace(selected(f"p{order}", order=order), state=SessionState.DONE, session_id=report.session_id, report_blob=blob))
    return cast(Catalogue, Listed(rows)), blobs, rows


@pytest.mark.parametrize("number", [3, HELD_UP_TO + 3])
def test_what_is_gone_failed_and_the_rest_is_there(number: int) -> None:
    catalogue, blobs, rows = kept(number)
    blobs.gone.add(rows[1].report_blob)
    report = report_of("r", catalogue, blobs)
    assert [one.session_id for one in report.sessions] == [row.session_id for row in rows if row is not rows[1]]
    assert [one.session_id for one in report.failed] == ["s-1"]
    assert isinstance(report.sessions, ReadAgain) is (number > HELD_UP_TO)


def test_what_goes_while_the_report_is_written_stops_it() -> None:
    catalogue, blobs, rows = kept(HELD_UP_TO + 1)
    report = report_of("r", catalogue, blobs)
    blobs.gone.add(rows[-1].report_blob)
    with pytest.raises(CatalogueError, match=f"s-{HELD_UP_TO}"):
        list(report.sessions)
