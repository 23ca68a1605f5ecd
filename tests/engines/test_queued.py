"""A call is written down before it is asked, and its answer before anybody uses it: what was answered is never paid again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from onlooker.domain.model import ModelReply, ModelRequest, Sees, TextPart, Usage
from onlooker.engines import Answered, Queued, answer
from onlooker.errors import BudgetError, CatalogueError, ModelError
from onlooker.stores import MemoryBlobs

REQUEST = ModelRequest(purpose="summarize", prompt_version="1", instructions="Tell.", parts=(TextPart(text="They came."),), schema={"type": "object"})
REPLY = ModelReply(content={"goal": "Order a rug"}, model="m", usage=Usage(input_tokens=7, output_tokens=3, cost=0.5))


@dataclass(kw_only=True)
class Paid:
    """A model that answers, or fails, and counts."""

    error: Exception | None = None
    asked: list[ModelRequest] = field(default_factory=list)
    name: str = "m"
    context_tokens: int = 1_000
    sees: Sees = Sees.TEXT

    def reply(self, request: ModelRequest, on_part: object = None) -> ModelReply:
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        return REPLY


@dataclass(kw_only=True)
class AtOnce:
    """An engine that makes each call where it is asked for."""

    model: Paid
    notes: MemoryBlobs
    booked: list[Answered] = field(default_factory=list)
    came: list[Mapping[str, object]] = field(default_factory=list)
    loses: bool = False

    def start(self, run_id: str) -> None:
        raise NotImplementedError

    def ended(self, run_id: str) -> str | None:
        raise NotImplementedError

    def call(self, run_id: str, call: str, *, provider: str, a_minute: int = 0) -> Mapping[str, object]:
        notes = MemoryBlobs() if self.loses else self.notes
        self.came.append(answer(self.model, notes, run_id, call, booked=self.booked.append))
        return self.came[-1]

    def close(self) -> None:
        raise NotImplementedError


def queued(engine: AtOnce, place: str = "one") -> Queued:
    return Queued(inner=engine.model, engine=engine, notes=engine.notes, run_id="run", provider="p", place=place, listening={})


@pytest.fixture
def engine() -> AtOnce:
    return AtOnce(model=Paid(), notes=MemoryBlobs())


def test_the_answer_comes_back_whole(engine: AtOnce) -> None:
    assert queued(engine).reply(REQUEST) == REPLY
    assert engine.model.asked == [REQUEST], "as it was asked, by way of what was written down"
    assert [(one.place, one.request, one.reply) for one in engine.booked] == [("one", REQUEST, REPLY)]
    assert engine.came == [{}], "the database holds no answer"


def test_what_was_answered_is_not_paid_again_and_is_booked_all_the_same(engine: AtOnce) -> None:
    queued(engine).reply(REQUEST)
    assert queued(engine).reply(REQUEST) == REPLY
    assert len(engine.model.asked) == 1
    assert len(engine.booked) == 2, "a kill may have come before the first booking; the catalogue books it once"


def test_two_sessions_that_ask_the_same_share_the_answer(engine: AtOnce) -> None:
    assert queued(engine, "one").reply(REQUEST) == queued(engine, "two").reply(REQUEST) == REPLY
    assert len(engine.model.asked) == 1


def test_a_spent_budget_stays_one(engine: AtOnce) -> None:
    engine.model.error = BudgetError("nothing is left")
    with pytest.raises(BudgetError, match="nothing is left"):
        queued(engine).reply(REQUEST)
    assert engine.booked == []


def test_a_call_that_failed_says_what_it_used_up(engine: AtOnce) -> None:
    engine.model.error = ModelError("it broke", input_tokens=40, output_tokens=2, cost=0.25)
    with pytest.raises(ModelError, match="it broke") as raised:
        queued(engine).reply(REQUEST)
    assert (raised.value.input_tokens, raised.value.output_tokens, raised.value.cost) == (40, 2, 0.25)
    engine.model.error = None
    assert queued(engine).reply(REQUEST) == REPLY, "no answer was kept that is none"


def test_a_worker_that_sees_another_store_asks_nobody(engine: AtOnce) -> None:
    engine.loses = True
    with pytest.raises(CatalogueError, match="ONLOOKER_BLOBS has to name the same place"):
        queued(engine).reply(REQUEST)
    assert engine.model.asked == []


class NoRoom(MemoryBlobs):
    def note(self, key: str, data: bytes) -> None:
        pass


def test_nothing_is_asked_that_could_not_be_kept() -> None:
    engine = AtOnce(model=Paid(), notes=NoRoom())
    with pytest.raises(CatalogueError, match="make room"):
        queued(engine).reply(REQUEST)
    assert engine.model.asked == []
