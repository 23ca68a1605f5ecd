from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.measured import measured

Facts = dict[str, str | int | float | bool]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"attempts": 3, "failed": 3, "status": 500, "label": "Save", "waiting": 0}, "at “Save”, 3 tries, 3 failed, status 500"),
        ({"text": "Saving failed", "delay_ms": 72, "shown_ms": 8_674}, "“Saving failed”, 72 ms after the act, shown for 8.7 s"),
        ({"url": "https://a.test/api/save?x=1", "status": 503, "resolved_ms": 31_130}, "/api/save?x=1, status 503, went through at 0:31"),
        ({"after_action": True, "strength": 2, "tone": "failure", "stirred": 2, "said_goodbye": True}, ""),
        ({"lines_before": 39, "lines_after": 1}, "39 lines of text before, 1 line after"),
    ],
)
def test_facts_in_words_and_the_rules_own_switches_untold(facts: Facts, told: str) -> None:
    assert measured(facts) == told


NAMES = st.sampled_from(["presses", "url", "lasted_ms", "resolved_ms", "count", "label", "status", "spinner", "anything"])


@given(st.dictionaries(NAMES, st.one_of(st.text(), st.integers(), st.floats(), st.booleans())))
def test_a_report_read_back_may_hold_anything(facts: Facts) -> None:
    assert "\n" not in measured(facts)
