"""How a model is named in one setting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.model_choice import ModelChoice, parse_choice
from onlooker.errors import SettingError


@pytest.mark.parametrize(
    ("setting", "parts"),
    [
        ("google:gemini-2.5-flash", ("google", "gemini-2.5-flash", "")),
        (" Anthropic: claude-haiku-5-5 ", ("anthropic", "claude-haiku-5-5", "")),
        ("ollama:qwen3:8b", ("ollama", "qwen3:8b", "")),
        ("openrouter:google/gemini-2.5-flash", ("openrouter", "google/gemini-2.5-flash", "")),
        ("openai-compatible:qwen@http://gpu:8000/v1/", ("openai-compatible", "qwen", "http://gpu:8000/v1")),
        ("google:gemini-2.5-flash@https://gateway.example.com", ("google", "gemini-2.5-flash", "https://gateway.example.com")),
        ("bedrock:claude@20250101", ("bedrock", "claude@20250101", "")),
        ("recorded:kept/replies@http", ("recorded", "kept/replies@http", "")),
    ],
)
def test_provider_model_and_address(setting: str, parts: tuple[str, str, str]) -> None:
    choice = parse_choice(setting)
    assert choice is not None
    assert (choice.provider, choice.model, choice.base_url) == parts
    assert choice.name == f"{parts[0]}:{parts[1]}"


def test_an_address_of_its_own_wins() -> None:
    own, given = parse_choice("ollama:m@http://one", "http://two"), parse_choice("ollama:m", "http://two")
    assert own is not None and own.base_url == "http://one"
    assert given is not None and given.base_url == "http://two"


@pytest.mark.parametrize("setting", ["none", "None", "", "  "])
def test_none_is_no_model(setting: str) -> None:
    assert parse_choice(setting) is None


@pytest.mark.parametrize(
    ("setting", "base_url", "says"),
    [
        ("gemini-2.5-flash", "", "is not provider:name; use one of google:gemini"),
        ("google:", "", "is not provider:name"),
        ("http://gpu:8000/v1", "", "is not provider:name"),
        ("ollama:@http://gpu:8000/v1", "", "names no model"),
        ("openai-compatible:qwen", "", "needs the server's address"),
        ("ollama:llama3.2", "gpu:8000", "must start with http"),
        (":x", "", "is not provider:name"),
        ("openai:x@", "", "no model has such a name"),
        ("openai:x@not an address", "", "no model has such a name"),
        ("openai:x@ftp://gpu", "", "no model has such a name"),
        ("openai:x@http://[::1", "", "name a host"),
        ("openai:x@http://gpu:99999/v1", "", "name a host"),
        ("openai:x@http:///v1", "", "name a host"),
    ],
)
def test_what_cannot_be_meant(setting: str, base_url: str, says: str) -> None:
    with pytest.raises(SettingError, match=says):
        parse_choice(setting, base_url)


@given(st.text(), st.text())
def test_any_text_is_a_choice_none_or_one_error(setting: str, base_url: str) -> None:
    try:
        choice = parse_choice(setting, base_url)
    except SettingError:
        return
    assert choice is None or isinstance(choice, ModelChoice)
