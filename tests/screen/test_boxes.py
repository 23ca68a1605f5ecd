from __future__ import annotations

import pytest

from onlooker.screen.words import parts
from tests.domain.dom import document, el, marked
from tests.screen.taken import glanced, lines, texts


@pytest.mark.parametrize(
    "box",
    [
        {"role": "alert"},
        {"role": "status"},
        {"aria-live": "polite"},
        {"class": "alert alert-danger"},
        {"class": "ant-message-error"},
        {"class": "jp-toast"},
        {"class": "red-ui-notification"},
        {"class": "MuiSnackbar-root"},
        {"class": "Toastify__toast"},
        {"class": "flash-message"},
        {"class": "messagelist"},
        {"class": "error"},
        {"class": "success"},
    ],
)
def test_what_announces_itself_is_an_alert(box: dict[str, object]) -> None:
    assert lines(marked("div", box, el("p", "Saving failed"))) == [("alert", "Saving failed")]


@pytest.mark.parametrize(
    "box",
    [
        {"class": "alerts-menu"},
        {"class": "notification-settings"},
        {"class": "messenger"},
        {"class": "terror"},
        {"class": "btn-danger"},
        {"class": "toaster-oven"},
        {"class": "no-error"},
        {"class": "image-alert-icon"},
        {"aria-live": "off"},
        {"class": "state--failed"},
        {"class": "tag status-badge error"},
        {"class": "select__empty-message"},
        {"id": "failed-content", "class": "tabs"},
    ],
)
def test_words_that_only_contain_the_word_are_none(box: dict[str, object]) -> None:
    expected = "alert" if box.get("class") == "toaster-oven" else "text"
    assert lines(marked("div", box, "Saving failed")) == [(expected, "Saving failed")]


def test_a_long_list_of_messages_is_no_alert() -> None:
    log = el("div", *(el("p", f"line {number}") for number in range(40)), class_="messages")
    assert {role for role, _ in lines(log)} == {"text"}


def test_an_alerts_buttons_stay_text_in_its_box() -> None:
    seen = glanced(document(el("div", el("p", "Connection lost"), el("button", "Retry"), role="alert", id=10)))
    assert [(str(line.role), line.text, line.box) for line in seen.lines] == [("alert", "Connection lost", 10), ("text", "Retry", 10)]


@pytest.mark.parametrize(
    "box",
    [
        {"role": "dialog"},
        {"role": "alertdialog"},
        {"aria-modal": "true"},
        {"class": "modal fade show"},
        {"class": "ant-modal"},
        {"class": "jp-Dialog"},
    ],
)
def test_dialogs_are_called_by_their_heading(box: dict[str, object]) -> None:
    body = marked("div", box, el("div", el("h4", "Delete run?"), el("p", "This cannot be undone."), el("button", "Delete"), class_="modal-content"))
    assert lines(body) == [("dialog", "Delete run?"), ("text", "This cannot be undone."), ("text", "Delete")]


def test_an_opener_is_no_dialog() -> None:
    assert lines(el("button", "Add", class_="open-modal"), el("div", "Add", class_="modal-trigger")) == [("text", "Add"), ("text", "Add")]


@pytest.mark.parametrize(
    "spinner",
    [
        el("div", class_="spinner"),
        el("i", class_="fa fa-spin"),
        el("div", class_="ant-spin"),
        el("span", class_="MuiCircularProgress-root", role="progressbar"),
        el("div", class_="jp-SpinnerContent"),
        el("progress"),
        el("div", aria_busy="true"),
        el("img", class_="loader", src="x.svg"),
        el("span", el("img", src="spin.svg"), class_="deploy-button-spinner"),
    ],
)
def test_spinners(spinner: dict[str, object]) -> None:
    assert lines(spinner) == [("spinner", "(spinner)")]


@pytest.mark.parametrize("text", ["Loading…", "Loading Nodes 2/37...", "Please wait", "Processing payment…", "Saving...", "Searching..."])
def test_busy_texts(text: str) -> None:
    assert lines(el("p", text)) == [("spinner", text)]


@pytest.mark.parametrize(
    "other",
    [
        el("div", "Uploading guide"),
        el("p", "Everything is loading fine, and this paragraph goes on about it for quite some time..."),
        el("div", role="progressbar", aria_valuenow="40"),
        el("progress", value="3"),
        el("span", el("input", value="3"), class_="ui-spinner"),
        el("main", el("p", "A whole region of text that a script marks while it reloads something else."), class_="loading"),
    ],
)
def test_what_is_no_spinner(other: dict[str, object]) -> None:
    assert "spinner" not in {role for role, _ in lines(other)}


def test_a_screen_full_of_skeletons_is_one_spinner() -> None:
    assert texts(el("div", *(el("span", class_="MuiSkeleton-root") for _ in range(20)))) == ["(spinner)"]


@pytest.mark.parametrize(
    "group",
    [
        el(
            "div",
            el("label", "Phone", for_="p"),
            el("input", html_id="p"),
            el("span", "Not a number", class_="error-block"),
            class_="form-group has-error",
        ),
        el("div", el("label", "Phone", for_="p"), el("input", html_id="p"), el("div", "Not a number", class_="invalid-feedback")),
        el("p", el("label", "Phone", for_="p"), el("input", html_id="p"), el("ul", el("li", "Not a number"), class_="errorlist")),
        el("div", el("label", "Phone", for_="p"), el("input", html_id="p"), el("p", "Not a number", class_="MuiFormHelperText-root Mui-error")),
        el(
            "div",
            el("label", "Phone", for_="p"),
            el("input", html_id="p", aria_invalid="true"),
            el("div", "Not a number", class_="ant-form-item-explain-error"),
        ),
    ],
)
def test_a_fields_message_names_the_field(group: dict[str, object]) -> None:
    assert [line for line in lines(el("form", group)) if line[0] == "invalid"] == [("invalid", "Phone: Not a number")]


@pytest.mark.parametrize(
    "body",
    [
        el("div", el("ul", el("li", "It went wrong", class_="error")), el("form", el("input", type="text", name="first_name"))),
        el("div", el("ul", el("li", "It went wrong", class_="error")), el("div", el("input", type="search", html_id="searchbar"))),
        el("form", el("div", el("p", "It went wrong", class_="error"), el("fieldset", el("div", el("label", "Name"), el("input", name="name"))))),
        el("form", el("div", el("p", "It went wrong", class_="error"), el("input", name="name"), el("input", name="town"))),
    ],
    ids=["above a form", "above a search box", "in a form, above its fields", "above several fields"],
)
def test_a_message_above_a_form_is_about_no_field(body: dict[str, object]) -> None:
    assert [line for line in lines(body) if line[0] in ("alert", "invalid")] == [("alert", "It went wrong")]


@pytest.mark.parametrize(
    "message",
    [el("p", el("label", "Not a number", for_="p"), class_="error"), el("b", "Not a number", html_id="why", class_="error")],
    ids=["label for", "described by"],
)
def test_a_message_that_says_which_field_it_is_about(message: dict[str, object]) -> None:
    fields = [el("div", el("label", words, for_=one), el("input", html_id=one, aria_describedby=f"why{more}")) for one, words, more in _TWO]
    told = lines(el("form", el("div", el("div", message)), *fields))
    assert [text.removeprefix("Phone: ") for role, text in told if role == "invalid"] == ["Not a number"]


_TWO = (("n", "Name", "2"), ("p", "Phone", ""))


def test_an_id_is_no_name_of_a_field() -> None:
    row = el("div", el("input", type="text", html_id="mainbox"), el("span", "Not a number", class_="invalid-feedback"))
    assert ("invalid", "Not a number") in lines(el("form", row))


def test_a_control_marked_invalid_without_a_word() -> None:
    assert lines(el("form", el("label", "Phone", for_="p"), el("input", html_id="p", aria_invalid="true"))) == [
        ("text", "Phone"),
        ("invalid", "Phone (marked invalid)"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MuiCircularProgress-root", {"mui", "circular", "progress", "root"}),
        ("ant-message-error", {"ant", "message", "error"}),
        ("jp-Dialog", {"jp", "dialog"}),
        ("Toastify__toast--error", {"toastify", "toast", "error"}),
        ("HTMLAlert2", {"html", "alert", "2"}),
    ],
)
def test_the_parts_of_a_class_name(name: str, expected: set[str]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("rule", "inside", "holder", "turns"),
    [
        (".spinner { position: absolute; top: 50% }", (), "button", False),
        (".spinner { width: 16px; height: 16px; border: 2px solid }", (), "button", True),
        (".spinner { animation: turn 1s infinite }", (), "button", True),
        (".spinner { position: absolute }", (el("i"),), "button", True),
        (".spinner { position: absolute }", (), "div", True),
    ],
)
def test_the_place_in_a_button_where_something_may_turn_does_not_turn(
    rule: str, inside: tuple[dict[str, object], ...], holder: str, turns: bool
) -> None:
    told = lines(el(holder, el("span", "Save"), el("div", *inside, class_="spinner")), head=(el("style", rule),))
    assert ("spinner" in {role for role, _ in told}) is turns
