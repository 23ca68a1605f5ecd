"""Failed requests: an answer of 400 or more, or none, and whether anybody could see it.

A background call that says "not signed in" or "not there" (401, 403, 404 on a read) is how many applications ask; it counts only when the user acted
and the screen said that something failed. Pictures, styles, beacons and other people's hosts do not count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onlooker.detect.calls import changes, matters, worked
from onlooker.detect.case import Case
from onlooker.detect.causing import Act, act_before
from onlooker.detect.messages import Message, short, worst
from onlooker.detect.places import request_key
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry, Requested

_ASKING = frozenset({401, 403, 404, 409, 410})
_STANDS_MS = 30_000
_ACT_MS = 2_000
_PAGE_ASKS_MS = 300
_ALONE_TIMES = 2
"""What failed so often without anybody's doing fails beside a press by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """One failed request with what surrounded it. `healed_ms`: the same call answered well, later."""

    entry: Entry
    request: Requested
    act: Act | None
    on_load: bool
    bad: Message | None
    blank: bool
    praised: bool
    answered: bool
    healed_ms: int | None
    healed_itself: bool

    @property
    def quiet(self) -> bool:
        """Nobody asked for it and nobody saw it."""
        return self.act is None and self.bad is None and not self.blank and self.request.kind_of != "navigation"


def failed_request(case: Case) -> Iterator[Hit]:
    """One hit for each failure that somebody asked for or saw; one for all quiet failures of the same call."""
    good: dict[str, list[int]] = defaultdict(list)
    for entry, request in case.index.requests:
        if worked(request):
            good[request_key(request)].append(entry.at_ms)
    quiet: dict[str, list[_Failure]] = {}
    alone: dict[str, int] = defaultdict(int)
    times: dict[str, int] = defaultdict(int)
    for entry, request in case.index.requests:
        if not request.failed or not matters(entry, request):
            continue
        key = request_key(request)
        failure = _examined(case, entry, request, good[key])
        alone[key] += failure.quiet
        if alone[key] >= _ALONE_TIMES and _by_chance(failure):
            failure = replace(failure, act=None)
        if _only_asking(failure):
            continue
        if failure.quiet:
            quiet.setdefault(key, []).append(failure)
        else:
            times[key] += 1
            yield _told(case, [failure], times[key])
    for failures in quiet.values():
        yield _told(case, failures, len(failures))


def _examined(case: Case, entry: Entry, request: Requested, good: list[int]) -> _Failure:
    index, limits = case.index, case.limits
    answered = entry.at_ms + max(0, request.duration_ms)
    act = act_before(case, entry.at_ms, _ACT_MS, entry.window)
    on_load = request.kind_of != "navigation" and _loading(case, entry, act)
    shown = [
        seen
        for at, seen in index.screens.between(max(entry.at_ms, answered - 50), answered + limits.failed_visible_ms, entry.window)
        if index.tells(seen) and not (on_load and seen.change.navigation)
    ]
    told = [message for seen in shown for message in index.said(seen) if message.sure]
    later = bisect_left(good, entry.at_ms)
    healed = good[later] if later < len(good) and (request.method or request.kind_of != "navigation") else None
    return _Failure(
        entry=entry,
        request=request,
        act=None if on_load or request_key(request) in index.ambient_requests else act,
        on_load=on_load,
        bad=worst(told),
        blank=any(seen.change.blank for seen in shown),
        praised=any(message.tone is Tone.SUCCESS for message in told),
        answered=bool(shown),
        healed_ms=healed,
        healed_itself=healed is not None and healed - answered <= limits.heal_ms and not index.acts_between(entry.at_ms, healed),
    )


def _told(case: Case, failures: list[_Failure], times: int) -> Hit:
    first, last = failures[0], failures[-1]
    act, request = first.act, first.request
    return case.hit(
        "failed_request",
        [*([act.entry] if act else []), *(failure.entry for failure in failures)],
        ("failed_visible_ms", "heal_ms"),
        end_ms=last.entry.at_ms + max(0, last.request.duration_ms),
        method=request.method or None,
        url=short(request.url),
        status=request.status,
        duration_ms=request.duration_ms,
        initiator=request.kind_of or None,
        page=first.entry.page,
        after_action=act is not None,
        action=act.what if act else None,
        label=act.label if act else None,
        changing=changes(request),
        background=act is None,
        on_load=first.on_load,
        times=times,
        count=len(failures),
        no_visible_effect=not (first.bad or first.blank or request.kind_of == "navigation"),
        answered=first.answered,
        message=short(first.bad.text) if first.bad else None,
        stood_until_ms=_stood_until(case, last),
        praised=first.praised,
        healed_ms=last.healed_ms,
        healed_itself=all(failure.healed_itself for failure in failures),
        resolved_ms=_resolved(case, last),
    )


def _stood_until(case: Case, failure: _Failure) -> int | None:
    """What nobody pressed for is met as long as it stands on the screen."""
    end = failure.entry.at_ms + max(0, failure.request.duration_ms)
    if failure.act is not None or failure.bad is None:
        return None
    for entry, seen in case.index.screens.between(end, min(end + _STANDS_MS, case.index.end_ms), failure.entry.window):
        if seen.change.navigation or any(line.text in failure.bad.text for line in seen.change.gone):
            return entry.at_ms
    return min(end + _STANDS_MS, case.index.end_ms)


def _loading(case: Case, entry: Entry, act: Act | None) -> bool:
    """A page was loading: it asked, not the user."""
    since = max(entry.at_ms - _ACT_MS, act.entry.at_ms if act is not None else 0)
    return any(page.load for _, page in case.index.pages.between(since, entry.at_ms + _PAGE_ASKS_MS, entry.window))


def _resolved(case: Case, failure: _Failure) -> int | None:
    """By the same press, where a press asked for it; by the same call where none did, or where its method is known to be the same."""
    act = failure.act
    by_press = case.attempts.resolved_ms(act.key, act.entry.at_ms) if act is not None and act.key else None
    if by_press is not None:
        return by_press
    return failure.healed_ms if act is None or failure.request.method else None


def _by_chance(failure: _Failure) -> bool:
    """Nobody saw it, and it changes nothing."""
    return failure.bad is None and not failure.blank and not changes(failure.request) and failure.request.kind_of != "navigation"


def _only_asking(failure: _Failure) -> bool:
    """A read answered with "not signed in" or "not there" that nobody asked for, or whose answer nobody saw."""
    request, act = failure.request, failure.act
    reads = not changes(request) and request.kind_of != "navigation" and (bool(request.method) or act is None or act.what != "click")
    return reads and request.status in _ASKING and (act is None or failure.bad is None)
