"""When two controls are one: the buttons of one form, the same one on pages of one kind."""

from __future__ import annotations

import re

from onlooker.discover.atoms import Atom
from onlooker.discover.pages import page_template

_OWN = re.compile(r"[a-z][\w-]*(?:#|\[data-test(?:id)?=)([^\]>\s]+)\]?", re.IGNORECASE)
"""An element told by an identity of its own: `a#print`, `button[data-testid=print]`; not by a name or by its place, which others share."""


def own_identity(element: str) -> str:
    """The element, where its identity is its own and not made anew for each page or thing; else empty."""
    found = _OWN.fullmatch(element)
    return element if found and page_template(f"/{found.group(1)}") == f"/{found.group(1)}" else ""


def same_control(one: Atom, other: Atom) -> bool:
    """It does nothing here and there: same label, same identity, on pages of one kind."""
    return (
        one.family == other.family == "unanswered"
        and bool(one.act and one.control)
        and (one.act, one.control) == (other.act, other.control)
        and (one.page == other.page or sibling_pages(one.page, other.page))
    )


def sibling_pages(one: str, other: str) -> bool:
    """Pages of one kind for two kinds of things: `/loan/*/change` and `/guest/*/change`, as long and different in one part that is not the last,
    which says what is done there; `/cart` and `/account` are not."""
    mine, theirs = one.split("/"), other.split("/")
    differ = [place for place, pair in enumerate(zip(mine, theirs, strict=False)) if pair[0] != pair[1]]
    return len(mine) == len(theirs) and len(differ) == 1 and 0 < differ[0] < len(mine) - 1


def one_form(one: Atom, other: Atom) -> bool:
    """A form that was refused on one page: with which of its buttons it was sent does not matter."""
    return one.form and other.form and one.page == other.page


def one_begins_the_other(one: str, other: str) -> bool:
    mine, theirs = sorted((one.split(), other.split()), key=len)
    return bool(mine) and theirs[: len(mine)] == mine
