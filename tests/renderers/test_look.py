"""What could be read on the screen, and what lay under a press, as the browser laid the page out."""

from __future__ import annotations

import pytest

from onlooker import screen
from onlooker.domain.clip import Press, Under
from onlooker.domain.screen import Role, Screen
from onlooker.renderers import Chromium
from tests.domain.dom import css, el, page
from tests.renderers.scenes import scene, script

FILLS = "position:fixed;left:0;top:0;width:640px;height:400px"


def seen(renderer: Chromium, *body: dict[str, object] | str, rules: str = "") -> Screen:
    rendered = renderer.render(script(scene(page(*body, head=(css(rules),)), at=(1_000,), looks=(1_000,))))
    [laid] = rendered.laid
    read = screen.laid_out(laid)
    assert read is not None
    return read


def texts(read: Screen) -> list[str]:
    return [line.text for line in read.lines]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("", True),
        ("display:none", False),
        ("visibility:hidden", False),
        ("opacity:0", False),
        ("position:absolute;left:-5000px", False),
        ("position:absolute;top:2000px", False),
        ("width:0;height:0;overflow:hidden", False),
        ("position:fixed;top:10px", True),
    ],
)
def test_only_what_can_be_seen_is_read(renderer: Chromium, style: str, shown: bool) -> None:
    read = seen(renderer, el("p", "always here"), el("p", "perhaps", style=style))
    assert ("perhaps" in texts(read)) is shown
    assert "always here" in texts(read)


def test_what_is_scrolled_out_of_its_box_is_not_read(renderer: Chromium) -> None:
    rows = [el("div", f"row {number}", style="height:50px") for number in range(10)]
    read = seen(renderer, el("div", *rows, style="height:120px;overflow:auto"))
    assert texts(read) == ["row 0", "row 1", "row 2"]


@pytest.mark.parametrize(("colour", "shown"), [("white", False), ("rgba(0,0,0,.4)", True), ("transparent", True)])
def test_what_lies_under_something_opaque_is_not_read(renderer: Chromium, colour: str, shown: bool) -> None:
    read = seen(renderer, el("p", "beneath"), el("div", el("p", "on top", style="margin-top:200px"), style=f"{FILLS};background:{colour}"))
    assert ("beneath" in texts(read)) is shown
    assert "on top" in texts(read)


def test_what_a_text_means_is_read_as_everywhere(renderer: Chromium) -> None:
    read = seen(
        renderer,
        el("h1", "Orders"),
        el("div", "Saving failed", role="alert"),
        el("label", "Name", el("input", value="Ada")),
        el("button", "Send", disabled=""),
        el("div", "visible whatever it is called", class_="hide"),
    )
    assert [(line.text, line.role) for line in read.lines][:2] == [("Orders", Role.HEADING), ("Saving failed", Role.ALERT)]
    assert ("Name", "Ada") in read.fields
    assert read.disabled == ("Send",)
    assert "visible whatever it is called" in texts(read)


def test_a_field_that_goes_by_the_name_of_what_we_ask_for_hides_nothing(renderer: Chromium) -> None:
    fields = [el("input", name=name, value="x") for name in ("childNodes", "firstChild", "attributes", "parentNode", "style", "localName")]
    assert "Read me" in texts(seen(renderer, el("form", el("p", "Read me"), *fields)))


def pressed(renderer: Chromium, node_id: int, *body: dict[str, object]) -> Under:
    made = scene(page(*body, head=(css("body{margin:0}"),)), at=(1_000,), presses=[Press(at_ms=500, x=60, y=20, node_id=node_id)])
    [under] = renderer.render(script(made)).under
    return under


BUTTON = "position:absolute;left:0;top:0;width:120px;height:40px"


def test_a_press_that_reached_what_it_was_meant_for(renderer: Chromium) -> None:
    under = pressed(renderer, 60, el("button", "Send", id=60, style=BUTTON))
    assert (under.label, under.covered, under.unseen, under.disabled, under.off_screen) == ("Send", False, False, False, False)


def test_a_press_that_something_unseen_took(renderer: Chromium) -> None:
    """The recorder names what took it; what was meant lies beneath."""
    under = pressed(renderer, 61, el("button", "Send", id=60, style=BUTTON), el("div", id=61, style=FILLS, class_="veil"))
    assert (under.label, under.hit, under.covered, under.unseen) == ("Send", "div.veil", True, True)


def test_a_press_on_what_is_switched_off(renderer: Chromium) -> None:
    assert pressed(renderer, 60, el("fieldset", el("button", "Send", id=60, style=BUTTON), disabled="")).disabled
