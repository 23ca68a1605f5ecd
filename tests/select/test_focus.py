"""A question in plain words, and which sessions it is about."""

from __future__ import annotations

import pytest

from onlooker.domain.selection import Glimpse, Reason, Selection, Strategy
from onlooker.select import choose
from onlooker.select.focus import words

from .made import HOME, seen

PAYING = seen("paying", pages=(f"{HOME}checkout/payment-details/",), events={"$pageview": 4, "payment_failed": 1})
ORDERING = seen("ordering", pages=(f"{HOME}checkout/preview/",), said=("Place order",))
LOOKING = seen("looking", pages=(f"{HOME}catalogue/",), said=("Garden",))
ALL = (LOOKING, ORDERING, PAYING)


def kept(focus: str, glimpses: tuple[Glimpse, ...] = ALL) -> list[str]:
    return [one.place for one in choose(glimpses, Selection(focus=focus)).kept]


@pytest.mark.parametrize(
    ("focus", "expected"),
    [
        ("what goes wrong at checkout?", ["ordering", "paying"]),
        ("Why do users not pay?", ["paying"]),
        ("payments", ["paying"]),
        ("do people find the Garden?", ["looking"]),
        ("problems when placing orders", ["ordering"]),
        ("checkout and payment", ["paying", "ordering"]),
        ("check", ["ordering", "paying"]),
    ],
)
def test_what_a_question_names_is_kept_and_what_it_names_most_of_comes_first(focus: str, expected: list[str]) -> None:
    assert kept(focus) == expected


@pytest.mark.parametrize("focus", ["refunds", "what goes wrong?", "why do users struggle", "¿?", "結帳 出了什麼問題"])
def test_a_question_that_names_nothing_leaves_nobody_out_and_says_so(focus: str) -> None:
    chosen = choose(ALL, Selection(focus=focus))
    assert list(chosen.kept) == list(ALL)
    assert len(chosen.notes) == 1 and "left nobody out" in chosen.notes[0]


def test_what_was_named_and_what_was_not_is_told() -> None:
    chosen = choose(ALL, Selection(focus="refunds at checkout"))
    assert [(one.glimpse.place, one.reason) for one in chosen.skipped] == [("looking", Reason.FOCUS)]
    assert chosen.notes == ("The focus kept 2 of 3 sessions: those that name “checkout”. None names “refunds”.",)


def test_hosts_and_library_events_name_nothing() -> None:
    assert kept("shop test pageview") == ["looking", "ordering", "paying"]


def test_with_friction_the_question_goes_first() -> None:
    rough = seen("rough", pages=(f"{HOME}checkout/",), score=40)
    chosen = choose((rough, *ALL), Selection(focus="checkout payment", strategy=Strategy.FRICTION))
    assert [one.place for one in chosen.kept] == ["paying", "rough", "ordering"]


def test_words_of_a_question() -> None:
    assert list(words("What goes wrong when users are paying for their orders? Orders!").values()) == ["paying", "orders"]
