from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from onlooker.domain.forgiving import flag, labels, plain
from onlooker.summarize.reply import SummaryReply, reply_schema


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["e12", "e13"], ["e12", "e13"]),
        ("e12", ["e12"]),
        ("[E12], e13; e13", ["e12", "e13"]),
        (["e12-e15"], ["e12", "e15"]),
        ([12, "13"], ["e12", "e13"]),
        (["f1"], ["f1"]),
        (["none", None, {"cite": "e1"}, ["e1"], True], []),
        (None, []),
    ],
)
def test_labels_are_found_in_what_models_write_for_them(given: object, read: list[str]) -> None:
    assert labels(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (True, True),
        ("True", True),
        ("yes", True),
        (1, True),
        (False, False),
        ("no", False),
        (0, False),
        (None, None),
        ("unknown", None),
        (float("nan"), None),
    ],
)
def test_a_flag_is_yes_no_or_unknown(given: object, read: bool | None) -> None:
    assert flag(given) is read


@pytest.mark.parametrize(
    ("given", "read"),
    [(" two\n lines ", "two lines"), ("\x1b[31mred\x1b[0m", "[31mred[0m"), ("a\u202eb", "ab"), (7, "7"), (None, ""), ({"a": 1}, ""), ("\ud800", "?")],
)
def test_text_is_one_printable_line(given: object, read: str) -> None:
    assert plain(given) == read


def test_long_text_is_cut() -> None:
    assert len(plain("x" * 100_000)) == 1200


def test_a_slip_costs_a_field_and_not_the_reply() -> None:
    told = SummaryReply.model_validate(
        {
            "segments": [{"name": "Opened a page", "start": 3, "success": "maybe", "mood": "good"}, "and more"],
            "rulings": {"finding": "F1", "ruling": "Not a problem", "blocking": "yes"},
            "missed": None,
            "outcome": "fine",
        }
    )
    assert [(segment.name, segment.start, segment.success) for segment in told.segments] == [("Opened a page", "e3", None)]
    assert [(ruling.finding, ruling.ruling, ruling.blocking) for ruling in told.rulings] == [("f1", "not_a_problem", True)]
    assert told.missed == []
    assert told.outcome.success is None


def shapes(schema: object) -> Iterator[Mapping[str, object]]:
    assert isinstance(schema, dict)
    yield schema
    definitions = schema.get("$defs", {})
    assert isinstance(definitions, dict)
    yield from definitions.values()


def test_the_schema_asks_for_every_field_and_nothing_else() -> None:
    for shape in shapes(reply_schema()):
        assert shape["additionalProperties"] is False
        properties = shape["properties"]
        assert isinstance(properties, dict)
        assert shape["required"] == list(properties)
        assert all("default" not in described for described in properties.values())


def order(name: str) -> list[str]:
    definitions = reply_schema()["$defs"]
    assert isinstance(definitions, dict)
    return list(definitions[name]["properties"])


def test_a_model_describes_first_and_judges_last() -> None:
    properties = reply_schema()["properties"]
    assert isinstance(properties, dict)
    assert list(properties) == ["segments", "goal", "rulings", "missed", "outcome"]
    assert order("SegmentReply")[-1] == "success"
    assert order("OutcomeReply")[-1] == "success"
    assert order("RulingReply").index("why") < order("RulingReply").index("ruling") < order("RulingReply").index("blocking")
    assert order("MissedReply").index("description") < order("MissedReply").index("kind")
