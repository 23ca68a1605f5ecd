"""All detectors, in the order they run. A new one is a file and a line here."""

from __future__ import annotations

from onlooker.detect.abandonment import abandonment
from onlooker.detect.back_and_forth import back_and_forth
from onlooker.detect.blank_screen import blank_screen
from onlooker.detect.case import Case, Rule
from onlooker.detect.dead_click import dead_click
from onlooker.detect.empty_result import empty_result
from onlooker.detect.endless_spinner import endless_spinner
from onlooker.detect.error_click import error_click
from onlooker.detect.error_shown import error_shown
from onlooker.detect.exception import exception
from onlooker.detect.failed_request import failed_request
from onlooker.detect.fell_back import fell_back
from onlooker.detect.hunting import hunting
from onlooker.detect.lost_input import lost_input
from onlooker.detect.not_kept import not_kept
from onlooker.detect.rage_click import rage_click
from onlooker.detect.refused_form import refused_form
from onlooker.detect.repeated_submit import repeated_submit
from onlooker.detect.reverted import reverted
from onlooker.detect.slow_response import slow_response
from onlooker.detect.thrashed_cursor import thrashed_cursor
from onlooker.detect.thresholds import DEFAULT, Preset
from onlooker.detect.unstored import unstored
from onlooker.detect.wandering import wandering
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Timeline

RULES: tuple[Rule, ...] = (
    error_shown,
    failed_request,
    exception,
    blank_screen,
    endless_spinner,
    slow_response,
    refused_form,
    repeated_submit,
    lost_input,
    rage_click,
    dead_click,
    error_click,
    empty_result,
    not_kept,
    reverted,
    fell_back,
    unstored,
    back_and_forth,
    wandering,
    hunting,
    thrashed_cursor,
)
"""Each looks at the timeline alone. `abandonment` comes after them all, because it asks what was left unresolved."""


def detect(timeline: Timeline, preset: Preset = DEFAULT) -> tuple[Hit, ...]:
    """All hits in time order, ties in the order of the rules."""
    if not timeline.entries:
        return ()
    case = Case(timeline, preset.thresholds)
    hits = [hit for rule in RULES for hit in rule(case)]
    hits += abandonment(case, hits)
    return tuple(sorted(hits, key=lambda hit: hit.at_ms))
