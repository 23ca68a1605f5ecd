from __future__ import annotations

from itertools import pairwise

from onlooker.domain.screen import Role
from onlooker.domain.snapshot import Change, MouseAct, SnapshotType
from tests.domain.dom import add, el, page, text
from tests.screen.taken import custom, full, loaded, meta, mouse, mutated, told, typed, watched

SHOP = page(el("h1", "Shop"), el("div", el("button", "Buy", id=11), id=10))


def test_the_first_page_appears_and_nothing_more_while_nothing_changes() -> None:
    track = watched(meta(0), full(100, SHOP), mouse(2_000, 11))
    assert told(track) == [(100, ["heading: Shop", "Buy"], [])]
    assert track.changes[0].navigation
    assert track.skipped_ms == 100


def test_a_change_is_told_at_the_instant_of_its_mutation() -> None:
    toast = el("div", "Saved", id=20, class_="toast")
    track = watched(
        meta(0),
        full(0, SHOP),
        mouse(1_000, 11),
        mutated(1_050, adds=[add(toast, 4)]),
        mutated(3_050, removes=[{"parentId": 4, "id": 20}]),
        mouse(9_000, 11),
    )
    assert told(track)[1:] == [(1_050, ["alert: Saved"], []), (3_050, [], ["alert: Saved"])]


def test_a_box_that_is_filled_with_a_picture_is_empty_no_longer() -> None:
    made = page(el("h3", "Sales"), el("div", id=20, class_="chart"))
    track = watched(meta(0), full(0, made), mutated(900, adds=[add(el("canvas", id=21), 20)]), mouse(9_000, 11))
    assert [(change.at_ms, change.hollow) for change in track.changes] == [(0, ("Sales",)), (900, ())]


def test_what_flickers_between_two_looks_is_not_told() -> None:
    track = watched(
        meta(0),
        full(0, SHOP),
        mutated(500, adds=[add(el("p", "blink", id=20), 4)]),
        mutated(520, removes=[{"parentId": 4, "id": 20}]),
        mouse(5_000, 11),
    )
    assert len(track.changes) == 1


def test_a_page_that_never_rests_is_looked_at_every_second() -> None:
    steps = [mutated(at, texts=[{"id": 30, "value": f"step {at}"}]) for at in range(100, 5_000, 50)]
    track = watched(meta(0), full(0, page(el("p", text("step 0", id=30)))), *steps)
    times = [change.at_ms for change in track.changes]
    assert 5 <= len(times) <= 8
    assert all(later - earlier <= 1_100 for earlier, later in pairwise(times))


def test_the_screen_is_looked_at_just_before_an_act() -> None:
    track = watched(
        meta(0),
        full(0, SHOP),
        mutated(1_000, adds=[add(el("p", "hint", id=20), 4)]),
        mouse(1_020, 11),
        mutated(1_040, removes=[{"id": 20}]),
        mouse(9_000, 11),
    )
    assert told(track)[1:] == [(1_000, ["hint"], []), (1_040, [], ["hint"])]


def test_elements_are_those_of_the_moment_of_the_act() -> None:
    track = watched(
        meta(0),
        full(0, SHOP),
        mouse(1_000, 11),
        mutated(1_500, removes=[{"parentId": 10, "id": 11}], adds=[add({**el("button", id=12), "childNodes": [text("Wait", id=13)]}, 10)]),
        mouse(1_510, 12, MouseAct.FOCUS),
        typed(1_520, 12, "x"),
        mouse(1_530, 11),
        (1_540, SnapshotType.INCREMENTAL, Change.SCROLL, {"id": 12, "x": 0, "y": 3}),
    )
    assert {index: element.label for index, element in track.elements.items()} == {2: "Buy", 4: "Wait", 5: "Wait", 7: "Wait"}


def test_a_checkout_of_the_same_page_is_no_change() -> None:
    again = page(el("h1", "Shop"), el("div", el("button", "Buy")), id=500)
    track = watched(meta(0), full(0, SHOP), meta(300_000), full(300_010, again), mouse(301_000, 11))
    assert len(track.changes) == 1


def test_a_real_navigation_tells_only_what_differs() -> None:
    basket = page(el("h1", "Basket"), el("div", el("button", "Buy")))
    track = watched(meta(0), full(0, SHOP), loaded(2_000), meta(2_001, "http://shop.test/basket"), full(2_010, basket), mouse(4_000, 11))
    assert told(track)[1:] == [(2_010, ["heading: Basket"], ["heading: Shop"])]
    assert track.changes[1].navigation
    assert (track.screens[0].url, track.screens[0].at_ms) == ("http://shop.test/", 2_001)
    assert track.screens[-1].url == "http://shop.test/basket"


def test_an_alert_that_comes_back_with_the_page_is_told_again() -> None:
    refused = page(el("p", "Payment refused", class_="alert"), el("button", "Pay", id=11))
    track = watched(meta(0), full(0, refused), mouse(900, 11), loaded(1_000), meta(1_001), full(1_010, refused), mouse(3_000, 11))
    assert told(track)[1:] == [(1_010, [], [])]
    assert [line.text for line in track.changes[1].again] == ["Payment refused"]


def test_a_route_change_inside_the_page_keeps_the_screen_before_it() -> None:
    track = watched(
        meta(0), full(0, SHOP), custom(2_000, "http://shop.test/help"), mutated(2_050, adds=[add(el("p", "Help", id=20), 4)]), mouse(6_000, 11)
    )
    assert [(screen.url, len(screen.lines)) for screen in track.screens] == [
        ("http://shop.test/", 2),
        ("http://shop.test/help", 3),
        ("http://shop.test/help", 3),
    ]


def test_what_a_user_types_is_no_news_and_what_the_page_sets_is() -> None:
    form = page(
        el("label", "Name", for_="n"),
        el("input", html_id="n", id=11),
        el("label", "City", for_="c"),
        el("input", html_id="c", id=12),
        el("a", "x", id=13),
    )
    track = watched(
        meta(0),
        full(0, form),
        mouse(500, 11, MouseAct.FOCUS),
        typed(900, 11, "Ada"),
        typed(950, 12, "London"),
        mouse(2_000, 13),
        typed(2_500, 11, ""),
        mouse(4_000, 13),
    )
    assert [change.values for change in track.changes] == [(), (("City", "", "London"),), (("Name", "Ada", ""),)]


def test_a_page_gone_blank() -> None:
    track = watched(meta(0), full(0, SHOP), mutated(1_000, removes=[{"parentId": 2, "id": 4}]), mouse(3_000, 11))
    assert track.changes[-1].blank
    assert track.screens[-1].blank


def test_windows_are_watched_apart() -> None:
    other = page(el("h1", "Other"))
    track = watched(
        meta(0),
        full(0, SHOP),
        meta(1_000, "http://b.test/"),
        full(1_010, other),
        mutated(1_500, adds=[add(el("p", "in one", id=20), 4)]),
        mouse(3_000, 11),
        windows=[0, 0, 1, 1, 0, 0],
    )
    assert [(change.window, change.appeared[0].text) for change in track.changes] == [(0, "Shop"), (1, "Other"), (0, "in one")]


def test_without_a_full_snapshot_the_time_is_counted_as_unseen() -> None:
    track = watched(meta(0), mutated(10, adds=[add(el("p"), 4)]), mouse(500, 11), end=2_000)
    assert (track.changes, track.screens, dict(track.elements), track.skipped_ms) == ((), (), {}, 2_000)


def test_a_heavy_page_is_looked_at_less_often_but_the_end_is_right() -> None:
    rows = []
    for step in range(60):
        adds = [add(el("p", id=100_000 + step * 5_000 + item), 10) for item in range(5_000)]
        adds += [add(text(f"row {step}"), 100_000 + step * 5_000)]
        removes: list[dict[str, object]] = [{"parentId": 10, "id": 100_000 + (step - 1) * 5_000 + item} for item in range(5_000)] if step else []
        rows.append(mutated(1_000 + step * 200, adds=adds, removes=removes))
    track = watched(meta(0), full(0, SHOP), *rows)
    assert track.coarse
    assert len(track.changes) < 20
    assert [line.text for line in track.screens[-1].lines if line.role is Role.TEXT] == ["Buy", "row 59"]


def test_mutations_are_counted() -> None:
    track = watched(meta(0), full(0, SHOP), mutated(700, adds=[add(el("p"), 4)], attributes=[{"id": 10, "attributes": {"class": "x"}}]))
    assert [(one.at_ms, one.nodes, one.attributes) for one in track.mutations] == [(700, 1, 1)]
