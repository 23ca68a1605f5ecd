from __future__ import annotations

import pytest

from onlooker.domain.document import Document
from onlooker.domain.screen import Element
from onlooker.screen.element import element_at
from onlooker.screen.reading import Reading
from tests.domain.dom import css, document, el


def under(made: Document, node_id: int) -> Element:
    reading = Reading(made, {})
    reading.items()
    found = element_at(made, reading, node_id)
    assert found is not None
    return found


SHEET = css(".card { cursor: pointer } p { color: red }")


@pytest.mark.parametrize(
    ("body", "tag", "label"),
    [
        (el("button", el("i", id=10), " Pay now "), "button", "Pay now"),
        (el("a", el("span", "View ", el("b", "basket", id=10)), href="/b"), "a", "View basket"),
        (el("button", el("svg", el("title", "Close"), id=10)), "button", "Close"),
        (el("button", "✕", id=10, aria_label="Close"), "button", "✕"),
        (el("button", el("img", alt="Search", id=10)), "button", "Search"),
        (el("input", type="submit", value="Place order", id=10), "input", "Place order"),
        (el("label", "Quantity ", el("input", id=10)), "input", "Quantity"),
        (el("input", id=10, placeholder="Your name"), "input", "Your name"),
        (el("input", id=10, name="billing_first-name"), "input", "billing first name"),
        (el("tr", el("td", "City:"), el("td", el("input", id=10))), "input", "City"),
        (el("div", el("span", "Save", id=10), role="button", tabindex="0"), "div", "Save"),
        (el("div", el("p", "Card text", id=10), class_="card"), "div", "Card text"),
        (el("button", "*****", id=10), "button", "***"),
        (el("button", id=10, html_id="node-dialog-ok"), "button", "node dialog ok"),
    ],
)
def test_the_thing_a_person_meant_and_its_name(body: dict[str, object], tag: str, label: str) -> None:
    found = under(document(body, head=(SHEET,)), 10)
    assert (found.tag, found.label, found.interactive) == (tag, label, True)


def test_the_button_inside_a_component_is_called_what_the_page_put_into_it() -> None:
    inner = {**el("button", el("slot"), id=10, html_id="button"), "isShadow": True}
    assert under(document(el("my-button", inner, "Cancel")), 10).label == "Cancel"
    assert under(document(el("my-button", inner, label="Create")), 10).label == "Create"
    assert under(document(el("my-button", {**el("button", id=10, html_id="button-ok"), "isShadow": True}, "Cancel")), 10).label == "button ok"


def test_who_presses_what_a_component_shows_in_its_button_presses_the_button() -> None:
    inner = {**el("button", el("slot"), aria_label="Close"), "isShadow": True}
    found = under(document(el("my-button", inner, el("my-icon", id=10))), 10)
    assert (found.tag, found.label, found.interactive) == ("button", "Close", True)
    panel = {**el("div", el("slot"), el("button", "Close")), "isShadow": True}
    assert under(document(el("my-panel", panel, el("p", "Some text", id=10))), 10).tag == "p"


def test_labels_from_elsewhere() -> None:
    made = document(
        el("b", "Amount", html_id="t"), el("input", id=10, aria_labelledby="t"), el("label", "Post code *", for_="z"), el("input", id=11, html_id="z")
    )
    assert (under(made, 10).label, under(made, 11).label) == ("Amount", "Post code")


@pytest.mark.parametrize(
    ("body", "styled", "interactive"),
    [
        (el("p", "text", id=10), True, False),
        (el("p", "text", id=10), False, None),
        (el("canvas", id=10), True, None),
        (el("div", id=10, onclick="go()"), True, True),
        (el("div", id=10, style="cursor: pointer"), True, True),
        (el("div", id=10, class_="overlay"), True, False),
    ],
)
def test_what_reacts_to_clicks(body: dict[str, object], styled: bool, interactive: bool | None) -> None:
    assert under(document(body, head=(SHEET,) if styled else ()), 10).interactive is interactive


def test_a_region_is_called_by_its_heading_not_by_all_its_text() -> None:
    body = el("div", el("h3", "Add entry"), el("p", "Long text that nobody would call a part of a page by, certainly not aloud."), id=10)
    assert under(document(body, head=(SHEET,)), 10).label == "Add entry"


def test_state() -> None:
    made = document(
        el("fieldset", el("button", "Go", id=10), disabled=""),
        el("a", "Tab", id=11, aria_selected="true", role="tab", href="#t"),
        el("li", el("a", "Here", id=12, href="#h"), class_="active"),
        el("div", el("button", "OK", id=13), role="dialog"),
        el("button", "Off", id=14, aria_disabled="true"),
    )
    assert under(made, 10).disabled
    assert under(made, 14).disabled
    assert under(made, 11).selected
    assert under(made, 12).selected
    assert (under(made, 13).in_dialog, under(made, 12).in_dialog) == (True, False)


def test_refs_tell_alike_elements_apart_and_stay() -> None:
    def rows(made: Document) -> list[str]:
        return [under(made, node_id).ref for node_id in (10, 11, 12, 13)]

    def build() -> Document:
        return document(
            el("ul", el("li", el("button", "+", id=10)), el("li", el("button", "+", id=11)), html_id="list"),
            el("input", name="qty", id=12),
            el("button", html_id="save", id=13),
        )

    assert rows(build()) == rows(build()) == ["ul#list>li:1>button:1", "ul#list>li:2>button:1", "input[name=qty]", "button#save"]


def test_a_node_that_is_not_there() -> None:
    made = document(el("p"))
    assert element_at(made, Reading(made, {}), 999) is None
