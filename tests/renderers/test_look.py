"""What could be read on the screen, and what lay under a press, as the browser laid the page out."""

from __future__ import annotations

import pytest

from onlooker import screen
from onlooker.domain.clip import Press, Under
from onlooker.domain.screen import Role, Screen
from onlooker.renderers import Chromium
from tests.domain.dom import add, css, el, marked, page, text
from tests.renderers.scenes import Record, mutation, record, scene, script

FILLS = "position:fixed;left:0;top:0;width:640px;height:400px"


def seen(renderer: Chromium, *body: dict[str, object] | str, rules: str = "", happens: tuple[Record, ...] = ()) -> Screen:
    rendered = renderer.render(script(scene(page(*body, head=(css(rules),)), *happens, at=(1_000,), looks=(1_000,))))
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


def test_where_the_pointer_rests_makes_a_page_no_other(renderer: Chromium) -> None:
    """The replayer marks what is hovered by a class."""
    move = record(500, {"source": 1, "positions": [{"x": 30, "y": 30, "id": 50, "timeOffset": 0}]})
    made = scene(page(el("p", "text", id=50, class_="note")), move, at=(0, 1_000), looks=(0, 1_000))
    before, after = renderer.render(script(made)).laid
    assert before.page == after.page
    assert b'"class":"note"' in after.page


RESTING = (
    record(500, {"source": 1, "positions": [{"x": 30, "y": 30, "id": 50, "timeOffset": 0}]}),
    *(record(1_100 + number, {"source": 2, "type": number, "id": 50, "x": 30, "y": 30}) for number in (1, 0, 2)),
)
WHAT_CHANGES: dict[str, tuple[Record, ...]] = {
    "a text": (mutation(1_500, texts=[{"id": 60, "value": "other"}]),),
    "a class": (mutation(1_500, attributes=[{"id": 70, "attributes": {"class": "shown"}}]),),
    "a value": (record(1_500, {"source": 5, "id": 80, "text": "typed", "isChecked": False}),),
    "the pointer on what shows more": (record(1_500, {"source": 1, "positions": [{"x": 30, "y": 90, "id": 71, "timeOffset": 0}]}),),
    "the focus on what shows more": (record(1_500, {"source": 2, "type": 5, "id": 80}),),
    "a scroll": (record(1_500, {"source": 3, "id": 90, "x": 0, "y": 100}),),
    "a rule": (record(1_500, {"source": 8, "id": 100, "adds": [{"rule": "#more { display: block !important }", "index": 0}]}),),
    "another page": (record(1_500, page("a new page"), 2),),
}


def changeable() -> dict[str, object]:
    rules = "#more { display: none } .shown #more, #lead:hover + #more { display: block } input:focus + div { display: none }"
    sheet = {"type": 2, "id": 100, "tagName": "style", "attributes": {"_cssText": rules}, "childNodes": []}
    rows = [el("div", f"row {number}", style="height:50px") for number in range(10)]
    more = el("div", el("div", "lead", id=71), el("div", "more", id=72), id=70)
    more["childNodes"][0]["attributes"]["id"], more["childNodes"][1]["attributes"]["id"] = "lead", "more"  # type: ignore[index]
    return page(
        el("p", text("text", id=60), id=50), more, el("input", id=80), el("div", *rows, id=90, style="height:60px;overflow:auto"), head=(sheet,)
    )


def test_a_page_that_stands_still_is_read_once(renderer: Chromium) -> None:
    first, second = renderer.render(script(scene(changeable(), *RESTING, at=(1_000, 2_000), looks=(1_000, 2_000)))).laid
    assert (first.at_ms, second.at_ms) == (1_000, 2_000)
    assert first.page is second.page


@pytest.mark.parametrize("what", WHAT_CHANGES)
def test_a_page_on_which_anything_changed_is_read_anew(renderer: Chromium, what: str) -> None:
    first, second = renderer.render(script(scene(changeable(), *RESTING, *WHAT_CHANGES[what], at=(1_000, 2_000), looks=(1_000, 2_000)))).laid
    assert first.page != second.page


def test_a_page_that_moves_by_itself_is_read_anew(renderer: Chromium) -> None:
    rules = "@keyframes away { from { margin-left: 0 } to { margin-left: 2000px } } p { animation: away 4s linear infinite }"
    made = scene(page(el("p", "leaving"), head=(css(rules),)), at=(1_000, 3_000), looks=(1_000, 3_000))
    first, second = renderer.render(script(made)).laid
    assert (b"leaving" in first.page, b"leaving" in second.page) == (True, False)


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


def inner(parent: int, *body: dict[str, object]) -> Record:
    """A frame's page comes after the frame."""
    html = el("html", el("head", css("body{margin:0}")), el("body", *body))
    added = {"parentId": parent, "nextId": None, "node": {"type": 0, "childNodes": [html], "id": 90_000}}
    return record(1, {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [added], "isAttachIframe": True})


def shadowed(*tree: dict[str, object], light: tuple[dict[str, object] | str, ...] = (), name: str = "") -> dict[str, object]:
    return el("div", *({**top, "isShadow": True} for top in tree), *light, class_=name) | {"isShadowHost": True}


@pytest.mark.parametrize(
    ("over", "shown"),
    [
        ("background:white", False),
        ("background:rgba(255,255,255,.95)", False),
        ("background:white;opacity:.5", True),
        ("background:white;pointer-events:none", False),
        ("background:linear-gradient(white, black)", False),
        ("background:linear-gradient(transparent, black)", True),
        ("backdrop-filter:blur(8px)", False),
        ("background:white;visibility:hidden", True),
        ("background:white;clip-path:inset(100%)", True),
    ],
)
def test_what_covers_and_what_does_not(renderer: Chromium, over: str, shown: bool) -> None:
    read = seen(renderer, el("p", "beneath"), el("div", style=f"{FILLS};{over}"))
    assert ("beneath" in texts(read)) is shown


def test_what_lets_presses_through_is_seen_all_the_same(renderer: Chromium) -> None:
    toast = el("div", "Saved", role="status", style=f"{FILLS};pointer-events:none;background:white")
    assert texts(seen(renderer, el("p", "beneath"), toast)) == ["Saved"]


def test_an_ornament_of_what_is_around_a_text_can_cover_it(renderer: Chromium) -> None:
    rules = ".busy{position:relative}.busy::after{content:'';position:absolute;inset:0;background:white}"
    assert texts(seen(renderer, el("div", el("p", "beneath"), class_="busy"), el("p", "beside"), rules=rules)) == ["beside"]


def test_half_of_a_text_is_enough_and_a_sliver_is_not(renderer: Chromium) -> None:
    boxes = [el("div", name, style=f"font:20px/20px Arial;height:{height}px;overflow:hidden") for name, height in (("most", 15), ("sliver", 5))]
    assert texts(seen(renderer, *boxes)) == ["most"]


def test_of_a_long_text_only_the_lines_in_sight_are_read(renderer: Chromium) -> None:
    lines = "\n".join(f"line number {number}" for number in range(20))
    read = seen(renderer, el("pre", lines, style="font:10px/20px Arial;height:60px;overflow:hidden;margin:0"))
    assert texts(read) == ["line number 0", "line number 1", "line number 2"]
    scrolled = record(500, {"source": 3, "id": 70, "x": 0, "y": 200})
    read = seen(renderer, el("pre", lines, id=70, style="font:10px/20px Arial;height:60px;overflow:auto;margin:0"), happens=(scrolled,))
    assert texts(read) == ["line number 10", "line number 11", "line number 12"]


@pytest.mark.parametrize(
    "style", ["color:transparent", "font-size:0", "text-indent:-9999px;overflow:hidden", "position:absolute;clip:rect(0,0,0,0)", "transform:scale(0)"]
)
def test_letters_nobody_can_see_are_not_read(renderer: Chromium, style: str) -> None:
    assert texts(seen(renderer, el("p", "here"), el("p", "hidden", style=style))) == ["here"]


def test_letters_filled_by_their_background_are_read(renderer: Chromium) -> None:
    style = "color:transparent;background:linear-gradient(red,blue);background-clip:text"
    assert texts(seen(renderer, el("p", "Pricing", style=style))) == ["Pricing"]


def test_a_menu_is_read_when_it_has_slid_in(renderer: Chromium) -> None:
    menu = el("nav", el("a", "Sign out"), id=70, style="position:fixed;left:0;top:0;transform:translateX(-100%)")
    assert texts(seen(renderer, menu)) == []
    slid = mutation(500, attributes=[{"id": 70, "attributes": {"style": "position:fixed;left:0;top:0"}}])
    assert texts(seen(renderer, menu, happens=(slid,))) == ["Sign out"]


def test_behind_a_modal_dialog_the_page_is_dimmed_and_still_read(renderer: Chromium) -> None:
    attributes = {"open": "", "rr_open_mode": "modal", "style": "width:300px;height:120px;padding:0"}
    dialog = marked("dialog", attributes, el("h2", "Discard?"))
    style = "position:fixed;left:300px;top:200px"
    read = seen(renderer, el("p", "the page"), el("p", "under the dialog", style=style), dialog)
    assert texts(read) == ["the page", "Discard?"]
    assert read.lines[-1].role is Role.DIALOG


def test_shadow_trees_are_read_where_they_are_drawn(renderer: Chromium) -> None:
    card = shadowed(el("b", "from the tree "), el("slot"), light=(el("i", "slotted"),))
    bare = shadowed(el("b", "alone"), light=("never drawn",))
    veil = shadowed(el("div", style=f"{FILLS};top:200px;background:white"))
    read = seen(renderer, card, bare, el("p", "covered by a tree", style="position:absolute;top:220px"), veil)
    assert texts(read) == ["from the tree slotted", "alone"]


def test_frames_are_read_as_far_as_the_page_around_them_shows_them(renderer: Chromium) -> None:
    frame = el("iframe", id=70, style="position:absolute;left:0;top:0;width:200px;height:100px;border:10px solid")
    body = (el("p", "in the frame", style="height:40px;margin:0"), el("p", "and this", style="height:300px;margin:0"), el("p", "too low"))
    assert texts(seen(renderer, frame, happens=(inner(70, *body),))) == ["in the frame", "and this"]
    veil = el("div", style="position:absolute;left:0;top:0;width:300px;height:45px;background:white")
    assert texts(seen(renderer, frame, veil, happens=(inner(70, *body),))) == ["and this"]


def test_fields_say_what_they_hold(renderer: Chromium) -> None:
    read = seen(
        renderer,
        el("label", "Notes", for_="n"),
        el("textarea", "as it came", html_id="n", id=70),
        el("p", el("label", "Colour", el("select", el("option", "red", value="r"), el("option", "blue", value="b", selected="")))),
        el("label", el("input", type="checkbox", id=71), "Agree"),
        el("input", aria_label="Secret", value="***"),
        el("input", type="submit"),
        happens=(
            record(500, {"source": 5, "id": 70, "text": "typed", "isChecked": False}),
            record(600, {"source": 5, "id": 71, "text": "on", "isChecked": True}),
        ),
    )
    assert read.fields == (("Notes", "typed"), ("Colour", "blue"), ("Agree", "checked"), ("Secret", "***"))
    assert (read.masked, texts(read)) == (1, ["Notes", "Colour", "Agree", "Submit"])


def test_a_field_keeps_the_name_that_is_out_of_sight(renderer: Chromium) -> None:
    hidden = "position:absolute;left:-5000px"
    read = seen(
        renderer,
        el("label", "Street *", for_="s", style=hidden),
        el("input", html_id="s", placeholder="e.g. Long Lane"),
        el("span", "Town", html_id="t", style="display:none"),
        el("input", aria_labelledby="t"),
    )
    assert (read.fields, texts(read)) == ((("Street", ""), ("Town", "")), [])


def test_what_is_switched_off_is_named_and_only_where_it_shows(renderer: Chromium) -> None:
    icon = el("button", el("span", "Deploy", style="position:absolute;left:-5000px"), disabled="", style="width:30px;height:30px")
    read = seen(renderer, icon, el("button", "Far", disabled="", style="position:absolute;top:3000px"))
    assert read.disabled == ("Deploy",)


@pytest.mark.parametrize(
    ("spinner", "turning"),
    [
        (el("div", class_="spinner", style="width:30px;height:30px;border:3px solid blue;border-radius:50%"), True),
        (el("div", class_="spinner", style="width:30px;height:30px"), False),
        (el("div", class_="spinner icon-font"), True),
        (el("progress"), True),
        (el("div", class_="spinner", style="width:30px;height:30px;background:blue;visibility:hidden"), False),
        (el("div", class_="spinner", style="position:absolute;top:900px;width:30px;height:30px;background:blue"), False),
    ],
)
def test_a_spinner_turns_where_something_of_it_is_drawn(renderer: Chromium, spinner: dict[str, object], turning: bool) -> None:
    read = seen(renderer, el("p", "page"), spinner, rules=".icon-font::before{content:'\\f110'}")
    assert [line.role for line in read.lines] == [Role.TEXT, *([Role.SPINNER] if turning else [])]


def test_words_that_only_a_style_sheet_holds_are_read(renderer: Chromium) -> None:
    read = seen(renderer, el("span", class_="help error", data_error="Must be a number"), rules=".help::after{content:attr(data-error)}")
    assert [(line.text, line.role) for line in read.lines] == [("Must be a number", Role.ALERT)]


def test_what_stands_side_by_side_is_one_line_and_what_stands_below_another(renderer: Chromium) -> None:
    tabs = [el("a", "One"), el("a", "Two")]
    assert texts(seen(renderer, el("nav", *tabs, style="display:flex"))) == ["One Two"]
    assert texts(seen(renderer, el("nav", *tabs, style="display:flex;flex-direction:column"))) == ["One", "Two"]
    assert texts(seen(renderer, el("h2", el("span", "Change", style="float:right"), "Address"))) == ["Change Address"]
    assert texts(seen(renderer, el("p", "One", el("br"), "Two"))) == ["One", "Two"]


def test_what_the_recorder_left_out_is_counted(renderer: Chromium) -> None:
    left_out = marked("div", {"rr_width": "120px", "rr_height": "40px", "class": "private"})
    read = seen(
        renderer, el("p", "page"), left_out, el("img", src="https://a.test/x.png", width="40", height="40"), el("canvas", width="50", height="50")
    )
    assert (read.masked, read.pictures) == (1, 3)


def test_drawings_say_what_is_written_in_them(renderer: Chromium) -> None:
    label = {**el("text", "July", x="10", y="20"), "isSVG": True}
    far = {**el("text", "August", x="10", y="900"), "isSVG": True}
    drawing = {**el("svg", label, far, width="200", height="100"), "isSVG": True}
    assert texts(seen(renderer, drawing)) == ["July"]


def test_more_than_can_be_asked_is_told_as_not_known(renderer: Chromium) -> None:
    words = [el("span", f"w{number}", style="position:absolute;left:0;top:0") for number in range(2_900)]
    veil = el("div", style=f"{FILLS};background:white")
    read = seen(renderer, *words, veil)
    assert 0 < read.unsure < 2_900
    assert len(read.lines) <= read.unsure


def test_of_a_large_page_what_is_far_away_is_left_out_and_a_dialog_in_it_is_not(renderer: Chromium) -> None:
    rows = [el("tr", el("td", f"row {number}", style="height:20px;padding:0")) for number in range(1_300)]
    dialog = el("div", "Delete it?", role="dialog", style="position:fixed;left:100px;top:100px;width:300px;height:200px;background:white")
    rows[1_200] = el("tr", el("td", "row 1200", dialog))
    read = seen(renderer, el("table", *rows))
    assert texts(read)[0] == "row 0"
    assert "Delete it?" in texts(read) and "row 1200" not in texts(read)


def test_a_look_leaves_no_trace(renderer: Chromium) -> None:
    """It lets points meet what lets them through, and puts that back."""
    moving = "@keyframes turn{to{transform:rotate(360deg)}} .spinner{animation:turn 7s linear infinite;border:4px solid;width:40px;height:40px}"
    body = (el("p", "page"), el("div", class_="spinner", style="pointer-events:none"), el("div", "over", style=f"{FILLS};pointer-events:none"))
    instants = (1_000, 2_000, 3_000)
    looked, unseen = (renderer.render(script(scene(page(*body, head=(css(moving),)), at=instants, looks=looks))) for looks in (instants, ()))
    assert (len(looked.laid), looked.frames) == (3, unseen.frames)
    assert len(set(looked.frames)) == 3


def test_however_deep_it_is_read(renderer: Chromium) -> None:
    levels = [add(el("div", id=1_000 + level), 999 + level if level else 4) for level in range(300)]
    bottom = add(text("at the bottom"), 1_299)
    assert texts(seen(renderer, el("p", "at the top"), happens=(mutation(500, adds=[*levels, bottom]),))) == ["at the top", "at the bottom"]


def pressed(renderer: Chromium, node_id: int, *body: dict[str, object], x: int = 60, y: int = 20, happens: tuple[Record, ...] = ()) -> Under:
    made = scene(page(*body, head=(css("body{margin:0}"),)), *happens, at=(1_000,), presses=[Press(at_ms=500, x=x, y=y, node_id=node_id)])
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
    assert pressed(renderer, 61, el("div", el("span", "Send", id=61), role="button", aria_disabled="true", style=BUTTON)).disabled


def test_a_press_on_what_is_inside_the_control(renderer: Chromium) -> None:
    icon = el("i", id=61, style="position:absolute;inset:0")
    under = pressed(renderer, 61, el("button", icon, id=60, style=BUTTON, title="Send"))
    assert (under.label, under.hit, under.covered) == ("Send", "i", False)


@pytest.mark.parametrize(
    "veil",
    [
        el("div", id=61, style=f"{FILLS};background:rgba(0,0,0,.4)"),
        el("div", "Please wait", id=61, style=FILLS),
        el("a", id=61, href="/next", style=FILLS),
        el("label", el("input", type="file", style="opacity:0"), id=61, style=FILLS),
    ],
)
def test_a_press_on_what_can_be_seen_or_means_something_was_not_taken(renderer: Chromium, veil: dict[str, object]) -> None:
    assert not pressed(renderer, 61, el("button", "Send", style=BUTTON), veil).covered


def test_a_press_beside_a_dialog_met_what_is_seen_behind_it(renderer: Chromium) -> None:
    dimmed = el("div", style=f"{FILLS};background:rgba(0,0,0,.4)")
    around = el("div", el("p", "Sure?", style="margin-top:200px"), id=61, style=FILLS)
    assert not pressed(renderer, 61, el("button", "Send", style=BUTTON), dimmed, around).covered


def test_the_recorder_is_believed_where_the_replay_has_something_else_on_top(renderer: Chromium) -> None:
    """The press did reach the button: a dialog slides in a moment early, or pointers were captured."""
    under = pressed(renderer, 60, el("button", "Send", id=60, style=BUTTON), el("div", style=FILLS, html_id="bar"))
    assert (under.hit, under.covered, under.unseen) == ("div#bar", False, False)


def test_a_press_by_key_has_no_place_and_nothing_over_it(renderer: Chromium) -> None:
    body = (el("button", "Send", id=60, style="position:absolute;left:200px;top:200px"), el("div", "Shop", style="height:40px"))
    under = pressed(renderer, 60, *body, x=0, y=0)
    assert (under.covered, under.off_screen) == (False, False)


@pytest.mark.parametrize(("style", "off"), [("position:absolute;top:900px", True), ("display:none", True), ("position:absolute;top:300px", False)])
def test_a_press_on_what_nobody_could_reach(renderer: Chromium, style: str, off: bool) -> None:
    assert pressed(renderer, 60, el("button", "Send", id=60, style=style)).off_screen is off


def test_a_press_in_a_frame_is_in_the_frames_own_place(renderer: Chromium) -> None:
    frame = el("iframe", id=70, style="position:absolute;left:100px;top:100px;width:200px;height:100px;border:0")
    inside = inner(70, el("button", "Send", id=60, style=BUTTON))
    free = pressed(renderer, 60, frame, happens=(inside,))
    assert (free.label, free.hit, free.covered) == ("Send", "button", False)
    veil = el("div", id=61, class_="veil", style="position:absolute;left:100px;top:100px;width:300px;height:200px")
    taken = pressed(renderer, 61, frame, veil, x=160, y=120, happens=(inside,))
    assert (taken.label, taken.hit, taken.covered, taken.unseen) == ("Send", "div.veil", True, True)


def test_a_press_in_a_shadow_tree(renderer: Chromium) -> None:
    host = shadowed(el("button", "Send", id=60, style=BUTTON), name="host")
    under = pressed(renderer, 60, host)
    assert (under.label, under.hit, under.covered) == ("Send", "button", False)
    veiled = shadowed(el("button", "Send", style=BUTTON), el("div", id=61, class_="veil", style=FILLS))
    under = pressed(renderer, 61, veiled)
    assert (under.label, under.hit, under.unseen) == ("Send", "div.veil", True)


def test_a_press_whose_target_is_gone_tells_nothing(renderer: Chromium) -> None:
    made = scene(page(el("p", "page")), at=(1_000,), presses=[Press(at_ms=500, x=60, y=20, node_id=4_000)])
    assert renderer.render(script(made)).under == ()
