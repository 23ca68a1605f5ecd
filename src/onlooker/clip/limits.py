"""The numbers that choosing and planning compare with, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.clip import STEP_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLimits:
    """Times in session ms."""

    session_findings: int = 5
    """Findings of one session that are looked at, so also the most clips it can have: one clip each at worst. Sessions that people labelled hold two
    findings at most; more is a flood of one cause."""
    run_findings: int = 500
    """Of one run. At 150 clips a minute that is a few minutes of rendering, and at about 6,000 tokens a clip three million to pay for."""

    lead_ms: int = 7_000
    """From the start of a clip to the moment. With `after_ms` a clip is 12 s, what people who judge replays by eye ask for."""
    after_ms: int = 5_000
    """From the moment to the end."""
    longest_lead_ms: int = 20_000
    """How far back the act that led to the moment may pull the start. People wait about ten seconds before they look elsewhere."""
    act_ms: int = 10_000
    """An act as long before the moment may have led to it, the time a message is taken for an answer by the detectors too."""
    settle_ms: int = 3_000
    """From the last of the trouble to the end, as long as the screen text looks for its effect."""
    onward_ms: int = 2_000
    """What is shown of where the user went on, or of the try that went through."""
    longest_ms: int = 120_000
    """From start to end, idle time included. What comes later is another errand, and a renderer has to live through it."""
    aftermath_ms: int = 2_000
    """Once the trouble is over, only what is so close to an act or a change of the screen is filmed: a pointer wandering about is no outcome."""
    near_ms: int = 2_000
    """Clips of one window so close are one clip."""

    frames: int = 24
    """Of one clip: three seconds of video, and about the tokens a model spends on 12 s at full rate. The default clip has 13."""
    idle_ms: int = 5_000
    """Longer without anything to see is idle. Players skip from ten on, but they show time passing; here the footer tells it."""
    idle_shown_ms: int = 2_000
    """How much of an idle stretch is shown before the cut: that a press got no answer takes two frames to see."""
    resume_ms: int = STEP_MS
    """And before something happens again."""
    replay_ms: int = 30_000
    """A jump longer than this begins a new shot: setting up a page anew costs less than playing through what nobody sees."""


DEFAULT = LookLimits()
