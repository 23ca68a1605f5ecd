"""What counts as the user doing something, and what as the page answering."""

from __future__ import annotations

from onlooker.domain.timeline import Click, Detail, PageShown, Played, Requested, Submitted, Typed

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_DATA = frozenset({"fetch", "xmlhttprequest", ""})


def acted(detail: Detail) -> bool:
    return isinstance(detail, Click | Typed | Submitted | Played)


def turns(detail: Detail) -> bool:
    """After this line the same thing happening again is news."""
    return acted(detail) or isinstance(detail, PageShown)


def writes(request: Requested) -> bool:
    """A request of the page's own code that changes something on the server, as far as its method tells: recorders that only watch the
    browser's timings do not know it."""
    return request.method.upper() not in _READING and request.kind_of in _DATA


def for_data(request: Requested) -> bool:
    return request.kind_of in _DATA or request.kind_of == "navigation"


def path(url: str) -> str:
    """A URL without query and fragment."""
    return url.partition("#")[0].partition("?")[0]
