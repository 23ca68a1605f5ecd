"""A walk through what the app changes: patterns merged, runs called off and gone on with; and through an app that has nothing to show yet."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from onlooker.app.library import open_library
from onlooker.config import load
from onlooker.domain.catalogued import RunState
from onlooker.server.app import create_app
from tests.llm.obliging import Json, Obliging
from tests.server.paging import SAMPLES, Paged, at_a_port, paged, troubled
from tests.server.walking import complaints

_PATIENCE_MS = 90_000
"""Until another process has read six sessions, on a machine that is busy with other tests."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paged]:
    """Two problems recur, in two sessions each."""
    folders = [troubled(tmp_path_factory.mktemp("made"), text) for text in ("Send", "Publish")]
    with paged(tmp_path_factory.mktemp("home"), [folder / name for folder in folders for name in ("evil", "again")]) as pages:
        yield pages


def test_a_pattern_is_counted_for_another_one(made: Paged, tab: Page) -> None:
    told = complaints(tab)
    one, other = made.library.patterns.all()
    tab.goto(f"{made.address}/patterns/{one.known.id}")
    expect(tab.locator("#members .number")).to_have_text("2")
    tab.get_by_role("button", name="Merge").click()
    tab.get_by_label("The pattern it is a part of").select_option(other.known.id)
    tab.get_by_role("button", name="Count it for that one").click()
    tab.wait_for_url(re.compile(f"/patterns/{other.known.id}$"))
    expect(tab.get_by_role("heading", name="Merged into it")).to_be_visible()
    expect(tab.locator(".lines", has_text=one.known.title)).to_be_visible()
    tab.goto(f"{made.address}/patterns")
    expect(tab.locator("[data-row]")).to_have_count(1)
    tab.goto(f"{made.address}/patterns/{one.known.id}")
    tab.get_by_role("link", name="another pattern").click()
    tab.wait_for_url(re.compile(f"/patterns/{other.known.id}$"))
    expect(tab.get_by_role("button", name="Merge")).to_have_count(0)  # there is no other one left
    assert told == []


def test_one_form_is_open_at_a_time_and_none_by_the_second_press(made: Paged, tab: Page) -> None:
    [line, *_] = made.library.patterns.all()
    tab.goto(f"{made.address}/patterns/{line.known.id}")
    forms = tab.locator("form[data-do]:visible")
    tab.get_by_role("button", name="Rename").click()
    expect(tab.get_by_label("The team's name for it")).to_be_focused()
    expect(tab.get_by_role("button", name="Rename")).to_have_attribute("aria-expanded", "true")
    tab.get_by_role("button", name="Mute").click()
    expect(forms).to_have_count(1)
    expect(tab.get_by_role("button", name="Rename")).to_have_attribute("aria-expanded", "false")
    tab.keyboard.press("Escape")
    expect(forms).to_have_count(0)
    expect(tab.get_by_role("button", name="Mute")).to_be_focused()
    tab.get_by_role("button", name="Mute").click()
    tab.get_by_role("button", name="Mute", exact=True).click()
    expect(forms).to_have_count(0)


class Gate:
    """Holds every answer back until it is opened."""

    def __init__(self) -> None:
        self.open = threading.Event()

    def __call__(self, said: Json) -> Json:
        self.open.wait(_PATIENCE_MS / 1000)
        return said


def test_a_run_is_called_off_and_gone_on_with(made: Paged, tab: Page) -> None:
    told = complaints(tab)
    gate = Gate()
    with Obliging(reworded=gate).running() as model:
        tab.goto(f"{made.address}/runs")
        tab.locator(".begin > summary").click()
        tab.get_by_label("Files, folders or globs").fill(str(SAMPLES))
        tab.get_by_label("Model, empty").fill(f"openai-compatible:m@{model.address}")
        tab.get_by_role("button", name="Begin", exact=True).click()
        tab.wait_for_url(re.compile("/runs/[^/]+$"))
        run_id = tab.url.rpartition("/")[2]
        expect(tab.locator(".under-way li").first).to_be_visible(timeout=_PATIENCE_MS)
        tab.get_by_role("button", name="Cancel").click()
        expect(tab.locator(".toast")).to_contain_text("ends with what is under way")
        expect(tab.get_by_role("button", name="Cancel")).to_have_count(0)
        tab.reload()
        expect(tab.locator(".sub")).to_contain_text("called off: what is under way is still read")
        gate.open.set()
        expect(tab.locator(".state.stopped")).to_be_visible(timeout=_PATIENCE_MS)
        expect(tab.locator(".stopped").last).to_contain_text("called off")
        left = int(tab.locator("[data-of=skipped]").inner_text())
        assert left > 0
        tab.get_by_role("button", name="Resume").click()
        expect(tab.locator(".state.done")).to_be_visible(timeout=_PATIENCE_MS)
        expect(tab.locator("[data-of=done]")).to_have_text("6")
        expect(tab.locator("[data-act]")).to_have_count(0)
    line = made.library.runs.one(run_id)
    assert (line.row.state, line.tally.skipped) == (RunState.DONE, 0)
    assert told == []


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with open_library(load(home=tmp_path_factory.mktemp("empty"))) as library, at_a_port(create_app(library)) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 400])
@pytest.mark.parametrize("page", ["/", "/sessions", "/patterns"])
def test_whoever_comes_first_is_told_what_to_do_next(empty: str, tab: Page, page: str, width: int) -> None:
    told = complaints(tab)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(empty + page)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.get_by_role("link", name="Let your site send them").click()
    expect(tab.locator("pre")).to_have_text('onlooker keys add "our shop"')
    tab.go_back()
    tab.get_by_role("link", name="Read recordings you have").click()
    tab.wait_for_url(f"{empty}/runs")
    expect(tab.get_by_label("Files, folders or globs")).to_be_visible()
    tab.get_by_role("button", name="Begin", exact=True).click()
    expect(tab.get_by_label("Files, folders or globs")).to_be_focused()  # the browser asks for it
    assert told == []


def test_a_filter_that_nothing_fits_leads_back(made: Paged, tab: Page) -> None:
    tab.goto(f"{made.address}/sessions?text=nothing-that-is-there")
    tab.get_by_role("link", name="show all").click()
    expect(tab.locator("[data-row]").first).to_be_visible()


def test_a_place_where_nothing_is_ends_the_run_with_the_reason(made: Paged, tab: Page, tmp_path: Path) -> None:
    tab.goto(f"{made.address}/runs")
    tab.locator(".begin > summary").click()
    tab.get_by_label("Files, folders or globs").fill(str(tmp_path / "nowhere"))
    tab.get_by_role("button", name="Begin", exact=True).click()
    expect(tab.locator(".state.stopped")).to_be_visible(timeout=_PATIENCE_MS)
    expect(tab.locator("p.stopped")).to_contain_text("nowhere")
