"""Acts told in words, past tense, without the subject: the user is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import assert_never

from onlooker.domain.tone import Tone
from onlooker.summarize.rules.acts import Act, Answer, Doing
from onlooker.summarize.rules.prose import listed, quoted, times
from onlooker.summarize.rules.things import is_button, noun

_NAMED_PAGES = 3
_NAMED_FIELDS = 2
_LONGEST_SAID = 120


def phrase(act: Act, *, where: bool = False) -> str:
    """`pressed “Save” three times`; with `where`, and the page it was done on."""
    told = _told(act)
    count = times(act.times)
    place = f" on {quoted(act.page)}" if where and act.page and act.doing >= Doing.PRESSED and act.page != act.thing else ""
    return " ".join(part for part in (told, count) if part) + place


def _told(act: Act) -> str:
    match act.doing:
        case Doing.OPENED:
            return _opened(act)
        case Doing.SEARCHED:
            return f"searched for {quoted(act.thing)}" if act.thing else "searched for something masked" if act.masked else "searched"
        case Doing.CHOSE:
            return f"chose {quoted(act.thing)}" if act.thing else "chose an option"
        case Doing.FILLED:
            return _filled(act)
        case Doing.TOUCHED | Doing.PRESSED if not act.thing and act.led_to:
            return _opened(act)
        case Doing.TOUCHED | Doing.PRESSED:
            verb = "clicked" if act.target is None or not is_button(act.target) else "pressed"
            return f"{verb} {_thing(act)}"
        case Doing.COMMITTED:
            return f"pressed {_thing(act)}" if act.target is not None and act.target.tag != "form" else "sent the form"
        case never:
            assert_never(never)


def _opened(act: Act) -> str:
    name = act.led_to or act.thing or act.page
    verb = "went back to" if act.again else "opened"
    return f"{verb} {quoted(name)}" if name else f"{verb} a page"


def _thing(act: Act) -> str:
    return quoted(act.thing) if act.thing else f"an unnamed {noun(act.target)}"


def _filled(act: Act) -> str:
    named = [name for name in act.fields if name]
    hidden = " (masked)" if act.masked and len(act.fields) == 1 else ""
    if not named or len(named) < len(act.fields) / 2:
        return f"filled in {'a field' if len(act.fields) <= 1 else 'a form'}{hidden}"
    if len(named) <= _NAMED_FIELDS:
        return f"filled in {listed([quoted(name, 30) for name in named])}{hidden}"
    return f"filled in {len(named)} fields ({quoted(named[0], 30)} to {quoted(named[-1], 30)})"


def said(answers: Sequence[Answer]) -> str:
    """The message that matters most; a success that came after a refusal is told too. For at least one answer."""
    first, last = worst(answers), answers[-1]
    better = first is not last and last.tone is Tone.SUCCESS
    return f"the screen said {quoted(first.text, _LONGEST_SAID)}{f', then {quoted(last.text, _LONGEST_SAID)}' if better else ''}"


def chain(acts: Sequence[Act]) -> str:
    """Acts in order as one clause: `opened “A” and “B”, filled in 4 fields and pressed “Save”`."""
    pieces: list[str] = []
    for doing, group in groupby(acts, key=lambda act: act.doing):
        run = list(group)
        if doing is Doing.OPENED and len(run) > 1:
            names = list(dict.fromkeys(act.led_to or act.thing for act in run if act.led_to or act.thing))
            verb = "went back to" if all(act.again for act in run) else "opened"
            pieces.append(f"{verb} {pages(names)}" if names else "opened some pages")
        elif doing is Doing.FILLED:
            fields = tuple(dict.fromkeys(name for act in run for name in act.fields))
            pieces.append(phrase(replace(run[-1], fields=fields)))
        else:
            pieces += dict.fromkeys(phrase(act) for act in run)
    return listed(list(pieces))


def pages(names: Sequence[str], most: int = _NAMED_PAGES) -> str:
    """So many by name, or one more where it is the last; then how many more."""
    shown = [quoted(name) for name in (names if len(names) == most + 1 else names[:most])]
    rest = len(names) - len(shown)
    return listed([*shown, f"{rest} more pages"] if rest else shown)


def worst(answers: Sequence[Answer]) -> Answer:
    """What an engineer wants to read first of several messages: the last refusal or failure, else the last of all. For at least one."""
    bad = [answer for answer in answers if answer.tone in (Tone.FAILURE, Tone.REFUSAL)]
    return bad[-1] if bad else answers[-1]
