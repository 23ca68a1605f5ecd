"""What a model takes besides text, as it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from onlooker.app.asked import Asked
from onlooker.domain.model import Sees
from onlooker.domain.model_choice import ModelChoice
from onlooker.llm import Ledger, connect
from onlooker.llm.budgeted import Budgeted
from onlooker.llm.cached import Cached
from onlooker.llm.fallback import Fallback
from onlooker.llm.limited import Limited
from onlooker.llm.metered import Metered
from onlooker.llm.patient import Patient
from onlooker.llm.purse import LocalPurse
from onlooker.llm.recorded import Recording
from onlooker.llm.scripted import Scripted
from onlooker.ports import Model

from .subjects import RATES, KeptReplies

HERE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("provider", "name", "sees"),
    [
        pytest.param("google", "gemini-2.5-flash", Sees.VIDEO, id="google"),
        pytest.param("google", "gemini-2.5-flash-image", Sees.IMAGES, id="a model that draws"),
        pytest.param("anthropic", "claude-haiku-5-5", Sees.IMAGES, id="anthropic"),
        pytest.param("openai", "gpt-6-luna", Sees.IMAGES, id="openai"),
        pytest.param("ollama", "llama3.2", Sees.IMAGES, id="ollama"),
        pytest.param("openai-compatible", "desk", Sees.IMAGES, id="a server of one's own"),
    ],
)
def test_what_is_known_of_a_model(provider: str, name: str, sees: Sees) -> None:
    choice = ModelChoice(provider=provider, model=name, base_url=HERE)
    model = connect(choice)
    assert model is not None
    assert model.sees is sees
    for said in Sees:
        told = connect(replace(choice, sees=said))
        assert told is not None
        assert told.sees is said, "the setting wins"


def test_recorded_replies_were_given_to_frames_unless_the_setting_says_otherwise() -> None:
    choice = ModelChoice(provider="recorded", model="replies")
    for said, sees in ((None, Sees.IMAGES), (Sees.VIDEO, Sees.VIDEO), (Sees.TEXT, Sees.TEXT)):
        model = connect(replace(choice, sees=said), replay=KeptReplies())
        assert model is not None
        assert model.sees is sees


WRAPPERS: list[Callable[[Model], Model]] = [
    lambda inner: Cached(inner=inner, store=KeptReplies(), ledger=Ledger()),
    lambda inner: Metered(inner=inner, ledger=Ledger()),
    lambda inner: Budgeted(inner=inner, purse=LocalPurse(1.0), rates=RATES),
    lambda inner: Limited(inner, concurrency=1),
    lambda inner: Patient(inner=inner),
    lambda inner: Recording(inner=inner, store=KeptReplies()),
    lambda inner: Asked(inner=inner),
]


@pytest.mark.parametrize("wrap", WRAPPERS)
@pytest.mark.parametrize("sees", Sees)
def test_what_stands_around_a_model_sees_what_it_sees(wrap: Callable[[Model], Model], sees: Sees) -> None:
    assert wrap(Scripted([], sees=sees)).sees is sees


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [(Sees.VIDEO, Sees.IMAGES, Sees.IMAGES), (Sees.TEXT, Sees.VIDEO, Sees.TEXT), (Sees.VIDEO, Sees.VIDEO, Sees.VIDEO)],
)
def test_a_question_is_put_so_that_the_second_model_can_take_it_too(first: Sees, second: Sees, both: Sees) -> None:
    assert Fallback(first=Scripted([], sees=first), second=Scripted([], sees=second)).sees is both
