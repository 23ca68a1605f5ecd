"""What the user set on a page, and whether the page shows it when it comes back."""

from __future__ import annotations

import pytest

from onlooker.domain.screen import Reverted
from onlooker.domain.snapshot import MouseAct
from onlooker.screen.restated import restated
from tests.domain.dom import el, page
from tests.screen.taken import full, loaded, meta, mouse, typed, watched

RECORD = "http://shop.test/shelf/8/"
ROOM = 50


def select(chosen: str, *, base: int = 0) -> dict[str, object]:
    options = [
        el("option", words, value=value, **({"selected": True} if words == chosen else {}))
        for value, words in (("", "-----"), ("1", "Attic"), ("2", "Cellar"))
    ]
    return el("select", *options, id=base + ROOM, name="room")


def form(room: str, *, base: int = 0, title: str = "Old globe", method: str = "post") -> dict[str, object]:
    return page(
        el(
            "form",
            el("label", "Title", for_="t"),
            el("input", id=base + 51, type="text", name="title", html_id="t", value=title),
            el("p", el("label", "Room"), select(room, base=base)),
            el("input", id=base + 52, type="text", name="note", value=""),
            el("button", "Save", id=base + 53),
            method=method,
        ),
        id=base + 1,
    )


def reverted(before: dict[str, object], after: dict[str, object], *, url: str = RECORD, then: str = RECORD) -> list[tuple[Reverted, ...]]:
    track = watched(
        meta(0, url),
        full(0, before),
        mouse(1_000, ROOM, MouseAct.FOCUS),
        typed(1_500, ROOM, "2"),
        mouse(3_000, 53),
        loaded(3_200),
        meta(3_210, then),
        full(3_220, after),
        end=9_000,
    )
    return [change.reverted for change in track.changes if change.navigation and change.reverted]


def test_a_choice_that_is_the_old_one_when_the_page_comes_back() -> None:
    assert reverted(form("Attic"), form("Attic", base=100)) == [(Reverted(label="Room", given="Cellar", shown="Attic"),)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (form("Attic"), form("Cellar", base=100)),
        (form("-----"), form("-----", base=100)),
        (form("Attic", title=""), form("Attic", base=100, title="")),
        (form("Attic", title="Old globe"), form("Attic", base=100, title="Another")),
        (form("Attic", method="get"), form("Attic", base=100, method="get")),
    ],
    ids=["kept", "no choice before", "a form for something new", "another record", "a filter"],
)
def test_what_says_nothing(before: dict[str, object], after: dict[str, object]) -> None:
    assert reverted(before, after) == []


def test_another_page_and_a_page_for_new_things() -> None:
    assert reverted(form("Attic"), form("Attic", base=100), then="http://shop.test/shelf/9/") == []
    making = "http://shop.test/shelf/add/"
    assert reverted(form("Attic"), form("Attic", base=100), url=making, then=making) == []
    assert reverted(form("Attic"), form("Attic", base=100), url=f"{RECORD}?id=3", then=RECORD) == []
    assert len(reverted(form("Attic"), form("Attic", base=100), then=f"{RECORD}?saved=1")) == 1


def test_what_the_user_put_back_was_not_set() -> None:
    rows = [meta(0, RECORD), full(0, form("Attic")), mouse(1_000, ROOM, MouseAct.FOCUS), typed(1_500, ROOM, "2"), typed(2_500, ROOM, "1")]
    track = watched(*rows, loaded(3_200), meta(3_210, RECORD), full(3_220, form("Attic", base=100)))
    assert [change for change in track.changes if change.reverted] == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Jane Doe", "JANE  DOE"),
        ("05/01/2024", "2024-01-05"),
        ("5 Jan 2024", "Jan. 5, 2024"),
        ("12.346", "12.35"),
        ("12", "12.00"),
        ("shop.test", "https://shop.test/"),
        ("blue, red", "red blue"),
        ("Zoë", "zoe"),
        ("A very long description that is cut", "A very long descr"),
    ],
)
def test_the_same_in_the_servers_writing(given: str, shown: str) -> None:
    assert restated(given, shown)


@pytest.mark.parametrize(("given", "shown"), [("Attic", "Cellar"), ("3", "1"), ("1000", "100"), ("2024-01-05", "2024-02-06")])
def test_another_value(given: str, shown: str) -> None:
    assert not restated(given, shown)
