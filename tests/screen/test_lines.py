from __future__ import annotations

import pytest

from tests.domain.dom import css, document, el
from tests.screen.taken import glanced, lines, texts


def test_blocks_are_lines_and_inline_text_runs_on() -> None:
    body = el("div", el("p", "one ", el("b", "two"), " three"), el("p", "  four\n five "), "six")
    assert texts(body) == ["one two three", "four five", "six"]


def test_headings_buttons_and_breaks() -> None:
    body = el("div", el("h2", "Orders"), el("button", "Pay ", el("span", "now")), el("p", "a", el("br"), "b"))
    assert lines(body) == [("heading", "Orders"), ("text", "Pay now"), ("text", "a"), ("text", "b")]


def test_a_table_row_is_one_line() -> None:
    row = el("tr", el("td", "Wool throw"), el("td", el("a", "edit", href="#")), el("td"), el("td", el("span", "£69.00")))
    assert texts(el("table", row)) == ["Wool throw | edit | £69.00"]


def test_a_row_that_lays_out_a_page_keeps_its_lines() -> None:
    row = el("tr", el("td", el("h1", "Title")), el("td", el("p", "text"), el("p", "more")))
    assert texts(el("table", row)) == ["Title", "text", "more"]


def test_neighbours_set_apart_by_layout_do_not_run_together() -> None:
    assert texts(el("div", el("span", "Income"), el("span", "USD"))) == ["Income USD"]
    assert texts(el("p", "Kin ", el("b", "S"), "oy")) == ["Kin Soy"]


def test_output_keeps_its_line_breaks() -> None:
    assert texts(el("pre", "Traceback:\n  File x\nValueError")) == ["Traceback:", "File x", "ValueError"]


def test_long_lines_are_cut_and_bare_symbols_left_out() -> None:
    (line,) = texts(el("p", "x" * 500), el("button", "✕"))
    assert len(line) == 300


@pytest.mark.parametrize(
    "hidden",
    [
        el("p", "no", hidden=""),
        el("p", "no", style="display: none"),
        el("p", "no", style="visibility: hidden"),
        el("p", "no", style="opacity: 0"),
        el("p", "no", style="position: absolute; left: -9999px"),
        el("p", "no", style="position: absolute; clip: rect(0px, 0px, 0px, 0px)"),
        el("p", "no", style="overflow: hidden; height: 0px"),
        el("p", "no", style="position: fixed; transform: translateX(100%)"),
        el("div", el("p", el("b", "no")), style="display: none !important"),
        el("p", "no", class_="gone"),
        el("p", "no", class_="sr-only"),
        el("dialog", "no"),
        el("script", "no"),
        el("template", "no"),
        el("noscript", "no"),
        el("input", type="hidden", value="no"),
        el("svg", el("title", "no")),
    ],
)
def test_what_is_hidden_is_not_read(hidden: dict[str, object]) -> None:
    sheet = css(".gone { display: none } .sr-only { position: absolute; clip: rect(0,0,0,0); width: 1px }")
    assert texts(el("p", "yes"), hidden, head=(sheet,)) == ["yes"]


@pytest.mark.parametrize(
    "shown",
    [
        el("p", "yes", style="opacity: 0.5"),
        el("p", "yes", aria_hidden="true"),
        el("p", "yes", hidden="", style="display: flex"),
        el("dialog", "yes", open=""),
        el("div", el("p", "yes", style="visibility: visible"), style="visibility: hidden"),
        el("p", "yes", style="position: relative; left: -20px"),
    ],
)
def test_what_only_looks_hidden_is_read(shown: dict[str, object]) -> None:
    assert texts(shown) == ["yes"]


def test_what_an_animation_may_show_is_read_and_counted_as_unsure() -> None:
    seen = glanced(document(el("p", "sliding in", style="opacity: 0; animation: fade 1s forwards")))
    assert [line.text for line in seen.lines] == ["sliding in"]
    assert seen.unsure == 1


def test_closed_details_show_their_summary_only() -> None:
    assert texts(el("details", el("summary", "More"), el("p", "inside"))) == ["More"]
    assert texts(el("details", el("summary", "More"), el("p", "inside"), open="")) == ["More", "inside"]


def test_without_recorded_sheets_the_usual_class_names_are_believed() -> None:
    assert texts(el("p", "yes"), el("p", "no", class_="visually-hidden")) == ["yes"]


def test_pictures_masks_and_blank() -> None:
    seen = glanced(
        document(
            el("img", src="a.png"),
            {**el("div"), "attributes": {"rr_width": "10px", "rr_height": "5px"}},
            el("p", "*****"),
            el("img", width="1", height="1"),
        )
    )
    assert (seen.pictures, seen.masked, seen.blank) == (2, 2, False)
    assert glanced(document(el("div"))).blank


def test_what_fills_a_page_without_a_text_leaves_icons_out() -> None:
    seen = glanced(document(el("svg"), el("canvas"), el("input", value="a")))
    assert (seen.pictures, seen.held) == (2, 2)


def _panel(name: str, *inside: dict[str, object]) -> dict[str, object]:
    return el("div", el("h3", name), *inside, el("p", el("small", "Paid orders only.")))


def test_sections_whose_box_was_never_filled() -> None:
    box = el("div", html_id="sales", class_="chart")
    drawn = el("div", el("svg", el("text", "Mon"), el("text", "Tue")), class_="chart")
    seen = glanced(
        document(_panel("Sales", box), _panel("Visits", drawn), _panel("Notes"), _panel("Refunds", el("div", class_="chart", style="display: none")))
    )
    assert seen.hollow == ("Sales",)


def test_a_section_with_more_than_a_note_is_not_empty_for_an_empty_box_in_it() -> None:
    assert glanced(document(_panel("Sales", el("div", class_="clear"), el("p", "12 orders")))).hollow == ()
    assert glanced(document(_panel("Sales", el("div", class_="clear"), el("canvas")))).hollow == ()
    assert glanced(document(_panel("Sales", el("div", class_="clear"), el("input", value="a")))).hollow == ()


def test_fields_and_disabled_controls() -> None:
    made = document(
        el("label", "Email", for_="e"),
        el("input", html_id="e", value="a@b.c"),
        el("select", el("option", "One", value="1"), el("option", "Two", value="2", selected="")),
        el("fieldset", el("button", "Save", id=20), disabled=""),
        el("button", "Go", id=21, class_="btn disabled"),
    )
    seen = glanced(made)
    assert [field.value for field in seen.fields] == ["a@b.c", "Two"]
    assert seen.fields[0].label == "Email"
    assert seen.disabled == (20, 21)


def test_frames_and_shadow_trees_are_read() -> None:
    inner = {"type": 0, "id": 50, "childNodes": [el("html", el("head", css("i { display: none }")), el("body", "in frame", el("i", "hid")))]}
    host = el("my-el", {**el("p", "in shadow"), "isShadow": True})
    assert texts(el("iframe", inner), host, el("i", "out")) == ["in frame", "in shadow", "out"]


def test_a_cell_that_cuts_its_text_short_is_seen() -> None:
    """At most nothing wide, says its style; the table gives it its width all the same."""
    cut = "overflow: hidden; max-width: 0px; text-overflow: ellipsis"
    assert texts(el("table", el("tr", el("td", "limit"), el("td", "0.19", style=cut)))) == ["limit | 0.19"]
