"""Lost input: what was typed is gone, after a reload, behind a sign-in page, or because the form came back empty."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onlooker.detect.attempts import End
from onlooker.detect.case import Case
from onlooker.detect.forms import Loss, losses_and_rest
from onlooker.detect.messages import short
from onlooker.detect.places import place_of
from onlooker.detect.standing import OWN, shows
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry, Typed

_PRESSED_MS = 8_000
_SIGN_IN = re.compile(r"(?:^|[/_.-])(?:log-?in|sign-?in|auth|sso|session)(?:[/_.?-]|$)", re.IGNORECASE)
_TO_SIGN_IN = re.compile(r"\b(?:log|sign) ?(?:in|on|out|up)\b|\blog(?:in|on|out)\b|\baccount\b|\bregister\b", re.IGNORECASE)
_EXPIRED = re.compile(
    r"\bsession\b.{0,40}\b(?:expired|ended|timed out|invalid|over|lost)|\b(?:signed|logged) out\b|\b(?:log|sign) in again\b", re.IGNORECASE
)
_REFUSED = frozenset({401, 403, 419, 440})
_EXPIRY_MS = 120_000


def lost_input(case: Case) -> Iterator[Hit]:
    limits = case.limits
    found, _ = losses_and_rest(case, _PRESSED_MS)
    for loss in found:
        cause = _cause(loss)
        # A press that is answered by a sign-in page loses whatever was typed; a reload may have been meant, so it must have cost something.
        matters = cause == "sign_in" or loss.draft.matters(limits.half_filled_fields, limits.half_filled_chars)
        if cause is None or not matters:
            continue
        again = [
            entry
            for entry, typed in case.index.typed.between(loss.page.at_ms, case.index.end_ms, loss.page.window)
            if typed.target and typed.target.ref in loss.draft.fields
        ]
        if _stored_after_all(case, loss, again[0].at_ms if again else case.index.end_ms):
            continue
        first = min(entry.at_ms for entry in loss.draft.entries)
        expired = _expired(case, first, loss.page)
        yield case.hit(
            "lost_input",
            [*loss.draft.entries, *([expired[0]] if expired else []), loss.page],
            ("half_filled_fields", "half_filled_chars"),
            end_ms=loss.page.at_ms,
            cause=cause,
            fields=len(loss.draft.fields),
            chars=loss.draft.chars,
            labels=short(loss.draft.labels),
            page=loss.page.page,
            lost_ms=loss.page.at_ms,
            expired=expired is not None,
            text=short(expired[1]) if expired else None,
            typed_again=len(again),
        )


def _stored_after_all(case: Case, loss: Loss, until_ms: int) -> bool:
    """The page that came shows it as a thing that is there, outside any field: what is shown once it was typed again is that."""
    window = loss.page.window
    values = [entry.detail.value for entry in loss.draft.entries if isinstance(entry.detail, Typed) and not entry.detail.masked]
    longest = max(values, key=len, default="")
    before = case.index.standing.at(window, min(entry.at_ms for entry in loss.draft.entries) - 1)
    if len(longest) < OWN or shows(before, longest):
        return False
    return shows(case.index.standing.came(window, loss.page.at_ms - 1, until_ms), longest)


def _cause(loss: Loss) -> str | None:
    """Why the draft is gone; None where the load is the form's own answer, or where the user went elsewhere by choice."""
    filled_on = place_of(loss.draft.entries[-1].page)
    came = place_of(loss.shown.url)
    if _SIGN_IN.search(came) and not _SIGN_IN.search(filled_on):
        asked_for = loss.pressed is not None and _TO_SIGN_IN.search(loss.pressed.label)
        return None if asked_for else "sign_in"
    if came != filled_on:
        return None
    if loss.pressed is None:
        return "reload"
    return (
        "failed_and_reloaded"
        if loss.pressed.end is End.FAILED and loss.pressed.request is not None and loss.pressed.request.kind_of != "navigation"
        else None
    )


def _expired(case: Case, start_ms: int, page: Entry) -> tuple[Entry, str] | None:
    """A message, or an answer of the server, that speaks of an ended session, near the loss."""
    since = max(start_ms, page.at_ms - _EXPIRY_MS)
    for entry, seen in case.index.screens.between(since, page.at_ms + 3_000, page.window):
        for message in case.index.said(seen):
            if _EXPIRED.search(message.text):
                return entry, message.text
    for entry, request in case.index.requests.between(since, page.at_ms, page.window):
        if request.status in _REFUSED and request.method.upper() != "GET":
            return entry, f"{request.method} {request.status}"
    return None
