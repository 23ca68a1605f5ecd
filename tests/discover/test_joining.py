"""What is one problem and what stays two: an example for each rule of docs/patterns.md."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onlooker.domain.evidence import Status
from onlooker.domain.pattern import Examined
from tests.discover.made import SHOP, blank, closed, dead, failed, finding, found, hit, refuses, says, session, spins, thrown, wanderer

SAVE = f"{SHOP}/api/save"
TYPE_ERROR = thrown("TypeError", "Cannot read properties of undefined (reading 'find')", f"{SHOP}/static/basket.js:1:20")

ONE = {
    "the same words but for a reference number": (
        session("a", says(f"{SHOP}/pay", "Pay", "Payment failed (reference PX-100).")),
        session("b", says(f"{SHOP}/pay", "Pay", "Payment failed (reference PX-77341).")),
    ),
    "the same words but for what somebody had typed": (
        session("a", refuses(f"{SHOP}/address", "Continue", "Postcode: 'EX1 1HS' is no postcode here")),
        session("b", refuses(f"{SHOP}/address", "Continue", "Postcode: 'LS1 4DY' is no postcode here")),
    ),
    "the same words but for the thing that was looked at": (
        session("a", says(f"{SHOP}/item/wool-throw_12", "Add", "Could not add Wool throw to your basket.")),
        session("b", says(f"{SHOP}/item/oak-planter_5", "Add", "Could not add Oak planter to your basket.")),
    ),
    "the same button dead on pages of two things": (
        session("a", dead(f"{SHOP}/item/wool-throw_12", "Add to basket")),
        session("b", dead(f"{SHOP}/item/oak-planter_5", "Add to basket", presses=12)),
    ),
    "a rage click here, an attempt repeated there": (
        session("a", dead(f"{SHOP}/profile", "Save")),
        session("b", [hit("repeated_submit", page=f"{SHOP}/profile", label="Save", attempts=3)]),
    ),
    "one call that breaks down, in two wordings": (
        session("a", says(f"{SHOP}/notes", "Save", "Your note was not stored.", failed(SAVE, 500))),
        session("b", says(f"{SHOP}/notes", "Save", "We are having trouble, come back tomorrow.", failed(SAVE, 500))),
    ),
    "one call that breaks down, from two pages": (
        session("a", says(f"{SHOP}/notes", "Save", "Not stored.", failed(SAVE, 503))),
        session("b", says(f"{SHOP}/diary", "Save", "Not stored.", failed(SAVE, 502, method="POST"))),
    ),
    "one call that breaks down, said on the screen or not": (
        session("a", says(f"{SHOP}/notes", "Save", "Not stored.", failed(SAVE, 500))),
        session("b", dead(f"{SHOP}/notes", "Save", failed(SAVE, 500))),
    ),
    "one exception in the words of two browsers": (
        session("a", dead(f"{SHOP}/cart", "Pay", thrown("TypeError", "Cannot read properties of undefined (reading 'id')", f"{SHOP}/s/cart.js:3:1"))),
        session("b", blank(f"{SHOP}/cart", "Pay", thrown("TypeError", "cart.item is undefined", f"{SHOP}/s/cart.js:3:9"))),
    ),
    "an exception out of a file that is built anew": (
        session("a", dead(f"{SHOP}/cart", "Pay", thrown("RangeError", "Invalid array length", f"{SHOP}/s/cart-BX7f3k2a.js"))),
        session("b", says(f"{SHOP}/cart", "Pay", "Not paid.", thrown("RangeError", "Invalid array length", f"{SHOP}/s/cart-Qp93kd8z.js"))),
    ),
    "one form refused, sent with two of its buttons": (
        session("a", refuses(f"{SHOP}/guest/12/change", "Save", "Name: Something went wrong.")),
        session("b", refuses(f"{SHOP}/guest/7/change", "Save and add another", "Name: Something went wrong.")),
    ),
    "one message that says what did not work, after two acts": (
        session("a", says(f"{SHOP}/notes", "Save", "The archive is locked by another program.")),
        session("b", says(f"{SHOP}/notes", "Close", "The archive is locked by another program.")),
    ),
    "one message that any failure may have, after two ways to do one thing": (
        session("a", says(f"{SHOP}/notes", "Save", "Something went wrong.")),
        session("b", says(f"{SHOP}/notes", "Save and close", "Something went wrong.")),
    ),
    "one control dead on pages of one kind": (
        session("a", dead(f"{SHOP}/loan/12/change", "Print", element="a#print")),
        session("b", dead(f"{SHOP}/guest/7/change", "Print", element="a#print")),
    ),
    "a page that never gets done, come to by a link or loaded again": (
        session("a", spins(f"{SHOP}/report", label="Report", since_load=True)),
        session("b", spins(f"{SHOP}/report", since_load=True)),
    ),
    "a wait without end, after a press and after nobody knows what": (
        session("a", spins(f"{SHOP}/flow", label="Deploy")),
        session("b", spins(f"{SHOP}/flow")),
    ),
    "a page that stays empty, after a press and after nobody knows what": (
        session("a", blank(f"{SHOP}/flow", "Deploy")),
        session("b", blank(f"{SHOP}/flow")),
    ),
    "a page refused, wherever its link was pressed": (
        session("a", closed("/", "/reports/3")),
        session("b", closed("/guests", "/reports/5")),
    ),
    "two fields refused for one reason, which has a name": (
        session("a", refuses(f"{SHOP}/address", "Continue", "Postcode: This is not valid for France")),
        session("b", refuses(f"{SHOP}/address", "Continue", "Phone: No such local number in France")),
    ),
    "messages that share most of what they mean": (
        session("a", says(f"{SHOP}/notes", "Save", "The archive is locked by another program.")),
        session("b", says(f"{SHOP}/notes", "Save", "Sorry, the archive is locked by another program!")),
    ),
    "the same words but for names that nobody quotes": (
        session("a", says(f"{SHOP}/reports", "Rename", "We could not rename report Alpha to Beta.")),
        session("b", says(f"{SHOP}/reports", "Rename", "We could not rename report Gamma to Delta.")),
    ),
    "one form left half filled, further by one": (
        session("a", [hit("abandonment", page=f"{SHOP}/join", half_filled_labels="Email")]),
        session("b", [hit("abandonment", page=f"{SHOP}/join", half_filled_labels="Email, Name, City")]),
    ),
    "said after a press, and after a shortcut that nobody recorded": (
        session("a", says(f"{SHOP}/notes", "Save", "Nothing was stored.")),
        session("b", [hit("error_shown", page=f"{SHOP}/notes", text="Nothing was stored.")]),
    ),
    "staging and production of one application": (
        session("a", says("https://eu.shop.test/notes", "Save", "Nothing was stored.")),
        session("b", says("https://staging.shop.test:8443/notes", "Save", "Nothing was stored.")),
    ),
    "users who looked for the same thing in other words": (
        wanderer("a", "/", "/garden_2", "/kitchen_1", "/garden_2", "/textiles_4", "/bath-towel_13", searched="bathroom"),
        wanderer("b", "/", "/kitchen_1", "/lighting_3", "/kitchen_1", "/textiles_4", "/bath-towel_13", searched="guest towels"),
    ),
    "users who looked in the same places and came out at the same one": (
        wanderer("a", "/journal", "/balance", "/journal", "/statistics", "/events", "/query"),
        wanderer("b", "/journal", "/statistics", "/balance", "/statistics", "/query"),
    ),
}

TWO = {
    "the same words on two pages, after two acts": (
        session("a", says(f"{SHOP}/basket", "Update", "Something went wrong. Please try again.")),
        session("b", says(f"{SHOP}/profile", "Save", "Something went wrong. Please try again.", failed(f"{SHOP}/profile", 403))),
    ),
    "the same words after the same act on two pages": (
        session("a", says(f"{SHOP}/basket", "Save", "Something went wrong. Please try again.")),
        session("b", says(f"{SHOP}/profile", "Save", "Something went wrong. Please try again.")),
    ),
    "the same words after two acts on one page": (
        session("a", says(f"{SHOP}/editor", "Import", "Something went wrong.")),
        session("b", says(f"{SHOP}/editor", "Deploy", "Something went wrong.")),
    ),
    "one message that any failure may have, on one form and on no form": (
        session("a", refuses(f"{SHOP}/editor", "Import", "Something went wrong.")),
        session("b", says(f"{SHOP}/editor", "Deploy", "Something went wrong.")),
    ),
    "one form refused for two reasons, sent with two of its buttons": (
        session("a", refuses(f"{SHOP}/join", "Save", "Password: This is too short")),
        session("b", refuses(f"{SHOP}/join", "Save and add another", "Email: This address is known already")),
    ),
    "one label dead on pages of one kind, of controls without identity": (
        session("a", dead(f"{SHOP}/loan/12/change", "Save")),
        session("b", dead(f"{SHOP}/guest/7/change", "Save")),
    ),
    "one label dead on pages of one kind, of controls known by their name only": (
        session("a", dead(f"{SHOP}/loan/12/change", "Save", element="button[name=save]")),
        session("b", dead(f"{SHOP}/guest/7/change", "Save", element="button[name=save]")),
    ),
    "one control by its label, two by their identity": (
        session("a", dead(f"{SHOP}/loan/12/change", "Print", element="a#print-label")),
        session("b", dead(f"{SHOP}/guest/7/change", "Print", element="a#print-badge")),
    ),
    "one label and identity on pages of two kinds": (
        session("a", dead(f"{SHOP}/loan/12/change", "Save", element="button#save")),
        session("b", dead(f"{SHOP}/loan/12/history", "Save", element="button#save")),
    ),
    "one control on two pages, and two things thrown": (
        session("a", dead(f"{SHOP}/loan/12/change", "Print", TYPE_ERROR, element="a#print")),
        session("b", dead(f"{SHOP}/guest/7/change", "Print", thrown("RangeError", "Too deep", f"{SHOP}/s/x.js"), element="a#print")),
    ),
    "two pages that never get done, behind one link": (
        session("a", spins(f"{SHOP}/report", label="Open", since_load=True)),
        session("b", spins(f"{SHOP}/guests", label="Open", since_load=True)),
    ),
    "two waits without end on one page": (
        session("a", spins(f"{SHOP}/flow", label="Deploy")),
        session("b", spins(f"{SHOP}/flow", label="Import")),
    ),
    "two pages refused from one": (
        session("a", closed("/", "/reports/3")),
        session("b", closed("/", "/guests/5")),
    ),
    "the same words, act and page, and two calls that failed": (
        session("a", says(f"{SHOP}/settings", "Save", "Something went wrong.", failed(f"{SHOP}/api/name", 500))),
        session("b", says(f"{SHOP}/settings", "Save", "Something went wrong.", failed(f"{SHOP}/api/picture", 500))),
    ),
    "the same call refused and broken": (
        session("a", says(f"{SHOP}/settings", "Save", "Something went wrong.", failed(SAVE, 403))),
        session("b", says(f"{SHOP}/settings", "Save", "Something went wrong.", failed(SAVE, 500))),
    ),
    "one call refused for two reasons": (
        session("a", says(f"{SHOP}/users", "Invite", "This address is a member of the team.", failed(SAVE, 409))),
        session("b", says(f"{SHOP}/users", "Invite", "Your plan has no seats left.", failed(SAVE, 409))),
    ),
    "one call that breaks down and names two errors": (
        session("a", says(f"{SHOP}/flow", "Deploy", "Deploy failed: EROFS: read-only file system", failed(SAVE, 500))),
        session("b", says(f"{SHOP}/flow", "Deploy", "Deploy failed: EACCES: permission denied", failed(SAVE, 500))),
    ),
    "one address that serves every call": (
        session("a", says(f"{SHOP}/basket", "Save", "Not stored today.", failed(f"{SHOP}/graphql", 500))),
        session("b", says(f"{SHOP}/profile", "Save", "Your picture was lost.", failed(f"{SHOP}/graphql", 500))),
    ),
    "two exceptions on pages of one kind": (
        session("a", dead(f"{SHOP}/item/wool-throw_12", "Add", TYPE_ERROR)),
        session(
            "b", blank(f"{SHOP}/item/oak-planter_5", "", thrown("TypeError", "Cannot read properties of null (reading 'x')", f"{SHOP}/s/zoom.js"))
        ),
    ),
    "two exceptions under one button": (
        session("a", dead(f"{SHOP}/cart", "Pay", TYPE_ERROR)),
        session("b", dead(f"{SHOP}/cart", "Pay", thrown("RangeError", "Maximum call stack size exceeded", f"{SHOP}/static/fees.js"))),
    ),
    "an exception that any failing call throws": (
        session("a", says(f"{SHOP}/basket", "Save", "Not stored today.", thrown("TypeError", "Failed to fetch", f"{SHOP}/s/http.js"))),
        session("b", says(f"{SHOP}/profile", "Save", "Your picture was lost.", thrown("TypeError", "Failed to fetch", f"{SHOP}/s/http.js"))),
    ),
    "two fields refused for two reasons": (
        session("a", refuses(f"{SHOP}/join", "Sign up", "Password: This is too short")),
        session("b", refuses(f"{SHOP}/join", "Sign up", "Email: This address is known already")),
    ),
    "two messages under one line that is always there": (
        session("a", says(f"{SHOP}/pay", "Pay", "The card was declined.", hit("error_shown", text="Contact customer services about this."))),
        session("b", says(f"{SHOP}/pay", "Pay", "The voucher ran out.", hit("error_shown", text="Contact customer services about this."))),
    ),
    "two messages with the same words around them": (
        session("a", says(f"{SHOP}/pay", "Pay", "Your order was not placed: the item is sold out. You can reach our support at any time.")),
        session("b", says(f"{SHOP}/pay", "Pay", "Your order was not placed: the bank is closed. You can reach our support at any time.")),
    ),
    "two messages that begin as machines begin them": (
        session("a", says(f"{SHOP}/pay", "Pay", "HTTP 500 - Internal Server Error: the archive is locked")),
        session("b", says(f"{SHOP}/pay", "Pay", "HTTP 500 - Internal Server Error: no such account")),
    ),
    "two controls without a label": (
        session("a", [hit("rage_click", page=f"{SHOP}/x", label="", element="div#zoom", presses=5, tag="div")]),
        session("b", [hit("rage_click", page=f"{SHOP}/x", label="", element="div#banner>span:1", presses=5, tag="div")]),
    ),
    "two dialogs left open": (
        session("a", [hit("abandonment", page=f"{SHOP}/x", dialog="Delete this report?")]),
        session("b", [hit("abandonment", page=f"{SHOP}/x", dialog="Leave without saving?")]),
    ),
    "never done and slow": (
        session("a", [hit("endless_spinner", page=f"{SHOP}/flow", label="Deploy")]),
        session("b", [hit("slow_response", page=f"{SHOP}/flow", label="Deploy", waited_ms=9_000)]),
    ),
    "two applications": (
        session("a", says("https://shop.test/", "Save", "Nothing was stored.")),
        session("b", says("https://books.example/", "Save", "Nothing was stored.")),
    ),
    "sections that only look like names of things": (
        session("a", dead(f"{SHOP}/checkout/shipping-address", "Continue")),
        session("b", dead(f"{SHOP}/checkout/payment-details", "Continue")),
    ),
    "users who looked for two things in the same places": (
        wanderer("a", "/", "/garden_2", "/kitchen_1", "/garden_2", "/bath-towel_13", searched="towels"),
        wanderer("b", "/", "/garden_2", "/textiles_4", "/garden_2", "/clip-light_10", searched="reading lamp"),
    ),
}


@pytest.mark.parametrize("case", ONE)
def test_one_problem(case: str) -> None:
    assert found(*ONE[case]) == [["a", "b"]]


@pytest.mark.parametrize("case", TWO)
def test_two_problems(case: str) -> None:
    """Each of them with a second session of its own, so that it is a pattern."""
    first, second = TWO[case]
    assert found(first, second, _again(first, "a2"), _again(second, "b2")) == [["a", "a2"], ["b", "b2"]]


def _again(one: Examined, session_id: str) -> Examined:
    return replace(one, session_id=session_id)


def test_a_bridge_does_not_join_what_it_stands_between() -> None:
    """Nobody recorded what the third did; it may be either, and goes where more are."""
    imports = [session(f"i{n}", says(f"{SHOP}/editor", "Import", "Something went wrong.")) for n in range(3)]
    deploys = [session(f"d{n}", says(f"{SHOP}/editor", "Deploy", "Something went wrong.")) for n in range(2)]
    unknown = session("x", [hit("error_shown", page=f"{SHOP}/editor", text="Something went wrong.")])
    assert found(*imports, *deploys, unknown) == [["d0", "d1"], ["i0", "i1", "i2", "x"]]


def test_what_fails_unnoticed_everywhere_ties_nothing_together_and_holds_nothing_apart() -> None:
    ticker = thrown("TypeError", "Cannot read properties of undefined (reading 'GBP')", f"{SHOP}/static/ticker.js")
    quiet = "TypeError: Cannot read properties of undefined (reading 'GBP')"
    beside = session("a", dead(f"{SHOP}/item/oak-planter_5", "Add", ticker), noise=[quiet])
    broken = session("b", dead(f"{SHOP}/item/wool-throw_12", "Add", TYPE_ERROR), noise=[quiet])
    assert found(beside, broken) == [["a", "b"]]
    assert found(beside, session("c", blank(f"{SHOP}/item/oak-planter_5", "", ticker), noise=[quiet])) == []


def test_one_button_dead_on_many_pages_that_are_told_apart_by_name_only() -> None:
    names = ["wool-throw", "oak-planter", "copper-kettle", "hand-trowel", "bird-feeder", "clip-light"]
    sessions = [session(f"s{place}", dead(f"{SHOP}/product/{name}", "Add to basket")) for place, name in enumerate(names)]
    assert found(*sessions) == [[f"s{place}" for place in range(6)]]


def test_noise_and_what_was_refuted_are_no_troubles() -> None:
    def seen(session_id: str, status: Status) -> Examined:
        return session(session_id, finding(session_id, dead(f"{SHOP}/cart", "Pay"), status=status), noise=["Error: stock badge: HTTP 500"])

    assert found(seen("a", Status.REFUTED), seen("b", Status.REFUTED)) == []
    assert found(seen("a", Status.CONFIRMED), seen("b", Status.REFUTED), seen("c", Status.CONFIRMED)) == [["a", "c"]]


def test_the_same_parts_of_two_things_are_one_place_to_look_in() -> None:
    paths = ("/projects/{}/files", "/projects/{}/people", "/settings", "/projects/{}/files", "/projects/{}/history")
    three, four = (wanderer(f"w{number}", "/projects", *(path.format(number) for path in paths)) for number in (3, 4))
    assert found(three, four) == [["w3", "w4"]]
