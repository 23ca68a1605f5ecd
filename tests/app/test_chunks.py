"""A recording cut up: every record in one chunk, of one window, in order; and where a player may begin, it may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onlooker.app.library.chunks import LEAST, MOST, cut_up
from onlooker.domain.snapshot import Recording, RecordingLosses, Snapshot, SnapshotData, SnapshotType

SIZES = st.sampled_from([30, 1_000, LEAST - 1, LEAST, MOST, 3 * MOST])
TYPES = st.sampled_from([SnapshotType.META, SnapshotType.FULL, SnapshotType.INCREMENTAL, SnapshotType.CUSTOM])
RECORDS = st.lists(st.tuples(st.integers(0, 2), TYPES, SIZES, st.integers(0, 50)), min_size=1, max_size=60)


class _Nothing:
    def data(self, index: int) -> SnapshotData:
        raise AssertionError("a recording is cut by its index alone")

    def unreadable(self) -> int:
        return 0


def _recording(records: list[tuple[int, SnapshotType, int, int]]) -> Recording:
    at = 1_000
    snapshots = []
    for index, (window, kind, size, after) in enumerate(records):
        at += after
        snapshots.append(Snapshot(index=index, at=at, window=window, type=kind, change=None, size=size))
    return Recording(session_id=None, windows=("a", "b", "c"), snapshots=snapshots, contents=_Nothing(), losses=RecordingLosses())


@given(RECORDS)
def test_every_record_is_in_one_chunk_of_its_window_in_order(records: list[tuple[int, SnapshotType, int, int]]) -> None:
    recording = _recording(records)
    cut = cut_up(recording, 1_000)
    assert sorted(index for indexes in cut.records for index in indexes) == list(range(len(records)))
    for chunk, indexes in zip(cut.chunks, cut.records, strict=True):
        held = [recording.snapshots[index] for index in indexes]
        assert {one.window for one in held} == {chunk.window}
        assert list(indexes) == sorted(indexes)
        assert (chunk.from_ms, chunk.to_ms) == (held[0].at - 1_000, held[-1].at - 1_000)
        assert (chunk.records, chunk.bytes) == (len(held), sum(one.size for one in held))
        assert sum(one.size for one in held[:-1]) < MOST, "it ends with the record that fills it"
    assert [one.number for one in cut.chunks] == list(range(len(cut.chunks)))
    assert [indexes[0] for indexes in cut.records] == sorted(indexes[0] for indexes in cut.records)


@given(RECORDS)
def test_a_chunk_that_a_player_may_begin_with_begins_with_the_whole_page(records: list[tuple[int, SnapshotType, int, int]]) -> None:
    recording = _recording(records)
    cut = cut_up(recording, 1_000)
    for chunk, indexes in zip(cut.chunks, cut.records, strict=True):
        own = [one for one in recording.snapshots if one.window == chunk.window]
        here = next(place for place, one in enumerate(own) if one.index == indexes[0])
        kinds = [one.type for one in own[here : here + 2]]
        assert chunk.full == (kinds[0] is SnapshotType.FULL or kinds == [SnapshotType.META, SnapshotType.FULL])


def test_a_full_snapshot_begins_a_chunk_unless_the_one_before_is_still_small() -> None:
    inc, full, meta = SnapshotType.INCREMENTAL, SnapshotType.FULL, SnapshotType.META
    small, enough = LEAST // 2, LEAST
    told = [(0, meta, 40, 0), (0, full, small, 1), (0, full, small, 1), (0, inc, enough, 1), (0, meta, 40, 1), (0, full, small, 1)]
    cut = cut_up(_recording(told), 1_000)
    assert [list(one) for one in cut.records] == [[0, 1, 2, 3], [4, 5]]
    assert [one.full for one in cut.chunks] == [True, True]
