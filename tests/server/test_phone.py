"""Every page at the width of a phone: nothing on it is pushed aside to be read, even where names are long and runs were paid for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from onlooker.app.watching import run
from onlooker.domain.catalogued import SessionFilter
from onlooker.server.pages.rendering import session_address
from tests.llm.obliging import Obliging
from tests.server.paging import SAMPLES, Paged, paged, troubled
from tests.server.walking import shows

ASIDE = """() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1
    && (one === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(one).overflowX)))
  .map((one) => `${one.tagName} ${one.className} ${one.scrollWidth} in ${one.clientWidth}`)"""
CUT = """() => [...document.querySelectorAll("main :is(td, th, p, h1, h2, h3, dd, li, button, a, span)")]
  .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg, .screens"))
  .filter((one) => { const box = one.getBoundingClientRect(); return box.width > 0 && (box.left < -1 || box.right > innerWidth + 1); })
  .map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paged]:
    recurring = troubled(tmp_path_factory.mktemp("made"), "Send" + "withoutanyblank" * 6)
    places = [SAMPLES / "fava-1", recurring / "evil", recurring / "again"]
    with paged(tmp_path_factory.mktemp("home"), places) as pages, Obliging().running() as model:
        run([str(SAMPLES / "nodered-2"), str(SAMPLES / "nodered-1")], model=f"openai-compatible:a-model-with-a-long-name-of-its-own@{model.address}")
        yield pages


def addresses(made: Paged) -> dict[str, str]:
    rows = made.library.sessions.page(SessionFilter(), limit=100).rows
    named = {f"session {row.name}": made.address + session_address(row) for row in rows}
    patterns = {line.known.title: f"{made.address}/patterns/{line.known.id}" for line in made.library.patterns.all()}
    runs = {f"run {line.row.id}": f"{made.address}/runs/{line.row.id}" for line in made.library.runs.latest()}
    beside = {f"{name} {what}": f"{address}/{what}" for name, address in named.items() for what in ("transcript", "sent")}
    at_top = {"today": "/?since=0", **{name: f"/{name}" for name in ("sessions", "patterns", "runs", "send", "login", "nowhere")}}
    none = {"no session fits": f"{made.address}/sessions?text=nothingofthekind"}
    return {**{name: made.address + path for name, path in at_top.items()}, **none, **named, **patterns, **runs, **beside}


@pytest.mark.parametrize("width", [400, 320])
def test_no_page_has_to_be_pushed_aside(made: Paged, tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    assert made.library.patterns.all()
    assert any(line.tally.calls for line in made.library.runs.latest())
    for name, address in addresses(made).items():
        tab.goto(address)
        if name.startswith("session ") and "/" not in name and not address.endswith(("transcript", "sent")):
            shows(tab)
        tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert (tab.evaluate(ASIDE), tab.evaluate(CUT)) == ([], []), name


def test_a_run_is_told_in_words_where_a_table_does_not_fit(made: Paged, tab: Page) -> None:
    tab.set_viewport_size({"width": 400, "height": 800})
    tab.goto(f"{made.address}/runs")
    row = tab.locator("table.runs tbody tr").last
    expect(row.locator("[data-before=of]")).to_be_visible()
    boxes = [one.bounding_box() for one in row.locator("td").all() if one.is_visible()]
    assert all(box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 400 for box in boxes)
    told = tab.evaluate("one => getComputedStyle(one, '::after').content", row.locator("[data-before=of]").element_handle())
    assert "read" in told
