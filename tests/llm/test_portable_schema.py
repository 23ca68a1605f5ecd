from __future__ import annotations

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from onlooker.llm.portable_schema import portable

from .requests import CONTENT, SCHEMA

KINDS = st.lists(st.sampled_from(["string", "integer", "boolean", "null", "object", "array"]), min_size=1, unique=True)
LEAF = st.fixed_dictionaries(
    {"type": KINDS}, optional={"description": st.text(max_size=5), "minimum": st.integers(0, 3), "maxLength": st.integers(0, 3)}
)
SCHEMAS = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"type": KINDS, "properties": st.dictionaries(st.sampled_from(["type", "enum", "a"]), inner, max_size=2)}),
        st.fixed_dictionaries({"type": KINDS, "items": inner}),
        st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)}),
    ),
    max_leaves=5,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "enum", "a"]), inner, max_size=3),
    max_leaves=6,
)


def test_a_list_of_types_becomes_alternatives() -> None:
    assert portable({"type": ["string", "null"], "description": "why", "enum": ["a", "b", None]}) == {
        "description": "why",
        "anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}],
    }


def test_a_property_may_be_called_type() -> None:
    schema = {"type": "object", "properties": {"type": {"type": "string"}}, "required": ["type"]}
    assert portable(schema) == schema


def test_the_schema_of_a_request_still_fits_its_reply() -> None:
    jsonschema.validate(CONTENT, portable(SCHEMA))


@given(schema=SCHEMAS, value=VALUES)
def test_it_takes_exactly_what_the_schema_takes(schema: dict[str, object], value: object) -> None:
    assert jsonschema.Draft202012Validator(portable(schema)).is_valid(value) == jsonschema.Draft202012Validator(schema).is_valid(value)


@given(SCHEMAS)
def test_once_is_enough(schema: dict[str, object]) -> None:
    assert portable(portable(schema)) == portable(schema)
