"""Troubles of several sessions that are one problem, before it is measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onlooker.domain.pattern import Examined, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Suffered:
    """A trouble and whose it is."""

    session_id: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Words that are empty are computed from the troubles when the group is measured; a model may have given some. `cause`, `unsure` and `relation`
    as in `Pattern`."""

    suffered: tuple[Suffered, ...]
    title: str = ""
    description: str = ""
    cause: str = ""
    unsure: str = ""
    relation: str = ""

    @property
    def sessions(self) -> frozenset[str]:
        return frozenset(one.session_id for one in self.suffered)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        return tuple(one.trouble for one in self.suffered)


def distinct(examined: Iterable[Examined]) -> tuple[Examined, ...]:
    """Each session once, by id; in time order, whatever order they came in."""
    kept = {one.session_id: one for one in sorted(examined, key=repr)}
    return tuple(sorted(kept.values(), key=lambda one: (one.started_at, one.session_id)))
