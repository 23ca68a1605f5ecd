"""Back and forth, wandering, thrashing, lost input, abandonment."""

from __future__ import annotations

import pytest

from onlooker.domain.evidence import Hit
from onlooker.domain.screen import Element

from .story import HOME, Story, alert, button, dialog, field, link, text

SAVE = button("Save")


def _visits(story: Story, start: int, every: int, *paths: str) -> Story:
    for number, path in enumerate(paths):
        at = start + every * number
        story.clicks(at - 200, link(path, f"https://app.test{path}")).opens(at, f"https://app.test{path}")
    return story


def test_two_pages_opened_and_left_in_turn() -> None:
    [hit] = _visits(Story(), 2_000, 2_500, "/a", "/b", "/a", "/b", "/a").hits("back_and_forth")
    assert hit.facts["backs"] == 4
    assert hit.facts["pages"] == 2


def test_one_step_back_is_nothing() -> None:
    assert _visits(Story(), 2_000, 2_500, "/a", "/b", "/a").hits("back_and_forth") == []


def test_a_reload_is_no_visit() -> None:
    story = Story()
    for at in (2_000, 4_000, 6_000, 8_000):
        story.opens(at, HOME)
    assert story.rules() == set()


def test_many_pages_for_a_moment_each_are_wandering() -> None:
    paths = ("/kitchen", "/garden", "/lighting", "/kitchen", "/basket", "/garden", "/login", "/kitchen")
    [hit] = _visits(Story(), 2_000, 4_000, *paths).hits("wandering")
    assert hit.facts["returns"] == 3


def test_a_list_and_the_things_in_it_are_not() -> None:
    assert _visits(Story(), 2_000, 4_000, "/things", "/things/8", "/things", "/things/9", "/things", "/more").hits("wandering") == []


def test_two_things_compared_are_not() -> None:
    assert _visits(Story("https://app.test/list"), 2_000, 4_000, "/a", "/list", "/b", "/list", "/a", "/list", "/b", "/list").hits("wandering") == []


def test_a_page_that_the_page_itself_leaves_at_once_is_none() -> None:
    story = Story()
    for number, path in enumerate(("/", "/start", "/", "/start", "/lamps", "/rooms", "/rooms/all", "/lamps")):
        story.opens(100 + 150 * number, f"https://app.test{path}", load=False)
    assert story.hits("wandering") == story.hits("back_and_forth") == []


def test_back_from_a_refusal_and_once_more_is_not() -> None:
    story = _visits(Story(), 2_000, 4_000, "/a", "/closed", "/a", "/closed", "/a", "/b", "/c")
    assert len(story.hits("wandering")) == 1
    for at in (6_100, 14_100):
        story.shows(at, alert("You do not have access to this page."), navigation=True)
    assert story.hits("wandering") == []


_ROUTES = ("/all", "/3/runs", "/3/models", "/3/runs", "/shelf", "/settings", "/all", "/3/runs")


def _by_links(every_ms: int, *routes: str, load_ms: int = 100, told: bool = False) -> Story:
    """Links to routes behind a hash, the page told late if at all."""
    story = Story("https://app.test/#/home")
    for number, route in enumerate(routes):
        at = 5_000 + number * every_ms
        url = f"https://app.test/#{route}"
        story.clicks(at, link(route, url)).shows(at + load_ms, text(f"what {route} holds, {number}"), gone=(text(f"what was there, {number}"),))
        if told:
            story.opens(at + every_ms - 1, f"{url}?sort=created&page={number // 99}", load=False)
    return story


@pytest.mark.parametrize("told", [False, True])
def test_routes_that_nobody_tells_or_tells_late_are_pages(told: bool) -> None:
    [hit] = _by_links(5_000, *_ROUTES, told=told).hits("wandering")
    assert (hit.facts["visits"], hit.facts["pages"], hit.facts["returns"]) == (8, 6, 3)


def test_a_link_that_nothing_came_of_opened_no_page() -> None:
    story = Story("https://app.test/#/home")
    for number, route in enumerate(_ROUTES):
        story.clicks(5_000 + number * 5_000, link(route, f"https://app.test/#{route}"))
    assert story.hits("wandering") == []


def test_waiting_for_a_page_is_no_reading() -> None:
    assert len(_by_links(14_000, *_ROUTES, load_ms=5_000).hits("wandering", ends=150_000)) == 1
    assert _by_links(14_000, *_ROUTES).hits("wandering", ends=150_000) == []


def test_who_opens_one_menu_after_another_is_still_searching_and_who_types_is_not() -> None:
    def visits(*, typing: bool = False, presses: int = 1) -> Story:
        story = _by_links(16_000, *_ROUTES)
        for number in range(len(_ROUTES)):
            at = 5_000 + number * 16_000
            for press in range(presses):
                story.clicks(at + 5_000 + 200 * press, button("Menu"))
            story.clicks(at + 10_000, button("Menu"))
            if typing:
                story.types(at + 6_000, field("Name"), "blue")
        return story

    assert len(visits().hits("wandering", ends=150_000)) == 1
    assert visits(typing=True).hits("wandering", ends=150_000) == []
    assert visits(presses=4).hits("wandering", ends=150_000) == []


def test_an_address_that_the_page_fills_in_is_the_same_page_and_another_search_is_another() -> None:
    story = Story("https://app.test/#/home")
    addresses = ("/runs", "/runs?sort=new", "/a", "/runs?sort=new&state=on", "/b", "/runs?sort=old", "/c", "/d", "/e")
    for number, address in enumerate(addresses):
        story.opens(5_000 + number * 4_000, f"https://app.test/#{address}", load=False)
    assert story.hits("wandering") == []  # back once, and once to the same list sorted otherwise
    [hit] = story.opens(41_000, "https://app.test/#/runs", load=False).hits("wandering")
    assert hit.facts["returns"] == 2


def test_a_purchase_in_many_steps_is_not() -> None:
    assert (
        _visits(Story(), 2_000, 4_000, *(f"/step/{word}" for word in ("one", "two", "three", "four", "five", "six", "seven"))).hits("wandering") == []
    )


def test_calm_reading_is_not() -> None:
    assert _visits(Story(), 2_000, 60_000, "/a", "/b", "/c", "/a", "/b", "/c", "/a").rules(ends=500_000) == set()


def test_a_pointer_that_goes_to_and_fro() -> None:
    points = [(5_000 + 100 * number, 100 if number % 2 else 300, 200) for number in range(15)]
    [hit] = Story().moves(*points).hits("thrashed_cursor")
    assert hit.facts["turns"] == 13
    assert Story().moves(*points[:8]).hits("thrashed_cursor") == []


def test_a_pointer_that_goes_its_way() -> None:
    assert Story().moves(*[(5_000 + 50 * number, 10 * number, 200) for number in range(60)]).hits("thrashed_cursor") == []


def test_a_form_emptied_by_a_reload_after_the_session_expired() -> None:
    story = Story().types(5_000, field("Payee"), "Northern Supplies Ltd").types(8_000, field("Amount"), "120.00")
    story.clicks(12_000, SAVE).requests(12_050, "PUT", "https://app.test/api/entries", 401).shows(
        12_300, alert("Session expired. Please sign in again.")
    )
    story.opens(30_000, HOME)
    [hit] = story.hits("lost_input")
    assert hit.facts["cause"] == "reload"
    assert hit.facts["fields"] == 2
    assert hit.facts["expired"] is True
    assert "Session expired" in str(hit.facts["text"])


def test_what_stands_on_the_page_that_came_is_not_lost() -> None:
    story = Story().types(5_000, field("Payee"), "Northern Supplies Ltd").types(8_000, field("Amount"), "120.00")
    story.clicks(12_000, SAVE).requests(12_050, "POST", "https://app.test/api/entries", 500).shows(12_300, alert("Could not be saved."))
    story.opens(30_000, HOME)
    assert len(story.hits("lost_input")) == 1
    assert story.shows(30_300, text("Northern Supplies Ltd | 120.00"), navigation=True).hits("lost_input") == []


def test_what_shows_once_it_was_typed_again_is_no_sign_that_it_was_not_lost() -> None:
    question, save = field("Question", tag="textarea"), "https://app.test/things"
    story = Story().types(3_000, question, "Which size do you wear?").clicks(8_000, SAVE).opens(8_400, "https://app.test/login?next=/things")
    story.clicks(14_000, button("Log in")).opens(14_400, save).types(18_000, question, "Which size do you wear?").clicks(22_000, SAVE)
    story.opens(22_400, save).shows(22_500, text("Which size do you wear? | Text"), alert("The question was created."), navigation=True)
    [hit] = story.hits("lost_input")
    assert (hit.facts["cause"], hit.facts["typed_again"]) == ("sign_in", 1)


def test_masked_values_are_lost_just_as_well() -> None:
    story = Story().types(5_000, field("Title"), "*" * 12).types(8_000, field("Body", tag="textarea"), "*" * 80).opens(30_000, HOME)
    assert len(story.hits("lost_input")) == 1


def test_sent_to_the_sign_in_page_with_a_form_full() -> None:
    story = Story().types(5_000, field("Title"), "A long title for a page").clicks(9_000, SAVE).opens(9_400, "https://app.test/login?next=/things")
    [hit] = story.hits("lost_input")
    assert hit.facts["cause"] == "sign_in"


def test_a_form_saved_and_reloaded_is_not_lost() -> None:
    story = Story().types(5_000, field("Payee"), "Northern Supplies Ltd").clicks(9_000, SAVE).shows(9_300, alert("Saved.")).opens(20_000, HOME)
    assert story.hits("lost_input") == []


def test_leaving_soon_after_a_problem_that_stands() -> None:
    story = Story().clicks(5_000, SAVE).requests(5_050, "POST", "https://app.test/api", 500).shows(5_300, alert("Saving failed.")).leaves(9_000)
    [hit] = story.hits("abandonment", ends=9_000)
    assert hit.facts["after"] == "error_shown"
    assert hit.facts["text"] == "Saving failed."
    assert hit.facts["left_after_ms"] == 3_700
    assert hit.facts["said_goodbye"] is True


def test_leaving_long_after_it_is_another_story() -> None:
    story = Story().clicks(5_000, SAVE).shows(5_300, alert("Saving failed.")).leaves(90_000)
    assert story.hits("abandonment", ends=90_000) == []


def test_leaving_with_a_form_half_filled() -> None:
    story = Story().types(5_000, field("Name"), "Ann").types(8_000, field("Street"), "Long Lane 4").leaves(15_000)
    [hit] = story.hits("abandonment", ends=15_000)
    assert hit.facts["half_filled"] == 2
    assert "after" not in hit.facts


def test_leaving_with_a_question_on_the_screen() -> None:
    story = Story().clicks(5_000, button("Deploy"))
    story.shows(5_400, dialog("The server is running a more recent set of flows."), dialog("Merge"), dialogs=1).leaves(15_000)
    [hit] = story.hits("abandonment", ends=15_000)
    assert "more recent" in str(hit.facts["dialog"])


def test_leaving_after_the_work_is_done() -> None:
    story = (
        Story().types(5_000, field("Name"), "Ann").types(8_000, field("Street"), "Long Lane 4").clicks(11_000, SAVE).shows(11_400, alert("Saved."))
    )
    assert story.leaves(13_000).rules(ends=13_000) == set()


def test_typing_into_a_search_box_is_no_half_filled_form() -> None:
    story = Story().types(5_000, field("Search"), "a very long question about lamps").shows(5_500, text("three lamps")).leaves(9_000)
    assert story.hits("abandonment", ends=9_000) == []


def test_a_save_that_ends_at_a_sign_in_page_loses_one_long_note_too() -> None:
    notes = field("Notes", tag="textarea")
    story = Story().types(3_000, notes, "*" * 12).clicks(8_000, SAVE).opens(8_400, "https://app.test/login/?next=/things")
    [hit] = story.leaves(30_000).hits("lost_input", ends=30_000)
    assert (hit.facts["cause"], hit.facts["fields"]) == ("sign_in", 1)


def test_a_sign_in_page_the_user_asked_for_loses_nothing() -> None:
    story = (
        Story()
        .types(3_000, field("Comment"), "hello")
        .clicks(8_000, link("Log in", "https://app.test/login/"))
        .opens(8_400, "https://app.test/login/")
    )
    assert story.leaves(30_000).hits("lost_input", ends=30_000) == []


LIMIT = field("Largest amount")


def _hunt(*looks: str, more: tuple[Element, ...] = (), saves: bool = True, works: bool = False) -> list[Hit]:
    """A page for each path and a tab for each name, 5 s apart; then a field is set, and `more` with it, and saved."""
    story, shown = Story(), text("Home")
    for number, look in enumerate(looks, start=1):
        at, came = 5_000 * number, text(f"What {number} shows")
        if look.startswith("/"):
            story.clicks(at - 200, link(look, f"https://app.test{look}")).opens(at, f"https://app.test{look}")
        else:
            story.clicks(at, link(look, f"#{look}", role="tab"))
        story.shows(at + 100, came, gone=(shown,), navigation=look.startswith("/"))
        shown = came
    if works:
        story.clicks(22_000, SAVE)
    end = 5_000 * (len(looks) + 1)
    for number, one in enumerate((LIMIT, *more)):
        story.types(end + 1_000 * number, one, "4")
    if saves:
        story.clicks(end + 4_000, SAVE)
    return story.hits("wandering", ends=end + 20_000)


SOUGHT = ("/settings", "Data", "Cart", "Display", "Cart", "/things", "/quotas", "/discounts", "/things", "/things/3", "Price", "More", "Stock")


def test_a_field_that_is_found_only_after_many_pages_and_tabs() -> None:
    [hit] = _hunt(*SOUGHT)
    assert (hit.facts["found"], hit.facts["visits"], hit.facts["returns"]) == ("Largest amount", 13, 2)


def test_who_sees_each_page_and_tab_once_knows_the_way() -> None:
    assert _hunt(*dict.fromkeys(SOUGHT), "Terms", "Texts") == []


def test_a_few_looks_before_a_field_is_set_are_none() -> None:
    assert _hunt(*SOUGHT[:9]) == []


def test_looking_about_that_ends_in_a_form_or_in_nothing_found_no_field() -> None:
    assert _hunt(*SOUGHT, more=(field("Name"),)) == []
    assert _hunt(*SOUGHT, saves=False) == []


def test_who_saves_on_the_way_is_at_work() -> None:
    assert _hunt(*SOUGHT, works=True) == []
