"""The numbers that verdicts and outcomes compare with, in one place, so that they can be measured and searched like the detectors'."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    few_acts: int = 3
    """So few acts after a trouble are the way out, not work that went on."""
    another_errand: int = 8
    """So many acts after a trouble are another errand, whose success counts; a confirmation among fewer belongs to the errand in trouble."""
    slow_ms: int = 5_000
    """A wait that a person notices as such; shorter ones the screen does not tell from ordinary loading."""
    own_lines: int = 4
    """So many lines of its own make a page that says something, however few they are beside the last one's."""
    many_presses: int = 3
    """So many presses without an answer are trouble also where the user went on."""
    shortest_ms: int = 2_000
    """A session shorter than this cannot be judged."""


DEFAULT_LIMITS = Limits()
