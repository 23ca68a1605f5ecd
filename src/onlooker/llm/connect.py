"""From choices to one model with everything around it."""

from __future__ import annotations

from collections.abc import Callable

from onlooker.domain.model import Sees
from onlooker.domain.model_choice import ModelChoice
from onlooker.errors import SettingError
from onlooker.llm.batched import Batched, check_batch
from onlooker.llm.budgeted import Budgeted
from onlooker.llm.cached import Cached, terms
from onlooker.llm.fallback import Fallback
from onlooker.llm.ledger import Ledger
from onlooker.llm.limited import Limited
from onlooker.llm.metered import Metered
from onlooker.llm.patient import Patient
from onlooker.llm.prices import context_tokens
from onlooker.llm.purse import LocalPurse, Purse
from onlooker.llm.recorded import Recording, Replayed
from onlooker.llm.routed import Routed
from onlooker.ports import Model, NoteStore, ReplyStore


def connect(
    choice: ModelChoice | None,
    *,
    looks: ModelChoice | None = None,
    fallback: ModelChoice | None = None,
    ledger: Ledger | None = None,
    budget_usd: float | None = None,
    purse: Purse | None = None,
    cache: ReplyStore | None = None,
    record: ReplyStore | None = None,
    replay: ReplyStore | None = None,
    blobs: Callable[[str], bytes] | None = None,
    batched: NoteStore | None = None,
) -> Model | None:
    """The model a run asks, or None for none. `looks` is the one for all that is no summary, by default the same. `purse` holds the budget where it
    is shared with other processes; else `budget_usd` is this process's own. `replay` is the folder of a `recorded:` choice; `batched` is where
    batches leave their answers. Raises SettingError for a key that is missing, a model nobody knows, or a budget without a price; opens no
    connection."""
    if choice is None:
        return None
    if batched is not None:
        check_batch(choice)
    ledger = ledger or Ledger()
    if purse is None and budget_usd is not None:
        purse = LocalPurse(budget_usd)

    def one(choice: ModelChoice) -> Model:
        """Inside out: the wire, its price, its limits, the cap, patience, the cache. Every try passes the cap and the limits anew."""
        if choice.provider == "recorded":
            if replay is None:
                raise SettingError(f"{choice.name}: no folder of recorded replies there")
            return Replayed(store=replay, context_tokens=context_tokens(choice), sees=choice.sees or Sees.IMAGES)
        from onlooker.llm.remote import RemoteModel, no_blobs  # noqa: PLC0415 - the one door to pydantic-ai, a second and a half to import

        remote = RemoteModel(choice, blobs or no_blobs)
        model: Model = Metered(inner=remote, ledger=ledger, rates=choice.rates)
        model = Limited(model, concurrency=choice.concurrency, requests_per_minute=choice.requests_per_minute)
        if purse is not None:
            model = Budgeted(inner=model, purse=purse, rates=choice.rates)
        model = Patient(inner=model)
        if batched is not None:
            model = Batched(inner=model, notes=batched, terms=terms(choice))
        return model if cache is None else Cached(inner=model, store=cache, ledger=ledger, terms=terms(choice), rates=choice.rates)

    second = one(fallback) if fallback is not None else None

    def first(choice: ModelChoice) -> Model:
        model = one(choice)
        return model if second is None else Fallback(first=model, second=second)

    model = first(choice)
    if looks is not None:
        model = Routed(reads=model, looks=first(looks))
    return model if record is None else Recording(inner=model, store=record)
