"""Waits that end because the user went away are no answers."""

from __future__ import annotations

from .story import HOME, Story, button, heading, link, spinner

RUN = button("Run report")


def _waiting(story: Story, at: int) -> Story:
    return story.clicks(at, RUN).shows(at + 100, spinner("Preparing…"), spinners=1)


def test_a_reload_after_a_long_wait_is_no_answer() -> None:
    story = _waiting(Story(), 5_000).requests(50_000, "GET", HOME, 200, kind="navigation").opens(50_300, HOME)
    story.shows(50_500, heading("Reports"), navigation=True).leaves(60_000)
    [hit] = story.hits("endless_spinner")
    assert (hit.facts["given_up"], hit.facts["label"]) == (True, "Run report")
    assert story.hits("slow_response") == []


def test_a_way_out_after_a_long_wait_is_no_answer() -> None:
    away = link("Overview", "https://app.test/")
    story = _waiting(Story(), 5_000).clicks(50_000, away).opens(50_300, "https://app.test/").shows(50_500, heading("Overview"), navigation=True)
    assert [hit.facts["given_up"] for hit in story.leaves(60_000).hits("endless_spinner")] == [True]


def test_a_page_that_was_called_for_at_the_press_is_the_answer() -> None:
    story = _waiting(Story(), 5_000).requests(5_010, "POST", HOME, 200, took=20_000, kind="navigation").opens(25_100, f"{HOME}/done")
    story.shows(25_300, heading("Report"), navigation=True).leaves(60_000)
    assert story.hits("endless_spinner") == []
    [hit] = story.hits("slow_response")
    assert hit.facts["waited_ms"] == 20_300


def test_a_later_try_that_works_resolves_the_wait() -> None:
    story = _waiting(Story(), 5_000).requests(40_000, "GET", HOME, 200, kind="navigation").opens(40_300, HOME)
    story.shows(40_500, heading("Reports"), navigation=True).clicks(45_000, RUN).shows(45_400, heading("Report of May")).leaves(60_000)
    [hit] = story.hits("endless_spinner")
    assert hit.facts["resolved_ms"] == 45_400
