"""Sessions of a place, looked at one after another and chosen from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onlooker.app.selecting import Glimpsed, choose_from, glimpses, selected, selection
from onlooker.app.wiring import source_of
from onlooker.domain.selection import Reason, Selection, Strategy
from onlooker.errors import SourceError
from onlooker.ports import RawPart, RawSession

SAMPLES = Path(__file__).parents[2] / "samples"


def raws() -> list[RawSession]:
    return [raw for raw in source_of(SAMPLES).sessions() if isinstance(raw, RawSession)]


def damaged(name: str = "damaged") -> RawSession:
    return RawSession(origin=f"folder/{name}", name=name, recording=(RawPart(name=f"folder/{name}.json", read=lambda: b"\x1f\x8bnothing"),))


def names(some: tuple[RawSession, ...]) -> list[str]:
    return [Path(raw.origin).name for raw in some]


def test_without_a_wish_all_are_kept_in_the_order_of_the_source() -> None:
    found = choose_from(raws(), Selection())
    assert names(found.raws) == names(tuple(raws()))
    assert (found.skipped, found.unread) == ([], ())


def test_the_troubled_ones_first() -> None:
    found = selected([SAMPLES], selection(pages=["/basket*"], strategy="friction", sample=2))
    assert names(found.raws) == ["oscar-2", "oscar-3"]
    assert [(Path(origin).name, reason.partition(":")[0]) for origin, _, reason in found.skipped] == [
        ("fava-1", "other pages"),
        ("nodered-1", "other pages"),
        ("nodered-2", "other pages"),
        ("oscar-1", "beyond the sample"),
    ]
    assert {name for _, name, _ in found.skipped} | {raw.name for raw in found.raws} == {raw.name for raw in raws()}


def test_what_cannot_be_looked_at_is_kept_last_and_told() -> None:
    found = choose_from([damaged(), *raws()], Selection(strategy=Strategy.FRICTION, sample=1))
    assert names(found.raws)[1:] == ["damaged"]
    assert [(one.raw.name, one.glimpse, bool(one.why)) for one in found.unread] == [("damaged", None, True)]
    assert found.notes[-1] == "1 session could not be looked at, so nobody knows whether it fits; kept."


def test_a_fault_of_ours_costs_one_look_and_not_the_rest() -> None:
    def broken() -> bytes:
        raise ZeroDivisionError

    faulty = RawSession(origin="folder/faulty", name="faulty", recording=(RawPart(name="faulty", read=broken),))
    found = choose_from([faulty, raws()[0]], Selection())
    assert found.unread[0].why.startswith("a fault in Onlooker (ZeroDivisionError)")
    assert len(found.raws) == 2


def test_each_is_opened_when_its_turn_comes() -> None:
    opened: list[str] = []

    def watched(raw: RawSession) -> RawSession:
        def read() -> bytes:
            opened.append(raw.name)
            return raw.recording[0].read()

        return RawSession(origin=raw.origin, name=raw.name, recording=(RawPart(name=raw.recording[0].name, read=read),))

    some: Iterator[Glimpsed] = glimpses(watched(raw) for raw in raws())
    assert opened == []
    first = next(some)
    assert first.glimpse is not None and first.glimpse.snapshots > 0
    assert opened == [first.raw.name]


def test_each_look_is_told_as_it_happens() -> None:
    told: list[str] = []
    selected([SAMPLES], Selection(), on_glimpse=lambda one: told.append(one.raw.name))
    assert told == [raw.name for raw in raws()]


def test_a_short_and_empty_session_and_a_place_without_any(tmp_path: Path) -> None:
    (tmp_path / "short.jsonl").write_text('{"event": "$pageview", "timestamp": "2026-11-01T10:00:00Z", "distinct_id": "a", "properties": {}}\n')
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("nothing of ours")
    found = selected([tmp_path / "short.jsonl", tmp_path / "other"], Selection())
    assert list(found.chosen.reasons) == [Reason.SHORT]
    assert [Path(origin).name for origin, _ in found.skipped_places] == ["other"]


def test_nothing_at_all_to_look_at(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        selected([tmp_path / "nowhere"], Selection())
