"""Empty results: what was looked for was not found, says the page. A weak sign alone: often that is the true answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.causing import Act, act_before
from onlooker.detect.messages import short
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Seen

_ASKED_MS = 30_000
"""What was typed so long before is what was asked for."""
_COUNTER = re.compile(r"0 \w+(?: \w+)?")
_MUCH = 25
"""Lines that come with a counter: it counts one part of a page that has others."""


def empty_result(case: Case) -> Iterator[Hit]:
    times = 0
    for entry, seen in case.index.screens:
        told = next((message for message in case.index.said(seen) if message.tone is Tone.EMPTY and message.strength == 2), None)
        if told is None:
            continue
        act = act_before(case, entry.at_ms, case.limits.message_ms, entry.window)
        if act is None or not _asked(case, act) or _one_of_many(seen, told.text):
            continue
        times += 1
        yield case.hit(
            "empty_result",
            [act.entry, entry],
            ("message_ms",),
            text=short(told.text),
            where=told.where,
            page=entry.page,
            label=act.label,
            action=act.what,
            times=times,
            left_after_ms=case.index.end_ms - entry.at_ms,
            acts_after=case.index.acts_between(entry.at_ms, case.index.end_ms),
        )


def _asked(case: Case, act: Act) -> bool:
    """The user had typed or chosen what to look for. A link that is followed asks for nothing."""
    if act.link:
        return False
    near = case.index.typed.between(act.entry.at_ms - _ASKED_MS, act.entry.at_ms + 1, act.entry.window)
    return any(typed.value or typed.checked is not None for _, typed in near)


def _one_of_many(seen: Seen, text: str) -> bool:
    return _COUNTER.fullmatch(text.strip()) is not None and len(seen.change.appeared) > _MUCH
