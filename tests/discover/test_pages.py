"""Where a page or a call is, the same at every visit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.discover.pages import asked_of, exact_page, page_template, searched, site, things
from onlooker.discover.siblings import widen


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("https://shop.test/catalogue/hand-trowel_8/?q=1", "/catalogue/*"),
        ("shop.test/catalogue/category/garden_2", "/catalogue/category/*"),
        ("https://shop.test/checkout/shipping-address/#postcode", "/checkout/shipping-address"),
        ("https://app.test/#flow/f1", "/#flow/*"),
        ("https://app.test/#!/users/12", "/#!/users/*"),
        ("https://app.test/#/runs/0f3c9a77bd?tab=logs", "/#/runs/*"),
        ("https://app.test/", "/"),
        ("https://app.test/oauth2/v2/step-2/3fa85f64-5717-4562-b3fc-2c963f66afa6/edit", "/oauth2/v2/step-2/*/edit"),
        ("https://app.test/u/ada@lovelace.test", "/u/*"),
        ("https://app.test/d/aGVsbG8gd29ybGQ/7/8", "/d/*"),
        ("https://app.test/index.php?route=checkout/cart&utm_source=x", "/index.php?route=checkout/cart"),
        ("https://app.test/index.php?page=12", "/index.php"),
        ("localhost:8080/a/b", "/a/b"),
        ("about:blank", "about:blank"),
        ("http://[::1/x", "http://[::1/x"),
        ("", ""),
    ],
)
def test_templates(url: str, template: str) -> None:
    assert page_template(url) == template


@pytest.mark.parametrize(
    ("url", "application"),
    [
        ("https://eu.shop.test:8443/x", "shop.test"),
        ("https://www.shop.test", "shop.test"),
        ("https://a.shop.co.uk/x", "shop.co.uk"),
        ("https://shop.co.uk/x", "shop.co.uk"),
        ("http://10.0.0.1:3000/x", "10.0.0.1"),
        ("http://localhost:3000/", "localhost"),
        ("/x", ""),
        ("", ""),
    ],
)
def test_applications(url: str, application: str) -> None:
    assert site(url) == application


@given(st.text(max_size=80))
def test_any_text_is_some_page(text: str) -> None:
    assert isinstance(page_template(text) + exact_page(text) + site(text) + searched(text), str)
    assert asked_of("POST", text, 500).startswith("POST")


def test_a_template_is_its_own_template() -> None:
    for url in ("https://shop.test/catalogue/hand-trowel_8/", "https://app.test/#flow/f1", "https://app.test/index.php?route=checkout/cart"):
        assert page_template(page_template(url)) == page_template(url)


def test_calls() -> None:
    assert asked_of("post", "https://shop.test/api/item/12?x=1", 502) == "POST /api/item/* 502"
    assert asked_of("", "/api/stock", 0) == "/api/stock no answer"


def test_what_is_searched_for() -> None:
    assert searched("https://shop.test/search/?q=hand+towels&page=2") == "hand towels"
    assert searched("https://app.test/#/find?text=rug") == "rug"
    assert searched("https://shop.test/search/?page=next&sort=12") == ""
    assert searched("https://app.test/#/runs?since=ALL&kind=learning") == ""
    assert searched("https://app.test/#/runs?since=ALL&search_text=rug") == "rug"


def test_names_of_things() -> None:
    assert things(["https://shop.test/item/hand-trowel_8/", "https://shop.test/basket/", "https://shop.test/item/9"]) == {"hand trowel"}


def test_one_of_many_is_told_from_a_section() -> None:
    many = [[f"/product/{name}-set"] for name in ("tea", "cup", "pan", "jug", "mug", "pot")]
    assert widen(many)("/product/tea-set/reviews") == "/product/*/reviews"
    assert widen(many[:3])("/product/tea-set") == "/product/tea-set"
    steps = [["/checkout/shipping-address", "/checkout/payment-details", "/checkout/order-review", "/checkout/thank-you", "/checkout/sign-in"]] * 6
    assert widen(steps)("/checkout/payment-details") == "/checkout/payment-details"
