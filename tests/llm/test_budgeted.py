"""The cap is never crossed, whatever the calls turn out to cost and however many run at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onlooker.domain.model import ModelReply, ModelRequest, Sees, Usage
from onlooker.domain.model_choice import Rates
from onlooker.errors import BudgetError, ModelError, SettingError
from onlooker.llm.budgeted import Budgeted
from onlooker.llm.estimate import estimated_input
from onlooker.llm.purse import LocalPurse
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request

A_DOLLAR_A_TOKEN = Rates(input=1_000_000.0, output=1_000_000.0)
WORST = estimated_input(request()) + request().max_output_tokens


def test_a_call_that_could_cross_the_cap_is_not_made() -> None:
    inner = Scripted([CONTENT])
    model = Budgeted(inner=inner, purse=LocalPurse(WORST - 1), rates=A_DOLLAR_A_TOKEN)
    with pytest.raises(BudgetError, match="raise --budget"):
        model.reply(request())
    assert inner.asked == []


def test_what_a_call_did_not_use_is_there_for_the_next() -> None:
    inner = Scripted([CONTENT], usage=Usage(input_tokens=60, output_tokens=40))
    purse = LocalPurse(WORST + 150)
    model = Budgeted(inner=inner, purse=purse, rates=A_DOLLAR_A_TOKEN)
    model.reply(request())
    model.reply(request())
    with pytest.raises(BudgetError):
        model.reply(request())
    assert purse.left_usd == pytest.approx(WORST - 50)


def test_a_cached_reply_is_free() -> None:
    purse = LocalPurse(WORST)
    Budgeted(inner=Scripted([CONTENT], usage=Usage(input_tokens=60, cached=True)), purse=purse, rates=A_DOLLAR_A_TOKEN).reply(request())
    assert purse.left_usd == WORST


def test_a_failed_call_costs_what_it_used() -> None:
    purse = LocalPurse(WORST)
    with pytest.raises(ModelError):
        Budgeted(inner=Scripted([ModelError("no", input_tokens=30, output_tokens=5)]), purse=purse, rates=A_DOLLAR_A_TOKEN).reply(request())
    assert purse.left_usd == pytest.approx(WORST - 35)


def test_a_call_that_breaks_off_unexpectedly_costs_all_that_was_set_aside() -> None:
    purse = LocalPurse(WORST)
    with pytest.raises(ZeroDivisionError):
        Budgeted(inner=Scripted([ZeroDivisionError()]), purse=purse, rates=A_DOLLAR_A_TOKEN).reply(request())
    assert purse.left_usd == pytest.approx(0)


def test_a_budget_without_a_price_is_refused_at_once() -> None:
    with pytest.raises(SettingError, match=r"ollama:llama3\.2=IN/OUT"):
        Budgeted(inner=Scripted([CONTENT], name="ollama:llama3.2"), purse=LocalPurse(1.0))


def test_a_price_of_nothing_is_a_price() -> None:
    model = Budgeted(inner=Scripted([CONTENT], name="ollama:llama3.2"), purse=LocalPurse(0.01), rates=Rates(input=0.0, output=0.0))
    assert model.reply(request()).content == CONTENT


@settings(deadline=None, max_examples=40)
@given(cap=st.integers(0, 20 * WORST), used=st.lists(st.tuples(st.integers(0, WORST - 500), st.integers(0, 500)), min_size=1, max_size=30))
def test_the_cap_holds(cap: int, used: list[tuple[int, int]]) -> None:
    """As long as a reply stays within its request's estimate and its own cap, the money spent stays within the budget, in any number of threads."""
    spent: list[int] = []

    class Model:
        name = "any:model"
        context_tokens = 1_000
        sees = Sees.TEXT

        def reply(self, request: ModelRequest, on_part: object = None) -> ModelReply:
            tokens = used[len(spent) % len(used)]
            spent.append(sum(tokens))
            return ModelReply(content={}, model=self.name, usage=Usage(input_tokens=tokens[0], output_tokens=tokens[1]))

    model = Budgeted(inner=Model(), purse=LocalPurse(cap), rates=A_DOLLAR_A_TOKEN)

    def ask(_: int) -> None:
        with suppress(BudgetError):
            model.reply(request())

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(ask, range(len(used))))
    assert sum(spent) <= cap
