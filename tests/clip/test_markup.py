from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.clip.markup import DEEPEST, has_page, markup
from onlooker.domain.document import Document
from onlooker.domain.node import COMMENT, DOCTYPE, DOCUMENT
from tests.clip.played import shape
from tests.domain.dom import add, document, el, marked, mutate, page, text

Raw = dict[str, object]


def written(made: Document) -> Raw:
    assert made.root is not None
    found = orjson.loads(markup(made, made.root).json)
    assert isinstance(found, dict)
    return found


def below(raw: Raw) -> list[Raw]:
    """All nodes, in document order."""
    found, waiting = [], [raw]
    while waiting:
        one = waiting.pop()
        found.append(one)
        kids = one.get("childNodes", [])
        assert isinstance(kids, list)
        waiting.extend(reversed(kids))
    return found


def by_id(made: Document, node_id: int) -> Raw:
    return next(one for one in below(written(made)) if one["id"] == node_id)


def again(made: Document) -> Document:
    copy = Document()
    copy.load({"node": written(made)})
    return copy


small = st.integers(5, 14)
new_node = st.one_of(
    small.map(lambda number: el("p", id=number, class_="x")),
    st.integers(15, 19).map(lambda number: text("\ud83d t", id=number)),
    small.map(lambda number: {**el("path", id=number), "isSVG": True}),
)
nested = st.tuples(small, new_node).map(lambda pair: {**el("div", id=pair[0]), "childNodes": [pair[1]]})
steps = st.lists(
    st.tuples(
        st.lists(st.builds(add, new_node | nested, st.integers(4, 14), st.none() | small), max_size=4),
        st.lists(small.map(lambda number: {"parentId": 4, "id": number}), max_size=3),
        st.lists(small.map(lambda number: {"id": number, "value": "v"}), max_size=2),
        st.lists(small.map(lambda number: {"id": number, "attributes": {"class": "c", "lang": None}}), max_size=2),
    ),
    max_size=8,
)


@given(steps)
def test_what_is_written_reads_as_the_same_document(found: list[tuple[list[Raw], ...]]) -> None:
    made = document(el("div", id=5), el("p", id=6))
    for adds, removes, texts, attributes in found:
        mutate(made, adds=adds, removes=removes, texts=texts, attributes=attributes)
    assert shape(again(made)) == shape(made)


def test_what_a_recorder_says_of_a_node_besides_its_attributes() -> None:
    made = document({**el("my-badge", {**el("b", id=11), "isShadow": True, "rootId": 7}, id=10), "isShadowHost": True, "isCustom": True})
    assert {key: by_id(made, 10)[key] for key in ("isShadowHost", "isCustom")} == {"isShadowHost": True, "isCustom": True}
    assert {key: by_id(made, 11)[key] for key in ("isShadow", "rootId")} == {"isShadow": True, "rootId": 7}


def test_a_host_that_got_its_shadow_later_is_one() -> None:
    made = document(el("div", id=10))
    mutate(made, adds=[add({**el("b", id=11), "isShadow": True}, 10)])
    assert by_id(made, 10)["isShadowHost"] is True
    mutate(made, removes=[{"parentId": 10, "id": 11}], adds=[add(el("b", id=11), 10)])
    assert "isShadowHost" not in by_id(made, 10)
    assert "isShadow" not in by_id(made, 11)


def test_the_type_and_the_mode_of_a_document() -> None:
    html = page("x")["node"]
    assert isinstance(html, dict)
    kinds = {"type": DOCTYPE, "id": 90, "name": "html", "publicId": "-//W3C//DTD HTML 4.01//EN", "systemId": "http://www.w3.org/TR/html4/strict.dtd"}
    made = Document()
    made.load({"node": {**html, "compatMode": "BackCompat", "childNodes": [kinds, *html["childNodes"]]}})
    raw = written(made)
    assert raw["compatMode"] == "BackCompat"
    assert below(raw)[1] == kinds


def test_what_would_stop_a_replayer_is_put_right() -> None:
    made = document(
        marked("<x>", {}),
        {**el("a:b:c", id=20), "isSVG": True},
        {**el("input", id=21), "isShadowHost": True, "isCustom": True},
        marked("p", {"rr_mediaState": "played", "title": "t"}),
        {**marked("video", {"rr_mediaState": "paused", "rr_mediaVolume": 3, "rr_mediaPlaybackRate": 1}), "id": 22},
        {**marked("img", {"rr_dataURL": "data:,"}), "isSVG": True, "id": 23},
        {"type": 4, "textContent": "cdata", "id": 24},
        {"type": 77, "id": 25},
        {"type": DOCTYPE, "id": 26, "name": "html"},
        {"type": DOCUMENT, "id": 27, "childNodes": []},
    )
    found = {one["id"]: one for one in below(written(made))}
    body = [one for one in found.values() if one.get("tagName") in ("div", "p")]
    assert [one["tagName"] for one in body] == ["div", "p"]
    assert [one["attributes"] for one in body] == [{}, {"title": "t"}]
    assert found[20]["tagName"] == "g"
    assert not {"isShadowHost", "isCustom"} & found[21].keys()
    assert found[22]["attributes"] == {"rr_mediaState": "paused", "rr_mediaPlaybackRate": 1}
    assert found[23]["attributes"] == {}
    assert [found[number]["type"] for number in (24, 25, 26)] == [COMMENT] * 3
    assert 27 not in found


def test_a_document_has_one_root_element_and_no_text() -> None:
    html = page("x")["node"]
    assert isinstance(html, dict)
    made = Document()
    made.load({"node": {**html, "childNodes": [text("stray"), *html["childNodes"], el("html", id=50), {"type": DOCTYPE, "id": 51}]}})
    assert [one["id"] for one in below(written(made))][:2] == [1, 2]
    assert not {50, 51} & {one["id"] for one in below(written(made))}


@pytest.mark.parametrize("root", [{}, {"type": 3, "id": 1, "textContent": "x"}, {"type": 0, "id": 1, "childNodes": [el("svg", id=2)]}])
def test_what_is_no_page(root: Raw) -> None:
    made = Document()
    made.load({"node": root})
    assert not has_page(made.root)


def test_the_document_of_a_frame_comes_after_it_and_the_last_one_counts() -> None:
    made = document(el("iframe", id=10, srcdoc="<p>", src="http://a.test", width="9"))
    for number in (20, 30):
        mutate(made, adds=[add({"type": 0, "id": number, "childNodes": [el("html", id=number + 1)]}, 10)])
    assert made.root is not None
    found = markup(made, made.root)
    assert [frame.id for frame in found.frames] == [30]
    assert by_id(made, 10)["childNodes"] == []
    assert by_id(made, 10)["attributes"] == {"width": "9"}
    assert 20 not in made.nodes


def test_a_page_a_hundred_thousand_deep_is_cut() -> None:
    node = el("b", "deep")
    for _ in range(100_000):
        node = el("div", node)
    made = document(node)
    assert made.root is not None
    json = markup(made, made.root).json
    assert json.count(b'"tagName":"div"') == DEEPEST - 2
    assert json.endswith(b"]}")


def test_css_is_told_in_one_way_only() -> None:
    made = document(head=({**marked("style", {"_cssText": "a{color:red}/* rr_split */b{color:blue}"}, text("", 11), text("", 12)), "id": 10},))
    assert by_id(made, 10)["attributes"] == {"_cssText": "a{color:red}/* rr_split */b{color:blue}"}
    mutate(made, texts=[{"id": 12, "value": "b{color:green}"}])
    assert by_id(made, 10)["attributes"] == {}
    assert [by_id(made, number)["textContent"] for number in (11, 12)] == ["a{color:red}", "b{color:green}"]
    assert all(by_id(made, number)["isStyle"] for number in (11, 12))
