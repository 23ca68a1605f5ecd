"""What foreseen requests would take, of which model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.app.weighing import Weigher
from onlooker.condense.tokens import count
from onlooker.domain.experience import Correction, Experience
from onlooker.domain.model import MediaPart, ModelRequest, Sees, TextPart
from onlooker.domain.model_choice import Lineup, ModelChoice, Rates, Thinking
from onlooker.llm.estimate import estimated_input
from onlooker.llm.expected import expected_input
from onlooker.pipeline import LOOK_TOKENS, RULING_TOKENS, SUMMARY_TOKENS, Foreseen
from tests.discover.model_made import SESSIONS

SMALL = ModelChoice(provider="openai", model="small", thinking=Thinking.OFF, rates=Rates(input=1.0, output=10.0))
LARGE = ModelChoice(provider="google", model="gemini-2.5-pro", thinking=Thinking.OFF)
ONE = Weigher(lineup=Lineup(reads=SMALL))
ASKED = ModelRequest(purpose="summarize", prompt_version="1", instructions="Say it.", parts=(TextPart(text="e1 click Save\n" * 50),), schema={})
PICTURE = MediaPart(blob="b", media_type="image/jpeg", width=960, height=562)
LOOK = replace(ASKED, purpose="verify", parts=(*ASKED.parts, PICTURE, PICTURE), about=("f1", "f2"))


def test_a_summary_takes_its_exact_tokens_and_what_an_answer_has() -> None:
    [phase] = ONE(Foreseen(summaries=(ASKED,)))
    exact = count("Say it.") + count("e1 click Save\n" * 50) + count("{}")
    assert (phase.name, phase.model, phase.calls, phase.output_tokens) == ("summarize", "openai:small", 1, SUMMARY_TOKENS)
    assert exact <= phase.input_tokens <= exact + 20
    assert phase.cost == pytest.approx((phase.input_tokens + 10 * phase.output_tokens) / 1e6)


def test_a_long_session_tells_each_part_what_was_before() -> None:
    [one], [three] = ONE(Foreseen(summaries=(ASKED,))), ONE(Foreseen(summaries=(ASKED,) * 3))
    assert three.input_tokens == 3 * one.input_tokens + 3 * SUMMARY_TOKENS


def test_a_look_is_of_the_model_that_looks() -> None:
    both = Weigher(lineup=Lineup(reads=SMALL, looks=LARGE))
    summaries, looks = both(Foreseen(summaries=(ASKED,), looks=(LOOK,)))
    assert (summaries.model, looks.model, looks.name) == ("openai:small", "google:gemini-2.5-pro", "look")
    assert looks.output_tokens == LOOK_TOKENS + 2 * RULING_TOKENS
    assert both.sees is Sees.VIDEO
    assert both.unpriced == ()


def test_whoever_may_have_to_answer_has_to_see_it() -> None:
    lineup = Lineup(reads=SMALL, looks=LARGE, fallback=replace(SMALL, sees=Sees.TEXT))
    assert Weigher(lineup=lineup).sees is Sees.TEXT


def test_what_earlier_runs_took_corrects_it() -> None:
    learnt = Experience(corrections={"openai:small summarize": Correction(input=2.0, output=0.5)})
    [plain], [corrected] = ONE(Foreseen(summaries=(ASKED,))), Weigher(lineup=ONE.lineup, experience=learnt)(Foreseen(summaries=(ASKED,)))
    assert (corrected.input_tokens, corrected.output_tokens) == (2 * plain.input_tokens, plain.output_tokens // 2)


def test_thinking_is_paid_for() -> None:
    thoughtful = replace(SMALL, thinking=Thinking.HIGH)
    assert Weigher(lineup=Lineup(reads=thoughtful)).summaries([ASKED]).output_tokens > ONE.summaries([ASKED]).output_tokens


def test_patterns_are_reckoned_from_the_first_questions() -> None:
    phase = ONE.patterns(SESSIONS)
    assert (phase.name, phase.calls, phase.exact) == ("patterns", 3, False)
    assert ONE.patterns(SESSIONS[:1]).calls == 0


@pytest.mark.parametrize("provider", ["openai", "anthropic", "google", "openai-compatible"])
@pytest.mark.parametrize("model", ["gemini-2.5-flash", "gemini-3-pro"])
@pytest.mark.parametrize("media", [(), (PICTURE,) * 8, (MediaPart(blob="b", media_type="video/mp4", frames=24, fps=8),)])
def test_what_a_cap_sets_aside_is_never_less_than_what_is_expected(provider: str, model: str, media: tuple[MediaPart, ...]) -> None:
    asked = replace(ASKED, parts=(*ASKED.parts, *media))
    for told in (0, count("e1 click Save\n" * 50) + 10):
        request = replace(asked, input_tokens=told)
        assert expected_input(request, ModelChoice(provider=provider, model=model), count) <= estimated_input(request) + 20
