from __future__ import annotations

import pytest

from onlooker.domain.document import Document
from onlooker.domain.node import Node
from onlooker.domain.snapshot import Change
from tests.domain.dom import add, document, el, mutate, page, text


def ids_below(made: Document, node_id: int) -> list[int]:
    return [child.id for child in made.nodes[node_id].children()]


def words(made: Document) -> str:
    assert made.root is not None
    return " ".join(node.text for node in made.root.walk() if node.text)


def test_a_full_snapshot_is_the_whole_page() -> None:
    made = document(el("p", "one", id=10), el("p", "two", id=11))
    assert ids_below(made, 4) == [10, 11]
    assert words(made) == "one two"
    assert (made.width, made.height) == (1280, 720)


def test_a_second_full_snapshot_leaves_nothing_of_the_first() -> None:
    made = document(el("input", id=10, html_id="q"), el("label", "Q", id=11, for_="q"))
    made.apply(Change.INPUT, {"id": 10, "text": "typed"})
    made.load(page("new"))
    assert words(made) == "new"
    assert (made.values, made.html_ids, made.label_for) == ({}, {}, {})


def test_adds_go_before_their_next_sibling() -> None:
    made = document(el("ul", el("li", id=11), id=10))
    mutate(made, adds=[add(el("li", id=13), 10), add(el("li", id=12), 10, 13), add(el("li", id=9), 10, 11)])
    assert ids_below(made, 10) == [9, 11, 12, 13]


def test_adds_that_come_before_their_parent_or_sibling_wait_for_it() -> None:
    made = document(el("div", id=10))
    mutate(made, adds=[add(el("b", id=22), 21), add(el("i", id=20), 10, 21), add(el("p", id=21), 10)])
    assert ids_below(made, 10) == [20, 21]
    assert ids_below(made, 21) == [22]
    assert made.unplaced == 0


def test_an_add_without_a_known_parent_is_counted_and_one_without_its_sibling_goes_last() -> None:
    made = document(el("div", el("p", id=11), id=10))
    mutate(made, adds=[add(el("b", id=20), 999), add(el("b", id=21), 10, 998)])
    assert ids_below(made, 10) == [11, 21]
    assert made.unplaced == 1
    assert 20 not in made.nodes


def test_a_long_chain_told_backwards_is_placed() -> None:
    made = document(el("div", id=10))
    mutate(made, adds=[add(el("div", id=100 + step), 10 if step == 0 else 99 + step) for step in reversed(range(500))])
    assert made.unplaced == 0
    assert len(list(made.nodes[599].ancestors())) == 500 + 3


def test_removing_takes_all_below_along() -> None:
    made = document(el("div", el("p", "gone", id=11), id=10), el("p", "stays", id=12))
    mutate(made, removes=[{"parentId": 4, "id": 10}])
    assert ids_below(made, 4) == [12]
    assert {10, 11}.isdisjoint(made.nodes)


def test_a_move_keeps_what_is_below() -> None:
    made = document(el("div", el("p", "carried", id=11), id=10), el("div", id=20))
    mutate(made, adds=[add({**el("p", id=11), "childNodes": []}, 20)])
    assert ids_below(made, 10) == []
    assert ids_below(made, 20) == [11]
    assert words(made) == "carried"


def test_a_node_is_not_moved_into_itself() -> None:
    made = document(el("div", el("p", id=11), id=10))
    mutate(made, adds=[add(el("div", id=10), 11)])
    assert ids_below(made, 4) == [10]
    assert made.unplaced == 1


def test_texts_and_attributes() -> None:
    made = document(el("p", text("old", id=11), id=10, class_="a", hidden=""))
    mutate(made, texts=[{"id": 11, "value": "new"}], attributes=[{"id": 10, "attributes": {"class": "b", "hidden": None}}])
    assert made.nodes[11].text == "new"
    assert made.nodes[10].attrs == {"class": "b"}


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ("color: red;", "color: red;"),
        ({"color": "blue"}, "height: 1px; color: blue;"),
        ({"height": False}, ""),
        ({"display": ["none", "important"]}, "height: 1px; display: none !important;"),
        ({"background": "url(data:image/png;base64,A=)"}, "height: 1px; background: url(data:image/png;base64,A=);"),
    ],
)
def test_a_style_attribute_comes_whole_or_as_a_difference(patch: object, expected: str) -> None:
    made = document(el("p", id=10, style="height: 1px;"))
    mutate(made, attributes=[{"id": 10, "attributes": {"style": patch}}])
    assert made.nodes[10].attr("style") == expected


def test_what_holds_a_semicolon_stays_whole_when_another_property_changes() -> None:
    made = document(el("p", id=10, style="background: url(data:image/png;base64,A=); content: ';x:y'; top: 1px"))
    mutate(made, attributes=[{"id": 10, "attributes": {"style": {"top": False}}}])
    assert made.nodes[10].attr("style") == "background: url(data:image/png;base64,A=); content: ';x:y';"


def test_what_was_set_property_by_property_is_kept_with_what_it_was_set_upon() -> None:
    made = document(el("p", id=10, style="margin: 4px"))
    mutate(made, attributes=[{"id": 10, "attributes": {"style": {"color": "red", "margin-top": False}}}])
    mutate(made, attributes=[{"id": 10, "attributes": {"style": {"color": "blue"}}}])
    assert made.restyled[10].base == "margin: 4px"
    assert list(made.restyled[10].patch.items()) == [("margin-top", False), ("color", "blue")]
    mutate(made, attributes=[{"id": 10, "attributes": {"style": "color: green"}}])
    assert made.restyled == {}


def css_of(made: Document) -> tuple[object, list[str]]:
    """The whole of a sheet where it is told whole, and the texts it is made of."""
    return made.nodes[10].attrs.get("_cssText"), [child.text for child in made.nodes[10].children()]


def test_a_sheet_told_whole_is_parted_when_one_of_its_texts_changes() -> None:
    sheet = {**el("style", text("", 11), text("", 12), id=10), "attributes": {"_cssText": "a{}/* rr_split */b{}/* rr_split */c{}"}}
    made = document(head=(sheet,))
    mutate(made, attributes=[{"id": 10, "attributes": {"media": "screen"}}])
    assert css_of(made) == ("a{}/* rr_split */b{}/* rr_split */c{}", ["", ""])
    mutate(made, texts=[{"id": 11, "value": "z{}"}])
    assert css_of(made) == (None, ["z{}", "b{}c{}"])


def test_a_sheet_told_whole_is_parted_when_a_text_comes_or_goes() -> None:
    sheet = {**el("style", text("", 11), id=10), "attributes": {"_cssText": "a{}"}}
    made = document(head=(sheet,))
    mutate(made, adds=[add(text("b{}", 12), 10)])
    assert css_of(made) == (None, ["a{}", "b{}"])
    made = document(head=(sheet,))
    mutate(made, removes=[{"id": 11}])
    assert css_of(made) == (None, [])


def test_a_text_that_comes_to_a_sheet_without_any_holds_what_was_told_whole() -> None:
    made = document(head=({**el("style", id=10), "attributes": {"_cssText": "a{}"}},))
    mutate(made, adds=[add(text("", 11), 10)])
    assert css_of(made) == ("a{}", [""])


def test_input_and_scroll_are_remembered_while_the_node_lives() -> None:
    made = document(el("input", id=10), el("input", id=11, type="checkbox"))
    made.apply(Change.INPUT, {"id": 10, "text": "Ada", "isChecked": False})
    made.apply(Change.INPUT, {"id": 11, "text": "on", "isChecked": True})
    made.apply(Change.SCROLL, {"id": 1, "x": 0, "y": 120.5})
    assert made.values[10] == "Ada"
    assert made.checked == {11: True}
    assert made.scrolled[1] == (0, 120)
    mutate(made, removes=[{"parentId": 4, "id": 10}, {"parentId": 4, "id": 11}])
    assert 10 not in made.values
    assert made.checked == {}


def test_a_value_set_by_the_page_replaces_what_was_typed() -> None:
    made = document(el("input", id=10, value=""))
    made.apply(Change.INPUT, {"id": 10, "text": "typed"})
    mutate(made, attributes=[{"id": 10, "attributes": {"value": "set"}}])
    assert 10 not in made.values
    assert made.nodes[10].attr("value") == "set"


def test_a_frame_gets_its_document_later() -> None:
    made = document(el("iframe", id=10))
    inner = {"type": 0, "id": 20, "childNodes": [el("html", el("body", "inside", id=22), id=21)]}
    made.apply(Change.MUTATION, {"source": 0, "isAttachIframe": True, "adds": [add(inner, 10)], "removes": [], "texts": [], "attributes": []})
    assert words(made) == "inside"
    assert [above.id for above in made.nodes[22].ancestors()] == [21, 20, 10, 4, 2, 1]


def test_a_frame_that_goes_on_to_another_page_leaves_the_first() -> None:
    made = document(el("iframe", id=10))
    for number in (20, 30):
        inner: dict[str, object] = {"type": 0, "id": number, "childNodes": [el("html", f"page {number}", id=number + 1)]}
        mutate(made, adds=[add(inner, 10)])
    assert words(made) == "page 30"
    assert ids_below(made, 10) == [30]
    assert not {20, 21} & made.nodes.keys()


def test_shadow_trees_hang_below_their_host() -> None:
    made = document({**el("my-badge", {**el("b", "7", id=11), "isShadow": True}, id=10), "isShadowHost": True})
    assert made.shadow == {11}
    assert words(made) == "7"


def test_indices_follow_the_tree() -> None:
    made = document(el("label", "Name", id=10, for_="n"), el("input", id=11, html_id="n"))
    found = made.by_html_id("n")
    assert found is not None
    assert found.id == 11
    assert made.label_for == {"n": 10}
    mutate(made, removes=[{"parentId": 4, "id": 11}, {"parentId": 4, "id": 10}])
    assert made.by_html_id("n") is None
    assert made.label_for == {}


def test_notes_fall_on_the_changed_node_and_all_above_it() -> None:
    made = document(el("div", el("p", text("x", id=12), id=11), id=10), el("p", id=20))
    for node in made.nodes.values():
        node.note = "read"
    mutate(made, texts=[{"id": 12, "value": "y"}])
    assert [node.id for node in made.nodes.values() if node.note is None] == [1, 2, 4, 10, 11]
    assert made.nodes[20].note == "read"


def test_a_page_a_hundred_thousand_deep() -> None:
    node: dict[str, object] = el("b", "deep")
    for _ in range(100_000):
        node = el("div", node)
    made = document(node)
    assert words(made) == "deep"
    mutate(made, removes=[{"parentId": 4, "id": node["id"]}])
    assert len(made.nodes) == 4


def test_walk_stays_below_its_node() -> None:
    made = document(el("div", el("p", "in", id=11), id=10), el("p", "out", id=12))

    def below(node: Node) -> list[int]:
        return [one.id for one in node.walk() if one.tag]

    assert below(made.nodes[10]) == [10, 11]
    assert below(made.nodes[12]) == [12]
