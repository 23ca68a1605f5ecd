"""Error messages shown: an alert, a toast, a dialog, a whole page or a plain line that says that something did not work.

The tone of the text decides, not its colour: a red banner that sells something is none, a pale note that says "was not stored" is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.causing import Act, act_before
from onlooker.detect.messages import Message, short
from onlooker.detect.responses import asked_later
from onlooker.detect.standing import OWN, cells
from onlooker.detect.words import Tone, describes
from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Role
from onlooker.domain.timeline import Entry, Seen

GLANCE_MS = 1_000
"""What stands for less is not read: the form changed its mind before the user could."""
_DRAFT_MS = 60_000
_PAGE_OF_LINES = 15
"""So many new lines are another page, however it came."""


def error_shown(case: Case) -> Iterator[Hit]:
    for entry, seen in case.index.screens:
        act = _cause(case, entry)
        failing = [message for message in case.index.said(seen) if _says_so(message, seen, act)]
        if not failing:
            continue
        gone, praised = _gone_ms(case, entry, seen), _praised(case, seen)
        for message in failing:
            if message.tone is Tone.REFUSAL and (act is None or act.what == "input") and gone is not None and gone - entry.at_ms < GLANCE_MS:
                continue  # it came and went while somebody typed, or as a form was cleared
            yield case.hit(
                "error_shown",
                [act.entry, entry] if act is not None else [entry],
                ("message_ms",),
                text=short(message.text),
                tone=message.tone.value,
                where=message.where,
                strength=message.strength,
                page=entry.page,
                after_action=act is not None,
                action=act.what if act else None,
                label=act.label if act else None,
                delay_ms=max(0, entry.at_ms - act.last_ms) if act else None,
                shown_ms=gone - entry.at_ms if gone is not None else None,
                navigation=seen.change.navigation,
                praised=praised,
                resolved_ms=_resolved(case, act, entry),
            )


def _resolved(case: Case, act: Act | None, entry: Entry) -> int | None:
    """When a later try worked, or a page that came later showed, as a thing of its own, what this act was to make: it had worked all the same."""
    if act is None:
        return None
    later = case.attempts.resolved_ms(act.key, act.entry.at_ms) if act.key else None
    if later is not None:
        return later
    window = act.entry.window
    drafts = [pair for pair in case.index.typed.between(act.entry.at_ms - _DRAFT_MS, act.entry.at_ms, window) if not pair[1].masked]
    given = {typed.value for _, typed in drafts if len(typed.value) >= OWN}
    came = case.index.pages.first(entry.at_ms + 1, case.index.end_ms, window)
    if not given or came is None or any(value in cells(case.index.standing.at(window, drafts[0][0].at_ms - 1)) for value in given):
        return None
    return case.index.standing.since(window, came[0].at_ms - 1, case.index.end_ms, given)


def _cause(case: Case, entry: Entry) -> Act | None:
    """The act the message may answer."""
    act = act_before(case, entry.at_ms, case.limits.message_ms, entry.window)
    return None if act is None or asked_later(case.index, act.last_ms, entry.window, entry.at_ms) else act


def _says_so(message: Message, seen: Seen, act: Act | None) -> bool:
    if not message.failing or message.where == "field":
        return False
    acted = act is not None
    if message.where in ("alert", "dialog", "page"):
        # One word that may be a heading or the name of a panel says nothing by itself.
        return message.sure and (message.strength == 2 or (acted and len(message.text.split()) > 1))
    if seen.change.navigation or len(seen.change.appeared) >= _PAGE_OF_LINES:
        # A page full of text speaks about errors for many reasons; only its headings speak for the page.
        return any(line.role is Role.HEADING and line.text == message.text for line in seen.change.appeared)
    if act is not None and act.what == "input" and describes(message.text):
        return False  # what was chosen is explained beside it
    return message.sure and acted and message.tone is Tone.FAILURE


def _praised(case: Case, seen: Seen) -> bool:
    """The same change says that something worked."""
    return any(message.tone is Tone.SUCCESS for message in case.index.said(seen))


def _gone_ms(case: Case, entry: Entry, seen: Seen) -> int | None:
    """When the first of the lines went away again, None if it was not seen to."""
    texts = {line.text for line in seen.change.appeared if line.role in (Role.ALERT, Role.DIALOG)}
    if not texts:
        return None
    for later, other in case.index.screens.between(entry.at_ms + 1, case.index.end_ms, entry.window):
        if other.change.navigation or any(line.text in texts for line in other.change.gone):
            return later.at_ms
    return None
