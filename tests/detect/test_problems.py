"""Which hits are put together, beside what a flood of them costs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.detect.problems import problems
from onlooker.domain.evidence import Hit


def _hit(place: int, rule: str, at_ms: int, lasts: int, after_action: bool) -> Hit:
    return Hit(rule=rule, at_ms=at_ms, end_ms=at_ms + lasts, entries=(f"e{place}",), facts={"after_action": after_action})


hits = st.lists(
    st.tuples(
        st.sampled_from(["error_shown", "failed_request", "lost_input", "dead_click"]), st.integers(0, 40_000), st.integers(0, 9_000), st.booleans()
    ),
    max_size=12,
).map(lambda rows: [_hit(place, *row) for place, row in enumerate(sorted(rows, key=lambda row: row[1]))])


@given(hits)
def test_what_no_act_explains_is_put_with_the_first_trouble_beside_it(found: list[Hit]) -> None:
    together = {hit.entries[0]: number for number, problem in enumerate(problems(found, retry_ms=0)) for hit in problem.hits}
    for hit in found:
        if hit.rule == "dead_click" or (hit.facts["after_action"] and hit.rule != "lost_input"):
            continue
        near = [other for other in found if other is not hit and other.at_ms - 3_000 <= hit.end_ms and hit.at_ms <= other.end_ms + 3_000]
        if near:
            assert together[near[0].entries[0]] == together[hit.entries[0]]


def test_a_day_of_failing_calls_is_put_together_in_linear_time() -> None:
    flood = [_hit(place, "failed_request", 10_000 * place, 10, False) for place in range(20_000)]
    assert len(problems(flood, retry_ms=180_000)) == 20_000


def _wait(rule: str, at_ms: int, label: str, page: str) -> Hit:
    return Hit(rule=rule, at_ms=at_ms, end_ms=at_ms + 20_000, entries=(f"{rule}{at_ms}",), facts={"label": label, "page": page})


@pytest.mark.parametrize(("label", "count"), [("Metrics", 1), ("Logs", 2)])
def test_a_control_waited_for_in_vain_on_the_page_it_opened_is_one_trouble(label: str, count: int) -> None:
    waits = [
        _wait("slow_response", 1_000, "Metrics", "https://app.test/runs"),
        _wait("endless_spinner", 30_000, label, "https://app.test/runs/7/metrics"),
    ]
    assert len(problems(waits, retry_ms=180_000)) == count
    assert len(problems(waits, retry_ms=5_000)) == 2
