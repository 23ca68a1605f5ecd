"""The requests that a session would take."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.model import ModelRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """The first of `summaries` is the very request that will be made; those of further parts lack what was said of the parts before. `looks` are the
    requests but for what only a rendered clip tells. `frames` are those of all `clips`."""

    summaries: tuple[ModelRequest, ...] = ()
    looks: tuple[ModelRequest, ...] = ()
    clips: int = 0
    frames: int = 0
