"""What tokens cost and how many a model reads, from the data shipped with genai-prices: offline, as new as that package."""

from __future__ import annotations

from onlooker.domain.model_choice import ModelChoice, Rates

_OWN_SERVERS = frozenset({"openai-compatible", "ollama", "vllm", "litellm"})
"""Their model names may equal a vendor's and their prices do not."""

_MILLION = 1_000_000

_CONTEXT_UNKNOWN = 128_000
"""What the hosted models of the last two years read at the least."""
_CONTEXT_OWN_SERVER = 32_768
"""Servers at home cut what they cannot hold, some without a word (Ollama's own default is smaller still), so ask for little."""


BATCHED = 0.5
"""What OpenAI, Anthropic and Google take for a batched call, as a share of a live one's price."""


def price(model_name: str, input_tokens: int, output_tokens: int, rates: Rates | None = None, *, batched: bool = False) -> float | None:
    """USD for one call of `provider:model`; None when no price is known. `rates`, of a live call, win over the shipped data. Discounts for a
    provider's own prompt cache are left out, so a figure here is never below the bill."""
    if rates is not None:
        return (input_tokens * rates.input + output_tokens * rates.output) / _MILLION * (BATCHED if batched else 1.0)
    provider, _, model = model_name.partition(":")
    if provider == "recorded":
        return 0.0
    if provider in _OWN_SERVERS or not model:
        return None
    from genai_prices import Usage, calc_price  # noqa: PLC0415 - a quarter of a second, only where a model is in play

    usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
    try:  # a model whose batch price is not in the data keeps its full one
        return float(calc_price(usage, model, provider_id=provider, price_context={"processing": "batch"} if batched else None).total_price)
    except LookupError:
        return None


def how_to_price(model_name: str) -> str:
    """What to set where no price is known."""
    return f'set ONLOOKER_PRICES="{model_name}=IN/OUT" (USD per million tokens it reads and writes; 0/0 for a model of your own)'


def context_tokens(choice: ModelChoice) -> int:
    """How many tokens, question and answer together, the model reads: the setting, else the shipped data, else a careful guess."""
    if choice.context_tokens:
        return choice.context_tokens
    if choice.provider == "recorded":
        return _CONTEXT_UNKNOWN
    if choice.provider in _OWN_SERVERS:
        return _CONTEXT_OWN_SERVER
    from genai_prices.data_snapshot import get_snapshot  # noqa: PLC0415

    try:
        _, info = get_snapshot().find_provider_model(choice.model, None, choice.provider, None)
    except LookupError:
        return _CONTEXT_UNKNOWN
    return info.context_window or _CONTEXT_UNKNOWN
