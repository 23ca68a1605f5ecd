"""Which act of several tells best what the user was after, and the session's goal in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onlooker.domain.tone import Tone
from onlooker.summarize.rules.acts import Act, Doing
from onlooker.summarize.rules.deeds import as_verb, is_aside, is_deed, is_step, is_way_in
from onlooker.summarize.rules.phrases import pages
from onlooker.summarize.rules.prose import listed, quoted
from onlooker.summarize.rules.things import is_button

_MOST_GOALS = 3
_SAME_FORM_MS = 60_000
_BAD = frozenset({Tone.FAILURE, Tone.REFUSAL})


def leading(acts: Sequence[Act]) -> Act | None:
    """The act to name a segment by: the weightiest; of several, the one repeated, answered, latest."""
    return max(enumerate(acts), key=lambda pair: (weight(pair[1]), pair[1].times > 1, bool(pair[1].answers), pair[0]))[1] if acts else None


def weight(act: Act) -> float:
    """How much an act tells of the intent: its kind, less for steps and for what nobody comes for."""
    if act.doing >= Doing.PRESSED or act.doing is Doing.TOUCHED:
        if not act.thing and act.doing is not Doing.SEARCHED:
            return 0.2 if act.times > 2 else 0.1
        if is_step(act.thing):
            return Doing.PRESSED - 0.5
        if is_aside(act.thing):
            return Doing.OPENED - 0.5
        if act.doing is Doing.TOUCHED and act.target is not None and is_button(act.target):
            return float(Doing.PRESSED)
    if act.doing is Doing.OPENED and not (act.led_to or act.thing or act.page):
        return 0.1
    if act.doing is Doing.OPENED and any(answer.tone is Tone.SUCCESS for answer in act.answers):
        return Doing.PRESSED + 0.5
    return float(act.doing)


def goal(acts: Sequence[Act]) -> str:
    """What the acts show the user came for: what they had done for them, else what they searched for, else what they looked at."""
    sent = [act for act in acts if act.doing is Doing.COMMITTED and act.thing and not is_step(act.thing) and not is_aside(act.thing)]
    sent = [act for act in sent if not is_way_in(act.thing)] or sent
    if sent:
        return f"Wanted to {_aims(acts, sent)}."
    searched = list(dict.fromkeys(act.thing for act in acts if act.doing is Doing.SEARCHED and act.thing))
    if searched:
        return f"Wanted to find {listed([quoted(text) for text in searched[-2:]])}."
    filled = [act for act in acts if act.doing is Doing.FILLED and any(act.fields)]
    if filled:
        return f"Wanted to fill in {_fields(filled)}{_on(filled[-1])}."
    names = list(dict.fromkeys(act.led_to for act in acts if act.doing is Doing.OPENED and act.led_to))
    if names:
        return f"Looked at {pages(names)}."
    pressed = [act for act in acts if act.thing]
    return f"Tried out {quoted(pressed[-1].thing)}{_on(pressed[-1])}." if pressed else "No intent shows: nothing was opened, typed or pressed."


def _aims(acts: Sequence[Act], sent: Sequence[Act]) -> str:
    """The deeds done most, or refused, or done last; in the order of their last doing: `add to basket (“Bird feeder”) and place order`."""
    by_label: dict[str, list[Act]] = defaultdict(list)
    for act in sent:
        by_label[act.thing].append(act)

    def counts(label: str) -> tuple[bool, int, int]:
        mine = by_label[label]
        return any(_refused(act) for act in mine), sum(act.times for act in mine), mine[-1].at_ms

    chosen = sorted(by_label, key=counts, reverse=True)[:_MOST_GOALS]
    last = max(by_label, key=lambda label: by_label[label][-1].at_ms)
    if last not in chosen:
        chosen[-1] = last
    chosen.sort(key=lambda label: by_label[label][-1].at_ms)
    aims = [_aim(label, by_label[label], acts) for label in chosen]
    stuck = [act for act in acts if act.at_ms > sent[-1].at_ms and act.page and is_step(act.thing) and _refused(act)]
    return listed([*aims, f"get past {quoted(stuck[-1].page)}"] if stuck else aims)


def _aim(label: str, mine: Sequence[Act], acts: Sequence[Act]) -> str:
    """A label of one word says little (`Save`): it is told with what was filled in for it."""
    verb = as_verb(label) if is_deed(label) else f"press {quoted(label)}"
    where = list(dict.fromkeys(act.page for act in mine if act.page and act.page.casefold() != label.casefold()))
    place = f" ({listed([quoted(page, 40) for page in where[:2]])})" if where else ""
    if " " not in label:
        before = [act for act in acts if act.doing is Doing.FILLED and act.window == mine[-1].window and act.at_ms < mine[-1].at_ms]
        fields = _fields(before[-3:])
        if fields and mine[-1].at_ms - before[-1].end_ms < _SAME_FORM_MS:
            return f"fill in {fields}, then {verb}{place}"
    return f"{verb}{place}"


def _fields(filled: Sequence[Act]) -> str:
    names = list(dict.fromkeys(name for act in filled for name in act.fields if name))
    return listed([quoted(name, 30) for name in names[-3:]])


def _refused(act: Act) -> bool:
    return any(answer.tone in _BAD for answer in act.answers)


def _on(act: Act) -> str:
    return f" on {quoted(act.page)}" if act.page and act.page != act.thing else ""
