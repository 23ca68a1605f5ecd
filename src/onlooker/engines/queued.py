"""A model whose calls are made in turn by whichever worker is free, each written down before it is asked and its answer before anybody uses it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from onlooker.domain.model import ModelReply, ModelRequest, Sees
from onlooker.domain.model_values import reply_of, reply_values, request_of, request_values
from onlooker.errors import BudgetError, CatalogueError, ModelError
from onlooker.ports import Engine, Model, NoteStore

_BUDGET, _MODEL, _LOST = "budget", "model", "lost"
Part = Callable[[object], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """`inner` is asked for its name and what it sees, never for a reply: `answer` does that where the call's turn comes. `listening` holds, by
    call, who would hear the reply grow; only where the same process makes the call can they."""

    inner: Model
    engine: Engine
    notes: NoteStore
    run_id: str
    provider: str
    a_minute: int = 0
    place: str = ""
    """The session it is asked for; empty for the run itself."""
    listening: dict[str, Part]
    calls: set[str] = field(default_factory=set)
    """Those made so far: the same question again has the same answer and is not paid again."""

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def context_tokens(self) -> int:
        return self.inner.context_tokens

    @property
    def sees(self) -> Sees:
        return self.inner.sees

    def reply(self, request: ModelRequest, on_part: Part | None = None) -> ModelReply:
        call = request.hash(self.name)
        keep(self.notes, _asked(self.run_id, call), json.dumps({"request": request_values(request), "place": self.place}).encode())
        if on_part is not None:
            self.listening[call] = on_part
        try:
            came = self.engine.call(self.run_id, call, provider=self.provider, a_minute=self.a_minute)
        finally:
            self.listening.pop(call, None)
        message = str(came.get("message", ""))
        match came.get("error"):
            case None:
                reply = _kept_answer(self.notes, self.run_id, call)
                if call in self.calls:
                    return replace(reply, usage=replace(reply.usage, cost=0.0, cached=True, saved=reply.usage.cost))
                self.calls.add(call)
                return reply
            case "budget":
                raise BudgetError(message)
            case "model":
                raise ModelError(message, **_lost(came))
            case _:
                raise CatalogueError(f"call {call} of run {self.run_id} {_ELSEWHERE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A call, what it was asked for and what came of it."""

    call: str
    place: str
    request: ModelRequest
    reply: ModelReply


def answer(
    model: Model, notes: NoteStore, run_id: str, call: str, *, booked: Callable[[Answered], None], on_part: Part | None = None
) -> dict[str, object]:
    """Makes a call that `Queued` wrote down, unless its answer is there already: a call that was paid is not paid again. `booked` is told of the
    answer in any case, since a kill may have come between the answer and its booking. Raises CatalogueError when the store fails."""
    try:
        asked = json.loads(notes.noted(_asked(run_id, call)) or b"{}")
        request = request_of(asked["request"])
    except (KeyError, TypeError, ValueError):
        return {"error": _LOST}
    try:
        if notes.noted(_answered(run_id, call)) is None:
            keep(notes, _answered(run_id, call), json.dumps(reply_values(model.reply(request, on_part))).encode())
        booked(Answered(call=call, place=asked["place"], request=request, reply=_kept_answer(notes, run_id, call)))
    except BudgetError as error:
        return {"error": _BUDGET, "message": str(error)}
    except ModelError as error:
        lost = {"input_tokens": error.input_tokens, "output_tokens": error.output_tokens, "cost": error.cost, "model": error.model}
        return {"error": _MODEL, "message": str(error), "lost": lost}
    return {}


def call_kept(notes: NoteStore, run_id: str, call: str) -> tuple[ModelRequest, ModelReply | None] | None:
    """What was asked, and what came; None where neither is in the store."""
    try:
        request = request_of(json.loads(notes.noted(_asked(run_id, call)) or b"{}")["request"])
    except (KeyError, TypeError, ValueError):
        return None
    try:
        return request, _kept_answer(notes, run_id, call)
    except CatalogueError:
        return request, None


def keep(notes: NoteStore, key: str, data: bytes) -> None:
    """A note that must be there afterwards; one that is there stays, for two sessions may ask the same. Raises CatalogueError where there is none."""
    if notes.noted(key) is None:
        notes.note(key, data)
    if notes.noted(key) is None:
        raise CatalogueError("what a model is asked and answers cannot be kept: make room where ONLOOKER_BLOBS is, and start again")


def _kept_answer(notes: NoteStore, run_id: str, call: str) -> ModelReply:
    try:
        return reply_of(json.loads(notes.noted(_answered(run_id, call)) or b"{}"))
    except (KeyError, TypeError, ValueError):
        raise CatalogueError(f"the answer to call {call} of run {run_id} {_ELSEWHERE}") from None


_ELSEWHERE = "is not in the store: ONLOOKER_BLOBS has to name the same place wherever the run is worked on; then start it again"


def _lost(came: Mapping[str, object]) -> dict[str, Any]:
    """What the call was paid for nothing."""
    lost = came.get("lost")
    return dict(lost) if isinstance(lost, dict) else {}


def _asked(run_id: str, call: str) -> str:
    return f"asked {run_id} {call}"


def _answered(run_id: str, call: str) -> str:
    return f"answered {run_id} {call}"
