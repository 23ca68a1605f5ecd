"""Many questions put to a provider at once, for half the price and an answer within a day. Asking, waiting and asking anew what expired are
pydantic-ai's; what is ours is that nothing is paid twice, within the budget, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from pydantic_ai.direct import model_request_batch
from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models.batch import Batch, BatchRequest
from pydantic_ai.settings import ModelSettings

from onlooker.domain.model import Exchange, ModelReply, ModelRequest, Usage
from onlooker.domain.model_choice import ModelChoice
from onlooker.errors import BudgetError, ModelError, SettingError
from onlooker.llm.batch_jobs import Jobs, Resumed
from onlooker.llm.batched import answered_under, check_batch, keep_answer
from onlooker.llm.cached import terms
from onlooker.llm.call_settings import call_settings
from onlooker.llm.estimate import estimated_input
from onlooker.llm.event_loop import EventLoop
from onlooker.llm.failures import model_error
from onlooker.llm.messages import messages
from onlooker.llm.prices import price
from onlooker.llm.providers import batch_model
from onlooker.llm.purse import Bill, Purse
from onlooker.llm.reading import content_of
from onlooker.llm.remote import no_blobs
from onlooker.llm.reply_forms import parameters, reply_forms
from onlooker.ports import NoteStore

_FIRST_LOOK = timedelta(seconds=30)
"""Until a job is looked at; the wait grows by half each time, up to twenty of these."""
_GONE = (404, 410)
"""The provider knows the job no longer, or has thrown its answers away."""

Outcome = ModelResponse | ModelAPIError | ModelError


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """`answered` and `unanswered` count questions; `too_dear` those that the budget forbade to ask. `reasons` are why there is no answer, each told
    once."""

    answered: int = 0
    unanswered: int = 0
    too_dear: int = 0
    reasons: tuple[str, ...] = ()


class BatchRoad:
    """Texts only. Raises SettingError at once where the provider takes no batches."""

    def __init__(self, choice: ModelChoice, notes: NoteStore, *, purse: Purse | None = None, first_look: timedelta | None = None) -> None:
        check_batch(choice)
        self._choice, self._notes, self._purse = choice, notes, purse
        self._model = batch_model(choice)
        if self._model.batch_max_requests is None:
            raise SettingError(f"{choice.name} takes no batches at that address: unset ONLOOKER_BATCH")
        self._form = reply_forms(choice.reply_form, self._model.profile)[0]
        self._first_look = first_look or _FIRST_LOOK
        self._longest = self._first_look * 20
        self._loop = EventLoop()

    def answer(self, requests: Sequence[ModelRequest]) -> Came:
        """Waits until all are answered, or will not be, and keeps the answers for `Batched` to find. Interrupted or killed, the same questions asked
        again wait for the same jobs. What has no answer may be asked live. Raises ModelError where a job goes on and cannot be asked after."""
        named = {request.hash(self._choice.name): request for request in requests}
        with ExitStack() as bills:
            paid = self._affordable(named, bills)
            future = self._loop.start(self._asked({key: named[key] for key in paid}))
            try:
                outcomes = future.result()
            finally:
                future.cancel()
            reasons: dict[str, None] = {}
            answered = 0
            for key, outcome in outcomes.items():
                answered += self._took(named[key], outcome, paid[key], reasons)
        too_dear = len(named) - len(paid)
        return Came(answered=answered, unanswered=len(paid) - answered, too_dear=too_dear, reasons=tuple(reasons))

    def _affordable(self, named: Mapping[str, ModelRequest], bills: ExitStack) -> dict[str, Bill]:
        """The questions that the purse can pay at their dearest, with what is set aside for each."""
        if self._purse is None:
            return {key: Bill(usd=0.0) for key in named}
        paid = {}
        for key, request in named.items():
            try:
                usd = price(self._choice.name, estimated_input(request), request.max_output_tokens, self._choice.rates, batched=True)
                paid[key] = bills.enter_context(self._purse.set_aside(usd or 0.0, key))
            except BudgetError:
                continue
        return paid

    async def _asked(self, named: Mapping[str, ModelRequest]) -> dict[str, Outcome]:
        """Job by job: those that are under way, and a new one for the rest."""
        jobs = Jobs(self._notes, f"{self._choice.name} {self._choice.base_url}")
        under_way: dict[str, Batch | None] = {"": None}
        parts: dict[str, list[BatchRequest]] = defaultdict(list)
        for key, request in named.items():
            job = jobs.of(key)
            under_way[job.id if job is not None else ""] = job
            parts[job.id if job is not None else ""].append(self._worded(key, request))
        async with self._model:
            answers = await asyncio.gather(*(self._job(jobs, under_way[id], part) for id, part in parts.items()), return_exceptions=True)
        outcomes: dict[str, Outcome] = {}
        for answer in answers:
            if isinstance(answer, BaseException):
                raise answer
            outcomes |= answer
        return outcomes

    async def _job(self, jobs: Jobs, job: Batch | None, part: list[BatchRequest]) -> dict[str, Outcome]:
        ids = [one.custom_id for one in part]
        try:
            answers = await model_request_batch(
                Resumed(self._model, jobs, job), part, poll_interval=self._first_look, max_poll_interval=self._longest
            )
        except Exception as error:
            if isinstance(error, ModelHTTPError) and error.status_code in _GONE:
                jobs.forget(ids)
            elif jobs.of(ids[0]) is not None:
                why = model_error(error, self._choice, 0)
                raise ModelError(f"{why}; its batch is under way and paid for: start again later, and the same command waits for it") from None
            return dict.fromkeys(ids, model_error(error, self._choice, 0))
        return dict(zip(ids, answers, strict=True))

    def _worded(self, key: str, request: ModelRequest) -> BatchRequest:
        """As `RemoteModel` would ask it; there is no time to keep, and nobody retries."""
        said = {name: value for name, value in call_settings(request, self._choice).items() if name in ("max_tokens", "thinking")}
        return BatchRequest(
            custom_id=key,
            messages=list(messages(request, no_blobs, self._choice.name)),
            model_settings=cast("ModelSettings", said),
            model_request_parameters=parameters(request, self._form),
        )

    def _took(self, request: ModelRequest, outcome: Outcome, bill: Bill, reasons: dict[str, None]) -> bool:
        """Whether it was answered; the answer is kept, and what it cost is on the bill."""
        name = self._choice.name
        if isinstance(outcome, Exception):
            bill.usd = 0.0  # what fails in a batch is not charged
            reasons[str(model_error(outcome, self._choice, 0))] = None
            return False
        given, written = outcome.usage.input_tokens, outcome.usage.output_tokens
        cost = price(name, given, written, self._choice.rates, batched=True)
        bill.usd = cost or 0.0
        try:
            content = content_of(outcome, name, request.max_output_tokens)
        except ModelError as error:
            reasons[str(error)] = None
            bill.lost = Exchange(key=request.hash(name), purpose=request.purpose, model=name, input_tokens=given, output_tokens=written, cost=cost)
            return False
        reply = ModelReply(content=content, model=name, usage=Usage(input_tokens=given, output_tokens=written, cost=cost))
        keep_answer(self._notes, answered_under(request, name, terms(self._choice)), reply)
        return True
