"""Error clicks: soon after a press an error was thrown, logged or answered, and nothing good was shown. One hit
for the same press and the same cause."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.attempts import Attempt, End
from onlooker.detect.calls import matters
from onlooker.detect.case import Case
from onlooker.detect.causes import cause_of_log, cause_of_throw, is_foreign, is_harmless
from onlooker.detect.forsaken import thrown_and_forsaken
from onlooker.detect.index import Index
from onlooker.detect.messages import short
from onlooker.detect.places import request_key
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry

Trouble = tuple[Entry, str, str, str]
"""The entry, what it is (exception, console, request), its cause's key, and its text."""


_PAGE_ASKS_MS = 300


def error_click(case: Case) -> Iterator[Hit]:
    limits = case.limits
    found: dict[tuple[str, str], list[tuple[Attempt, Trouble]]] = {}
    for attempt in case.attempts.all:
        trouble = _first_trouble(case.index, attempt.entry, limits.error_click_ms)
        if trouble is not None and attempt.end is not End.DONE:
            found.setdefault((attempt.key, trouble[2]), []).append((attempt, trouble))
    for presses in found.values():
        (attempt, (entry, source, _, text)), (last, _) = presses[0], presses[-1]
        yield case.hit(
            "error_click",
            [told for pressed, trouble in presses for told in (pressed.entry, trouble[0])],
            ("error_click_ms",),
            label=attempt.label,
            page=attempt.entry.page,
            presses=len(presses),
            source=source,
            text=short(text),
            delay_ms=max(0, entry.at_ms - attempt.entry.at_ms),
            outcome=last.end.value,
            forsaken=(source == "exception" and last.end is End.NOTHING and thrown_and_forsaken(case, last)) or None,
            message=next((short(pressed.message.text) for pressed, _ in presses if pressed.message), None),
            resolved_ms=case.attempts.resolved_ms(last.key, last.entry.at_ms),
        )


def _first_trouble(index: Index, act: Entry, within_ms: int) -> Trouble | None:
    """What the page that came then did is not the press's doing, but for its own loading."""
    load = next((at for at, page in index.pages.between(act.at_ms, act.at_ms + within_ms, act.window) if page.load), None)
    until = act.at_ms + within_ms if load is None else load.at_ms - _PAGE_ASKS_MS
    for entry, thrown in index.thrown.between(act.at_ms, until, act.window):
        if not is_foreign(thrown.origin, thrown.frames) and not is_harmless(thrown.message):
            return entry, "exception", cause_of_throw(thrown), f"{thrown.type}: {thrown.message}"
    for entry, request in index.requests.between(act.at_ms, until, act.window):
        if request.failed and matters(entry, request) and request_key(request) not in index.ambient_requests:
            return entry, "request", request_key(request), f"{request.method} {request.url} {request.status or 'no answer'}"
    for entry, logged in index.logged.between(act.at_ms, until, act.window):
        if logged.level == "error" and not is_foreign("", logged.trace) and not is_harmless(logged.text):
            return entry, "console", cause_of_log(logged), logged.text
    return None
