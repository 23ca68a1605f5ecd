"""The cap of a run on several processes: each has its own connection to one catalogue, and none can cross the cap with another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from onlooker.domain.catalogued import Expense
from onlooker.domain.model import Usage
from onlooker.domain.model_choice import Rates
from onlooker.errors import BudgetError, CatalogueError, ModelError
from onlooker.llm.budgeted import Budgeted
from onlooker.llm.estimate import estimated_input
from onlooker.llm.scripted import Scripted
from onlooker.llm.shared_purse import SharedPurse
from onlooker.ports import Catalogue
from onlooker.stores.catalogue import open_catalogue

from .requests import CONTENT, request

RUN = "run-1"
A_DOLLAR_A_TOKEN = Rates(input=1_000_000.0, output=1_000_000.0)
WORST = estimated_input(request()) + request().max_output_tokens


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def left(catalogue: Catalogue, cap: float) -> float:
    """By trying to take more than there can be."""
    found = catalogue.set_aside(RUN, "probe", 1e9, cap)
    assert found is not None
    return found


def booked(usd: float, purpose: str = "summarize") -> Expense:
    return Expense(run_id=RUN, request_key=request(purpose=purpose).hash("scripted:model"), purpose=purpose, model="scripted:model", cost=usd)


def test_what_an_answer_cost_stays_set_aside_until_it_is_booked(catalogue: Catalogue) -> None:
    model = Budgeted(
        inner=Scripted([CONTENT], usage=Usage(input_tokens=60, output_tokens=40)),
        purse=SharedPurse(catalogue, RUN, WORST),
        rates=A_DOLLAR_A_TOKEN,
    )
    model.reply(request())
    assert left(catalogue, WORST) == pytest.approx(WORST - 100)
    catalogue.spend(booked(100.0))
    assert left(catalogue, WORST) == pytest.approx(WORST - 100)
    with pytest.raises(BudgetError, match="raise --budget"):
        model.reply(request(purpose="verify"))


def test_a_failed_call_that_was_paid_is_an_expense_each_time(catalogue: Catalogue) -> None:
    inner = Scripted([ModelError("no JSON", input_tokens=30, output_tokens=5)])
    model = Budgeted(inner=inner, purse=SharedPurse(catalogue, RUN, 10 * WORST), rates=A_DOLLAR_A_TOKEN)
    for _ in range(2):
        with pytest.raises(ModelError):
            model.reply(request())
    assert [(one.purpose, one.model, one.cost) for one in catalogue.expenses(RUN)] == [("summarize", "scripted:model", 35.0)] * 2
    assert left(catalogue, 10 * WORST) == pytest.approx(10 * WORST - 70)


def test_a_call_that_never_left_costs_nothing(catalogue: Catalogue) -> None:
    model = Budgeted(inner=Scripted([ModelError("not there")]), purse=SharedPurse(catalogue, RUN, WORST), rates=A_DOLLAR_A_TOKEN)
    with pytest.raises(ModelError):
        model.reply(request())
    assert left(catalogue, WORST) == pytest.approx(WORST)


def test_what_a_killed_process_had_set_aside_is_there_for_the_same_call_alone(catalogue: Catalogue) -> None:
    catalogue.set_aside(RUN, request().hash("scripted:model"), WORST, WORST)
    model = Budgeted(inner=Scripted([CONTENT]), purse=SharedPurse(catalogue, RUN, WORST), rates=A_DOLLAR_A_TOKEN)
    with pytest.raises(BudgetError):
        model.reply(request(purpose="verify"))
    assert model.reply(request()).content == CONTENT


def test_a_catalogue_that_goes_away_does_not_cost_the_answer(tmp_path: Path) -> None:
    catalogue = open_catalogue(tmp_path / "away.db")
    with SharedPurse(catalogue, RUN, WORST).set_aside(1.0, "call") as bill:
        with sqlite3.connect(tmp_path / "away.db") as db:
            db.execute("DROP TABLE aside")
        bill.usd = 0.5
    with pytest.raises(CatalogueError):
        left(catalogue, WORST)
    catalogue.close()


def test_the_cap_holds_over_several_processes(tmp_path: Path) -> None:
    cap = 3.5 * WORST
    spent: list[float] = []

    def process(number: int) -> None:
        own = open_catalogue(tmp_path / "shared.db")
        for call in range(4):
            asked = replace(request(), instructions=f"{number} {call}")
            model = Budgeted(
                inner=Scripted([CONTENT], usage=Usage(input_tokens=WORST - 400, output_tokens=300)),
                purse=SharedPurse(own, RUN, cap),
                rates=A_DOLLAR_A_TOKEN,
            )
            with suppress(BudgetError):
                usage = model.reply(asked).usage
                spent.append(usage.input_tokens + usage.output_tokens)
        own.close()

    open_catalogue(tmp_path / "shared.db").close()
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(process, range(4)))
    assert spent and sum(spent) <= cap
