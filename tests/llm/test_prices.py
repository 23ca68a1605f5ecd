from __future__ import annotations

import pytest

from onlooker.domain.model_choice import ModelChoice, Rates, parse_prices
from onlooker.errors import SettingError
from onlooker.llm.prices import context_tokens, price


@pytest.mark.parametrize(
    ("model", "cost"),
    [
        pytest.param("google:gemini-2.5-flash", 0.0375, id="a known one"),
        pytest.param("google:gemini-77-flash", None, id="a name nobody knows"),
        pytest.param("nobody:model", None, id="a provider nobody knows"),
        pytest.param("ollama:llama3.2", None, id="a machine of one's own is not free"),
        pytest.param("openai-compatible:gpt-4o", None, id="another's server does not take OpenAI's price"),
        pytest.param("recorded:folder", 0.0, id="recorded"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_what_100k_in_and_3k_out_cost(model: str, cost: float | None) -> None:
    assert price(model, 100_000, 3_000) == (None if cost is None else pytest.approx(cost))


def test_a_price_that_was_set_wins() -> None:
    assert price("google:gemini-2.5-flash", 1_000_000, 500_000, Rates(input=2.0, output=4.0)) == pytest.approx(4.0)
    assert price("ollama:llama3.2", 1_000, 1_000, Rates(input=0.0, output=0.0)) == 0.0


@pytest.mark.parametrize(
    ("choice", "tokens"),
    [
        (ModelChoice(provider="google", model="gemini-2.5-flash"), 1_048_576),
        (ModelChoice(provider="google", model="gemini-77-flash"), 128_000),
        (ModelChoice(provider="ollama", model="llama3.2"), 32_768),
        (ModelChoice(provider="ollama", model="llama3.2", context_tokens=8_192), 8_192),
    ],
    ids=["known", "unknown", "own server", "set"],
)
def test_how_much_a_model_reads(choice: ModelChoice, tokens: int) -> None:
    assert context_tokens(choice) == tokens


@pytest.mark.parametrize("model", ["google:gemini-2.5-flash", "anthropic:claude-haiku-5-5", "openai:gpt-4o"])
def test_a_batch_costs_half(model: str) -> None:
    full = price(model, 100_000, 3_000)
    assert full and price(model, 100_000, 3_000, batched=True) == pytest.approx(full / 2)


def test_a_price_that_was_set_is_halved_too() -> None:
    assert price("any:model", 1_000_000, 0, Rates(input=2.0, output=4.0), batched=True) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("setting", "prices"),
    [
        pytest.param("", {}, id="none"),
        pytest.param("google:gemini-2.5-pro=1.25/10", {"google:gemini-2.5-pro": Rates(input=1.25, output=10.0)}, id="one"),
        pytest.param(" a:b=0/0 , c:d:e=1/2,", {"a:b": Rates(input=0.0, output=0.0), "c:d:e": Rates(input=1.0, output=2.0)}, id="several"),
    ],
)
def test_prices_are_set_by_name(setting: str, prices: dict[str, Rates]) -> None:
    assert parse_prices(setting) == prices


@pytest.mark.parametrize("setting", ["free", "a:b=1", "a:b=1/", "=1/2", "a:b=-1/2", "a:b=nan/2", "a:b=inf/2", "a:b=1/2/3"])
def test_a_price_that_means_nothing_is_told(setting: str) -> None:
    with pytest.raises(SettingError, match="ONLOOKER_PRICES"):
        parse_prices(setting)
