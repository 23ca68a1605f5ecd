"""What an entry's id is made of: its kind and what makes it itself, so that a better-known element or a counted repeat keeps the id."""

from __future__ import annotations

from typing import assert_never

from onlooker.domain.screen import Element
from onlooker.domain.timeline import (
    Click,
    Detail,
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


def substance(detail: Detail) -> tuple[str | int, ...]:
    match detail:
        case PageShown(url=url):
            return (url,)
        case Click(x=x, y=y, target=target):
            return (x, y, _name(target))
        case Typed(target=target, value=value, checked=checked):
            return (_name(target), value, str(checked))
        case Submitted(target=target):
            return (_name(target),)
        case Scrolled(from_y=from_y, to_y=to_y):
            return (from_y, to_y)
        case Moved(points=points):
            return points[-1] if points else ()
        case Requested(method=method, url=url, status=status):
            return (method, url, str(status))
        case Logged(level=level, text=text):
            return (level, text)
        case Thrown(type=type_, message=message):
            return (type_, message)
        case Hinted(name=name, about_ms=about_ms):
            return (name, about_ms)
        case Tracked(name=name, properties=properties):
            return (name, *(part for key in sorted(properties) for part in (key, properties[key])))
        case Seen(change=change):
            return (*(line.text for line in change.appeared), "", *(line.text for line in change.gone), str(change.navigation))
        case Switched(previous=previous):
            return (previous,)
        case Resized(width=width, height=height):
            return (width, height)
        case Played(act=act):
            return (act,)
        case Left(url=url, last=last):
            return (url, str(last))
        case Selected() | Idled():
            return ()
        case _:
            assert_never(detail)


def _name(target: Element | None) -> str:
    return "" if target is None else target.ref or f"{target.tag} {target.label}"
