"""A clip asked about and ruled on over real HTTP, in the two languages that vision models speak most."""

from __future__ import annotations

import base64
import json

import pytest

from onlooker import verify
from onlooker.domain.evidence import Status
from onlooker.domain.model import Sees
from onlooker.llm.remote import RemoteModel
from tests.llm.model_server import ModelServer
from tests.llm.subjects import served
from tests.llm.wire import Said

from .made import CLIP, FINDING, TIMELINE, look, ruling

BLOBS = {CLIP.video: b"\x00\x00\x00\x18ftypmp42", **{frame.blob: b"\xff\xd8" + frame.blob.encode() for frame in CLIP.frames}}
SAID = Said(text=json.dumps(dict(look(ruling()).content)))


@pytest.fixture(autouse=True)
def straight_to_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def ruled_by(provider: str) -> tuple[verify.Ruled, ModelServer]:
    with served(provider, [SAID]) as (model, server):
        eye = RemoteModel(model.choice, BLOBS.__getitem__)
        reply = eye.reply(verify.ask(CLIP, [FINDING], TIMELINE, sees=eye.sees))
        return verify.read(reply, CLIP, [FINDING], TIMELINE, sees=eye.sees), server


@pytest.mark.parametrize(("provider", "basis"), [("openai-compatible", "frames"), ("anthropic", "frames"), ("google", "video")])
def test_a_clip_is_ruled_on(provider: str, basis: str) -> None:
    ruled, server = ruled_by(provider)
    verdict = ruled.verdicts[FINDING.id]
    assert (verdict.status, verdict.blocking, verdict.basis) == (Status.CONFIRMED, True, basis)
    assert verdict.by.startswith(provider)
    assert verdict.frames == (13_000, 17_000)
    assert len(server.asked) == 1


def test_every_frame_travels_after_its_label_and_before_the_suspicions() -> None:
    _, server = ruled_by("openai-compatible")
    messages = server.asked[0].body["messages"]
    assert isinstance(messages, list)
    content = messages[-1]["content"]
    labels = [part["text"].split(",")[0] for part in content if part["type"] == "text" and part["text"].startswith("frame ")]
    images = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    assert labels == [f"frame {number}" for number in range(12)]
    assert images == [f"data:image/jpeg;base64,{base64.b64encode(BLOBS[frame.blob]).decode()}" for frame in CLIP.frames]
    assert content[-2] == {"type": "text", "text": "</recorded>"}


def test_gemini_is_told_to_look_at_every_frame_of_the_video() -> None:
    _, server = ruled_by("google")
    contents = server.asked[0].body["contents"]
    assert isinstance(contents, list)
    [video] = [part for part in contents[-1]["parts"] if "inlineData" in part]
    assert video["videoMetadata"] == {"fps": 8}


def test_two_calls_for_an_honest_description() -> None:
    """The first call holds no word of what is suspected."""
    answers = [Said(text=json.dumps({"what_happens": "A red message comes."})), Said(text=json.dumps({"rulings": [ruling()]}))]
    with served("openai-compatible", answers) as (model, server):
        eye = RemoteModel(model.choice, BLOBS.__getitem__)
        described = verify.read_description(eye.reply(verify.ask_description(CLIP, TIMELINE, sees=Sees.IMAGES)))
        reply = eye.reply(verify.ask(CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES, described=described))
        ruled = verify.read(reply, CLIP, [FINDING], TIMELINE, sees=Sees.IMAGES, described=described)
    assert ruled.description == "A red message comes."
    assert FINDING.title not in server.asked[0].text
    assert "A red message comes." in server.asked[1].text
