"""A choice as a pydantic-ai model: the one place where a provider has a class of its own."""

# ruff: noqa: PLC0415 - each provider's client takes up to a second to import, so only the chosen one is

from __future__ import annotations

import os

from pydantic_ai.exceptions import UserError
from pydantic_ai.models import Model, infer_model
from pydantic_ai.profiles import ModelProfile, merge_profile

from onlooker.domain.model_choice import FORMS, ModelChoice
from onlooker.errors import SettingError
from onlooker.llm.keys import key_for

_OLLAMA_AT_HOME = "http://localhost:11434/v1"


def provider_model(choice: ModelChoice) -> Model:
    """Raises SettingError for a key that is missing, a provider nobody knows, or one whose package is not installed."""
    url = choice.base_url or None
    match choice.provider:
        case "google":
            from pydantic_ai.models.google import GoogleModel
            from pydantic_ai.providers.google import GoogleProvider

            return GoogleModel(choice.model, provider=GoogleProvider(api_key=key_for(choice), base_url=url))
        case "anthropic":
            from pydantic_ai.models.anthropic import AnthropicModel
            from pydantic_ai.providers.anthropic import AnthropicProvider

            return AnthropicModel(choice.model, provider=AnthropicProvider(api_key=key_for(choice), base_url=url))
        case "openai":
            from pydantic_ai.models.openai import OpenAIChatModel
            from pydantic_ai.providers.openai import OpenAIProvider

            # Chat completions and not Responses: one question, one object, and what stands at other addresses speaks only this.
            return OpenAIChatModel(choice.model, provider=OpenAIProvider(api_key=key_for(choice), base_url=url))
        case "ollama":
            from pydantic_ai.models.ollama import OllamaModel
            from pydantic_ai.providers.ollama import OllamaProvider

            address = url or os.environ.get("OLLAMA_BASE_URL") or _OLLAMA_AT_HOME
            return OllamaModel(choice.model, provider=OllamaProvider(base_url=address, api_key=key_for(choice)), profile=_schema_told)
        case "openai-compatible":
            from pydantic_ai.models.openai import OpenAIChatModel
            from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

            server = OpenAICompatibleProvider("openai-compatible", base_url=choice.base_url, api_key=key_for(choice))
            return OpenAIChatModel(choice.model, provider=server, profile=_schema_told)
        case _:
            return _other(choice)


def batch_model(choice: ModelChoice) -> Model:
    """The same for a batch: OpenAI's takes requests of its Responses alone. Raises SettingError."""
    if choice.provider != "openai":
        return provider_model(choice)
    from pydantic_ai.models.openai import OpenAIResponsesModel
    from pydantic_ai.providers.openai import OpenAIProvider

    return OpenAIResponsesModel(choice.model, provider=OpenAIProvider(api_key=key_for(choice), base_url=choice.base_url or None))


def _schema_told(profile: ModelProfile) -> ModelProfile:
    """Servers at home may constrain the reply without showing the model the schema, or ignore it: say it in words too."""
    return merge_profile(profile, ModelProfile(native_output_requires_schema_in_instructions=True))


def _other(choice: ModelChoice) -> Model:
    if choice.base_url:
        raise SettingError(f"an address goes with google, anthropic, openai, ollama and openai-compatible, not with {choice.provider}")
    try:
        return infer_model(choice.name)
    except ImportError:
        raise SettingError(f"{choice.provider} needs a package: pip install 'pydantic-ai-slim[{choice.provider}]'") from None
    except UserError as error:
        if "environment variable" in str(error):
            raise SettingError(f"no key for {choice.name}: {str(error).splitlines()[0]}") from None
        raise SettingError(f"unknown model {choice.name!r}; use one of {FORMS}") from None
