"""Which model to ask and on what terms, parsed from one setting such as `google:gemini-2.5-flash`."""

from __future__ import annotations

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


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
