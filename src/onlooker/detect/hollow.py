"""Sections that stay empty under their headings, a `blank_screen`: what was to fill them broke as the page came in, the user waits over it, loads it
again, and goes.

None of it says much alone: pages hold empty boxes, scripts throw, people reload. Together they say that what the page was opened for did not come.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import urlsplit

from onlooker.detect.bare_page import LEAVING_MS, SAYS_SO, Stay
from onlooker.detect.case import Case
from onlooker.detect.causes import is_beacon, is_foreign, is_harmless, thrown_in_console
from onlooker.detect.messages import short
from onlooker.detect.words import read
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry

_SECTIONS = 2
"""One empty box is on many a page."""
_LOADING_MS = 3_000
"""What breaks so long before or after the page is first seen broke as it came in."""


def hollow_pages(case: Case, window: int, stays: list[Stay]) -> Iterator[Hit]:
    """One hit a page."""
    for page, group in groupby(stays, key=lambda stay: stay.page):
        mine = list(group)
        breaks = [_broke(case, stay) for stay in mine]
        first, last = mine[0], mine[-1]
        if len(mine) < 2 or not all(breaks) or not all(_waited(case, stay) for stay in mine) or not all(stay.loaded for stay in mine[1:]):
            continue
        sections = set(first.last.change.hollow).intersection(*(stay.last.change.hollow for stay in mine))
        if len(sections) < _SECTIONS or last.end_ms - first.entry.at_ms < case.limits.endless_ms:
            continue
        if any(stay.page == page and stay.entry.at_ms > last.end_ms and sections.difference(stay.last.change.hollow) for stay in stays):
            continue  # it came in the end
        told = [text for text in first.last.change.hollow if text in sections]
        yield case.hit(
            "blank_screen",
            [*(stay.entry for stay in mine), *(entry for entry in breaks if entry is not None)],
            ("endless_ms", "slow_ms"),
            end_ms=last.end_ms,
            lasted_ms=last.end_ms - first.entry.at_ms,
            partial=True,
            sections=short(", ".join(told)),
            empty_sections=len(told),
            lines_after=last.last.change.lines,
            error_near=True,
            error=_text(breaks[0]),
            after_action=False,
            refilled=False,
            reloaded=True,
            tries=len(mine),
            page=first.entry.page,
            navigation=first.loaded,
        )


def _waited(case: Case, stay: Stay) -> bool:
    """Looked at, and not worked on; nor does it say itself why it is empty."""
    acts = case.index.acts_between(stay.entry.at_ms, stay.end_ms - LEAVING_MS)
    seen = stay.last.change
    said = any(read(text).tone in SAYS_SO and read(text).strength == 2 for text in stay.texts)
    return stay.end_ms - stay.entry.at_ms >= case.limits.slow_ms and not acts and not seen.spinners and not seen.dialogs and not said


def _broke(case: Case, stay: Stay) -> Entry | None:
    """What was thrown as the page came in, or a script of the page's own host that did not come."""
    index, window = case.index, stay.entry.window
    start, end = stay.entry.at_ms - _LOADING_MS, stay.entry.at_ms + _LOADING_MS
    for entry, thrown in index.thrown.between(start, end, window):
        if not is_harmless(thrown.message) and not is_foreign(thrown.origin, thrown.frames):
            return entry
    for entry, logged in index.logged.between(start, end, window):
        if thrown_in_console(logged) and not is_harmless(logged.text):
            return entry
    for entry, request in index.requests.between(start, end, window):
        if request.failed and request.kind_of == "script" and _host(request.url) == _host(entry.page) and not is_beacon(request.url):
            return entry
    return None


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _text(entry: Entry | None) -> str | None:
    detail = entry.detail if entry is not None else None
    return next((short(str(text)) for name in ("message", "text", "url") if (text := getattr(detail, name, ""))), None)
