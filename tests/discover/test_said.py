"""Texts without what differs, and how alike they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.discover.alike import likeness
from onlooker.discover.named import codes, names
from onlooker.discover.said import comparable, file_of, label, points_elsewhere, thrown_wording, without, wording


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("No money has been taken (reference PX-78466).", "No money has been taken (reference …)."),
        ("The postcode 'EX1 1HS' is not valid for France", "The postcode … is not valid for France"),
        ("Could not reach ada@lovelace.test at 12:30.", "Could not reach … at …."),
        ("See https://shop.test/help?x=1 for more", "See … for more"),
        ("You can buy 3 of £12.50, today", "You can buy … of …, today"),
        ("Failed: HTTP 500 - ticket 500", "Failed: HTTP 500 - ticket …"),
        ("It can't be saved, isn't it odd", "It can't be saved, isn't it odd"),
        ("", ""),
    ],
)
def test_wordings(text: str, told: str) -> None:
    assert wording(text) == told


@given(st.text(max_size=300))
def test_a_wording_is_its_own_wording(text: str) -> None:
    assert comparable(wording(text)) == comparable(text)
    assert len(wording(text)) <= 200


def test_names_of_things_leave_it() -> None:
    assert without("Could not add Hand trowel or the hand-trowel or a trowel", {"hand trowel"}) == "Could not add … or the … or a trowel"
    assert without("As it was", ()) == "As it was"


def test_labels_lose_their_counters() -> None:
    assert [label(text) for text in ("Save (3)", "Inbox 12", "3 items", "Delete “Tea”", "Save", "…")] == [
        "Save",
        "Inbox",
        "items",
        "Delete",
        "Save",
        "",
    ]


def test_machines_keep_their_names() -> None:
    assert thrown_wording("Cannot read properties of undefined (reading 'find')") == "Cannot read properties of undefined (reading 'find')"
    assert thrown_wording("timeout of 3000ms for 0x7f3a") == "timeout of …ms for …"


@pytest.mark.parametrize(
    ("origin", "file"),
    [
        ("https://x.test/static/main.3f2a1b9c.js:1:2", "main.js"),
        ("https://x.test/static/chunk-TVG7KHLA.js", "chunk.js"),
        ("/red/plant-guard.js?v=12", "plant-guard.js"),
        ("index-BX7f3k2a.js", "index.js"),
        ("", ""),
    ],
)
def test_files(origin: str, file: str) -> None:
    assert file_of(origin) == file


def test_likeness() -> None:
    assert likeness("Saved 3 notes", "Saved 12 notes") == 1.0
    assert likeness("The archive is locked.", "Sorry, the archive is locked by a program") > 0.6
    assert likeness("The card was declined", "The voucher ran out") == 0.0
    assert likeness("Something went wrong", "An error occurred") == 0.0, "words that any message may hold are nothing in common"


def test_codes_and_names() -> None:
    assert codes("Saving failed: HTTP 500 - QUOTA_EXCEEDED, EROFS") == {"500", "QUOTA_EXCEEDED", "EROFS"}
    assert names("This is no local number in France. Ask Berlin") == {"france", "berlin"}
    assert names("Sorry, we closed October") == {"october"}
    assert names("Sorry, we closed on 12 October, Tuesday May 3 or Monday, Friday") == frozenset()
    assert names("Payment Could Not Be Completed") == frozenset(), "where every word has a capital, it names nothing"


def test_what_points_elsewhere() -> None:
    assert points_elsewhere("Oops! We found some errors - please check the messages below")
    assert points_elsewhere("Please correct the errors below.")
    assert not points_elsewhere("The postcode is not valid")
