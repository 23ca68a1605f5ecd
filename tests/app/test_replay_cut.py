"""Where a player's recording is cut: by time, and sooner where much happens."""

from __future__ import annotations

import gzip

import orjson

from onlooker import decode
from onlooker.app.replay_cut import CHUNK, HEAVY, LEAST, SLOW, Weights, cut, unpacking
from onlooker.domain.clip import Shot
from onlooker.domain.snapshot import Recording

STARTED = 1_795_000_000_000


def page(at_ms: int, text: str = "") -> dict[str, object]:
    node = {"type": 0, "id": 1, "childNodes": [{"type": 3, "id": 2, "textContent": text}]}
    return {"type": 2, "timestamp": STARTED + at_ms, "data": {"node": node, "initialOffset": {"left": 0, "top": 0}}}


def recording(*, bytes_each: int, packed: bool = False) -> Recording:
    """A change every 200 ms for 20 s."""

    def change(at_ms: int) -> dict[str, object]:
        adds: object = [{"parentId": 1, "nextId": None, "node": {"type": 3, "id": at_ms, "textContent": "a" * bytes_each}}]
        if packed:
            adds = gzip.compress(orjson.dumps(adds)).decode("latin-1")
        data = {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": adds}
        return {"type": 3, "timestamp": STARTED + at_ms, "data": data, **({"cv": "2024-10"} if packed else {})}

    return decode.recording([("records", orjson.dumps([page(0), *(change(at_ms) for at_ms in range(200, 20_000, 200))]))])


def pieces(given: Recording) -> list[int]:
    shot = Shot(window=0, instants=tuple(range(0, 20_000, 200)))
    made = list(cut([shot], Weights(given, STARTED)))
    assert [at_ms for one in made for at_ms in one.instants] == list(shot.instants)
    return [len(one.instants) for one in made]


def test_where_little_happens_by_time_alone() -> None:
    assert pieces(recording(bytes_each=10)) == [CHUNK, CHUNK, 20]


def test_where_much_happens_sooner_but_never_for_each_picture() -> None:
    assert set(pieces(recording(bytes_each=HEAVY // 8))[:-1]) == {9}
    assert set(pieces(recording(bytes_each=HEAVY * 2))[:-1]) == {LEAST}


def test_packed_records_weigh_what_they_unpack_to() -> None:
    packed = recording(bytes_each=HEAVY // 8, packed=True)
    assert unpacking(packed) > 10
    assert {9, 10} >= set(pieces(packed)[:-1])  # what is around the packed list weighs too
    assert unpacking(recording(bytes_each=1_000)) < 1.1


def test_a_stretch_is_heavy_by_what_changes_in_it() -> None:
    shot = Shot(window=0, instants=(1_000, 1_200, 1_400))
    assert Weights(recording(bytes_each=SLOW), STARTED).heavy(shot)
    assert not Weights(recording(bytes_each=SLOW // 3), STARTED).heavy(shot)
    turned = decode.recording([("records", orjson.dumps([page(0), page(1_300, "a" * SLOW)]))])
    assert not Weights(turned, STARTED).heavy(shot)
