"""From a setting to a model with everything around it; real HTTP on the loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from onlooker.domain.model_choice import ModelChoice, Rates, parse_choice
from onlooker.errors import BudgetError, ModelError, SettingError
from onlooker.llm import Ledger, connect, missing_key
from onlooker.ports import Model

from .model_server import Fails, ModelServer
from .requests import CONTENT, request
from .subjects import KeptReplies
from .wire import INPUT_TOKENS, Said

GOOD = Said(text=json.dumps(CONTENT))


def choice(setting: str) -> ModelChoice:
    parsed = parse_choice(setting)
    assert parsed is not None
    return parsed


def connected(model: Model | None) -> Model:
    assert model is not None
    return model


def test_none_is_none() -> None:
    assert connect(None) is None


def test_a_second_run_pays_nothing() -> None:
    store, ledgers = KeptReplies(), [Ledger(), Ledger()]
    with ModelServer([GOOD]).running() as server:
        wanted = replace(choice(f"openai-compatible:m@{server.address}/v1"), rates=Rates(input=1.0, output=1.0))
        for ledger in ledgers:
            assert connected(connect(wanted, ledger=ledger, cache=store)).reply(request()).content == CONTENT
    assert len(server.asked) == 1
    assert ledgers[0].total.input_tokens == INPUT_TOKENS
    assert (ledgers[1].total.calls, ledgers[1].total.cached_calls, ledgers[1].total.cost) == (0, 1, 0.0)


def test_retry_after_is_waited_for_and_told() -> None:
    with ModelServer([Fails(status=429, headers={"Retry-After": "1"}), GOOD]).running() as server:
        reply = connected(connect(choice(f"google:gemini-2.5-flash@{server.address}"))).reply(request())
    assert reply.attempts == 2
    assert len(server.asked) == 2


def test_the_fallback_answers_for_a_first_that_refuses() -> None:
    with ModelServer([Fails(status=401)]).running() as broken, ModelServer([GOOD]).running() as whole:
        model = connect(choice(f"google:gemini-2.5-flash@{broken.address}"), fallback=choice(f"openai-compatible:m@{whole.address}/v1"))
        assert connected(model).reply(request()).model == "openai-compatible:m"


def test_a_budget_stops_before_the_first_call_it_cannot_pay() -> None:
    with ModelServer([GOOD]).running() as server:
        model = connect(choice(f"google:gemini-2.5-flash@{server.address}"), budget_usd=0.0001)
        with pytest.raises(BudgetError):
            connected(model).reply(request())
    assert server.asked == []


def test_a_recording_of_one_run_is_the_model_of_the_next() -> None:
    store = KeptReplies()
    with ModelServer([GOOD]).running() as server:
        connected(connect(choice(f"openai-compatible:m@{server.address}/v1"), record=store)).reply(request())
    model = connected(connect(choice("recorded:replies"), replay=store))
    assert model.reply(request()).model == "openai-compatible:m"


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        pytest.param("google:gemini-2.5-flash", "GEMINI_API_KEY or GOOGLE_API_KEY", id="google without a key"),
        pytest.param("anthropic:claude-haiku-5-5", "ANTHROPIC_API_KEY", id="anthropic without a key"),
        pytest.param("openai:gpt-6-luna", "OPENAI_API_KEY", id="openai without a key"),
        pytest.param("openrouter:any/model", "OPENROUTER_API_KEY", id="a provider only pydantic-ai knows, without a key"),
        pytest.param("gogle:gemini-2.5-flash", "google:gemini-2.5-flash, anthropic:", id="a provider nobody knows"),
        pytest.param("mistral:large", "pip install", id="a provider whose package is not there"),
        pytest.param("groq:m@http://h/v1", "an address goes with", id="an address for a provider that takes none"),
        pytest.param("recorded:nowhere", "no folder", id="recorded without a folder"),
    ],
)
def test_what_is_missing_is_told_at_once(setting: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(SettingError, match=says):
        connect(choice(setting))


def test_the_key_of_the_environment_travels_to_the_provider_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai")
    monkeypatch.setenv("ONLOOKER_API_KEY", "sk-mine")
    with ModelServer([GOOD]).running() as server:
        for provider in ("openai", "openai-compatible", "ollama"):
            connected(connect(choice(f"{provider}:m@{server.address}/v1"))).reply(request())
    assert [asked.headers["authorization"] for asked in server.asked] == ["Bearer sk-openai", "Bearer sk-mine", "Bearer no-key"]


def test_doctor_can_ask_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    assert "ANTHROPIC_API_KEY" in missing_key(choice("anthropic:claude-haiku-5-5"))
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk")
    assert missing_key(choice("anthropic:claude-haiku-5-5")) == ""
    assert missing_key(choice("ollama:llama3.2")) == ""


def test_without_a_model_pydantic_ai_is_never_imported() -> None:
    heavy = ("pydantic_ai", "genai_prices", "openai")
    program = f"import sys, onlooker.llm as llm; llm.connect(None); print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_model_that_fails_in_every_way_ends_in_a_model_error() -> None:
    with ModelServer([Fails(status=418)]).running() as server, pytest.raises(ModelError):
        connected(connect(choice(f"anthropic:claude-haiku-5-5@{server.address}"))).reply(request())
