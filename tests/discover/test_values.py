"""To plain values and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.discover import by_signature, examined_of, examined_values, measure
from onlooker.domain.pattern import Examined
from tests.discover.test_laws import POOL

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("examined", POOL, ids=lambda one: one.session_id)
def test_there_and_back(examined: Examined) -> None:
    assert examined_of(json.loads(json.dumps(examined_values(examined)))) == examined


@given(st.sampled_from(POOL), st.data())
def test_whatever_a_field_holds(examined: Examined, data: st.DataObject) -> None:
    """Of the session, or of its troubles: something can be measured all the same."""
    values = examined_values(examined)
    trouble = json.loads(json.dumps(values))["troubles"][0]
    for changed in (values, trouble):
        for key in data.draw(st.lists(st.sampled_from(sorted(changed)), max_size=4)):
            changed[key] = data.draw(_json)
    if isinstance(values["troubles"], list | tuple):
        values["troubles"] = [trouble, *values["troubles"]]
    back = examined_of(values)
    report = measure(by_signature([back, *POOL[:4]]), [back, *POOL[:4]])
    assert report.examined == len({back.session_id, *(one.session_id for one in POOL[:4])})


@given(st.dictionaries(st.text(max_size=8), _json, max_size=5))
def test_any_values_are_some_session(values: dict[str, object]) -> None:
    assert isinstance(examined_of(values), Examined)
