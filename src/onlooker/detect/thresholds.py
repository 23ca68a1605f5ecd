"""The numbers the detectors compare with, and the presets that give each vendor's.

Vendors' numbers are those of their public source in summer 2026 (PostHog, Sentry, Datadog, Amplitude, Mixpanel, OpenReplay); where a vendor
publishes none, ours stands. Ours: PostHog's clicks, Sentry's slow click, Amplitude's error click, Conviva's page loop, and our own for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Times in ms, distances in CSS pixels. A zero switches the comparison off."""

    rage_clicks: int = 3
    rage_gap_ms: int = 1_000
    """Longest pause between two presses of one burst."""
    rage_window_ms: int = 0
    """Longest burst, first press to last."""
    rage_radius_px: int = 30
    rage_box: bool = False
    """The radius bounds the whole burst (Amplitude) and not each step."""
    rage_same_target: bool = False
    rage_spares_steppers: bool = False
    """Plus, minus, next and previous are left out by name. We rather look whether each press got its answer."""
    rage_spares_answered: bool = True
    repeat_presses: int = 3
    """Presses of one element, at any pace, that nothing answered."""
    repeat_window_ms: int = 60_000

    dead_ms: int = 2_500
    scroll_answer_ms: int = 100
    selection_answer_ms: int = 100
    focus_answer_ms: int = 1_000
    """A switch of window or a resize this soon after a press answers it."""
    dead_links: bool = False
    """Links count too (Sentry). They open tabs, start downloads and mail programs, none of which the page shows."""

    error_click_ms: int = 2_000
    slow_ms: int = 3_000
    slow_until_ms: int = 30_000
    """A change later than this is no longer taken for the answer."""
    endless_ms: int = 8_000
    message_ms: int = 10_000
    """How long after an action a message is taken for its answer."""
    failed_visible_ms: int = 3_000
    heal_ms: int = 5_000
    """A failed request repeated with success this soon healed itself."""
    exception_visible_ms: int = 3_000
    blank_ms: int = 2_000

    attempts: int = 2
    """Attempts of one action that did not go through."""
    retry_ms: int = 180_000
    """Longest pause between two attempts of one action."""

    loop_visits: int = 3
    loop_ms: int = 15_000
    quick_back_ms: int = 10_000
    quick_backs: int = 2
    wander_pages: int = 6
    wander_dwell_ms: int = 12_000
    wander_returns: int = 2

    thrash_turns: int = 10
    thrash_ms: int = 2_000
    thrash_acceleration: float = 0.0
    """Least change of speed, px/ms²."""

    abandon_ms: int = 30_000
    """Leaving this soon after an unresolved problem. Vendors and the literature say 5 s; people read, wait and look around first."""
    half_filled_fields: int = 2
    half_filled_chars: int = 20
    look_ms: int = 5_000
    """So long on the page that was opened after something was said to be done is looking there, not passing through."""
    look_acts: int = 3
    """And so few acts there: looked, and left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A named set of thresholds."""

    name: str
    thresholds: Thresholds


_OURS = Thresholds()

DEFAULT = Preset(name="default", thresholds=_OURS)
POSTHOG = Preset(name="posthog", thresholds=replace(_OURS, rage_spares_steppers=True, rage_spares_answered=False, repeat_presses=0))
SENTRY = Preset(
    name="sentry",
    thresholds=replace(
        _OURS,
        rage_clicks=5,
        rage_gap_ms=0,
        rage_window_ms=7_000,
        rage_radius_px=0,
        rage_same_target=True,
        repeat_presses=0,
        dead_ms=7_000,
        scroll_answer_ms=300,
        dead_links=True,
        slow_ms=3_000,
        slow_until_ms=7_000,
    ),
)
DATADOG = Preset(
    name="datadog",
    thresholds=replace(
        _OURS,
        rage_gap_ms=0,
        rage_window_ms=1_000,
        rage_radius_px=100,
        rage_same_target=True,
        rage_spares_answered=False,
        repeat_presses=0,
        dead_ms=100,
        error_click_ms=10_000,
    ),
)
AMPLITUDE = Preset(
    name="amplitude",
    thresholds=replace(
        _OURS,
        rage_clicks=4,
        rage_gap_ms=0,
        rage_window_ms=1_000,
        rage_radius_px=50,
        rage_box=True,
        rage_spares_answered=False,
        repeat_presses=0,
        dead_ms=3_000,
        error_click_ms=2_000,
        thrash_turns=20,
        thrash_ms=2_000,
    ),
)
MIXPANEL = Preset(
    name="mixpanel",
    thresholds=replace(_OURS, rage_clicks=4, rage_gap_ms=1_000, rage_radius_px=30, rage_spares_answered=False, repeat_presses=0, dead_ms=500),
)
OPENREPLAY = Preset(
    name="openreplay",
    thresholds=replace(
        _OURS,
        rage_gap_ms=300,
        rage_radius_px=0,
        rage_same_target=True,
        rage_spares_answered=False,
        repeat_presses=0,
        dead_ms=1_234,
        thrash_turns=5,
        thrash_ms=225,
        thrash_acceleration=0.008,
    ),
)

PRESETS: Mapping[str, Preset] = MappingProxyType(
    {preset.name: preset for preset in (DEFAULT, POSTHOG, SENTRY, DATADOG, AMPLITUDE, MIXPANEL, OPENREPLAY)}
)
