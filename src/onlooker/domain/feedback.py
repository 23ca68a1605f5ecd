"""What a person says of what was told them: right or wrong, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class About(StrEnum):
    FINDING = "finding"
    SUMMARY = "summary"
    """Goal, segments and outcome of a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One person's word on one finding or summary; said again, it replaces what the same person said before. `run_id` and `place` are where it was
    read; `success`, of a summary that is wrong, is the outcome as it was; `at` UTC ms."""

    id: str
    session_id: str
    about: About
    right: bool
    finding_id: str = ""
    why: str = ""
    by: str = ""
    at: int = 0
    run_id: str = ""
    place: str = ""
    success: bool | None = None
