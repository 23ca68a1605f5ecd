"""Pages that show one of many things by name (`/product/oak-planter`), found by how many of them there are: their template has `*` in its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from onlooker.discover.pages import ANY

_CHILDREN = 5
"""So many names in one place, before they are taken for things rather than sections."""
_COMMONEST = 0.6
"""Share of the sessions that came through a place and met the same name there: a section is met by most, one thing among many by few."""
_SLUG = re.compile(r"\w+[-_:.+ ]\w")

_Place = tuple[str, ...]


def widen(paths: Iterable[Iterable[str]]) -> Callable[[str], str]:
    """`paths` are the page templates of each session. What comes back makes a template wider where it names one of many things."""
    met: dict[_Place, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for session, path in enumerate(paths):
        for page in path:
            parts = _parts(page)
            for depth, part in enumerate(parts):
                met[parts[:depth]][part].add(session)
    many = {place for place, children in met.items() if _many(children)}

    def wide(page: str) -> str:
        parts = _parts(page)
        told = "/".join(ANY if parts[:depth] in many and _SLUG.search(part) else part for depth, part in enumerate(parts))
        return told if parts else page

    return wide


def _many(children: dict[str, set[int]]) -> bool:
    named = {name: sessions for name, sessions in children.items() if name != ANY and _SLUG.search(name)}
    if len(named) < _CHILDREN or len(named) * 2 < len(children):
        return False
    through = set().union(*children.values())
    return max(map(len, named.values())) <= _COMMONEST * len(through)


def _parts(page: str) -> _Place:
    return tuple(page.split("/"))
