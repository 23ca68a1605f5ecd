"""Any value of a domain type, for laws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from onlooker.domain.timebase import LATEST_INSTANT, Span

epochs = st.integers(min_value=0, max_value=LATEST_INSTANT)
times = st.integers(min_value=0, max_value=10**9)
PLAIN: dict[object, st.SearchStrategy[object]] = {
    str: st.text(max_size=20),
    bool: st.booleans(),
    int: st.integers(min_value=-(2**53), max_value=2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
    Span: st.tuples(times, times).map(lambda pair: Span(start_ms=min(pair), end_ms=max(pair))),
}


def any_of(kind: object) -> st.SearchStrategy[object]:
    """Any value of a domain type: JSON's numbers, spans in order, and otherwise whatever the fields' types allow."""
    if kind in PLAIN:
        return PLAIN[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: any_of(hints[field.name]) for field in fields(kind)})
    parts = get_args(kind)
    if get_origin(kind) is tuple:
        return st.lists(any_of(parts[0]), max_size=2).map(tuple)
    if get_origin(kind) is Mapping:
        return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=2)
    assert get_origin(kind) in (Union, UnionType), kind
    return st.one_of([any_of(part) for part in parts])
