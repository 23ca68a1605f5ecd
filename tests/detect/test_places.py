"""Where a page is: what changes with every visit is no part of it, what the page routes by is."""

from __future__ import annotations

import pytest

from onlooker.detect.places import place_of


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://app.test/orders/18/edit?tab=2", "app.test/orders/#/edit"),
        ("https://app.test/orders/", "app.test/orders"),
        ("https://app.test/orders#notes", "app.test/orders"),
        ("https://app.test/#/orders/18", "app.test#/orders/#"),
        ("https://app.test/#!/orders?sort=asc", "app.test#/orders"),
        ("https://app.test/#/", "app.test"),
        ("http://[", "http://["),
    ],
)
def test_a_place_is_host_path_and_route(url: str, place: str) -> None:
    assert place_of(url) == place
