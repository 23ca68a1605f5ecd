from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.merge.elements_chain import ChainLink, chain_element, parse_chain


@pytest.mark.parametrize(
    ("chain", "links"),
    [
        ("", ()),
        ("div", (ChainLink(tag="div"),)),
        ("button.btn.big;form", (ChainLink(tag="button", classes=("btn", "big")), ChainLink(tag="form"))),
        ('a:attr__href="/x"text="Go"', (ChainLink(tag="a", attributes={"attr__href": "/x", "text": "Go"}),)),
        ('a:text="one; two";li', (ChainLink(tag="a", attributes={"text": "one; two"}), ChainLink(tag="li"))),
        (r'a:text="say \"hi\" \\ bye"', (ChainLink(tag="a", attributes={"text": 'say "hi" \\ bye'}),)),
        ('div.md:flex.p-2:attr__id="x"', (ChainLink(tag="div", classes=("md:flex", "p-2"), attributes={"attr__id": "x"}),)),
        ('a:attr__href=""nth-child="1"', (ChainLink(tag="a", attributes={"attr__href": "", "nth-child": "1"}),)),
        ('a:attr__style="color: red; top: 0";b', (ChainLink(tag="a", attributes={"attr__style": "color: red; top: 0"}), ChainLink(tag="b"))),
        ('a:text="never closed', (ChainLink(tag="a"),)),
    ],
)
def test_parts_are_told_apart(chain: str, links: tuple[ChainLink, ...]) -> None:
    assert parse_chain(chain) == links


def test_the_pressed_element_is_named_as_a_person_would() -> None:
    element = chain_element('span.icon:attr__aria-label="Close"nth-child="1";a.btn:attr__href="/close"text="x";div.modal:attr__role="dialog"')

    assert element is not None
    assert (element.tag, element.label, element.href, element.classes) == ("span", "Close", "/close", ("icon",))
    assert element.interactive
    assert element.in_dialog


@pytest.mark.parametrize(
    ("chain", "label", "ref"),
    [
        ('button:attr__id="go"text="  Place \n order "', "Place order", "button#go"),
        ('input:attr__type="submit"attr__value="Send"', "Send", "input"),
        ('input:attr__type="text"attr__value="secret"attr__name="q"attr__placeholder="Search"', "Search", "input[name=q]"),
        ('a:attr__href="/basket/"text="Basket"', "Basket", "a[href=/basket/]"),
        ('input:attr__name="first_name"', "first name", "input[name=first_name]"),
        ("div.a.b", "", "div.a.b"),
    ],
)
def test_label_and_ref(chain: str, label: str, ref: str) -> None:
    element = chain_element(chain)

    assert element is not None
    assert (element.label, element.ref) == (label, ref)


def test_no_chain_is_no_element() -> None:
    assert chain_element("") is None


@given(st.text(alphabet='ab.:;="\\ -_', max_size=200))
def test_any_text_can_be_parsed(chain: str) -> None:
    assert all(link.tag for link in parse_chain(chain))
