"""The texts an entry carries: what a description that cites it may speak of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from onlooker.domain.screen import Element
from onlooker.domain.timeline import (
    Click,
    Entry,
    Hinted,
    Idled,
    Left,
    Logged,
    Moved,
    PageShown,
    Played,
    Requested,
    Resized,
    Scrolled,
    Seen,
    Selected,
    Submitted,
    Switched,
    Thrown,
    Tracked,
    Typed,
)


def said(entry: Entry) -> Iterator[str]:
    """Every text of the entry, its page's address included, in no order that matters."""
    yield entry.page
    match entry.detail:
        case Click(target=target) | Submitted(target=target):
            yield from _named(target)
        case Typed(target=target, value=value):
            yield from _named(target)
            yield value
        case Hinted(name=name, target=target):
            yield name
            yield from _named(target)
        case PageShown(url=url, title=title):
            yield url
            yield title
        case Requested(method=method, url=url, status=status):
            yield f"{method} {url} {'' if status is None else status}"
        case Logged(text=text):
            yield text
        case Thrown(type=kind, message=message):
            yield f"{kind}: {message}"
        case Tracked(name=name, properties=properties):
            yield name
            for key, value in properties.items():
                yield f"{key} {value}"
        case Seen(change=change):
            for line in (*change.appeared, *change.gone):
                yield line.text
            for label, before, after in change.values:
                yield f"{label} {before} {after}"
        case Left(url=url):
            yield url
        case Scrolled() | Moved() | Selected() | Switched() | Resized() | Played() | Idled():
            return
        case never:
            assert_never(never)


def _named(target: Element | None) -> Iterator[str]:
    if target is not None:
        yield f"{target.label} {target.name} {target.role} {target.type} {target.ref}"
        yield target.href
