"""The fuzz target on what hypothesis thinks up, and on a few hundred mutations of the shipped recordings."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .decode_target import mutated, seeds, target

KEYS = st.sampled_from(
    [
        "window_id",
        "windowId",
        "data",
        "type",
        "timestamp",
        "events",
        "windows",
        "event",
        "properties",
        "$snapshot_data",
        "$session_id",
        "source",
        "adds",
        "time",
    ]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from([0, 2, 3, 1_800_000_000_000, "$snapshot", "w", "\x1f\x8b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    target(data)


@given(
    st.sampled_from([b"\x1f\x8b\x08\x00\x00\x00\x00\x00", b"\x78\x9c", b"\x00\x00\x00\x10", b"[", b'{"data":', b'["w",{"type":3,']),
    st.binary(max_size=300),
)
def test_any_bytes_after_a_promising_beginning(begin: bytes, data: bytes) -> None:
    target(begin + data)


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_any_json_with_our_keys(values: list[object]) -> None:
    target("\n".join(json.dumps(value) for value in values).encode())
    target(json.dumps(values, indent=1).encode())


@pytest.mark.parametrize("seed", range(4))
def test_mutated_recordings(seed: int) -> None:
    rng = random.Random(seed)
    pool = seeds()

    for _ in range(25):
        target(mutated(rng.choice(pool), rng))
