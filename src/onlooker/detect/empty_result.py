"""Empty results: the page says that nothing was found. A weak sign alone: often that is the true answer."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.causing import act_before
from onlooker.detect.messages import short
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit


def empty_result(case: Case) -> Iterator[Hit]:
    times = 0
    for entry, seen in case.index.screens:
        told = next((message for message in case.index.said(seen) if message.tone is Tone.EMPTY and message.strength == 2), None)
        if told is None:
            continue
        act = act_before(case, entry.at_ms, case.limits.message_ms, entry.window)
        if act is None:
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
