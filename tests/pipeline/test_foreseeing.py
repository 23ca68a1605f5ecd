"""What a run would ask of its clips, told before any is rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import pipeline
from onlooker.app.closely import only
from onlooker.domain.model import MediaPart, ModelRequest, Sees
from onlooker.stores import MemoryBlobs
from tests.pipeline.test_looking import Canned, Looks

SAMPLES = Path(__file__).parents[2] / "samples"


def foreseen(name: str, sees: Sees, *, rendering: bool = True, describe_first: bool = False) -> list[ModelRequest]:
    reading = pipeline.Reading(describe_first=describe_first)
    watched = pipeline.observe(only(str(SAMPLES / name)), reading)
    return list(pipeline.foresee(watched, reading, sees, rendering=rendering).looks)


@pytest.mark.parametrize("sees", list(Sees))
def test_what_is_foreseen_is_what_is_asked(sees: Sees) -> None:
    """Pictures and words are those of the run, but for what only a rendered clip can tell."""
    model, memory = Looks(ruling="unclear", sees=sees), MemoryBlobs()
    looking = pipeline.Looking(renderer=Canned(), blobs=memory, notes=memory)
    pipeline.read_session(only(str(SAMPLES / "fava-1")), pipeline.Reading(model=model, looking=looking))
    asked = [request for request in model.asked if request.purpose == "verify"]
    ahead = foreseen("fava-1", sees)
    assert [_media(request) for request in ahead] == [_media(request) for request in asked]
    assert all(abs(one.input_tokens - other.input_tokens) < 200 for one, other in zip(ahead, asked, strict=True))


def test_a_calm_session_is_asked_nothing() -> None:
    assert foreseen("oscar-3", Sees.IMAGES) == []


def test_without_a_browser_no_picture_is_foreseen() -> None:
    [request] = foreseen("fava-1", Sees.VIDEO, rendering=False)
    assert _media(request) == []


def test_a_description_of_its_own_is_a_call_more() -> None:
    assert [request.purpose for request in foreseen("fava-1", Sees.IMAGES, describe_first=True)] == ["describe", "verify"]


def _media(request: ModelRequest) -> list[tuple[str, str]]:
    return [(part.media_type, part.shows) for part in request.parts if isinstance(part, MediaPart)]
