"""Which kind of trouble a finding is, whatever rule led it, and what its signature holds."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.discover.machine import broke_down, endpoint, is_call, says_little
from onlooker.discover.said import comparable, says_what, words
from onlooker.domain.ids import content_id

UNANSWERED = frozenset({"rage_click", "dead_click", "repeated_submit", "error_click"})
AFTERWARDS = frozenset({"abandonment"})
"""Rules that say what became of a trouble, not what it was."""
_ASTRAY = frozenset({"wandering", "back_and_forth", "thrashed_cursor"})


def family_of(symptom: str, rules: Sequence[str], said: str) -> str:
    """Which troubles may be one problem whatever rule led them: `told`, `unanswered`, `waiting`, `slow`, `blank`, `lost`, `astray`, `empty`, `broke`,
    `left`, else the symptom's own name."""
    seen = frozenset(rules) - AFTERWARDS or frozenset(rules) or frozenset({symptom})
    match seen:
        case _ if seen & _ASTRAY and seen <= _ASTRAY | {"empty_result"}:
            return "astray"
        case _ if "lost_input" in seen:
            return "lost"
        case _ if seen == {"empty_result"}:
            return "empty"
        case _ if said:
            return "told"
        case _ if "blank_screen" in seen:
            return "blank"
        case _ if "endless_spinner" in seen:
            return "waiting"
        case _ if seen & UNANSWERED:
            return "unanswered"
        case _ if seen == AFTERWARDS:
            return "left"
        case _ if "slow_response" in seen:
            return "slow"
        case _ if seen <= {"exception", "failed_request"}:
            return "broke"
        case _:
            return symptom


def pressed(family: str, rules: Sequence[str], said: str, act: str) -> str:
    """The act as the signature holds it: not where a form was refused or the message says what did not work, for then the page and the message tell
    what it is, and a second button of the form would make it another."""
    return "" if family == "told" and ("refused_form" in rules or says_what(said.partition(" | ")[0])) else act


def told_apart(family: str, said: str, machine: Sequence[str], looked: Sequence[str], title: str) -> tuple[str, ...]:
    """What the signature holds besides page and act."""
    match family:
        case "told" | "lost":
            return (comparable(said.partition(" | ")[0]),)
        case "left":
            return (title,)
        case "broke":
            return tuple(sorted(machine))[:1]
        case "astray":
            return tuple(looked[-1:])
        case "noticed_by_model":
            return tuple(sorted(words(title)))
        case _:
            return ()


def keys(where: str, act: str, machine: Sequence[str], looked_for: Sequence[str], looked_on: Sequence[str]) -> tuple[str, ...]:
    """What a server refused it may refuse for many reasons, and what is thrown whenever a call fails comes of any of them: neither is a key."""
    failed = [content_id("asked", where, act, *endpoint(line)) for line in machine if is_call(line) and broke_down(endpoint(line)[1])]
    threw = [content_id("threw", where, act, line) for line in machine if not is_call(line) and not says_little(line)]
    sought_for = [content_id("sought", where, word) for word in sorted(words(" ".join(looked_for)))]
    came_to = [content_id("came to", where, looked_on[-1])] if looked_on else []
    return tuple(dict.fromkeys((*failed, *threw, *sought_for, *came_to)))
