"""Which environment variable holds which provider's key. Keys are read here and handed to the client, nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

from onlooker.domain.model_choice import ModelChoice
from onlooker.errors import SettingError

KEY_VARIABLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "google": ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
        "anthropic": ("ANTHROPIC_API_KEY",),
        "openai": ("OPENAI_API_KEY",),
        "ollama": ("OLLAMA_API_KEY",),
        "openai-compatible": ("ONLOOKER_API_KEY",),
    }
)
"""The providers' usual names, the first one found counts. A server of one's own has a variable of its own, so that a key for
OpenAI never travels to another host."""

NO_KEY = "no-key"
"""Sent where a server asks for none: the clients refuse an empty one."""

_KEYLESS = frozenset({"ollama", "openai-compatible"})


def key_for(choice: ModelChoice) -> str:
    """The key to send. Raises SettingError naming the variable to set, when the provider itself is asked and there is none."""
    variables = KEY_VARIABLES.get(choice.provider, ())
    for variable in variables:
        if key := os.environ.get(variable, "").strip():
            return key
    if choice.provider in _KEYLESS or choice.base_url:
        return NO_KEY
    raise SettingError(f"no key for {choice.name}: set {' or '.join(variables)} in the environment, or use --model none")


def missing_key(choice: ModelChoice) -> str:
    """Why the choice cannot be used yet, empty when it can; for `doctor`."""
    if choice.provider not in KEY_VARIABLES:
        return ""
    try:
        key_for(choice)
    except SettingError as error:
        return str(error)
    return ""
