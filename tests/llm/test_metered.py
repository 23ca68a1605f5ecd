"""Every exchange has a line in the ledger; a price nobody knows is unknown, and never nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.model import Usage
from onlooker.domain.model_choice import Rates
from onlooker.domain.report import Spent
from onlooker.errors import ModelError
from onlooker.llm.ledger import Ledger
from onlooker.llm.metered import Metered
from onlooker.llm.scripted import Scripted

from .requests import CONTENT, request

USAGE = Usage(input_tokens=100_000, output_tokens=3_000)


def test_a_known_price_is_put_on_the_reply_and_in_the_ledger() -> None:
    ledger, ticks = Ledger(), iter([10.0, 12.5])
    model = Metered(inner=Scripted([CONTENT], name="google:gemini-2.5-flash", usage=USAGE), ledger=ledger, seconds=lambda: next(ticks))
    assert model.reply(request()).usage.cost == pytest.approx(0.0375)
    line = ledger.by_model["google:gemini-2.5-flash"]
    assert replace(line, cost=None) == Spent(calls=1, input_tokens=100_000, output_tokens=3_000, cost=None, seconds=2.5)
    assert line.cost == pytest.approx(0.0375)


def test_an_unknown_price_stays_unknown_in_the_sum() -> None:
    ledger = Ledger()
    Metered(inner=Scripted([CONTENT], name="google:gemini-2.5-flash", usage=USAGE), ledger=ledger).reply(request())
    assert Metered(inner=Scripted([CONTENT], name="ollama:llama3.2", usage=USAGE), ledger=ledger).reply(request()).usage.cost is None
    assert ledger.total.cost is None
    assert ledger.total.calls == 2


def test_a_price_that_was_set_wins() -> None:
    model = Metered(inner=Scripted([CONTENT], name="ollama:llama3.2", usage=USAGE), ledger=Ledger(), rates=Rates(input=1.0, output=10.0))
    assert model.reply(request()).usage.cost == pytest.approx(0.13)


def test_a_call_that_failed_after_it_was_billed_is_counted() -> None:
    ledger = Ledger()
    model = Metered(inner=Scripted([ModelError("no JSON", input_tokens=500, output_tokens=20)]), ledger=ledger, rates=Rates(input=1.0, output=1.0))
    with pytest.raises(ModelError) as raised:
        model.reply(request())
    assert (raised.value.model, raised.value.cost) == ("scripted:model", ledger.total.cost)
    assert (ledger.total.calls, ledger.total.input_tokens) == (1, 500)
    assert ledger.total.cost == pytest.approx(0.00052)


def test_a_call_that_never_left_is_not() -> None:
    ledger = Ledger()
    with pytest.raises(ModelError):
        Metered(inner=Scripted([ModelError("not there")]), ledger=ledger).reply(request())
    assert ledger.total == Spent()
