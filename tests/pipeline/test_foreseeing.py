"""What a run would ask of its clips, told before any is rendered."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import pipeline
from onlooker.app.closely import only
from onlooker.domain.estimate import PhaseEstimate
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


@pytest.mark.parametrize("calm_by_rules", [False, True])
def test_the_summaries_foreseen_are_the_requests_that_are_made(calm_by_rules: bool) -> None:
    for name in ("fava-1", "oscar-3"):
        model = Looks()
        reading = pipeline.Reading(model=model, context="A shop.", calm_by_rules=calm_by_rules)
        raw = only(str(SAMPLES / name))
        pipeline.read_session(raw, reading)
        ahead = pipeline.foresee(pipeline.observe(raw, reading), reading, Sees.IMAGES, rendering=False).summaries
        asked = list(dict.fromkeys(request.hash("m") for request in model.asked if request.purpose == "summarize"))
        assert [request.hash("m") for request in ahead] == asked[:1]


def test_where_no_model_is_asked_the_clips_are_foreseen_all_the_same() -> None:
    reading = pipeline.Reading()
    ahead = pipeline.foresee(pipeline.observe(only(str(SAMPLES / "fava-1")), reading), reading, None, rendering=True)
    assert (ahead.summaries, ahead.looks, ahead.clips) == ((), (), 1)
    assert ahead.frames > 0


def test_what_a_session_was_foreseen_to_take_is_in_its_report() -> None:
    """By what the rules found, whatever the model suspects besides, and without using up what the run may look at."""

    def weigh(foreseen: pipeline.Foreseen) -> tuple[PhaseEstimate, ...]:
        calls = len(foreseen.summaries) + len(foreseen.looks)
        return (PhaseEstimate(name="summarize", model="m", calls=calls, input_tokens=1, output_tokens=1, cost=0.0),)

    reading = pipeline.Reading(model=Looks(), weigh=weigh)
    report = pipeline.read_session(only(str(SAMPLES / "fava-1")), reading)
    assert [one.calls for one in report.usage.foreseen] == [2]
    assert reading.allowance.spent == 1
