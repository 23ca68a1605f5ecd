"""What goes over the wire, and what every kind of trouble on it becomes."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
from collections.abc import Sequence

import pytest

from onlooker.domain.model_choice import ModelChoice, ReplyForm
from onlooker.errors import ModelError
from onlooker.llm.remote import RemoteModel

from .model_server import Act, Babbles, Fails, Hangs
from .requests import CONTENT, SECRET, request
from .subjects import REMOTE, served
from .wire import INPUT_TOKENS, OUTPUT_TOKENS, Said

GOOD = Said(text=json.dumps(CONTENT))


def error_from(provider: str, acts: Sequence[Act], *, timeout_s: float = 20.0, stream: bool = False) -> ModelError:
    with served(provider, acts, timeout_s=timeout_s) as (model, _), pytest.raises(ModelError) as raised:
        model.reply(request(), (lambda part: None) if stream else None)
    assert not any(private in str(raised.value) for private in (SECRET, "alice", "sk-secret", "html"))
    return raised.value


@pytest.mark.parametrize("provider", REMOTE)
def test_instructions_transcript_schema_and_cap_travel(provider: str) -> None:
    with served(provider, [GOOD]) as (model, server):
        reply = model.reply(request())
    sent = server.asked[0].text
    assert all(part in sent for part in ("Say what the user tried.", "# Product", SECRET, "not_reached", "500"))
    assert (reply.usage.input_tokens, reply.usage.output_tokens) == (INPUT_TOKENS, OUTPUT_TOKENS)


@pytest.mark.parametrize("provider", REMOTE)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_one_reply_is_one_http_request(provider: str, stream: bool) -> None:
    """Retries are counted and waited for elsewhere, so the clients must not do their own."""
    with served(provider, [Fails(status=500)]) as (model, server), pytest.raises(ModelError):
        model.reply(request(), (lambda part: None) if stream else None)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("act", "again", "says"),
    [
        pytest.param(Fails(status=429, headers={"Retry-After": "7"}), 7.0, "too many requests", id="429 with Retry-After"),
        pytest.param(Fails(status=429), 0.0, "ONLOOKER_REQUESTS_PER_MINUTE", id="429"),
        pytest.param(Fails(status=500), 0.0, "HTTP 500", id="500"),
        pytest.param(Fails(status=503, headers={"Retry-After": "3"}), 3.0, "HTTP 503", id="503 with Retry-After"),
        pytest.param(Fails(status=401), None, "API_KEY", id="401"),
        pytest.param(Fails(status=403), None, "API_KEY", id="403"),
        pytest.param(Fails(status=404), None, "no such model", id="404"),
        pytest.param(Fails(status=400), None, "HTTP 400", id="400"),
        pytest.param(Babbles(), None, "check the address", id="a web page"),
        pytest.param(Said(text="The user bought a lamp."), 0.0, "one JSON object", id="prose"),
        pytest.param(Said(text='["a", "b"]'), 0.0, "one JSON object", id="a list"),
        pytest.param(Said(text='{"goal": "buy a la', cut=True), None, "500 output tokens", id="cut short"),
        pytest.param(Said(text="", refused=True), None, "declined", id="refusal"),
    ],
)
@pytest.mark.parametrize("provider", ["openai-compatible", "google", "anthropic"])
def test_trouble_says_what_to_do_and_whether_to_ask_again(provider: str, act: Act, again: float | None, says: str) -> None:
    error = error_from(provider, [act])
    assert says in str(error)
    assert error.again_after_s == again


@pytest.mark.parametrize("provider", ["openai-compatible", "google", "anthropic"])
def test_a_stream_that_ends_badly_is_an_error_too(provider: str) -> None:
    error_from(provider, [Said(text='{"goal": "buy a la', cut=True)], stream=True)
    error_from(provider, [Said(text="", refused=True)], stream=True)


def test_google_asks_for_a_pause_in_the_body() -> None:
    pause = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "13s"}
    body = {"error": {"code": 429, "message": "slow down", "status": "RESOURCE_EXHAUSTED", "details": [pause]}}
    assert error_from("google", [Fails(status=429, body=body)]).again_after_s == 13.0


@pytest.mark.parametrize("provider", ["openai-compatible", "google", "anthropic"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_server_that_hangs_is_left_in_time(provider: str, stream: bool) -> None:
    start = time.monotonic()
    error = error_from(provider, [Hangs()], timeout_s=0.3, stream=stream)
    assert time.monotonic() - start < 45
    assert "0.3 s" in str(error) or "broke off" in str(error)
    assert error.input_tokens > 0  # what was sent may be billed


def test_a_server_that_is_not_there() -> None:
    model = RemoteModel(ModelChoice(provider="openai-compatible", model="m", base_url="http://user:password@127.0.0.1:9/v1"))
    with pytest.raises(ModelError, match=r"cannot be reached at 127\.0\.0\.1:9$") as raised:
        model.reply(request())
    assert raised.value.input_tokens == 0


def test_tokens_of_a_reply_that_cannot_be_used_are_told() -> None:
    error = error_from("openai-compatible", [Said(text="no")])
    assert (error.input_tokens, error.output_tokens) == (INPUT_TOKENS, OUTPUT_TOKENS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"```json\n{json.dumps(CONTENT, indent=1)}\n```", id="fenced"),
        pytest.param(f"Here it is:\n{json.dumps(CONTENT)}\nI hope it helps.", id="with pleasantries"),
        pytest.param(f"<think>hm {{ hm</think>\n{json.dumps(CONTENT)}", id="thought aloud"),
    ],
)
def test_the_object_is_found_in_what_is_around_it(text: str) -> None:
    with served("openai-compatible", [Said(text=text)]) as (model, _):
        assert model.reply(request()).content == CONTENT


def test_a_form_the_server_refuses_is_given_up_for_good() -> None:
    refused = Fails(status=400, body={"error": {"message": "response_format is not supported here"}})
    with served("openai-compatible", [refused, GOOD]) as (model, server):
        assert model.reply(request()).content == CONTENT
        assert model.reply(request()).content == CONTENT
    asked = [("response_format" in asked.body, "tools" in asked.body) for asked in server.asked]
    assert asked == [(True, False), (False, True), (False, True)]


def test_the_last_form_is_words_only() -> None:
    with served("openai-compatible", [GOOD], ReplyForm.PROMPTED) as (model, server):
        model.reply(request())
    assert "tools" not in server.asked[0].body
    assert "json_schema" not in server.asked[0].text
    assert "not_reached" in server.asked[0].text


def test_it_works_where_an_event_loop_already_runs() -> None:
    async def cell() -> object:
        with served("google", [GOOD]) as (model, _):
            return model.reply(request()).content

    assert asyncio.run(cell()) == CONTENT


def test_no_thread_stays_behind() -> None:
    def threads() -> list[str]:
        gc.collect()
        return [thread.name for thread in threading.enumerate() if thread.name == "onlooker-model"]

    with served("openai-compatible", [GOOD]) as (model, _):
        model.reply(request())
        assert threads()
        del model
        until = time.monotonic() + 5
        while threads() and time.monotonic() < until:
            time.sleep(0.01)
    assert not threads()


def test_a_listener_that_fails_stops_the_call() -> None:
    def listen(part: object) -> None:
        raise ZeroDivisionError

    with served("google", [GOOD]) as (model, _), pytest.raises(ZeroDivisionError):
        model.reply(request(), listen)
