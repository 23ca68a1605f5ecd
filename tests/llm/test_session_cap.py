"""What one session may cost: what it did not use of one call is there for the next, and another session has a cap of its own."""

from __future__ import annotations

import pytest

from onlooker.domain.model import Usage
from onlooker.domain.model_choice import Lineup, ModelChoice, Rates
from onlooker.errors import BudgetError, ModelError
from onlooker.llm.estimate import estimated_input
from onlooker.llm.scripted import Answer, Scripted
from onlooker.llm.session_cap import SessionCapped, session_capped

from .requests import CONTENT, request

A_DOLLAR_A_TOKEN = Rates(input=1_000_000.0, output=1_000_000.0)
SMALL = ModelChoice(provider="a", model="small", rates=A_DOLLAR_A_TOKEN)
LARGE = ModelChoice(provider="b", model="large", rates=Rates(input=2_000_000.0, output=2_000_000.0))
WORST = estimated_input(request()) + request().max_output_tokens


def capped(cap: float, *answers: Answer, lineup: Lineup | None = None, cost: float | None = 100.0) -> SessionCapped:
    model = Scripted(answers or [CONTENT], name="a:small", usage=Usage(input_tokens=60, output_tokens=40, cost=cost))
    return session_capped(model, cap, lineup or Lineup(reads=SMALL))


def test_it_stops_before_the_call_that_could_cross_it() -> None:
    model = capped(WORST + 150)
    model.reply(request())
    model.reply(request())
    with pytest.raises(BudgetError, match="raise --budget-per-session"):
        model.reply(request())


def test_a_kept_answer_uses_nothing_up() -> None:
    model = capped(WORST, cost=0.0)
    for _ in range(3):
        model.reply(request())


def test_a_look_is_weighed_at_the_price_of_the_model_that_looks() -> None:
    model = capped(1.5 * WORST, lineup=Lineup(reads=SMALL, looks=LARGE), cost=0.0)
    model.reply(request())
    with pytest.raises(BudgetError):
        model.reply(request(purpose="verify"))


def test_where_a_second_model_may_have_to_answer_both_are_weighed() -> None:
    with pytest.raises(BudgetError):
        capped(1.5 * WORST, lineup=Lineup(reads=SMALL, fallback=SMALL)).reply(request())


@pytest.mark.parametrize(
    ("refused", "used"),
    [
        pytest.param(BudgetError("the run's own"), 0.0, id="the run's budget has ended"),
        pytest.param(ModelError("not there"), 0.0, id="it never left"),
        pytest.param(ModelError("no JSON", cost=40.0), 40.0, id="it was paid for nothing"),
    ],
)
def test_a_call_without_an_answer_uses_up_what_it_cost(refused: Exception, used: float) -> None:
    model = capped(WORST + 30, refused, CONTENT)
    with pytest.raises(type(refused)):
        model.reply(request())
    if used > 30:
        with pytest.raises(BudgetError, match="--budget-per-session"):
            model.reply(request())
    else:
        assert model.reply(request()).content == CONTENT
