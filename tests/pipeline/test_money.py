"""What a session costs is in its report: every call that was paid, and every one that a budget or a calm session saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onlooker import pipeline
from onlooker.app.closely import only
from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.domain.report import SessionReport
from onlooker.errors import ModelError
from onlooker.llm.scripted import Scripted
from onlooker.pipeline.counted import Counted
from onlooker.pipeline.summarizing import CALM

SAMPLES = Path(__file__).parents[2] / "samples"
TROUBLED, CALMLY = "fava-1", "oscar-3"


class Silent:
    """Gives no answer, and is paid all the same."""

    name = "silent"
    context_tokens = 100_000
    sees = Sees.IMAGES

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        raise ModelError("it broke off", input_tokens=700, cost=0.25)


def read(name: str, model: Scripted | Silent, *, calm_by_rules: bool = False) -> SessionReport:
    return pipeline.read_session(only(str(SAMPLES / name)), pipeline.Reading(model=model, calm_by_rules=calm_by_rules))


def test_a_calm_session_is_told_by_the_rules_where_that_is_asked_for() -> None:
    model = Scripted([{}])
    report = read(CALMLY, model, calm_by_rules=True)
    assert (report.reader.kind, report.outcome.success, model.asked) == ("rules", True, [])
    assert CALM in report.coverage.notes


@pytest.mark.parametrize(("name", "calm_by_rules"), [(CALMLY, False), (TROUBLED, True)])
def test_every_other_session_is_put_to_the_model(name: str, calm_by_rules: bool) -> None:
    model = Scripted([ModelError("no")])
    report = read(name, model, calm_by_rules=calm_by_rules)
    assert [request.purpose for request in model.asked][:1] == ["summarize"]
    assert CALM not in report.coverage.notes


def test_a_call_that_was_paid_for_nothing_is_an_exchange() -> None:
    counted = Counted(inner=Silent())
    with pytest.raises(ModelError):
        counted.reply(ModelRequest(purpose="verify", prompt_version="1", instructions="", parts=(), schema={}, about=("f1",)))
    [lost] = counted.exchanges
    assert (lost.purpose, lost.model, lost.about, lost.input_tokens, lost.cost) == ("verify", "silent", ("f1",), 700, 0.25)


def test_it_is_in_what_the_session_cost() -> None:
    usage = read(TROUBLED, Silent()).usage
    assert (usage.calls, usage.cost) == (2, 0.5)
