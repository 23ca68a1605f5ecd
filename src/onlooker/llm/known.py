"""Whether there is such a provider at all, for commands that ask nobody."""

from __future__ import annotations

from onlooker.domain.model_choice import FORMS, ModelChoice
from onlooker.errors import SettingError
from onlooker.llm.keys import KEY_VARIABLES


def check_provider(choice: ModelChoice) -> None:
    """Raises SettingError for a provider nobody knows. Its package and its key may be missing: they are not needed yet."""
    if choice.provider in KEY_VARIABLES:
        return
    from pydantic_ai.providers import infer_provider_class  # noqa: PLC0415 - a second and a half, for rarer providers only

    try:
        infer_provider_class(choice.provider)
    except ImportError:
        return
    except ValueError:
        raise SettingError(f"unknown model {choice.name!r}; use one of {FORMS}") from None
