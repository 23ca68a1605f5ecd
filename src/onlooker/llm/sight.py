"""What a model takes besides text: the setting, else what pydantic-ai knows of the model and of its own adapter."""

from __future__ import annotations

from collections.abc import Mapping

from onlooker.domain.model import Sees
from onlooker.domain.model_choice import ModelChoice

UNKNOWN: Mapping[str, object] = {}


def sight(choice: ModelChoice, profile: Mapping[str, object] = UNKNOWN) -> Sees:
    """`profile` is pydantic-ai's; loading it takes its clients, so an estimate does without.

    Video only where the wish for its frame rate is heard, and that is Google's models: the others look at one or two frames of a clip of a
    second and a half. A flag that is not set means that nobody knows; most models of today take pictures, and `ONLOOKER_SEES` is for
    those that do not."""
    if choice.sees is not None:
        return choice.sees
    if choice.provider.startswith("google") and profile.get("supports_video_input", True):
        return Sees.VIDEO
    return Sees.IMAGES if profile.get("supports_image_input", True) else Sees.TEXT
