"""One filter at a time: what passes, and what is said of what does not."""

from __future__ import annotations

import pytest

from onlooker.domain.selection import Glimpse, Reason, Selection, Trait
from onlooker.select import choose

from .made import BASKET, HOME, START, seen

MIN = 60_000


def reason(glimpse: Glimpse, selection: Selection) -> Reason | None:
    chosen = choose([glimpse], selection)
    return chosen.skipped[0].reason if chosen.skipped else None


ONE = seen(
    "one", release="4.2", pages=(HOME, f"{BASKET}?step=2", "https://shop.test/app#/orders/7?tab=a"), events={"$pageview": 3, "order_placed": 1}
)
MAIL = seen("mail", user="7", known_as=("7", "Ann@Mail.Shop.test"))


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(since=START, until=START + 1),
        Selection(users=("bob", "ANN")),
        Selection(users=("a*",)),
        Selection(releases=("4.*",)),
        Selection(releases=("4.2",)),
        Selection(events=("order_*",)),
        Selection(events=("$pageview", "no_such")),
        Selection(min_duration_ms=MIN, max_duration_ms=MIN),
        Selection(min_active_ms=40_000),
        *(
            Selection(pages=(page,))
            for page in (
                "basket",
                "BASKET",
                "shop.test",
                "step=2",
                "/",
                "/basket/",
                "/basket",
                "/basket*",
                "/*",
                "/basket/?step=2",
                "/orders/*",
                "/orders/7",
                "/app#/orders*",
                "https://shop.test/basket/",
                "https://*/basket/*",
                "*ask*",
            )
        ),
    ],
)
def test_what_passes(selection: Selection) -> None:
    assert reason(ONE, selection) is None


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(since=START + 1), Reason.TIME),
        (Selection(until=START), Reason.TIME),
        (Selection(users=("bob",)), Reason.USER),
        (Selection(users=("an",)), Reason.USER),
        (Selection(releases=("4",)), Reason.RELEASE),
        (Selection(releases=("4.2.*",)), Reason.RELEASE),
        (Selection(events=("order",)), Reason.EVENT),
        (Selection(min_duration_ms=MIN + 1), Reason.DURATION),
        (Selection(max_duration_ms=MIN - 1), Reason.DURATION),
        (Selection(min_active_ms=40_001), Reason.ACTIVITY),
        *((Selection(pages=(page,)), Reason.PAGE) for page in ("checkout", "/ask", "/basket/x", "/orders", "https://shop.test/basket/x", "/bask.t/")),
    ],
)
def test_what_does_not(selection: Selection, expected: Reason) -> None:
    assert reason(ONE, selection) is expected


def test_all_filters_must_hold() -> None:
    assert reason(ONE, Selection(users=("ann",), releases=("4.2",), pages=("basket",))) is None
    assert reason(ONE, Selection(users=("ann",), releases=("4.3",), pages=("basket",))) is Reason.RELEASE


@pytest.mark.parametrize(
    ("trait", "expected", "kept_by"),
    [
        (Trait.BOT, Reason.BOT, Selection(keep_bots=True)),
        (Trait.INTERNAL, Reason.INTERNAL, Selection(keep_internal=True)),
        (Trait.SHORT, Reason.SHORT, Selection(keep_short=True)),
        (Trait.EMPTY, Reason.EMPTY, None),
    ],
)
def test_who_is_set_apart_is_left_out_unless_asked_for(trait: Trait, expected: Reason, kept_by: Selection | None) -> None:
    one = seen("one", traits={trait: "it says so"})
    chosen = choose([one], Selection())
    assert [(skipped.reason, skipped.why) for skipped in chosen.skipped] == [(expected, "it says so")]
    if kept_by is not None:
        assert reason(one, kept_by) is None


def test_an_automated_session_is_kept_and_told() -> None:
    one = seen("one", traits={Trait.AUTOMATED: "webdriver is set"})
    kept = choose([one, seen("two")], Selection())
    assert len(kept.kept) == 2
    assert kept.notes == ("In 1 of the 2 sessions kept a program drove the browser (webdriver is set), though as a person would.",)
    assert reason(one, Selection(skip_automated=True)) is Reason.AUTOMATED


@pytest.mark.parametrize(
    ("selection", "own"),
    [
        (Selection(internal_users=("7",)), True),
        (Selection(internal_users=("ann@mail.shop.test",)), True),
        (Selection(internal_domains=("mail.shop.test",)), True),
        (Selection(internal_domains=("shop.test",)), True),
        (Selection(internal_domains=("@Shop.test",)), True),
        (Selection(internal_domains=("op.test",)), False),
        (Selection(internal_domains=("test.example",)), False),
        (Selection(internal_users=("8",)), False),
        (Selection(internal_domains=("shop.test",), keep_internal=True), False),
    ],
)
def test_the_teams_own_by_id_and_by_address(selection: Selection, own: bool) -> None:
    assert reason(MAIL, selection) is (Reason.INTERNAL if own else None)


def test_the_reasons_are_counted_in_their_order() -> None:
    some = [seen("a", traits={Trait.SHORT: "s"}), seen("b"), seen("c", traits={Trait.BOT: "b"}), seen("d", traits={Trait.SHORT: "s"})]
    assert list(choose(some, Selection()).reasons.items()) == [(Reason.SHORT, 2), (Reason.BOT, 1)]
