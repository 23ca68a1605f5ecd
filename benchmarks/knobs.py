"""The numbers that the search may turn, each with the span it may take: from what vendors and the literature use, or from what could at all be
meant, and not from what is shipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

import msgspec
from judging import SHIPPED, Numbers

from onlooker import detect, verify

STEPS = 5
"""Values tried of each number, from its least to its most in even ratios."""

Values = Mapping[str, int]
"""Knob -> value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """One number. `limits`: it is one of the verdicts' and not of the detectors'."""

    name: str
    least: int
    most: int
    limits: bool = False

    @property
    def key(self) -> str:
        return f"verify.{self.name}" if self.limits else self.name

    @property
    def steps(self) -> tuple[int, ...]:
        ratio = (self.most / self.least) ** (1 / (STEPS - 1))
        return tuple(sorted({_round(self.least * ratio**step) for step in range(STEPS)}))

    @property
    def shipped(self) -> int:
        value: int = getattr(SHIPPED.limits if self.limits else SHIPPED.thresholds, self.name)
        return value


def _round(value: float) -> int:
    """To two digits that count."""
    whole = round(value)
    digits: int = 10 ** max(0, len(str(whole)) - 2)
    return round(whole / digits) * digits


KNOBS: Mapping[str, Knob] = MappingProxyType(
    {
        knob.key: knob
        for knob in (
            Knob(name="rage_clicks", least=3, most=6),
            Knob(name="rage_gap_ms", least=300, most=3_000),
            Knob(name="rage_radius_px", least=10, most=100),
            Knob(name="repeat_presses", least=2, most=7),
            Knob(name="repeat_window_ms", least=10_000, most=300_000),
            Knob(name="dead_ms", least=500, most=7_000),
            Knob(name="scroll_answer_ms", least=50, most=500),
            Knob(name="selection_answer_ms", least=50, most=500),
            Knob(name="focus_answer_ms", least=100, most=3_000),
            Knob(name="error_click_ms", least=500, most=10_000),
            Knob(name="slow_ms", least=1_000, most=10_000),
            Knob(name="slow_until_ms", least=7_000, most=90_000),
            Knob(name="endless_ms", least=3_000, most=40_000),
            Knob(name="message_ms", least=2_000, most=40_000),
            Knob(name="failed_visible_ms", least=500, most=10_000),
            Knob(name="heal_ms", least=1_000, most=30_000),
            Knob(name="exception_visible_ms", least=500, most=10_000),
            Knob(name="blank_ms", least=500, most=10_000),
            Knob(name="attempts", least=2, most=5),
            Knob(name="retry_ms", least=20_000, most=600_000),
            Knob(name="loop_visits", least=2, most=6),
            Knob(name="loop_ms", least=5_000, most=90_000),
            Knob(name="quick_back_ms", least=2_000, most=30_000),
            Knob(name="quick_backs", least=1, most=5),
            Knob(name="wander_pages", least=3, most=12),
            Knob(name="wander_dwell_ms", least=3_000, most=60_000),
            Knob(name="wander_returns", least=1, most=5),
            Knob(name="thrash_turns", least=5, most=20),
            Knob(name="thrash_ms", least=250, most=5_000),
            Knob(name="abandon_ms", least=5_000, most=120_000),
            Knob(name="half_filled_fields", least=1, most=5),
            Knob(name="half_filled_chars", least=5, most=100),
            Knob(name="few_acts", least=1, most=12, limits=True),
            Knob(name="another_errand", least=2, most=30, limits=True),
            Knob(name="slow_ms", least=1_500, most=20_000, limits=True),
            Knob(name="own_lines", least=1, most=20, limits=True),
            Knob(name="many_presses", least=2, most=7, limits=True),
            Knob(name="shortest_ms", least=500, most=10_000, limits=True),
        )
    }
)


def numbers(values: Values) -> Numbers:
    """The shipped numbers with these in their place."""
    detectors = {KNOBS[key].name: value for key, value in values.items() if not KNOBS[key].limits}
    verdicts = {KNOBS[key].name: value for key, value in values.items() if KNOBS[key].limits}
    return Numbers(
        thresholds=msgspec.convert(asdict(SHIPPED.thresholds) | detectors, detect.Thresholds),
        limits=msgspec.convert(asdict(SHIPPED.limits) | verdicts, verify.Limits),
    )
