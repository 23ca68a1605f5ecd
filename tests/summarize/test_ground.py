from __future__ import annotations

import pytest

from onlooker.domain.evidence import ScreenText
from onlooker.domain.timebase import Span
from onlooker.summarize.ground import Grounds, claimed

from .made import REFUSED, SHOP, finding

ENTRIES = {entry.id: entry for entry in SHOP.entries}


@pytest.mark.parametrize(
    ("description", "claims"),
    [
        ('Pressed "Place order" and saw “No payment …”', ("Place order", "No payment")),
        ("The user's basket wasn't 'Wool throw'", ("Wool throw",)),
        ("The request answered HTTP 500, a 404 page came", ("500", "404")),
        ("Paid 450 for item 500", ()),
        ('Typed "***" and "…"', ()),
        ("Nothing to look up", ()),
    ],
)
def test_quotes_and_status_codes_can_be_looked_up(description: str, claims: tuple[str, ...]) -> None:
    assert claimed(description) == claims


@pytest.mark.parametrize(
    ("description", "missing"),
    [
        ('Pressed "Place order"', ()),
        ('pressed "place  ORDER"', ()),
        ('the "order place" button', ()),
        ('The page "Checkout" said "No payment … occurred"', ()),
        ("The server answered 500", ()),
        ("The server answered 503", ("503",)),
        ('The page said "Thank you for your order"', ("Thank you for your order",)),
        ('Opened "All products"', ("All products",)),
        ('It said "throw the order payment button"', ("throw the order payment button",)),
    ],
)
def test_a_quote_must_stand_near_what_is_cited(description: str, missing: tuple[str, ...]) -> None:
    assert Grounds(SHOP, ()).unsupported(description, [ENTRIES["id11"]]) == missing


def test_the_screen_text_of_a_finding_supports_what_happens_with_it() -> None:
    seen = finding("id11", start_ms=30_000, end_ms=31_000, screen=ScreenText(appeared=("Your card was declined",)))
    assert Grounds(SHOP, [seen]).unsupported('It said "card was declined"', [ENTRIES["id11"]]) == ()
    assert Grounds(SHOP, [REFUSED]).unsupported('It said "card was declined"', [ENTRIES["id11"]]) == ("card was declined",)


def test_a_stretch_supports_what_happens_in_it() -> None:
    grounds = Grounds(SHOP, ())
    assert grounds.unsupported_within('Put the "Wool throw" away', Span(start_ms=0, end_ms=9_000)) == ()
    assert grounds.unsupported_within('Pressed "Place order"', Span(start_ms=0, end_ms=9_000)) == ("Place order",)


def test_what_cites_nothing_is_not_checked() -> None:
    assert Grounds(SHOP, ()).unsupported('Said "abracadabra"', []) == ()
