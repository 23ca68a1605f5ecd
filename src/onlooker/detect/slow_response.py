"""Slow responses: from a press to the answer a person could see, with or without a spinner on the way."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.attempts import Attempt
from onlooker.detect.case import Case
from onlooker.detect.responses import Response, response
from onlooker.detect.waits import Wait, waits
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Entry, Seen

_BEGINS_MS = 1_000
_SHOWS_MS = 1_500


def slow_response(case: Case) -> Iterator[Hit]:
    index, limits = case.index, case.limits
    spun: set[str] = set()
    for wait in waits(case):
        if wait.act is None or wait.end is None or wait.given_up or wait.since_load or wait.end.at_ms - wait.act.at_ms < limits.slow_ms:
            continue
        spun.add(wait.act.id)
        yield _spinner_hit(case, wait, wait.act, wait.end)
    for attempt in case.attempts.all:
        if attempt.entry.id in spun:
            continue
        found = _plain(case, attempt)
        if found is None:
            continue
        answer, waited, why = found
        yield case.hit(
            "slow_response",
            [attempt.entry, answer],
            ("slow_ms", "slow_until_ms"),
            end_ms=attempt.entry.at_ms + waited,
            waited_ms=waited,
            spinner=False,
            label=attempt.label,
            page=attempt.entry.page,
            because=why,
            resolved=True,
            acts_meanwhile=index.acts_between(attempt.entry.at_ms, attempt.entry.at_ms + waited),
        )


def _spinner_hit(case: Case, wait: Wait, act: Entry, end: Entry) -> Hit:
    told = [message for _, seen in case.index.screens.between(end.at_ms, end.at_ms + 1_500, end.window) for message in case.index.said(seen)]
    loud = next((message for message in told if message.sure), None)
    return case.hit(
        "slow_response",
        [act, wait.start, end],
        ("slow_ms",),
        waited_ms=end.at_ms - act.at_ms,
        spinner=True,
        label=wait.label,
        page=act.page,
        resolved=True,
        text=loud.text[:160] if loud else None,
        tone=loud.tone.value if loud else None,
        acts_meanwhile=case.index.acts_between(act.at_ms, end.at_ms - 1),
    )


def _plain(case: Case, attempt: Attempt) -> tuple[Entry, int, str] | None:
    """The late answer, how long it took, and whether a request or only the screen says so."""
    limits, act = case.limits, attempt.entry
    early = response(case.index, act, limits.slow_ms - 1, limits)
    if early.pages or early.other_ms is not None or any(_adds(seen) for _, seen in early.screens):
        return None
    by_request = _slow_request(case, act, early)
    if by_request is not None:
        return by_request
    if early.visible_ms is not None or (early.first_ms is not None and early.acknowledged_ms is None):
        return None
    late = response(case.index, act, limits.slow_until_ms, limits)
    shown = (*late.screens[:1], *late.pages[:1])
    first = min((pair[0] for pair in shown), key=lambda entry: entry.at_ms, default=None)
    if first is None or case.index.acts_between(act.at_ms, first.at_ms):
        return None
    return first, first.at_ms - act.at_ms, "screen"


def _adds(seen: Seen) -> bool:
    """Something came, and not only went."""
    change = seen.change
    return change.navigation or bool(change.values) or any(line.role is not Role.SPINNER for line in change.appeared)


def _slow_request(case: Case, act: Entry, early: Response) -> tuple[Entry, int, str] | None:
    """A long request begun at once, with something new on the screen as it ends."""
    for entry, request in early.requests:
        ended = entry.at_ms + request.duration_ms
        waited = ended - act.at_ms
        if entry.at_ms - act.at_ms > _BEGINS_MS or request.failed or not case.limits.slow_ms <= waited <= case.limits.slow_until_ms:
            continue
        shown = case.index.screens.between(ended - 50, ended + _SHOWS_MS, entry.window)
        if any(_adds(seen) for _, seen in shown) or case.index.pages.first(ended - 50, ended + _SHOWS_MS, entry.window) is not None:
            return entry, waited, "request"
    return None
