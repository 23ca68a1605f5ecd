"""Empty results: what was looked for was not found, says the page. A weak sign alone: often that is the true answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.causing import Act, act_before
from onlooker.detect.messages import short
from onlooker.detect.places import place_of
from onlooker.detect.standing import CELLS, OWN, cells, shows
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Element, Role
from onlooker.domain.timeline import Entry, Seen

_ASKED_MS = 30_000
"""What was typed so long before is what was asked for."""
_PASSES_MS = 3_000
"""A list that says so for less was still loading."""
_SEARCH = re.compile(r"\b(?:search|find|filter|look ?up|quer(?:y|ies)|browse|apply|go|show)\b|^\W*$", re.IGNORECASE)
_APPLIES = re.compile(r"\b(?:apply|filter|search|show|go|update|refresh)\b", re.IGNORECASE)
_SOUGHT = re.compile(r"search|find|filter|look ?up|quer(?:y|ies)|keyword|\bq\b", re.IGNORECASE)
"""A field for words to look for, as against a bound or a state."""
_COUNTER = re.compile(r"0 \w+(?: \w+)?")
_HEADER = 1
"""Rows that a list has without anything in it."""
_REMOVAL = re.compile(r"\b(?:delet|remov|trash|discard|destroy|eras|archiv)(?:e|ed|ing)?\b", re.IGNORECASE)
_PLAIN = (Role.TEXT, Role.HEADING, Role.ALERT)
_MUCH = 25
"""Lines that come with a counter: it counts one part of a page that has others."""
_NONE_OF = re.compile(
    r"(?:there (?:is|are) )?no (?!longer\b)[\w-]+(?: [\w-]+)?(?: (?:found|match(?:es|ing)?|here|yet|available))?[.!]?", re.IGNORECASE
)
"""Whatever the things are called: an answer only to a search."""


def empty_result(case: Case) -> Iterator[Hit]:
    times = 0
    for entry, seen in case.index.screens:
        text, where = _told(case, seen)
        counted = "" if text else _counted(seen)
        if not (text or counted):
            continue
        act = act_before(case, entry.at_ms, case.limits.message_ms, entry.window)
        asked = _asked(case, act) if act is not None else None
        if act is None or asked is None or (act.what == "input" and place_of(act.entry.page) != place_of(entry.page)):
            continue  # another page says so of itself
        if (text and _one_of_many(seen, text)) or _passed(case, entry, text or counted):
            continue
        if counted and not _swept(case, act, asked, entry):
            continue
        times += 1
        stood = list(_stood(case, act, asked))
        yield case.hit(
            "empty_result",
            [act.entry, entry],
            ("message_ms",),
            text=short(text or counted),
            where=where or "text",
            page=entry.page,
            label=act.label,
            action=act.what,
            asked=short(asked) or None,
            stood=next((short(line) for line, removed in stood if not removed), None),
            removed=any(removed for _, removed in stood) or None,
            found_later=_found_later(case, entry, asked) or None,
            times=times,
            left_after_ms=case.index.end_ms - entry.at_ms,
            acts_after=case.index.acts_between(entry.at_ms, case.index.end_ms),
        )


def _told(case: Case, seen: Seen) -> tuple[str, str]:
    """What says that nothing was found, and where it stands."""
    told = next((message for message in case.index.said(seen) if message.tone is Tone.EMPTY and message.strength == 2), None)
    if told is not None:
        return told.text, told.where
    plain = [line.text for line in seen.change.appeared if line.role in _PLAIN]
    bare = next((cell for cell in cells(plain) if _NONE_OF.fullmatch(cell.strip())), "")
    listed = sum(CELLS in line for line in plain if bare not in line)
    return (bare, "text") if bare and seen.change.gone and listed <= _HEADER else ("", "")


def _counted(seen: Seen) -> str:
    """A row of nothing but a count of none, below a list whose rows went: the list speaks of itself, in no sentence."""
    rows = [line.text for line in seen.change.appeared if CELLS in line.text]
    if len(rows) > 1 or not any(CELLS in line.text for line in seen.change.gone):
        return ""
    lines = (cells([line.text]) for line in seen.change.appeared if line.role in _PLAIN)
    return next((cell for line in lines for cell in line if _COUNTER.fullmatch(cell)), "")


def _swept(case: Case, act: Act, asked: str, entry: Entry) -> bool:
    """A row that holds what was asked for stood in the list just before, and the whole list went. Only where nothing but words was asked for: who
    chose a state or a date as well may have asked for what is not there."""
    window = act.entry.window
    typed = case.index.typed.before(act.entry.at_ms, window)
    if typed is None or len(asked) < OWN or typed[1].target is None:
        return False
    field = typed[1].target
    others = (other for _, other in case.index.typed.between(act.entry.at_ms - _ASKED_MS, act.entry.at_ms + 1, window))
    pressed = [press for press, _ in case.index.presses.between(typed[0].at_ms, act.entry.at_ms - 1, window)]
    if not _SOUGHT.search(_named(field)) or pressed or any(other.target is None or other.target.ref != field.ref for other in others):
        return False
    before = [line for line in case.index.standing.at(window, typed[0].at_ms - 1) if CELLS in line]
    left = [line for line in case.index.standing.at(window, entry.at_ms) if line in before]
    return shows(before, asked) and not shows(left, asked) and len(left) <= _HEADER


def _named(field: Element) -> str:
    return " ".join((field.label, field.name, field.type, field.role)).replace("searchbox", "search")


def _asked(case: Case, act: Act) -> str | None:
    """What the user had typed or chosen to look for; None for an act that looks for nothing, such as a link that is followed or a form that makes
    something."""
    if act.link:
        return None
    near = list(case.index.typed.between(act.entry.at_ms - _ASKED_MS, act.entry.at_ms + 1, act.entry.window))
    asked = [(entry, typed) for entry, typed in near if typed.value or typed.checked is not None]
    if not asked:
        return _chosen(case, act)
    _, typed = asked[-1]
    target = typed.target
    named = _named(target) if target is not None else ""
    searches = act.what == "input" or _SEARCH.search(act.label) or _SEARCH.search(named)
    return typed.value if searches and typed.checked is None else "" if searches else None


def _chosen(case: Case, act: Act) -> str | None:
    """The one option that was chosen to filter by, where it stands in a row of the list: whatever else is filtered by, that row passed."""
    window, since = act.entry.window, act.entry.at_ms - _ASKED_MS
    options = [
        (entry, press.target.label)
        for entry, press in case.index.clicks.between(since, act.entry.at_ms, window)
        if press.target is not None and press.target.role == "option" and press.target.label
    ]
    if len(options) != 1 or not (options[0][0].id == act.entry.id or _APPLIES.search(act.label)):
        return None
    entry, label = options[0]
    rows = [line for line in case.index.standing.at(window, entry.at_ms - 1) if CELLS in line]
    here = place_of(entry.page) == place_of(act.entry.page)
    return label if here and len(label) >= OWN and any(label in cells([row]) for row in rows) else None


def _one_of_many(seen: Seen, text: str) -> bool:
    return _COUNTER.fullmatch(text.strip()) is not None and len(seen.change.appeared) > _MUCH


def _passed(case: Case, entry: Entry, text: str) -> bool:
    soon = case.index.screens.between(entry.at_ms + 1, entry.at_ms + _PASSES_MS, entry.window)
    return any(line.text == text for _, seen in soon for line in seen.change.gone)


def _stood(case: Case, act: Act, asked: str) -> Iterator[tuple[str, bool]]:
    """The lines that held what was looked for, on the screen just before it was, or as rows of any list that came up earlier; and whether what
    they tell of was deleted since."""
    if len(asked) < OWN:
        return
    typed = case.index.typed.before(act.entry.at_ms, act.entry.window)
    since = typed[0].at_ms - 1 if typed is not None else act.entry.at_ms - 1
    window, standing = act.entry.window, case.index.standing
    lines = [*standing.at(window, since), *(line for line in standing.came(window, -1, since) if CELLS in line)]
    for line in lines:
        if shows([line], asked) and line != asked:
            yield line, _removed(case, window, line, act.entry.at_ms)


def _removed(case: Case, window: int, line: str, until_ms: int) -> bool:
    """The screen spoke of it as of a thing to delete, or one that is deleted."""
    named = [cell for cell in cells([line]) if len(cell) >= OWN and not cell.isdigit()]
    told = (shown.text for _, seen in case.index.screens.between(0, until_ms, window) for shown in seen.change.appeared)
    return any(_REMOVAL.search(text) and any(cell in text for cell in named[:3]) for text in told)


def _found_later(case: Case, entry: Entry, asked: str) -> bool:
    later = case.index.standing.came(entry.window, entry.at_ms, case.index.end_ms)
    return bool(asked) and any(shows([line], asked) for line in later if CELLS in line)
