"""Repeated submits: the same thing pressed again because it had not gone through."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.attempts import Attempt, End
from onlooker.detect.case import Case
from onlooker.detect.elements import submits
from onlooker.detect.forsaken import forsaken
from onlooker.detect.messages import short
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Submitted


def repeated_submit(case: Case) -> Iterator[Hit]:
    for series in case.attempts.series():
        run: list[Attempt] = []
        for attempt in series:
            if run and attempt.entry.at_ms - run[-1].entry.at_ms > case.limits.retry_ms:
                yield from _told(case, run, None)
                run = []
            if attempt.end is End.DONE:
                yield from _told(case, run, attempt)
                run = []
            else:
                run.append(attempt)
        yield from _told(case, run, None)


def _told(case: Case, run: list[Attempt], done: Attempt | None) -> Iterator[Hit]:
    failed = [attempt for attempt in run if attempt.end is End.FAILED]
    if len(run) < case.limits.attempts:
        return
    let_go = done is None and not failed and forsaken(case, run)
    if not (failed or let_go or any(_submit_like(attempt) for attempt in run)):
        return
    said = next((attempt.message for attempt in reversed(run) if attempt.message is not None), None)
    last = run[-1]
    yield case.hit(
        "repeated_submit",
        [attempt.entry for attempt in run],
        ("attempts", "retry_ms"),
        attempts=len(run),
        failed=len(failed),
        unanswered=sum(attempt.end is End.NOTHING for attempt in run),
        waiting=sum(attempt.end is End.WAITING for attempt in run),
        label=last.label,
        page=last.entry.page,
        forsaken=let_go or None,
        text=short(said.text) if said else None,
        status=next((attempt.request.status for attempt in reversed(run) if attempt.request), None),
        resolved_ms=(done.done_ms or done.entry.at_ms) if done is not None else case.attempts.resolved_ms(last.key, last.entry.at_ms),
    )


def _submit_like(attempt: Attempt) -> bool:
    return isinstance(attempt.act, Submitted) or (attempt.act.target is not None and submits(attempt.act.target))
