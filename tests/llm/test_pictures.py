"""Pictures and video on their way to a model: what travels, in which words of which wire, and what is held back."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from onlooker.domain.model import MediaPart, ModelRequest, Sees
from onlooker.domain.model_choice import parse_choice
from onlooker.errors import ModelError
from onlooker.llm.estimate import estimated_input
from onlooker.llm.remote import RemoteModel
from onlooker.llm.uploads import ANYWHERE, LIMITS, check_uploads

from .model_server import Fails, ModelServer
from .requests import BLOBS, CONTENT, SECRET, request, shown_to
from .subjects import served
from .wire import Asked, Json, Said

GOOD = Said(text=json.dumps(CONTENT))
STILL, CLIP = (base64.b64encode(BLOBS[name]).decode() for name in ("still", "clip"))


def openai_parts(asked: Asked) -> list[Json]:
    messages = asked.body["messages"]
    assert isinstance(messages, list)
    content = messages[-1]["content"]
    assert isinstance(content, list)
    return content


def gemini_parts(asked: Asked) -> list[Json]:
    contents = asked.body["contents"]
    assert isinstance(contents, list)
    parts = contents[-1]["parts"]
    assert isinstance(parts, list)
    return parts


def test_an_openai_compatible_server_gets_frames_under_their_labels() -> None:
    with served("openai-compatible", [GOOD]) as (model, server):
        assert model.reply(shown_to(Sees.IMAGES)).content == CONTENT
    label, still, *texts = openai_parts(server.asked[0])
    assert label == {"type": "text", "text": "frame 3, 0:27"}
    assert still["type"] == "image_url"
    assert still["image_url"] == {"url": f"data:image/jpeg;base64,{STILL}"}
    assert SECRET in str(texts)


def test_anthropic_gets_frames_under_their_labels() -> None:
    with served("anthropic", [GOOD]) as (model, server):
        model.reply(shown_to(Sees.IMAGES))
    messages = server.asked[0].body["messages"]
    assert isinstance(messages, list)
    label, still = messages[-1]["content"][:2]
    assert label["text"] == "frame 3, 0:27"
    assert still["source"] == {"type": "base64", "media_type": "image/jpeg", "data": STILL}


def test_gemini_gets_the_video_and_is_told_to_look_at_every_frame() -> None:
    with served("google", [GOOD]) as (model, server):
        assert model.reply(shown_to(Sees.VIDEO)).content == CONTENT
    video = gemini_parts(server.asked[0])[0]
    inline = video["inlineData"]
    assert isinstance(inline, Mapping)
    assert (inline.get("mimeType") or inline.get("mime_type")) == "video/mp4"  # Google reads both spellings
    assert inline["data"].translate(str.maketrans("-_", "+/")) == CLIP
    assert video["videoMetadata"] == {"fps": 8}


@pytest.mark.parametrize(
    ("name", "resolution"),
    [("gemini-2.5-flash", None), ("gemini-3-flash-preview", "MEDIA_RESOLUTION_HIGH"), ("gemini-3.8-pro", "MEDIA_RESOLUTION_HIGH")],
)
def test_newer_gemini_models_are_asked_to_look_closely(name: str, resolution: str | None) -> None:
    with ModelServer([GOOD]).running() as server:
        choice = parse_choice(f"google:{name}@{server.address}")
        assert choice is not None
        model = RemoteModel(choice, BLOBS.__getitem__)
        model.reply(shown_to(Sees.VIDEO))
        model.reply(request())
    asked = [str(asked.body.get("generationConfig")) for asked in server.asked]
    assert ["MEDIA_RESOLUTION_HIGH" in config for config in asked] == [resolution is not None, False]


def test_a_video_for_a_model_that_takes_none_is_an_error_before_any_request() -> None:
    with served("openai-compatible", [GOOD]) as (model, server), pytest.raises(ModelError, match="cannot take"):
        model.reply(shown_to(Sees.VIDEO))
    assert server.asked == []


def test_a_server_that_refuses_a_question_with_pictures_may_read_text_only() -> None:
    with served("openai-compatible", [Fails(status=400)]) as (model, _):
        with pytest.raises(ModelError, match="set ONLOOKER_SEES=text"):
            model.reply(shown_to(Sees.IMAGES))
        with pytest.raises(ModelError) as raised:
            model.reply(request())
    assert "ONLOOKER_SEES" not in str(raised.value)


def test_a_picture_that_is_gone_is_told_before_any_request() -> None:
    with served("openai-compatible", [GOOD]) as (model, server), pytest.raises(ModelError, match=r"\(still\) that is no longer there"):
        RemoteModel(model.choice, dict[str, bytes]().__getitem__).reply(shown_to(Sees.IMAGES))
    assert server.asked == []


def test_more_than_a_provider_takes_is_not_sent() -> None:
    heavy = {"still": b"\xff" * 4_000_000}  # 5.3 MB as base64
    with served("anthropic", [GOOD]) as (model, server), pytest.raises(ModelError, match=r"weigh 5\.3 MB; it takes 32 MB, 5 MB each"):
        RemoteModel(model.choice, heavy.__getitem__).reply(shown_to(Sees.IMAGES))
    assert server.asked == []


@pytest.mark.parametrize("provider", [*LIMITS, "ollama"])
def test_up_to_its_limit_a_provider_is_sent_everything(provider: str) -> None:
    limits = LIMITS.get(provider, ANYWHERE)
    each = min(limits.each, limits.whole // 2) // 4 * 3
    check_uploads(f"{provider}:m", [each, each])
    check_uploads(f"{provider}:m", [1] * limits.count)
    with pytest.raises(ModelError):
        check_uploads(f"{provider}:m", [1] * (limits.count + 1))
    with pytest.raises(ModelError):
        check_uploads(f"{provider}:m", [limits.whole])


def test_pictures_are_counted_by_what_is_known_of_them() -> None:
    def tokens(part: MediaPart) -> int:
        plain = request()
        with_it: ModelRequest = replace(plain, parts=(*plain.parts, part))
        return estimated_input(with_it) - estimated_input(plain)

    still = MediaPart(blob="b", media_type="image/jpeg", width=960, height=622)
    clip = MediaPart(blob="b", media_type="video/mp4", fps=8, frames=13)
    assert (tokens(still), tokens(replace(still, width=1_920, height=1_080)), tokens(replace(still, width=0))) == (1_600, 4_800, 4_800)
    assert (tokens(clip), tokens(replace(clip, frames=0))) == (3_900, 3_000)
