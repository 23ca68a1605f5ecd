"""A walk through the app in a real Chromium: every page, the player, and what a hostile recording reaches."""

from __future__ import annotations

import base64
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Page, Route, expect

from onlooker.domain.clip import EPOCH_MS
from onlooker.server.access import access_of
from onlooker.server.app import create_app
from tests.domain.dom import el, marked, page
from tests.llm.obliging import Obliging
from tests.renderers.hostile import lures
from tests.renderers.hostile.ears import Ears, listening
from tests.renderers.hostile.late import late
from tests.renderers.scenes import Record, scene
from tests.server.paging import SAMPLES, Paged, at, at_a_port, paged, troubled, written
from tests.server.walking import complaints, drawn, screen, shows

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
CHUNKS = re.compile(r"/replay/\d+(\?|$)")
"""Addresses of a recording's chunks, and of single pictures of them."""
COLOURS = {"first": "#c81e5a", "second": "#1e8cc8"}


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that turns from one colour to the other after 20 s, with presses and pointer moves so that nothing is idle."""

    def painted(colour: str) -> dict[str, object]:
        return marked("main", {"style": f"position:fixed;inset:0;background:{colour}"}, "page")

    turn = {"source": 0, "texts": [], "attributes": [{"id": 40, "attributes": {"style": f"position:fixed;inset:0;background:{COLOURS['second']}"}}]}
    records: list[Record] = [
        at(0, {"href": "https://app.test/", "width": 800, "height": 500}, 4),
        at(1, page({**painted(COLOURS["first"]), "id": 40}, el("button", "Save", id=41)), 2),
        *(at(1_000 + 500 * step, {"source": 1, "positions": [{"x": step, "y": 9, "id": 40, "timeOffset": 0}]}) for step in range(76)),
        at(20_000, {**turn, "removes": [], "adds": []}),
    ]
    return written(tmp_path_factory.mktemp("made") / "colours", sorted(records, key=lambda one: int(str(one["timestamp"]))))


def moving(until_ms: int, step_ms: int = 500) -> list[Record]:
    return [
        at(at_ms, {"source": 1, "positions": [{"x": at_ms // step_ms, "y": 9, "id": 40, "timeOffset": 0}]}) for at_ms in range(0, until_ms, step_ms)
    ]


def heavy(folder: Path) -> Path:
    """A list that is made anew every 200 ms, a tenth of a MB each time."""
    text = "so much is told of it that it weighs " * 2_500
    anew = [
        at(at_ms, {"source": 0, "texts": [{"id": 41, "value": f"row {at_ms} {text}"}], "attributes": [], "removes": [], "adds": []})
        for at_ms in range(200, 25_000, 200)
    ]
    first = page(el("main", {"type": 3, "textContent": "row 0 ", "id": 41}, id=40))
    records = [at(0, {"href": "https://app.test/", "width": 800, "height": 500}, 4), at(1, first, 2), *moving(25_000), *anew]
    return written(folder / "heavy", sorted(records, key=lambda one: int(str(one["timestamp"]))))


def noisy(folder: Path) -> Path:
    """Something fails that nobody could see."""
    error: dict[str, object] = {
        "plugin": "rrweb/console@1",
        "payload": {"level": "error", "trace": ["a.js:1:1"], "payload": ['"Uncaught TypeError: nothing is there"']},
    }
    first = page(el("main", "All is well", id=40))
    records = [at(0, {"href": "https://app.test/", "width": 800, "height": 500}, 4), at(1, first, 2), *moving(20_000), at(9_999, error, 6)]
    return written(folder / "noisy", sorted(records, key=lambda one: int(str(one["timestamp"]))))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, coloured: Path) -> Iterator[Paged]:
    folder = tmp_path_factory.mktemp("made")
    recurring = troubled(folder, "Send")
    places = [SAMPLES / "fava-1", SAMPLES / "nodered-2", SAMPLES / "oscar-2", coloured, recurring / "evil", recurring / "again"]
    places += [heavy(folder), noisy(folder)]
    with paged(tmp_path_factory.mktemp("home"), places) as pages:
        yield pages


def seen(tab: Page) -> tuple[int, int, int]:
    """The colour in the middle of the player."""
    box = tab.locator(".screens").bounding_box()
    assert box is not None
    clip = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "width": 4, "height": 4}
    picture = tab.screenshot(clip=clip, type="png")  # type: ignore[arg-type]
    told = tab.context.new_page()
    try:
        colour = told.evaluate(
            """async (data) => {
              const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
              const pen = new OffscreenCanvas(4, 4).getContext("2d");
              pen.drawImage(picture, 0, 0);
              return [...pen.getImageData(1, 1, 1, 1).data];
            }""",
            base64.b64encode(picture).decode(),
        )
    finally:
        told.close()
    red, green, blue = colour[:3]
    return red, green, blue


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def addresses(made: Paged) -> dict[str, str]:
    run = made.session("fava-1").run_id
    return {
        "today": f"{made.address}/?since=0",
        "sessions": f"{made.address}/sessions",
        "patterns": f"{made.address}/patterns",
        "pattern": f"{made.address}/patterns/{made.library.patterns.all()[0].known.id}",
        "send": f"{made.address}/send",
        "runs": f"{made.address}/runs",
        "run": f"{made.address}/runs/{run}",
        "session": made.page("fava-1"),
        "transcript": made.page("fava-1") + "/transcript",
        "sent": made.page("fava-1") + "/sent",
        "login": f"{made.address}/login",
    }


@pytest.mark.parametrize("width", [1280, 400])
def test_every_page_loads_without_a_complaint_and_fits(made: Paged, tab: Page, width: int) -> None:
    told = complaints(tab)
    tab.set_viewport_size({"width": width, "height": 800})
    for name, address in addresses(made).items():
        tab.goto(address)
        if name == "session":
            shows(tab)
        assert told == [], name
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_keeps_people_out(made: Paged, tab: Page, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for name, address in addresses(made).items():
        tab.goto(address)
        tab.evaluate(AXE.read_text())  # by the browser's own tools: the page's policy lets nobody else bring a script
        tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        found = tab.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
        serious = [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"] if one["impact"] in ("serious", "critical")]
        assert serious == [], name


def test_a_sentence_leads_to_its_moment_and_the_player_to_the_sentence(made: Paged, tab: Page) -> None:
    tab.goto(made.page("fava-1"))
    shows(tab)
    finding = tab.locator(".finding").first
    begins = int(finding.get_attribute("data-from") or 0)
    finding.locator(".say").click()
    drawn(tab)
    assert tab.evaluate("player.at") == begins - 2_000
    expect(tab.locator(".finding.playing")).to_have_count(0)
    tab.evaluate("at => player.seek(at)", begins + 100)
    expect(tab.locator(".finding.playing").first).to_be_visible()
    tab.evaluate("at => player.seek(at)", int(finding.get_attribute("data-until") or 0))
    assert "ledger is locked" in str(screen(tab).evaluate("onlooker.documents()[0].body.innerText"))


def test_the_player_shows_the_page_as_it_was_then(made: Paged, tab: Page) -> None:
    tab.goto(made.page("colours"))
    shows(tab)
    for at_ms, which in ((10_000, "first"), (30_000, "second"), (5_000, "first"), (19_600, "first"), (20_400, "second")):
        tab.evaluate("at => player.seek(at)", at_ms)
        assert all(abs(one - other) < 6 for one, other in zip(seen(tab), rgb(COLOURS[which]), strict=True)), at_ms


def test_it_plays_by_itself_and_by_keys(made: Paged, tab: Page) -> None:
    tab.goto(made.page("colours") + "?at=15000")
    shows(tab)
    assert tab.evaluate("player.at") == 15_000
    tab.select_option("[data-act=speed]", "8")
    tab.locator("h1").click()
    tab.keyboard.press(" ")
    tab.evaluate("new Promise((done) => player.addEventListener('time', () => player.at > 21000 && done()))")
    tab.keyboard.press(" ")
    assert tab.evaluate("player.playing") is False
    before = tab.evaluate("player.at")
    tab.keyboard.press("ArrowLeft")
    assert tab.evaluate("player.at") == pytest.approx(before - 5_000)
    drawn(tab)
    assert all(abs(one - other) < 6 for one, other in zip(seen(tab), rgb(COLOURS["first" if before < 25_000 else "second"]), strict=True))


def test_what_somebody_says_is_kept(made: Paged, tab: Page) -> None:
    tab.goto(made.page("nodered-2"))
    form = tab.locator(".finding .feedback").first
    form.get_by_role("button", name="Wrong").click()
    expect(form.locator(".thanks")).to_have_text("noted")
    form.locator("input").fill("it worked <b>later</b>")
    form.locator("input").press("Enter")
    tab.wait_for_load_state("networkidle")
    tab.reload()
    form = tab.locator(".finding .feedback").first
    expect(form.get_by_role("button", name="Wrong")).to_have_attribute("aria-pressed", "true")
    expect(form.locator("input")).to_have_value("it worked <b>later</b>")
    [said] = made.library.feedback.of(made.session("nodered-2").session_id)
    assert (said.right, said.why) == (False, "it worked <b>later</b>")


def test_lists_are_searched_and_walked_by_keys(made: Paged, tab: Page) -> None:
    tab.goto(f"{made.address}/sessions")
    tab.keyboard.press("/")
    tab.keyboard.type("ledger")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("text=ledger$"))
    expect(tab.locator("[data-row]")).to_have_count(1)
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("/runs/.*/sessions/"))


def test_a_pattern_is_named_and_muted_by_the_team(made: Paged, tab: Page) -> None:
    told = complaints(tab)
    tab.goto(f"{made.address}/patterns")
    tab.locator("[data-row]").first.click()
    tab.get_by_role("button", name="Rename").click()
    tab.get_by_label("The team's name for it").fill("Sending <i>fails</i>")
    tab.get_by_role("button", name="Keep the name").click()
    expect(tab.locator("h1")).to_have_text("Sending <i>fails</i>")
    tab.get_by_role("button", name="Mute").click()
    tab.get_by_label("Why it is intended").fill("a demo")
    tab.get_by_role("button", name="Mute it").click()
    expect(tab.locator(".badges").first).to_contain_text("muted: a demo")
    [line] = made.library.patterns.all()
    assert (line.known.title, line.known.muted) == ("Sending <i>fails</i>", "a demo")
    tab.get_by_role("button", name="Unmute").click()
    tab.get_by_role("button", name="It is a problem after all").click()
    expect(tab.locator(".badges").first).not_to_contain_text("muted")
    tab.locator(".members a").first.click()
    shows(tab)
    assert told == []


def test_a_run_is_foreseen_begun_and_watched(made: Paged, tab: Page) -> None:
    told = complaints(tab)
    tab.goto(f"{made.address}/runs")
    tab.locator(".begin > summary").click()
    tab.get_by_label("Files, folders or globs").fill(str(SAMPLES / "nodered-1"))
    tab.get_by_role("button", name="What would it take?").click()
    expect(tab.locator(".estimate li").first).to_contain_text("1 session, 0 calls", timeout=60_000)
    tab.get_by_role("button", name="Begin", exact=True).click()
    tab.wait_for_url(re.compile("/runs/[^/]+$"))
    expect(tab.locator(".state.done")).to_be_visible(timeout=60_000)
    expect(tab.locator("[data-of=done]")).to_have_text("1")
    expect(tab.locator("[data-row]")).to_have_count(1)
    assert told == []


def test_a_summary_is_asked_for_and_comes_in_beside_the_player(made: Paged, tab: Page) -> None:
    told = complaints(tab)
    with Obliging().running() as model:
        by_rules = made.page("nodered-2")
        tab.goto(by_rules)
        tab.get_by_text("summarize with a model").click()
        tab.get_by_placeholder("Model").fill(f"openai-compatible:m@{model.address}")
        tab.get_by_role("button", name="Summarize").click()
        expect(tab.locator(".coming li").first).to_have_text("Went about the errand", timeout=60_000)
        tab.get_by_role("link", name="Read it").click(timeout=60_000)
        expect(tab.locator(".sub")).to_contain_text("read by openai-compatible:m")
    assert tab.url != by_rules
    tab.get_by_role("link", name="What was sent where").click()
    tab.locator(".call > summary").first.click()
    expect(tab.locator(".call pre").first).to_be_visible()
    assert told == []


def test_whoever_is_nobody_yet_logs_in_and_comes_to_where_they_wanted(made: Paged, tab: Page) -> None:
    access = access_of("0.0.0.0", token="a token that nobody guesses")
    with at_a_port(create_app(made.library, access=access)) as address:
        tab.goto(f"{address}/sessions?text=ledger")
        assert "/login?next=" in tab.url
        tab.get_by_label("Token").fill("not that one at all")
        tab.get_by_role("button", name="Log in").click()
        expect(tab.get_by_role("alert")).to_have_text("There is no such token.")
        tab.goto(f"{address}/sessions?text=ledger")
        tab.get_by_label("Token").fill("a token that nobody guesses")
        tab.get_by_role("button", name="Log in").click()
        tab.wait_for_url(f"{address}/sessions?text=ledger")
        tab.locator("[data-row]").first.click()
        shows(tab)  # its frame has no cookie, and needs none


@pytest.fixture
def ears() -> Iterator[Ears]:
    with listening() as heard:
        heard.start()
        yield heard


def hostile(ears: Ears) -> list[dict[str, object]]:
    """Every lure there is, as a chunk that the server would not make."""
    u = lures.addresses(ears)
    body = [*lures.by_name(u), *lures.in_styles(u), *lures.in_drawings(u), *lures.literals(ears.own), *lures.files(), *lures.scripts(u)]
    made = scene(page(*body, head=tuple(lures.in_the_head(u, ears.own))), *late(u, ears.own), at=(0, 1_000, 2_000, 3_000))
    return [told(made.events, (0, 1_000, 2_000, 3_000))]


def told(events: bytes, cues: tuple[int, ...]) -> dict[str, object]:
    return {
        "window": 0,
        "epoch": EPOCH_MS,
        "width": 640,
        "height": 400,
        "cues": [{"at_ms": one, "clock": "0:00", "url": "https://app.test/", "skipped": "", "presses": []} for one in cues],
        "records": base64.b64encode(gzip.compress(events)).decode(),
    }


@pytest.mark.parametrize("guarded", [True, False], ids=["all walls", "by the frame and its policies alone"])
def test_a_hostile_recording_reaches_nobody_and_runs_nothing(made: Paged, tab: Page, ears: Ears, guarded: bool) -> None:
    chunk = orjson.dumps(hostile(ears)).decode()
    tab.route(CHUNKS, lambda route: route.fulfill(body=chunk, content_type="application/json"))
    if not guarded:
        bare = "window.guard = (events) => ({ events, cut: 0 });"
        tab.route("**/static/player/guard.js", lambda route: route.fulfill(body=bare, content_type="text/javascript"))
        tab.route("**/static/player/quiet.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    address = made.page("fava-1")
    tab.goto(address)
    shows(tab)
    for at_ms in (1_000, 2_000, 3_000):
        tab.evaluate("at => player.seek(at)", at_ms)
    assert screen(tab).evaluate("onlooker.documents()[0].querySelectorAll('*').length") > 150  # so they are there
    middle = tab.locator(".stage").bounding_box()
    assert middle is not None
    for share in (0.2, 0.5, 0.8):  # a press on a recorded link is a press on the player
        tab.mouse.click(middle["x"] + middle["width"] * share, middle["y"] + middle["height"] * share)
    tab.wait_for_timeout(300)  # what was on its way has come by then: it is all on this machine
    assert ears.heard() == set()
    assert tab.url.startswith(address) and len(tab.context.pages) == 1
    assert [one for one in tab.evaluate("__told") if one.startswith("ran")] == []
    assert tab.evaluate("window.__ran ?? null") is None


def test_the_frame_has_an_origin_that_is_equal_to_none_and_what_is_recorded_runs_nothing(made: Paged, tab: Page) -> None:
    tab.goto(made.page("fava-1"))
    shows(tab)
    players = [one for one in tab.frames if one.parent_frame == tab.main_frame]
    assert len(players) == 2
    for frame in players:
        assert frame.evaluate("self.origin") == "null"
        for reach in ("parent.document.title", "document.cookie", "localStorage.length", "top.player"):
            assert frame.evaluate(f"(() => {{ try {{ return String({reach}); }} catch (error) {{ return error.name; }} }})()") == "SecurityError"
        sandboxes = frame.evaluate("[...document.querySelectorAll('iframe')].map(one => one.getAttribute('sandbox'))")
        assert set(sandboxes) <= {"allow-same-origin"}
        denied = frame.evaluate("address => fetch(address).then(() => 'came', () => 'denied')", made.address + "/api/me")
        assert denied == "denied"


def test_a_chunk_that_cannot_be_shown_says_so(made: Paged, tab: Page) -> None:
    def refused(route: Route) -> None:
        route.fulfill(status=422, body='{"error": "render", "message": "the page is too large <b>to be shown</b>"}', content_type="application/json")

    tab.route(CHUNKS, refused)
    tab.goto(made.page("fava-1"))
    expect(tab.locator(".stage .status")).to_have_text("the page is too large <b>to be shown</b>")


def test_what_failed_is_told_on_the_strip_and_leads_to_its_moment(made: Paged, tab: Page) -> None:
    told = complaints(tab)
    tab.goto(made.page("fava-1"))
    shows(tab)
    blips = tab.locator(".blips a")
    expect(blips).to_have_count(6)
    tip = tab.locator(".tip")
    first = blips.first
    at_ms = int(first.get_attribute("data-at") or 0)
    first.hover()
    expect(tip).to_contain_text("ledger is locked")
    tab.locator("h1").hover()
    expect(tip).to_be_hidden()
    first.click()
    drawn(tab)
    assert tab.evaluate("player.at") == at_ms - 2_000
    assert told == []


def test_the_strip_is_walked_by_keys(made: Paged, tab: Page) -> None:
    tab.goto(made.page("fava-1"))
    shows(tab)
    blips = tab.locator(".blips a")
    expect(blips).to_have_count(6)
    expect(tab.locator(".blips a[tabindex='0']")).to_have_count(1)  # one stop, and the arrows from there
    blips.first.focus()
    before = tab.evaluate("player.at")
    tab.keyboard.press("ArrowRight")
    expect(blips.nth(1)).to_be_focused()
    expect(tab.locator(".tip")).to_be_visible()
    assert tab.evaluate("player.at") == before
    tab.keyboard.press("End")
    expect(blips.last).to_be_focused()
    tab.keyboard.press("ArrowRight")
    expect(blips.last).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator(".tip")).to_be_hidden()
    tab.keyboard.press("Enter")
    drawn(tab)
    assert tab.evaluate("player.at") == int(blips.last.get_attribute("data-at") or 0) - 2_000


def test_what_was_dismissed_is_on_the_strip_and_marked_so(made: Paged, tab: Page) -> None:
    tab.goto(made.page("noisy"))
    shows(tab)
    noise = tab.locator(".blips a.noise")
    expect(noise).to_have_count(1)
    expect(noise).to_have_attribute("aria-label", re.compile("Dismissed: "))
    expect(tab.locator(".key.machine-noise")).to_be_visible()
    expect(tab.locator(".key.machine-network")).to_be_hidden()


def test_a_heavy_stretch_shows_its_picture_before_the_stretch_is_there(made: Paged, tab: Page) -> None:
    """And all of it once the player rests there."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.rpartition("/")[2]) if "/replay/" in request.url else None)
    tab.goto(made.page("heavy"))
    shows(tab)
    number = tab.evaluate("player.chunkAt(15_100)")
    with tab.expect_request(re.compile(rf"/replay/{number}$")):
        tab.evaluate("player.seek(15_100)")
    drawn(tab)
    assert [one for one in asked if one.startswith(str(number))] == [f"{number}?at=15100", str(number)]
    assert "row 15000 " in str(screen(tab).evaluate("onlooker.documents()[0].body.innerText"))
    tab.evaluate("(async () => { await player.chunk(player.chunkAt(15_100)); await player.seek(15_300); })()")
    assert "row 15200 " in str(screen(tab).evaluate("onlooker.documents()[0].body.innerText"))


def stops(tab: Page, most: int = 200) -> list[str]:
    """What the Tab key comes to from the top of a page, in order, until it comes round."""
    tab.evaluate("document.activeElement.blur()")
    found: list[str] = []
    for _ in range(most):
        tab.keyboard.press("Tab")
        one = tab.evaluate(
            """() => {
              const { activeElement: at } = document;
              if (at === window.__last) return "the same"; // a date has several stops inside
              window.__last = at;
              if (at === document.body || at.__met) return "";
              at.__met = true;
              const box = at.getBoundingClientRect();
              const style = getComputedStyle(at);
              const told = (at.getAttribute("aria-label") ?? at.labels?.[0]?.textContent ?? at.textContent ?? "").trim();
              const ring = style.outlineStyle !== "none" || style.boxShadow !== "none" || at.closest(".blips");
              return `${at.tagName.toLowerCase()}|${told.slice(0, 60)}|${box.width > 0 && box.height > 0}|${Boolean(ring)}`;
            }"""
        )
        if not one:
            break
        if one != "the same":
            found.append(str(one))
    return found


@pytest.mark.parametrize("width", [1280, 400])
def test_every_page_is_walked_by_the_tab_key_alone(made: Paged, tab: Page, width: int) -> None:
    """Each stop has a name and is seen where it is; nothing that can be pressed is passed by."""
    tab.set_viewport_size({"width": width, "height": 800})
    for name, address in addresses(made).items():
        tab.goto(address)
        if name == "session":
            shows(tab)
            expect(tab.locator(".blips a")).to_have_count(6)
        pressed = tab.evaluate(
            "[...document.querySelectorAll('a[href], button, input, select, textarea, summary')]"
            ".filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0).length"
        )
        met = stops(tab)
        assert len(met) >= min(pressed, 200), name
        unnamed = [one for one in met if not one.split("|")[1]]
        unseen = [one for one in met if not one.endswith("true|true")]
        assert (unnamed, unseen) == ([], []), name
