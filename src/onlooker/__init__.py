"""Onlooker watches user sessions so that nobody else has to.

    import onlooker

    run = onlooker.watch("recordings/")
    for session in run.sessions:
        print(session.outcome.description, [finding.title for finding in session.findings if finding.reported])

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onlooker.app import dry_run, load, render, watch, write
    from onlooker.domain.estimate import Estimate
    from onlooker.domain.evidence import Status
    from onlooker.domain.finding import Finding, FindingKind
    from onlooker.domain.report import RunReport, SessionReport
    from onlooker.domain.run import Progress
    from onlooker.errors import InputError, OnlookerError

__version__ = "0.1.0"

_HOMES = {
    **dict.fromkeys(("dry_run", "load", "render", "watch", "write"), "onlooker.app"),
    "Estimate": "onlooker.domain.estimate",
    "Status": "onlooker.domain.evidence",
    **dict.fromkeys(("Finding", "FindingKind"), "onlooker.domain.finding"),
    **dict.fromkeys(("RunReport", "SessionReport"), "onlooker.domain.report"),
    "Progress": "onlooker.domain.run",
    **dict.fromkeys(("InputError", "OnlookerError"), "onlooker.errors"),
}

__all__ = [
    "Estimate",
    "Finding",
    "FindingKind",
    "InputError",
    "OnlookerError",
    "Progress",
    "RunReport",
    "SessionReport",
    "Status",
    "dry_run",
    "load",
    "render",
    "watch",
    "write",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"onlooker has no {name!r}; its names are {', '.join(__all__)}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
