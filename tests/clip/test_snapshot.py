from __future__ import annotations

from collections.abc import Sequence

import orjson
from hypothesis import given

from onlooker.clip.rebuilt import Rebuilt
from onlooker.domain.clip import EPOCH_MS
from onlooker.domain.snapshot import Change, MouseAct, SnapshotData, SnapshotType
from tests.clip.played import data_of, of_source, played, rebuilt, shape, told
from tests.clip.test_markup import Raw, steps
from tests.domain.dom import add, css, el, marked, page, text
from tests.screen.taken import Row, full, meta, mouse, mutated, typed


def change(at: int, what: Change, **data: object) -> Row:
    return (at, SnapshotType.INCREMENTAL, what, {"source": int(what), **data})


def begun(*rows: Row, body: Sequence[Raw] = (), head: Sequence[Raw] = ()) -> Rebuilt:
    return rebuilt(meta(0), full(0, page(*body, head=tuple(head))), *rows)


def test_it_begins_with_a_meta_and_a_full_snapshot() -> None:
    made = told(rebuilt(meta(0), full(0, {**page("x"), "initialOffset": {"left": 3, "top": 40}})), at_ms=500)
    assert [one["type"] for one in made[:2]] == [SnapshotType.META, SnapshotType.FULL]
    assert data_of(made[0]) == {"href": "http://shop.test/", "width": 1280, "height": 720}
    assert data_of(made[1])["initialOffset"] == {"left": 3, "top": 40}
    assert {one["timestamp"] for one in made} == {500 + EPOCH_MS}


def test_a_window_without_a_page_is_an_empty_one() -> None:
    for made in (told(Rebuilt()), told(rebuilt(full(0, {"node": {"type": 3, "id": 1, "textContent": "x"}})))):
        assert [one["type"] for one in made] == [SnapshotType.META, SnapshotType.FULL]
        assert [node.tag for node in played(made).document.nodes.values()] == ["", "html", "head", "body"]


@given(steps)
def test_it_reads_as_the_document_it_was_made_of(found: list[tuple[list[Raw], ...]]) -> None:
    made = begun(body=[el("div", id=5), el("p", id=6)])
    for adds, removes, texts, attributes in found:
        data: SnapshotData = {"adds": adds, "removes": removes, "texts": texts, "attributes": attributes}
        made.pass_by(SnapshotType.INCREMENTAL, Change.MUTATION, data, 1)
    assert shape(played(told(made)).document) == shape(made.document)


def test_documents_in_frames_are_attached_from_outside_in() -> None:
    inner = {"type": 0, "id": 20, "childNodes": [el("html", el("body", el("iframe", id=23), id=22), id=21)]}
    deep = {"type": 0, "id": 30, "childNodes": [el("html", el("body", "deep", id=32), id=31)]}
    made = begun(
        mutated(1, adds=[add(inner, 10)]), mutated(2, adds=[add(deep, 23)]), change(3, Change.SCROLL, id=20, x=0, y=9), body=[el("iframe", id=10)]
    )
    found = told(made)
    assert [one["adds"][0]["parentId"] for one in of_source(found, Change.MUTATION) if isinstance(one["adds"], list)] == [10, 23]
    assert all(one["isAttachIframe"] for one in of_source(found, Change.MUTATION))
    assert shape(played(found).document) == shape(made.document)
    assert of_source(found, Change.SCROLL) == [{"source": Change.SCROLL, "id": 20, "x": 0, "y": 9}]


def test_the_last_word_on_fields_and_scrolling_is_told_in_the_order_in_which_it_was_said() -> None:
    made = begun(
        typed(1, 10, "a"),
        typed(2, 11, "on", checked=True),
        typed(3, 12, "on", checked=True),
        typed(4, 11, "on", checked=False),
        typed(5, 10, "ab"),
        change(6, Change.SCROLL, id=13, x=0, y=40.5),
        change(7, Change.SCROLL, id=99, x=0, y=1),
        body=[el("input", id=10), el("input", id=11, type="radio"), el("input", id=12, type="radio"), el("div", id=13)],
    )
    found = told(made)
    assert [(one["id"], one["text"], one["isChecked"]) for one in of_source(found, Change.INPUT)] == [
        (12, "on", True),
        (11, "on", False),
        (10, "ab", False),
    ]
    assert of_source(found, Change.SCROLL) == [{"source": Change.SCROLL, "id": 13, "x": 0, "y": 40.5}]


def test_what_was_said_of_a_node_goes_with_it() -> None:
    made = begun(
        typed(1, 10, "old"),
        change(2, Change.CANVAS_MUTATION, id=11, type=0, property="fillRect", args=[0, 0, 1, 1]),
        mutated(3, removes=[{"id": 10}, {"id": 11}], adds=[add(el("input", id=10), 4), add(el("canvas", id=11), 4)]),
        body=[el("input", id=10), el("canvas", id=11)],
    )
    found = told(made)
    assert of_source(found, Change.INPUT) == []
    assert of_source(found, Change.CANVAS_MUTATION) == []


def test_sheets_that_scripts_changed() -> None:
    sheet = {**css("p{color:red}"), "id": 10}
    made = begun(
        change(1, Change.STYLE_SHEET_RULE, id=10, adds=[{"rule": "b{}", "index": 1}, {"rule": "i{}"}]),
        change(2, Change.STYLE_SHEET_RULE, id=10, removes=[{"index": [2, 0]}]),
        change(3, Change.STYLE_DECLARATION, id=10, index=[0], set={"property": "color", "value": "blue", "priority": "important"}),
        change(4, Change.STYLE_DECLARATION, id=10, index=[1, 2], remove={"property": "margin"}),
        mutated(5, attributes=[{"id": 10, "attributes": {"data-n": "1"}}]),
        head=[sheet],
    )
    assert of_source(told(made), Change.STYLE_SHEET_RULE) == [
        {"source": 8, "id": 10, "adds": [{"rule": "b{}", "index": 1}, {"rule": "i{}", "index": 0}]},
        {"source": 8, "id": 10, "removes": [{"index": [2, 0]}]},
    ]
    assert of_source(told(made), Change.STYLE_DECLARATION) == [
        {"source": 13, "id": 10, "index": [0], "set": {"property": "color", "value": "blue", "priority": "important"}},
        {"source": 13, "id": 10, "index": [1, 2], "remove": {"property": "margin"}},
    ]


def test_a_sheet_that_began_anew_has_no_changes() -> None:
    made = begun(
        change(1, Change.STYLE_SHEET_RULE, id=10, adds=[{"rule": "b{}", "index": 0}]),
        mutated(2, texts=[{"id": 11, "value": "p{color:blue}"}]),
        head=[el("style", text("p{color:red}", 11), id=10)],
    )
    assert of_source(told(made), Change.STYLE_SHEET_RULE) == []


def test_constructed_sheets_are_made_once_and_adopted_by_each_host() -> None:
    rules = [{"rule": "p{}", "index": 0}]
    made = begun(
        change(1, Change.ADOPTED_STYLE_SHEET, id=1, styleIds=[1], styles=[{"styleId": 1, "rules": rules}]),
        change(2, Change.ADOPTED_STYLE_SHEET, id=10, styleIds=[2, 1], styles=[{"styleId": 2, "rules": rules}]),
        change(3, Change.STYLE_SHEET_RULE, styleId=1, replaceSync="b{}"),
        change(4, Change.STYLE_SHEET_RULE, styleId=1, adds=[{"rule": "i{}", "index": 1}]),
        change(5, Change.ADOPTED_STYLE_SHEET, id=77, styleIds=[1], styles=[]),
        body=[el("div", id=10)],
    )
    found = told(made)
    adopted = [(one["id"], one["styleIds"], one["styles"]) for one in of_source(found, Change.ADOPTED_STYLE_SHEET)]
    assert adopted == [(1, [1], [{"styleId": 1, "rules": []}]), (10, [2, 1], [{"styleId": 2, "rules": []}])]
    assert of_source(found, Change.STYLE_SHEET_RULE) == [
        {"source": 8, "styleId": 1, "replaceSync": "b{}"},
        {"source": 8, "styleId": 1, "adds": [{"rule": "i{}", "index": 1}]},
        {"source": 8, "styleId": 2, "adds": rules},
    ]


def test_a_style_set_one_property_at_a_time_is_told_as_it_was() -> None:
    made = begun(
        mutated(1, attributes=[{"id": 10, "attributes": {"style": {"margin-top": False, "color": "red"}}}]),
        mutated(2, attributes=[{"id": 10, "attributes": {"style": {"color": ["blue", "important"]}}}]),
        mutated(3, attributes=[{"id": 11, "attributes": {"style": {"color": "red"}}}, {"id": 11, "attributes": {"style": "top: 0"}}]),
        body=[el("p", id=10, style="margin: 4px"), el("p", id=11)],
    )
    found = told(made)
    [patch] = of_source(found, Change.MUTATION)
    assert patch["attributes"] == [{"id": 10, "attributes": {"style": {"margin-top": False, "color": ["blue", "important"]}}}]
    attributes = {node.id: node.attrs for node in played(found[:2]).document.nodes.values()}
    assert (attributes[10], attributes[11]) == ({"style": "margin: 4px"}, {"style": "top: 0"})


def test_a_canvas_is_drawn_in_one_record_upon_what_it_showed() -> None:
    made = begun(
        change(1, Change.CANVAS_MUTATION, id=10, type=0, property="fillRect", args=[0, 0, 1, 1]),
        change(2, Change.CANVAS_MUTATION, id=10, type=0, commands=[{"property": "fillStyle", "args": ["red"], "setter": True}]),
        body=[{**marked("canvas", {"rr_dataURL": "data:image/png;base64,AAAA"}), "id": 10}],
    )
    found = told(made)
    [drawn] = of_source(found, Change.CANVAS_MUTATION)
    assert isinstance(drawn["commands"], list)
    assert [one["property"] for one in drawn["commands"]] == ["drawImage", "fillRect", "fillStyle"]
    bitmap = drawn["commands"][0]["args"][0]
    assert bitmap["args"][0] == {"rr_type": "Blob", "data": [{"rr_type": "ArrayBuffer", "base64": "AAAA"}], "type": "image/png"}
    assert "rr_dataURL" not in played(found).document.nodes[10].attrs


def test_a_canvas_that_got_a_new_size_is_blank() -> None:
    made = begun(
        change(1, Change.CANVAS_MUTATION, id=10, type=0, property="fillRect", args=[0, 0, 1, 1]),
        mutated(2, attributes=[{"id": 10, "attributes": {"width": "40"}}]),
        body=[{**marked("canvas", {"rr_dataURL": "data:image/png;base64,AAAA"}), "id": 10}],
    )
    assert of_source(told(made), Change.CANVAS_MUTATION) == []
    assert "rr_dataURL" not in played(told(made)).document.nodes[10].attrs


def test_pointer_focus_and_selection() -> None:
    chosen = {"source": 14, "ranges": [{"start": 5, "startOffset": 0, "end": 5, "endOffset": 1}]}
    made = begun(
        change(1, Change.MOUSE_MOVE, positions=[{"x": 1, "y": 1, "id": 4, "timeOffset": -9}, {"x": 7, "y": 8, "id": 10, "timeOffset": 0}]),
        mouse(2, 10, MouseAct.FOCUS),
        (3, SnapshotType.INCREMENTAL, Change.SELECTION, chosen),
        (4, SnapshotType.INCREMENTAL, Change.MOUSE_INTERACTION, {"type": 2, "id": 10, "x": 0, "y": 0}),
        body=[el("input", id=10)],
    )
    found = told(made)
    assert of_source(found, Change.MOUSE_INTERACTION) == [{"source": 2, "type": MouseAct.FOCUS, "id": 10}]
    assert of_source(found, Change.SELECTION) == [chosen]
    assert of_source(found, Change.MOUSE_MOVE) == [{"source": 1, "positions": [{"x": 7, "y": 8, "id": 10, "timeOffset": 0}]}]


def test_a_new_page_keeps_the_pointer_and_nothing_else() -> None:
    made = begun(mouse(1, 10), typed(2, 10, "x"), mouse(3, 10, MouseAct.FOCUS), full(4, page("new", el("input", id=10))), body=[el("input", id=10)])
    found = told(made)
    assert of_source(found, Change.MOUSE_MOVE) == [{"source": 1, "positions": [{"x": 5, "y": 5, "id": 1, "timeOffset": 0}]}]
    assert [of_source(found, one) for one in (Change.INPUT, Change.MOUSE_INTERACTION)] == [[], []]


def test_an_open_dialog_lets_go_of_the_focus_it_takes() -> None:
    made = begun(body=[el("dialog", el("p", el("button", id=12), id=11), id=10, open="", rr_open_mode="modal")])
    assert [(one["type"], one["id"]) for one in of_source(told(made), Change.MOUSE_INTERACTION)] == [(MouseAct.FOCUS, 12), (MouseAct.BLUR, 12)]


def test_a_film_plays_on_from_where_it_had_got() -> None:
    made = begun(
        change(1_000, Change.MEDIA_INTERACTION, id=10, type=0, currentTime=2.0, playbackRate=2, volume=0.5),
        change(2_000, Change.MEDIA_INTERACTION, id=10, type=3, currentTime=4.0, playbackRate=2, volume=0.1),
        body=[el("video", id=10)],
    )
    [film] = of_source(told(made, at_ms=3_000), Change.MEDIA_INTERACTION)
    assert (film["type"], film["currentTime"], film["volume"]) == (0, 6.0, 0.1)


def test_fonts_outlive_the_page() -> None:
    font = {"source": 10, "family": "F", "fontSource": "url(data:,)", "buffer": False}
    made = begun((1, SnapshotType.INCREMENTAL, Change.FONT, font), full(2, page("new")))
    assert of_source(told(made), Change.FONT) == [font]


def test_what_no_encoder_takes_is_replaced() -> None:
    deep: object = "x"
    for _ in range(400):
        deep = [deep]
    made = begun(
        (1, SnapshotType.INCREMENTAL, Change.SELECTION, {"source": 14, "ranges": [], "deep": deep, "many": 1 << 80}),
        body=[el("p", "lone \ud800 surrogate", id=10, title="\udfff", data_n=1 << 70)],
    )
    found = told(made)
    node = played(found).document.nodes[10]
    assert node.attrs == {"title": "\ufffd", "data-n": None}
    assert node.first is not None
    assert node.first.text == "lone \ufffd surrogate"
    assert orjson.dumps(found)
