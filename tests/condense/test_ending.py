from __future__ import annotations

from onlooker.condense import condense
from onlooker.domain.screen import Role, Screen, ScreenLine
from onlooker.domain.timeline import PageShown
from tests.condense.made import HERE, change, timeline

ARRIVED = (0, PageShown(url=HERE + "/cart", title="Cart"))


def last(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(",,last screen"))


def test_without_a_screen_it_is_put_together_from_the_changes() -> None:
    made = timeline(
        ARRIVED, (100, change("Menu", (Role.HEADING, "Your cart"), "1 lamp", navigation=True)), (5000, change("Cart is empty", gone=["1 lamp"]))
    )
    assert last(condense(made).text) == ",,last screen,/cart,Cart,Menu,heading:Your cart,Cart is empty"


def test_a_whole_screen_tells_fields_and_what_cannot_be_pressed() -> None:
    screen = Screen(
        at_ms=9000,
        window=0,
        url=HERE + "/cart",
        title="Cart",
        lines=(ScreenLine(text="Card refused", role=Role.ALERT), ScreenLine(text="1 lamp")),
        fields=(("Card", "***"), ("Gift", "unchecked"), ("Note", "")),
        disabled=("Pay",),
    )
    assert (
        last(condense(timeline(ARRIVED), screens=[screen]).text) == ",,last screen,/cart,Cart,alert:Card refused,1 lamp,field:Card: ***,disabled:Pay"
    )


def test_a_blank_screen_is_said() -> None:
    blank = Screen(at_ms=9000, window=0, url=HERE + "/cart", title="Cart", lines=())
    assert last(condense(timeline(ARRIVED), screens=[blank]).text) == ",,last screen,/cart,Cart,blank screen"


def test_of_many_texts_those_that_came_last_are_told() -> None:
    rows = [f"row {number}" for number in range(30)]
    made = timeline(ARRIVED, (100, change(*rows, navigation=True)), (9000, change("Row 31 added")))
    told = last(condense(made).text)
    assert told.endswith("Row 31 added")
    assert told.count("row ") == 7
