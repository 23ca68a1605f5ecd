"""A form filled in and sent, refused, mended and sent again, is one sending with a count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.domain.tone import Tone
from onlooker.summarize.rules.acts import Act, Doing

_MENDING = frozenset({Doing.FILLED, Doing.CHOSE, Doing.TOUCHED})
_SENDING = frozenset({Doing.PRESSED, Doing.COMMITTED})
_LOOK_BACK = 6


def fold_retries(acts: Sequence[Act]) -> tuple[Act, ...]:
    """What was mended between two sendings joins the filling before the first; where there was none, nothing is folded."""
    kept: list[Act] = []
    for act in acts:
        sent = _sent_before(kept, act)
        filled = None if sent is None else _filled_before(kept, sent)
        if sent is None or filled is None:
            kept.append(act)
            continue
        mended = kept[sent + 1 :]
        fields = dict.fromkeys((*kept[filled].fields, *(name for one in mended for name in one.fields)))
        masked = kept[filled].masked or any(one.masked for one in mended)
        kept[filled] = replace(kept[filled], fields=tuple(fields), masked=masked)
        kept[sent:] = [kept[sent].plus(act)]
    return tuple(kept)


def _sent_before(kept: Sequence[Act], act: Act) -> int | None:
    """The place of the same press before, with only mending since, that neither succeeded nor led away."""
    if act.doing not in _SENDING or not act.thing:
        return None
    for place in range(len(kept) - 1, max(-1, len(kept) - 1 - _LOOK_BACK), -1):
        one = kept[place]
        if one.window != act.window or one.place != act.place:
            return None
        if one.doing in _SENDING and one.thing == act.thing:
            stayed = one.led_to in ("", act.page)
            return place if stayed and not (one.answer is not None and one.answer.tone is Tone.SUCCESS) else None
        if one.doing not in _MENDING:
            return None
    return None


def _filled_before(kept: Sequence[Act], sent: int) -> int | None:
    for place in range(sent - 1, max(-1, sent - 1 - _LOOK_BACK), -1):
        if kept[place].doing is Doing.FILLED and kept[place].place == kept[sent].place:
            return place
        if kept[place].doing not in _MENDING:
            return None
    return None
