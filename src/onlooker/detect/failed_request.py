"""Failed requests: an answer of 400 or more, or none, and whether anybody could see it.

A background call that says "not signed in" or "not there" (401, 403, 404 on a read) is how many applications ask; it counts only when the user acted
and the screen said that something failed. Pictures, styles, beacons and other people's hosts do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onlooker.detect.calls import changes, matters, worked
from onlooker.detect.case import Case
from onlooker.detect.causing import Act, act_before
from onlooker.detect.index import request_key
from onlooker.detect.messages import Message, short, worst
from onlooker.detect.responses import tells
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Requested

_ASKING = frozenset({401, 403, 404, 409, 410})
_ACT_MS = 2_000


def failed_request(case: Case) -> Iterator[Hit]:
    index, limits = case.index, case.limits
    good: dict[str, list[int]] = defaultdict(list)
    failures: dict[str, int] = defaultdict(int)
    for entry, request in index.requests:
        if worked(request):
            good[request_key(request)].append(entry.at_ms)
    for entry, request in index.requests:
        if not request.failed or not matters(entry, request):
            continue
        key = request_key(request)
        failures[key] += 1
        answered = entry.at_ms + max(0, request.duration_ms)
        act = act_before(case, entry.at_ms, _ACT_MS, entry.window)
        shown = [
            (at, seen)
            for at, seen in index.screens.between(entry.at_ms, answered + limits.failed_visible_ms, entry.window)
            if tells(index, seen) and at.at_ms >= answered - 50
        ]
        told = [message for _, seen in shown for message in index.said(seen)]
        bad = worst(message for message in told if message.sure)
        if _only_asking(request, act, bad):
            continue
        healed = next((at for at in good[key] if at >= entry.at_ms), None)
        praised = any(message.tone is Tone.SUCCESS and message.sure for message in told)
        blank = any(seen.change.blank for _, seen in shown)
        yield case.hit(
            "failed_request",
            [act.entry, entry] if act else [entry],
            ("failed_visible_ms", "heal_ms"),
            end_ms=answered,
            method=request.method,
            url=short(request.url),
            status=request.status,
            duration_ms=request.duration_ms,
            initiator=request.kind_of or None,
            page=entry.page,
            after_action=act is not None,
            action=act.what if act else None,
            label=act.label if act else None,
            changing=changes(request),
            background=act is None or key in index.ambient_requests,
            times=failures[key],
            no_visible_effect=not (bad or blank or request.kind_of == "navigation"),
            answered=bool(shown),
            message=short(bad.text) if bad else None,
            praised=praised,
            healed_ms=healed,
            healed_itself=healed is not None and healed - answered <= limits.heal_ms and not index.acts_between(entry.at_ms, healed),
            resolved_ms=_resolved(case, act, healed),
        )


def _resolved(case: Case, act: Act | None, healed: int | None) -> int | None:
    by_press = case.attempts.resolved_ms(act.key, act.entry.at_ms) if act is not None and act.key else None
    return by_press if by_press is not None else healed


def _only_asking(request: Requested, act: Act | None, bad: Message | None) -> bool:
    reads = not changes(request) and request.kind_of != "navigation" and (bool(request.method) or act is None or act.what != "click")
    return reads and request.status in _ASKING and (act is None or bad is None)
