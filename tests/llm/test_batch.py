"""Many questions in one batch: half the price, asked once whatever happens meanwhile, and within the budget; over the providers' own formats."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from onlooker.domain.model import ModelRequest
from onlooker.domain.model_choice import ModelChoice, Rates, parse_choice
from onlooker.errors import ModelError, SettingError
from onlooker.llm.batch import BatchRoad, Came
from onlooker.llm.batched import Batched, answered_under, kept_answer
from onlooker.llm.cached import terms
from onlooker.llm.estimate import estimated_input
from onlooker.llm.prices import price
from onlooker.llm.purse import LocalPurse, Purse
from onlooker.llm.scripted import Scripted
from onlooker.ports import NoteStore
from onlooker.stores import MemoryBlobs

from .batch_server import BatchServer
from .requests import CONTENT, request
from .wire import INPUT_TOKENS, OUTPUT_TOKENS, Said

MODELS = {"openai": "gpt-6-luna", "anthropic": "claude-haiku-5-5", "google": "gemini-2.5-flash"}
SOON = timedelta(milliseconds=5)
QUESTIONS = [request(f"e{number},0:0{number},click") for number in range(5)]


def good(_: str) -> Said:
    return Said(text=json.dumps(CONTENT))


def choice(provider: str, server: BatchServer) -> ModelChoice:
    parsed = parse_choice(f"{provider}:{MODELS[provider]}@{server.address}{'/v1' if provider == 'openai' else ''}")
    assert parsed is not None
    return parsed


def road(asked: ModelChoice, notes: NoteStore, purse: Purse | None = None) -> BatchRoad:
    return BatchRoad(asked, notes, purse=purse, first_look=SOON)


def found(asked: ModelChoice, notes: NoteStore, question: ModelRequest) -> Batched:
    return Batched(inner=Scripted([ModelError("it was asked live")], name=asked.name), notes=notes, terms=terms(asked))


@pytest.fixture(params=list(MODELS))
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_all_are_answered_by_one_job_and_found_where_they_come_up(provider: str) -> None:
    notes = MemoryBlobs()
    with BatchServer(answers=good).running() as server:
        asked = choice(provider, server)
        assert road(asked, notes).answer(QUESTIONS) == Came(answered=5)
    assert len(server.jobs) == 1
    for question in QUESTIONS:
        reply = found(asked, notes, question).reply(question)
        assert (reply.content, reply.model) == (CONTENT, asked.name)
        assert reply.usage.cost == pytest.approx((price(asked.name, INPUT_TOKENS, OUTPUT_TOKENS) or 0.0) / 2)


def test_what_the_model_is_told_is_what_it_would_be_told_live(provider: str) -> None:
    seen: list[str] = []

    def listening(text: str) -> Said:
        seen.append(text)
        return good(text)

    with BatchServer(answers=listening).running() as server:
        road(choice(provider, server), MemoryBlobs()).answer(QUESTIONS[:1])
    for part in ("Say what the user tried.", "e0,0:00,click", "summarize" if provider != "anthropic" else "goal", "500"):
        assert part in seen[0]


def test_one_that_fails_costs_the_others_nothing_and_may_be_asked_live(provider: str) -> None:
    notes = MemoryBlobs()
    with BatchServer(answers=lambda text: None if "0:03" in text else good(text)).running() as server:
        asked = choice(provider, server)
        came = road(asked, notes).answer(QUESTIONS)
    assert (came.answered, came.unanswered) == (4, 1)
    assert came.reasons == (f"{asked.name}: the request was rejected (HTTP 400)",)
    with pytest.raises(ModelError, match="asked live"):
        found(asked, notes, QUESTIONS[3]).reply(QUESTIONS[3])


def test_an_answer_that_is_none_is_paid_and_told() -> None:
    purse = LocalPurse(1.0)
    with BatchServer(answers=lambda _: Said(text="I would rather not.")).running() as server:
        asked = replace(choice("anthropic", server), rates=Rates(input=100.0, output=100.0))
        came = road(asked, MemoryBlobs(), purse).answer(QUESTIONS[:1])
    assert (came.answered, came.unanswered) == (0, 1)
    assert "other than one JSON object" in came.reasons[0]
    assert purse.left_usd == pytest.approx(1.0 - (INPUT_TOKENS + OUTPUT_TOKENS) * 50 / 1e6)


def test_a_job_whose_process_is_gone_is_waited_for_and_not_made_again(provider: str) -> None:
    """The first one cannot ask after its job, which to the second is the same as a kill: all it has are the notes."""
    notes = MemoryBlobs()
    with BatchServer(answers=good, down=True).running() as server:
        asked = choice(provider, server)
        with pytest.raises(ModelError, match="under way"):
            road(asked, notes).answer(QUESTIONS)
        server.down = False
        more = request("e9,0:09,click")
        assert road(asked, notes).answer([*QUESTIONS[1:], more]) == Came(answered=5)
    assert [len(job.questions) for job in server.jobs] == [5, 1], "only what is new is asked anew"
    assert len(set(server.asked)) == len(server.asked)


def test_a_job_the_provider_has_forgotten_is_made_again_the_next_time(provider: str) -> None:
    notes = MemoryBlobs()
    with BatchServer(answers=good, down=True).running() as server:
        asked = choice(provider, server)
        with pytest.raises(ModelError):
            road(asked, notes).answer(QUESTIONS)
        server.down = False
        server.jobs.clear()
        assert road(asked, notes).answer(QUESTIONS).answered == 0
        assert road(asked, notes).answer(QUESTIONS) == Came(answered=5)


def test_only_what_the_budget_allows_is_asked() -> None:
    """Weighed at half the price, and what it did not take is there again."""
    worst = (estimated_input(QUESTIONS[0]) + QUESTIONS[0].max_output_tokens) * 50 / 1e6
    purse = LocalPurse(3.5 * worst)
    with BatchServer(answers=good).running() as server:
        asked = replace(choice("google", server), rates=Rates(input=100.0, output=100.0))
        assert road(asked, MemoryBlobs(), purse).answer(QUESTIONS) == Came(answered=3, too_dear=2)
    assert purse.left_usd == pytest.approx(3.5 * worst - 3 * (INPUT_TOKENS + OUTPUT_TOKENS) * 50 / 1e6)


def test_where_nothing_is_asked_nobody_is_called() -> None:
    with BatchServer(answers=good).running() as server:
        assert road(choice("openai", server), MemoryBlobs()).answer([]) == Came()
    assert server.jobs == []


def test_a_provider_that_cannot_be_reached_leaves_the_questions_to_be_asked_live(provider: str) -> None:
    with BatchServer(answers=good).running() as server:
        asked = choice(provider, server)
    came = road(asked, MemoryBlobs()).answer(QUESTIONS)
    assert (came.answered, came.unanswered) == (0, 5)
    assert "cannot be reached" in came.reasons[0]


@pytest.mark.parametrize("setting", ["ollama:llama3.2", "openai-compatible:m@http://127.0.0.1:9/v1", "mistral:large", "recorded:replies"])
def test_a_provider_without_batches_is_told_at_once(setting: str) -> None:
    asked = parse_choice(setting)
    assert asked is not None
    with pytest.raises(SettingError, match=r"openai, anthropic, google do.*ONLOOKER_BATCH"):
        BatchRoad(asked, MemoryBlobs())


def test_an_answer_taken_twice_is_paid_once() -> None:
    notes = MemoryBlobs()
    with BatchServer(answers=good).running() as server:
        asked = choice("anthropic", server)
        road(asked, notes).answer(QUESTIONS[:1])
    model = found(asked, notes, QUESTIONS[0])
    first, second = model.reply(QUESTIONS[0]).usage, model.reply(QUESTIONS[0]).usage
    assert (first.cached, second.cached, second.cost, second.saved) == (False, True, 0.0, first.cost)


def test_a_damaged_answer_is_as_good_as_none() -> None:
    notes, asked = MemoryBlobs(), ModelChoice(provider="google", model="m")
    key = answered_under(QUESTIONS[0], asked.name, terms(asked))
    for damage in (b"", b"{", b"[]", b'{"content": 1}'):
        notes.note(key, damage)
        assert kept_answer(notes, key) is None
