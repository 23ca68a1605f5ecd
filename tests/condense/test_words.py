from __future__ import annotations

import pytest

from onlooker.condense.words import Places, element_cell, origin_of, seconds, site_of, text_cell
from onlooker.domain.screen import Element, Role


@pytest.mark.parametrize(
    ("ms", "told"), [(0, ""), (49, ""), (50, ".1"), (400, ".4"), (1000, "1"), (3240, "3.2"), (9960, "10"), (12_600, "13"), (-5, "")]
)
def test_seconds(ms: int, told: str) -> None:
    assert seconds(ms) == told


@pytest.mark.parametrize(
    ("url", "origin"),
    [("https://a.test:8080/x?y#z", "https://a.test:8080"), ("https://a.test?x", "https://a.test"), ("about:blank", ""), ("", ""), ("://", "")],
)
def test_origin(url: str, origin: str) -> None:
    assert origin_of(url) == origin


def test_addresses_are_told_without_the_common_origin() -> None:
    places = Places(origin="https://a.test")
    assert [places.told(url) for url in ("https://a.test/x", "https://a.test", "https://a.test.evil/x", "https://b.test/x")] == [
        "/x",
        "/",
        "https://a.test.evil/x",
        "https://b.test/x",
    ]


@pytest.mark.parametrize(
    ("titles", "site"),
    [
        (["Basket | Shop - Home", "Lamp | Shop - Home", "Rug | Shop - Home"], " | Shop - Home"),
        (["Basket - Shop", "Lamp - Shop"], ""),
        (["One", "Two", "Three"], ""),
        ([], ""),
    ],
)
def test_the_name_of_the_site_is_what_titles_share(titles: list[str], site: str) -> None:
    assert site_of(titles) == site


@pytest.mark.parametrize(
    ("element", "called"),
    [
        (Element(tag="button", label="Save"), "button Save"),
        (Element(tag="a", label="Home", disabled=True), "link Home (disabled)"),
        (Element(tag="input", type="submit", label="Go"), "button Go"),
        (Element(tag="input", type="email", label="E-mail"), "field E-mail"),
        (Element(tag="div", role="button", label="Menu"), "button Menu"),
        (Element(tag="i", ref="form#review>fieldset:1>div:2>i:4"), "i div:2>i:4"),
        (None, "?"),
    ],
)
def test_elements_are_called_as_a_person_would(element: Element | None, called: str) -> None:
    assert element_cell(element).text == called


def test_messages_are_told_in_full_and_other_texts_short() -> None:
    assert len(text_cell("x" * 280, Role.ALERT).text) == 280
    assert len(text_cell("Saving failed: " + "x" * 200).text) == 215
    assert len(text_cell("x" * 280).text) == 100
