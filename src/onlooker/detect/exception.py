"""Exceptions, folded by cause: an avalanche is one hit. The facts say whether anybody could see it and what became of the user's act."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onlooker.detect.attempts import Attempt, End
from onlooker.detect.case import Case
from onlooker.detect.causes import cause_of_log, cause_of_throw, is_foreign, is_harmless, thrown_in_console
from onlooker.detect.messages import Message, short, worst
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry, Logged, Thrown

_ACT_MS = 1_000
_TOLD_BEFORE_MS = 200
"""A page may show a message before it writes the error down."""
_SPOKEN_OF = 4
"""One in so many occurrences must be followed by a message that is to be its own."""
_EXAMINED = 50
"""Occurrences of one cause whose surroundings are looked at: the first ones."""


def exception(case: Case) -> Iterator[Hit]:
    by_cause: dict[str, list[tuple[Entry, Thrown | Logged]]] = {}
    told: list[tuple[Entry, Thrown | Logged, str]] = [(entry, thrown, cause_of_throw(thrown)) for entry, thrown in case.index.thrown]
    told += [(entry, logged, cause_of_log(logged)) for entry, logged in case.index.logged if thrown_in_console(logged)]
    for entry, detail, cause in sorted(told, key=lambda found: found[0].at_ms):
        by_cause.setdefault(cause, []).append((entry, detail))
    for cause, found in by_cause.items():
        yield _told(case, cause, found)


def _told(case: Case, cause: str, found: list[tuple[Entry, Thrown | Logged]]) -> Hit:
    first, detail = found[0]
    seen = [_seen(case, entry) for entry, _ in islice(found, _EXAMINED)]
    told = [message for message, _ in seen if message is not None]
    # What is thrown all over the place is not what the screen spoke of once.
    message = told[0] if len(told) * _SPOKEN_OF >= len(seen) else None
    triggers = [attempt for entry, _ in islice(found, _EXAMINED) if (attempt := _trigger(case, entry)) is not None]
    stuck = [attempt for attempt in triggers if attempt.end is not End.DONE]
    kind, text = (detail.type, detail.message) if isinstance(detail, Thrown) else ("", detail.text)
    origin = detail.origin if isinstance(detail, Thrown) else next(iter(detail.trace), "")
    return case.hit(
        "exception",
        [entry for entry, _ in found],
        ("exception_visible_ms",),
        type=kind or cause.split("|", 1)[0],
        text=short(text),
        origin=short(origin),
        count=sum(entry.count for entry, _ in found),
        handled=isinstance(detail, Thrown) and detail.handled,
        console_only=isinstance(detail, Logged),
        visible=message is not None or any(blank for _, blank in seen),
        message=short(message.text) if message else None,
        blank=any(blank for _, blank in seen),
        after_action=bool(triggers),
        triggered=len(triggers),
        clicks=len(case.attempts.all),
        label=triggers[0].label if triggers else None,
        action_done=bool(triggers) and not stuck,
        stuck=len(stuck),
        stuck_label=stuck[0].label if stuck else None,
        unanswered=sum(attempt.end is End.NOTHING for attempt in triggers),
        resolved_ms=case.attempts.resolved_ms(stuck[-1].key, stuck[-1].entry.at_ms) if stuck else None,
        harmless=_harmless(text, origin, detail),
        page=first.page,
    )


def _seen(case: Case, entry: Entry) -> tuple[Message | None, bool]:
    """The failing message that followed, and whether the screen went blank. What a page says as it opens is not the error's doing unless it is all
    the page says."""
    shown = list(case.index.screens.between(entry.at_ms - _TOLD_BEFORE_MS, entry.at_ms + case.limits.exception_visible_ms, entry.window))
    told = (message for _, seen in shown for message in case.index.said(seen) if not seen.change.navigation or message.where == "page")
    bad = worst(message for message in told if message.sure)
    blank = bool(shown) and shown[-1][1].change.blank
    return bad, blank


def _trigger(case: Case, entry: Entry) -> Attempt | None:
    """The press it came of: the last attempt within a second before, unless a page was loaded since."""
    attempt = case.attempts.before(entry.at_ms)
    if attempt is None or attempt.entry.window != entry.window or entry.at_ms - attempt.entry.at_ms > _ACT_MS:
        return None
    loaded = any(page.load for _, page in case.index.pages.between(attempt.entry.at_ms, entry.at_ms, entry.window))
    return None if loaded else attempt


def _harmless(text: str, origin: str, detail: Thrown | Logged) -> str | None:
    frames = detail.frames if isinstance(detail, Thrown) else detail.trace
    if is_foreign(origin, frames):
        return "thrown by an extension or an outside script"
    if is_harmless(text):
        return "a kind of error that harms nobody"
    return None
