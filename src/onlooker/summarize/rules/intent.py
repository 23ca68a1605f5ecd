"""Which act of several tells best what the user was after, and the session's goal in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onlooker.summarize.rules.acts import Act, Doing
from onlooker.summarize.rules.phrases import pages
from onlooker.summarize.rules.prose import listed, quoted

_STEP = re.compile(r"^(?:continue|next|proceed|go on|forward|back|previous|step)\b|^[<>\u00ab\u00bb\u2039\u203a\u2190\u2192]+$", re.IGNORECASE)
_DISMISSAL = re.compile(
    r"^(?:close|cancel|dismiss|got it|ok|okay|accept(?: all)?(?: cookies)?|reject(?: all)?|hide|menu|help|x|\u00d7)$", re.IGNORECASE
)
_MOST_GOALS = 3


def plain_step(act: Act) -> bool:
    """A step of a longer way, not its end."""
    return act.doing >= Doing.PRESSED and bool(_STEP.search(act.thing))


def dismissal(act: Act) -> bool:
    return bool(_DISMISSAL.search(act.thing))


def leading(acts: Sequence[Act]) -> Act | None:
    """The act to name a segment by: the strongest kind; of several, one that is no mere step, pressed most, latest."""
    if not acts:
        return None
    return max(enumerate(acts), key=lambda pair: (_rank(pair[1]), pair[1].times > 1, pair[0]))[1]


def _rank(act: Act) -> float:
    if act.doing is Doing.COMMITTED and plain_step(act):
        return Doing.PRESSED - 0.5
    if dismissal(act) or (act.doing is Doing.PRESSED and not act.thing):
        return Doing.OPENED - 0.5
    return float(act.doing)


def goal(acts: Sequence[Act]) -> str:
    """What the acts show the user came for: what they sent, else what they searched for, else what they looked at."""
    sent = [act for act in acts if act.doing is Doing.COMMITTED and act.thing and not plain_step(act) and not dismissal(act)]
    if sent:
        last: dict[tuple[str, str], Act] = {}
        for act in sent:
            last.pop((act.thing, act.page), None)
            last[act.thing, act.page] = act
        chosen = list(last.values())[-_MOST_GOALS:]
        return f"Wanted to {listed([_aim(act) for act in chosen])}."
    searched = list(dict.fromkeys(act.thing for act in acts if act.doing is Doing.SEARCHED and act.thing))
    if searched:
        return f"Wanted to find {listed([quoted(text) for text in searched[-2:]])}."
    pressed = [act for act in acts if act.doing in (Doing.PRESSED, Doing.FILLED, Doing.CHOSE) and act.thing and not dismissal(act)]
    names = list(dict.fromkeys(act.led_to for act in acts if act.doing is Doing.OPENED and act.led_to))
    if pressed and len(names) <= 2:
        return f"Wanted to {_aim(pressed[-1])}."
    return f"Looked at {pages(names)}." if names else "No intent shows: nothing was opened, typed or pressed."


def _aim(act: Act) -> str:
    return f"{quoted(act.thing)} on {quoted(act.page)}" if act.page and act.page != act.thing else quoted(act.thing)
