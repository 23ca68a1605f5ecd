"""Which model to ask and on what terms, parsed from one setting such as `google:gemini-2.5-flash`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from onlooker.domain.model import Sees
from onlooker.errors import SettingError

FORMS = (
    "google:gemini-2.5-flash, anthropic:claude-haiku-5-5, openai:gpt-6-luna, ollama:llama3.2, "
    "openai-compatible:NAME@http://HOST:PORT/v1, recorded:FOLDER, or none"
)
"""How a model can be named, for messages and help."""


class Thinking(StrEnum):
    """How much a model that reasons may reason before it answers; models that do not ignore it."""

    DEFAULT = "default"
    """As the provider does when nothing is said."""
    OFF = "off"
    MINIMAL = "minimal"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ReplyForm(StrEnum):
    """How the reply's schema travels."""

    AUTO = "auto"
    """Whichever of the others the model is known to take, the next one when the server refuses it."""
    NATIVE = "native"
    """The provider's own JSON-schema output."""
    TOOL = "tool"
    """As the arguments of one tool call."""
    PROMPTED = "prompted"
    """In the instructions, as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What a model takes, in USD per million tokens."""

    input: float
    output: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """`provider` and `model` are the two halves of the setting. `rates`, `context_tokens` and `sees` override what is known of the model;
    `requests_per_minute` 0: no limit of ours."""

    provider: str
    model: str
    base_url: str = ""
    timeout_s: float = 300.0
    concurrency: int = 4
    requests_per_minute: int = 0
    thinking: Thinking = Thinking.LOW
    reply_form: ReplyForm = ReplyForm.AUTO
    rates: Rates | None = None
    context_tokens: int = 0
    sees: Sees | None = None

    @property
    def name(self) -> str:
        return f"{self.provider}:{self.model}"


READING = frozenset({"summarize"})
"""Purposes of the requests that are made for every session, and that a small model serves as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineup:
    """Which models a run asks: `reads` for summaries, `looks` for everything else, where that is another one, `fallback` where the first gives no
    answer."""

    reads: ModelChoice
    looks: ModelChoice | None = None
    fallback: ModelChoice | None = None

    @property
    def looker(self) -> ModelChoice:
        return self.looks or self.reads

    def first(self, purpose: str) -> ModelChoice:
        return self.reads if purpose in READING else self.looker

    def asked(self, purpose: str) -> tuple[ModelChoice, ...]:
        """Everybody who may have to be paid for one request."""
        return (self.first(purpose), *((self.fallback,) if self.fallback is not None else ()))

    @property
    def all(self) -> tuple[ModelChoice, ...]:
        return tuple(choice for choice in (self.reads, self.looks, self.fallback) if choice is not None)


def parse_choice(setting: str, base_url: str = "") -> ModelChoice | None:
    """`provider:model` or `provider:model@http://host/v1`; None for "none" and for nothing at all. `base_url` counts where the setting
    carries none. Raises SettingError with the accepted forms."""
    text = setting.strip()
    if text.lower() in {"", "none"}:
        return None
    provider, colon, rest = text.partition(":")
    provider, rest = provider.strip().lower(), rest.strip()
    if not colon or not provider or not rest or rest.startswith("//"):
        raise SettingError(f"model {setting!r} is not provider:name; use one of {FORMS}")
    model, url = rest, base_url.strip()
    if provider != "recorded":
        at = max(rest.rfind("@http://"), rest.rfind("@https://"))
        if at >= 0:
            model, url = rest[:at], rest[at + 1 :]
        if "://" in model or model.endswith("@") or any(letter.isspace() or not letter.isprintable() for letter in model):
            raise SettingError(f"model {setting!r}: no model has such a name; use one of {FORMS}")
    if not model:
        raise SettingError(f"model {setting!r} names no model before the address; use one of {FORMS}")
    if url and not _is_address(url):
        raise SettingError("the model server's address must start with http:// or https:// and name a host, such as http://localhost:8000/v1")
    if provider == "openai-compatible" and not url:
        raise SettingError("openai-compatible needs the server's address: openai-compatible:NAME@http://HOST:PORT/v1, or set ONLOOKER_BASE_URL")
    return ModelChoice(provider=provider, model=model, base_url=url.rstrip("/"))


def parse_prices(setting: str) -> Mapping[str, Rates]:
    """`provider:model=IN/OUT, …` by the model's name, USD per million tokens. Raises SettingError."""
    prices = {}
    for told in filter(None, (part.strip() for part in setting.split(","))):
        name, _, rates = told.rpartition("=")
        given, slash, written = rates.partition("/")
        try:
            price = Rates(input=float(given), output=float(written))
        except ValueError:
            price = Rates(input=-1.0, output=-1.0)
        if not name.strip() or not slash or not (0 <= price.input < math.inf and 0 <= price.output < math.inf):
            raise SettingError(
                f"prices (ONLOOKER_PRICES): {told!r} is not provider:model=IN/OUT in USD a million tokens, such as google:gemini-2.5-flash=0.30/2.50"
            )
        prices[name.strip()] = price
    return prices


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
