"""The summaries of a run put to the provider in one batch, before any session is read for good: half the price for whoever can wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from onlooker import pipeline
from onlooker.app.kept_replies import KeptReplies
from onlooker.app.wiring import Wired
from onlooker.domain.model import ModelRequest
from onlooker.domain.words import count
from onlooker.errors import DecodeError
from onlooker.pipeline import Allowance
from onlooker.ports import NoteStore, RawSession


def batch_ahead(
    wired: Wired, raws: Iterable[RawSession], notes: NoteStore, tell: Callable[[str], None], *, first_look: timedelta | None = None
) -> None:
    """Waits until the batch is answered; the answers are found where each question comes up. Reads the sessions once more for it, so that none has to
    be held meanwhile. Does nothing where no batch is wanted. Of a long session only the first part is asked: the next needs what was said of it.
    Raises ModelError where a batch goes on and cannot be asked after."""
    lineup = wired.settings.lineup()
    if lineup is None or not wired.settings.batch:
        return
    from onlooker.llm.batch import BatchRoad  # noqa: PLC0415 - it loads the provider's client

    road = BatchRoad(lineup.reads, notes, purse=wired.purse, first_look=first_look)
    questions = list(_questions(wired, raws, notes))
    if not questions:
        return
    tell(f"{count(len(questions), 'summary is', 'summaries are')} asked for in one batch: it may take a while, and goes on should this run be ended")
    came = road.answer(questions)
    told = [f"{came.answered} of {count(len(questions), 'summary', 'summaries')} answered by the batch"]
    told += [f"{came.too_dear} beyond the budget"] if came.too_dear else []
    told += [f"{came.unanswered} to be asked one by one ({came.reasons[0]})"] if came.unanswered and came.reasons else []
    tell("; ".join(told))


def _questions(wired: Wired, raws: Iterable[RawSession], notes: NoteStore) -> Iterator[ModelRequest]:
    """Those that nobody has answered yet, and that one session may pay at their dearest."""
    from onlooker.llm.batched import answered_under, kept_answer  # noqa: PLC0415
    from onlooker.llm.cached import terms  # noqa: PLC0415
    from onlooker.llm.session_cap import dearest  # noqa: PLC0415

    lineup = wired.settings.lineup()
    assert lineup is not None
    reads, cap = lineup.reads, wired.settings.budget_per_session
    reading, replies = wired.reading(None, Allowance()), KeptReplies(wired.settings, notes)
    for raw in raws:
        try:
            watched = pipeline.observe(raw, reading)
        except DecodeError:
            continue  # told when the session is read
        for question in pipeline.summaries_ahead(watched, reading)[:1]:
            answered = replies.have(question, reads) or kept_answer(notes, answered_under(question, reads.name, terms(reads))) is not None
            if not answered and (cap is None or dearest(question, lineup) <= cap):
                yield question
