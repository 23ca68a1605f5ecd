"""Money: nothing crosses the cap, nothing is booked twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onlooker.ports import Catalogue
from tests.stores.made import EXPENSE, begun


def test_what_is_set_aside_counts_until_it_is_spent_or_given_back(catalogue: Catalogue) -> None:
    begun(catalogue)
    assert catalogue.set_aside("run-1", "k1", 0.6, 1.0) is None
    assert catalogue.set_aside("run-1", "k2", 0.6, 1.0) == pytest.approx(0.4)
    catalogue.give_back("run-1", "k1")
    assert catalogue.set_aside("run-1", "k2", 0.6, 1.0) is None
    catalogue.spend(replace(EXPENSE, request_key="k2", cost=0.1))
    assert catalogue.set_aside("run-1", "k3", 0.9, 1.0) is None
    assert catalogue.set_aside("run-1", "k4", 0.01, 1.0) == 0.0


def test_a_run_does_not_pay_for_another(catalogue: Catalogue) -> None:
    begun(catalogue)
    begun(catalogue, "run-2")
    assert catalogue.set_aside("run-1", "k", 1.0, 1.0) is None
    assert catalogue.set_aside("run-2", "k", 1.0, 1.0) is None


def test_a_key_of_a_killed_process_is_reserved_anew_not_twice(catalogue: Catalogue) -> None:
    begun(catalogue)
    for usd in (0.7, 0.7, 0.8):
        assert catalogue.set_aside("run-1", "k", usd, 1.0) is None
    assert catalogue.set_aside("run-1", "other", 0.3, 1.0) == pytest.approx(0.2)


def test_ten_dimes_are_a_dollar(catalogue: Catalogue) -> None:
    begun(catalogue)
    for number in range(10):
        assert catalogue.set_aside("run-1", f"k{number}", 0.1, 1.0) is None
        catalogue.spend(replace(EXPENSE, request_key=f"k{number}", cost=0.1))
    assert catalogue.set_aside("run-1", "one more", 0.0001, 1.0) == pytest.approx(0.0)


def test_a_call_is_booked_once(catalogue: Catalogue) -> None:
    begun(catalogue)
    full = replace(EXPENSE, session_id="s", finding_ids=("f1", "f2"))
    catalogue.spend(full)
    catalogue.spend(replace(full, cost=99.0))
    catalogue.spend(replace(full, cost=0.0, saved=True))
    assert catalogue.expenses("run-1") == (full,)


def test_a_paid_call_replaces_the_same_from_the_cache(catalogue: Catalogue) -> None:
    begun(catalogue)
    catalogue.spend(replace(EXPENSE, cost=0.0, saved=True))
    catalogue.spend(EXPENSE)
    assert catalogue.expenses("run-1") == (EXPENSE,)


def test_what_came_from_the_cache_costs_nothing_of_the_cap(catalogue: Catalogue) -> None:
    begun(catalogue)
    catalogue.spend(replace(EXPENSE, cost=5.0, saved=True))
    assert catalogue.set_aside("run-1", "k2", 1.0, 1.0) is None


def test_without_a_known_price_it_stays_set_aside(catalogue: Catalogue) -> None:
    begun(catalogue)
    assert catalogue.set_aside("run-1", "k1", 0.6, 1.0) is None
    catalogue.spend(replace(EXPENSE, request_key="k1", cost=None))
    assert catalogue.set_aside("run-1", "k2", 0.6, 1.0) == pytest.approx(0.4)


def test_expenses_are_told_in_the_order_of_their_answers(catalogue: Catalogue) -> None:
    begun(catalogue)
    for key, at in (("a", 3), ("b", 1), ("c", 2)):
        catalogue.spend(replace(EXPENSE, request_key=key, at=at))
    assert [one.request_key for one in catalogue.expenses("run-1")] == ["b", "c", "a"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cap=st.floats(0.01, 2),
    calls=st.lists(st.tuples(st.sampled_from("abcde"), st.floats(0, 0.9), st.sampled_from(["aside", "spend", "back"])), max_size=25),
)
def test_in_any_order_the_cap_holds(catalogue: Catalogue, cap: float, calls: list[tuple[str, float, str]]) -> None:
    """As long as a call costs at most what was set aside for it."""
    run_id = f"run-{len(catalogue.runs(limit=10_000))}"
    begun(catalogue, run_id)
    aside: dict[str, float] = {}
    spent: dict[str, float] = {}
    for key, usd, act in calls:
        if act == "aside":
            left = catalogue.set_aside(run_id, key, usd, cap)
            room = cap - sum(spent.values()) - sum(other for name, other in aside.items() if name != key)
            if left is None:
                aside[key] = usd
            else:
                assert left == pytest.approx(max(room, 0), abs=1e-6)
            assert (left is None) == (usd <= room + 1e-9) or usd == pytest.approx(room)
        elif act == "spend" and key in aside:
            spent.setdefault(key, aside.pop(key) * 0.9)
            catalogue.spend(replace(EXPENSE, run_id=run_id, request_key=key, cost=spent[key]))
        elif act == "back":
            aside.pop(key, None)
            catalogue.give_back(run_id, key)
        assert sum(spent.values()) + sum(aside.values()) <= cap + 1e-6
    assert {one.request_key: one.cost for one in catalogue.expenses(run_id)} == spent
