from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.clip import Laid
from onlooker.domain.evidence import ScreenText
from onlooker.domain.screen import Role, Screen, ScreenChange, ScreenLine, ScreenTrack
from onlooker.domain.timebase import Span
from onlooker.screen import all_laid_out, exact, laid_out
from tests.domain.dom import el, page


def line(text: str, role: Role = Role.TEXT) -> ScreenLine:
    return ScreenLine(text=text, role=role)


def look(at_ms: int, *lines: ScreenLine | str, fields: tuple[tuple[str, str], ...] = (), unsure: int = 0) -> Screen:
    told = tuple(line(one) if isinstance(one, str) else one for one in lines)
    return Screen(at_ms=at_ms, window=0, url="http://shop.test/", title="Shop", lines=told, fields=fields, unsure=unsure)


def change(at_ms: int, *appeared: ScreenLine, gone: tuple[ScreenLine, ...] = (), navigation: bool = False, **more: object) -> ScreenChange:
    return ScreenChange(at_ms=at_ms, window=0, appeared=appeared, gone=gone, navigation=navigation, **more)  # type: ignore[arg-type]


def told(*looks: Screen, track: tuple[ScreenChange, ...] = (), moved: tuple[Span, ...] = ()) -> ScreenText | None:
    return exact(looks, ScreenTrack(changes=track), start_ms=10_000, end_ms=12_000, window=0, moved=moved)


FAILED = line("Saving failed", Role.ALERT)


def test_the_same_shape_as_the_text_without_a_browser() -> None:
    text = told(look(9_000, line("Orders", Role.HEADING), "Save"), look(11_000, line("Orders", Role.HEADING), FAILED), look(13_000, FAILED, "Save"))
    assert text is not None
    assert (text.before, text.appeared, text.gone, text.after) == (("Save",), ("Saving failed",), ("Orders",), ("Save",))
    assert (text.exact, text.page, text.at_ms) == (True, "Shop", 10_000)


def test_the_first_look_may_be_a_little_late_and_is_still_what_was_there_before() -> None:
    text = told(look(11_200, "Save"), look(13_000, "Save"))
    assert text is not None
    assert (text.appeared, text.notes) == ((), ("nothing on the screen changed",))


def test_what_came_before_a_late_first_look_came_all_the_same() -> None:
    text = told(look(11_200, "Save", FAILED), look(13_000, "Save", FAILED), track=(change(10_500, FAILED),))
    assert text is not None
    assert (text.before, text.appeared) == (("Save",), ("Saving failed",))


@pytest.mark.parametrize("looks", [(), (look(9_000, "a"),), (look(11_600, "a"), look(13_000, "a")), (look(9_000, "a"), look(11_900, "a"))])
def test_looks_that_do_not_span_the_finding_tell_nothing(looks: tuple[Screen, ...]) -> None:
    assert told(*looks) is None


def test_looks_at_another_window_do_not_count() -> None:
    assert exact([look(9_000, "a"), look(13_000, "b")], ScreenTrack(), start_ms=10_000, end_ms=12_000, window=1) is None


def test_a_message_that_no_look_caught_is_not_taken_for_none() -> None:
    passing = (change(10_200, FAILED), change(10_900, gone=(FAILED,)))
    assert told(look(9_000, "Save"), look(12_500, "Save"), track=passing) is None
    assert told(look(9_000, "Save"), look(10_500, "Save", FAILED), look(12_500, "Save"), track=passing) is not None


def test_what_the_hand_typed_is_no_news_and_what_the_page_changed_is() -> None:
    looks = (look(9_000, fields=(("Name", ""), ("Card", "4242"))), look(12_500, fields=(("Name", "Ada"), ("Card", ""))))
    text = told(*looks, track=(change(11_000, values=(("Card", "4242", ""),)),))
    assert text is not None
    assert text.notes == ("Card: 4242 became empty",)


def test_fields_of_one_name_are_told_apart_by_their_order() -> None:
    looks = (look(9_000, fields=(("Qty", "1"), ("Qty", "2"))), look(12_500, fields=(("Qty", "1"), ("Qty", "0"))))
    text = told(*looks, track=(change(11_000, values=(("Qty", "2", "0"),)),))
    assert text is not None
    assert text.notes == ("Qty: 2 became 0",)


def test_a_message_that_stands_again_after_a_load_is_told() -> None:
    text = told(look(9_000, FAILED, "Save"), look(12_500, FAILED, "Save"), track=(change(11_000, navigation=True),))
    assert text is not None
    assert text.appeared == ("Saving failed",)
    assert "the page was loaded anew" in text.notes


def test_lines_that_scrolling_brought_are_no_change_of_the_page() -> None:
    looks = (look(9_000, "Top", "Save"), look(12_500, "Save", "Terms", FAILED, "Saved draft"))
    moved = (Span(start_ms=11_000, end_ms=11_400),)
    text = told(*looks, track=(change(11_500, line("Saved draft")),), moved=moved)
    assert text is not None
    assert (set(text.appeared), text.gone) == ({"Saving failed", "Saved draft"}, ())
    without = told(*looks, track=(change(11_500, line("Saved draft")),))
    assert without is not None
    assert ("Terms" in without.appeared, "Top" in without.gone) == (True, True)


SEEN_NOWHERE = "“Enter a phone number with its country code” was in the page, out of sight"
MESSAGE = line("Enter a phone number with its country code", Role.INVALID)


@pytest.mark.parametrize(
    ("shown", "noted"),
    [
        ((), True),
        ((line("Phone: enter a phone number with its country code", Role.INVALID),), False),
        ((line("a number with its country code"),), False),
    ],
)
def test_a_message_out_of_sight_is_noted(shown: tuple[ScreenLine, ...], noted: bool) -> None:
    text = told(look(9_000, "Send"), look(10_500, "Send", *shown), look(12_500, "Send", *shown), track=(change(10_200, MESSAGE),))
    assert text is not None
    assert (SEEN_NOWHERE in text.notes) is noted


def test_a_message_is_out_of_sight_only_where_a_look_knew_and_while_it_stood() -> None:
    standing = (change(10_200, MESSAGE),)
    unsure = told(look(9_000, "Send"), look(10_500, "Send", unsure=1), look(12_500, "Send", unsure=1), track=standing)
    gone = told(look(9_000, "Send"), look(10_500, "Send"), look(12_500, "Send"), track=(*standing, change(10_400, gone=(MESSAGE,))))
    assert unsure is not None and gone is not None
    assert SEEN_NOWHERE not in (*unsure.notes, *gone.notes)


def laid(told: object) -> Laid:
    data = told if isinstance(told, bytes) else json.dumps(told).encode()
    return Laid(at_ms=5, window=2, url="http://a.test/", page=data)


def test_what_a_browser_laid_out_is_read_like_any_page() -> None:
    row = el("div", el("span", "in a", laid="block"), el("span", "column", laid="block"), laid="flex")
    parted = el("p", "once ", el("b", "more", laid="inline"), laid="block", class_="hide")
    made = laid_out(laid({**page(row, parted, el("input", value="Ada", aria_label="Name")), "width": 800, "height": 600, "unsure": 2}))
    assert made is not None
    assert [one.text for one in made.lines] == ["in a", "column", "once more"]
    assert (made.fields, made.unsure, made.at_ms, made.window, made.url) == ((("Name", "Ada"),), 2, 5, 2, "http://a.test/")


def test_pages_alike_are_told_at_their_own_instants_and_what_is_no_page_not_at_all() -> None:
    one, other = laid(page(el("p", "Saved"))), laid(page(el("p", "Sent")))
    pages = [one, replace(one, at_ms=9, url="http://a.test/b"), laid(b"no page"), replace(other, at_ms=11), replace(one, at_ms=12, window=3)]
    told_at = [(read.at_ms, read.window, read.url, [line.text for line in read.lines]) for read in all_laid_out(pages)]
    assert told_at == [
        (5, 2, "http://a.test/", ["Saved"]),
        (9, 2, "http://a.test/b", ["Saved"]),
        (11, 2, "http://a.test/", ["Sent"]),
        (12, 3, "http://a.test/", ["Saved"]),
    ]


def test_what_was_made_on_the_way_has_no_node_of_the_recording() -> None:
    made = laid_out(laid(page(el("p", "from a style sheet", id=1_000_000_005), el("p", "recorded", id=50))))
    assert made is not None
    assert [one.node_id for one in made.lines] == [-1, 50]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["node", "childNodes", "type", "id", "tagName", "unsure"]), inner),
    max_leaves=12,
)


@given(JSON)
def test_whatever_the_browser_says_is_read_or_refused(said: object) -> None:
    made = laid_out(laid(said))
    assert made is None or isinstance(made.lines, tuple)


@given(st.binary(max_size=30))
def test_what_is_no_json_is_no_page(data: bytes) -> None:
    assert laid_out(laid(b"[" + data)) is None


def test_a_page_of_no_end_is_no_page() -> None:
    assert laid_out(laid(b'{"node":' + b'{"childNodes":[' * 5_000 + b"]}" * 5_000 + b"}")) is None
