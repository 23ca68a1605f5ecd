"""What a pressed control does to itself answers nobody; what it says of its state, and what changes elsewhere, does."""

from __future__ import annotations

import pytest

from tests.domain.dom import add, el, page
from tests.screen.taken import full, meta, mouse, mutated, watched

SHOP = page(el("div", el("button", el("span", "Buy", id=12), id=11), id=10), el("p", "Basket", id=15))
Records = dict[str, list[dict[str, object]]]


@pytest.mark.parametrize(
    ("records", "own"),
    [
        ({"attributes": [{"id": 11, "attributes": {"class": "focus"}}]}, True),
        ({"adds": [add(el("span", id=20), 11)]}, True),
        ({"attributes": [{"id": 11, "attributes": {"aria-pressed": "true"}}]}, False),
        ({"attributes": [{"id": 15, "attributes": {"class": "full"}}]}, False),
        ({"adds": [add(el("span", id=20), 11), add(el("p", "Added"), 15)]}, False),
        ({}, False),
    ],
)
def test_only_what_stays_inside_the_pressed_control_is_its_own(records: Records, own: bool) -> None:
    track = watched(meta(0), full(0, SHOP), mouse(1_000, 11), mutated(1_050, **records), end=9_000)
    assert [mutation.own for mutation in track.mutations] == [own]


def test_what_the_control_made_it_may_take_away_but_not_long_after() -> None:
    made = mutated(1_050, adds=[add(el("span", id=20), 11)])
    taken: dict[str, object] = {"parentId": 11, "id": 20}
    soon = watched(meta(0), full(0, SHOP), mouse(1_000, 11), made, mutated(2_000, removes=[taken]), end=9_000)
    late = watched(meta(0), full(0, SHOP), mouse(1_000, 11), made, mutated(4_500, removes=[taken]), end=9_000)
    assert [mutation.own for mutation in soon.mutations] == [True, True]
    assert [mutation.own for mutation in late.mutations] == [True, False]
