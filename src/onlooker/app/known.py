"""What is remembered of patterns between runs, and what the team says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from onlooker import config
from onlooker.domain.pattern import KnownPattern
from onlooker.errors import InputError
from onlooker.ports import Catalogue


def known() -> Sequence[KnownPattern]:
    """Those found last first; ones merged into another among them. Raises CatalogueError."""
    with _catalogue() as catalogue:
        return sorted(catalogue.known_patterns(), key=lambda one: (-one.last_seen, one.id))


def mute(pattern: str, because: str) -> KnownPattern:
    """The pattern is intended, as the team says: it is still counted, and told last. An empty `because` takes that back. `pattern` is an id or the
    beginning of one. Raises InputError when it names none or several."""
    return _changed(pattern, lambda catalogue, id: catalogue.mute_pattern(id, because.strip()))


def rename(pattern: str, title: str) -> KnownPattern:
    if not title.strip():
        raise InputError("a pattern needs a title; give a few words")
    return _changed(pattern, lambda catalogue, id: catalogue.rename_pattern(id, title.strip()))


def merge(pattern: str, into: str) -> KnownPattern:
    """What is found as `pattern` from now on counts for `into`, which comes back."""
    with _catalogue() as catalogue:
        one, other = _named(catalogue, pattern), _named(catalogue, into)
        if one.id == other.id:
            raise InputError(f"{pattern} and {into} are one pattern already")
        catalogue.merge_patterns(one.id, other.id)
        return _named(catalogue, other.id)


def _changed(pattern: str, change: Callable[[Catalogue, str], None]) -> KnownPattern:
    with _catalogue() as catalogue:
        id = _named(catalogue, pattern).id
        change(catalogue, id)
        return _named(catalogue, id)


def _named(catalogue: Catalogue, pattern: str) -> KnownPattern:
    found = [one for one in catalogue.known_patterns() if pattern and one.id.startswith(pattern)]
    exact = [one for one in found if one.id == pattern]
    if len(exact or found) != 1:
        told = "no pattern" if not found else f"{len(found)} patterns"
        raise InputError(f"{told} with an id that begins with {pattern!r}; onlooker patterns lists them")
    return (exact or found)[0]


@contextmanager
def _catalogue() -> Iterator[Catalogue]:
    from onlooker.stores.catalogue import open_catalogue  # noqa: PLC0415 - SQL loads only where something is looked up

    catalogue = open_catalogue(config.load().catalogue)
    try:
        yield catalogue
    finally:
        catalogue.close()
