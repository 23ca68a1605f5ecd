"""What the sheets say of an element, end to end: text of a sheet in, computed value out."""

from __future__ import annotations

import pytest

from onlooker.domain.cascade import Cascade, scopes
from onlooker.domain.document import Document
from onlooker.domain.node import ELEMENT
from onlooker.domain.snapshot import Change
from tests.domain.dom import css, document, el, mutate, text


def computed(made: Document, node_id: int, name: str = "display", known: dict[tuple[object, ...], Cascade] | None = None) -> str:
    cascade = scopes(made, frozenset(), {} if known is None else known)[0]
    node = made.nodes[node_id]
    chain = [one for one in (*reversed(list(node.ancestors())), node) if one.kind == ELEMENT]
    outer = cascade.context
    for one in chain:
        styled = cascade.styled(outer, one, made)
        outer = styled.context
    found = cascade.declared(styled, node, made).get(name)
    return "" if found is None else found.value


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (".a { display: none; }", "none"),
        ("P { display: none }", "none"),
        ("#x{display:none}", "none"),
        (".a.b { display: none }", "none"),
        (".a.c { display: none }", ""),
        ("div .a, .never { display: none }", "none"),
        ("section .a { display: none }", ""),
        ("div > .a { display: none }", ""),
        ("div > span > .a { display: none }", "none"),
        ("div.box *.a { display: none }", "none"),
        ("[data-state='open'] { display: none }", "none"),
        ("[data-state=closed] { display: none }", ""),
        ("p[class~='b'][data-state^=op] { display: none }", "none"),
        (".a:not(.b) { display: none }", ""),
        (".a:not(.c) { display: none }", "none"),
        (":is(.a, .z) { display: none }", "none"),
        (":where(#x) { display: none } p { display: block }", "block"),
        (".a:hover { display: none }", ""),
        (".a::before { display: none }", ""),
        (".a:nth-child(2) { display: none }", ""),
        ("i + .a { display: none }", "none"),
        ("b ~ .a { display: none }", "none"),
        ("i + b + .a { display: none }", ""),
        (".a:first-child { display: none }", ""),
        (".a:last-child { display: none }", "none"),
        (r".w-1\/2 { display: none }", "none"),
        (".a { display: none } .a { display: flex }", "flex"),
        ("#x { display: none } .a { display: flex }", "none"),
        (".a { display: none !important } #x { display: flex }", "none"),
        ("@media print { .a { display: none } }", ""),
        ("@media screen and (max-width: 1300px) { .a { display: none } }", "none"),
        ("@media (min-width: 1300px) { .a { display: none } }", ""),
        ("@media (width >= 80em) { .a { display: none } }", "none"),
        ("@media not screen { .a { display: none } }", ""),
        ("@media (prefers-color-scheme: dark) { .a { display: none } }", ""),
        ("@supports (display: grid) { .a { display: none } }", "none"),
        ("@layer base { @media screen { .a { display: none } } }", "none"),
        ("@keyframes a { from { display: none } }", ""),
        ("@import url(x.css); .a { display: none }", "none"),
        ("/* .a { display: flex } */ .a { display: none }", "none"),
        ('.z::after { content: "}"; } .a { display: none }', "none"),
        (".a { display: none", ""),
        ("} .a { display: none }", "none"),
        (".a:has(b) { display: none }", ""),
    ],
)
def test_a_rule_and_what_it_does(rules: str, expected: str) -> None:
    target = el("p", id=10, html_id="x", class_="a b w-1/2", data_state="open")
    made = document(el("div", el("span", el("b"), el("i"), text(" "), target), class_="box"), head=(css(rules),))
    assert computed(made, 10) == expected


def test_checked_controls_open_what_follows_them() -> None:
    made = document(el("input", id=10, type="checkbox"), el("nav", id=11), head=(css("nav { display: none } :checked ~ nav { display: block }"),))
    assert computed(made, 11) == "none"
    made.apply(Change.INPUT, {"id": 10, "text": "on", "isChecked": True})
    assert computed(made, 11) == "block"


def test_text_in_a_style_node_counts_and_follows_its_changes() -> None:
    style = {**el("style", text(".a{display:none}", id=31), id=30), "attributes": {}}
    made = document(el("p", id=10, class_="a"), head=(style,))
    assert computed(made, 10) == "none"
    mutate(made, texts=[{"id": 31, "value": ".a{display:grid}"}])
    assert computed(made, 10) == "grid"
    mutate(made, removes=[{"parentId": 3, "id": 30}])
    assert computed(made, 10) == ""


def test_rules_put_in_and_taken_out_by_script() -> None:
    style = {**css(".a { display: none } .b { display: flex }"), "id": 30}
    made = document(el("p", id=10, class_="a"), head=(style,))
    made.apply(Change.STYLE_SHEET_RULE, {"id": 30, "adds": [{"rule": ".a { display: grid }", "index": 2}]})
    assert computed(made, 10) == "grid"
    made.apply(Change.STYLE_SHEET_RULE, {"id": 30, "removes": [{"index": 2}]})
    assert computed(made, 10) == "none"
    made.apply(Change.STYLE_SHEET_RULE, {"id": 30, "adds": [{"rule": ".a { display: table }", "index": [0, 0]}]})
    assert computed(made, 10) == "table"


def test_adopted_sheets() -> None:
    made = document(el("p", id=10, class_="a"))
    made.apply(
        Change.ADOPTED_STYLE_SHEET, {"id": 1, "styleIds": [7], "styles": [{"styleId": 7, "rules": [{"rule": ".a { display: none }", "index": 0}]}]}
    )
    assert computed(made, 10) == "none"
    made.apply(Change.STYLE_SHEET_RULE, {"styleId": 7, "replaceSync": ".a { display: flex }"})
    assert computed(made, 10) == "flex"


def test_a_frames_sheet_is_its_own() -> None:
    inner = el("html", el("head", css("p { display: none }")), el("body", el("p", id=11)))
    made = document(el("p", id=10), el("iframe", {"type": 0, "id": 20, "childNodes": [inner]}))
    assert computed(made, 10) == ""
    assert set(scopes(made, frozenset(), {})) == {0, 20}


def test_pages_with_the_same_sheets_share_a_cascade() -> None:
    known: dict[tuple[object, ...], Cascade] = {}
    sheet = "p { display: none }"
    first = scopes(document(el("p"), head=(css(sheet),)), frozenset(), known)[0]
    again = scopes(document(el("b"), head=(css(sheet),)), frozenset(), known)[0]
    assert first is again
    assert scopes(document(el("b"), head=(css(sheet),), width=800), frozenset(), known)[0] is not first


def test_elements_alike_share_their_style_and_others_do_not() -> None:
    made = document(
        el("p", id=10, class_="a"),
        el("p", id=11, class_="a"),
        el("div", el("p", id=12, class_="a"), class_="in"),
        head=(css(".in .a { display: none }"),),
    )
    cascade = scopes(made, frozenset(), {})[0]
    outer = cascade.context
    assert cascade.styled(outer, made.nodes[10], made) is cascade.styled(outer, made.nodes[11], made)
    assert computed(made, 12) == "none"
    assert computed(made, 10) == ""
