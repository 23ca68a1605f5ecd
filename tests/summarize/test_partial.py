from __future__ import annotations

import pytest

from onlooker.summarize import partial


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ({}, ()),
        ({"segments": []}, ()),
        ({"segments": [{"name": "Look"}]}, ()),
        ({"segments": [{"name": "Looked around", "start": "e"}]}, ("Looked around",)),
        ({"segments": [{"name": "Looked around", "start": "e1"}, {"name": "Or"}]}, ("Looked around",)),
        ({"segments": [{"name": "Looked around"}, {"name": "Ordered"}], "goal": "Or"}, ("Looked around", "Ordered")),
        ({"segments": [{"name": 3, "start": None}, "x", {"start": "e1", "end": "e2"}]}, ("3",)),
        (None, ()),
        ("half a repl", ()),
        ({"segments": {"name": "x"}}, ()),
    ],
)
def test_segments_appear_as_they_come(content: object, names: tuple[str, ...]) -> None:
    assert partial(content) == names
