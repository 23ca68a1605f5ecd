"""What `guard.js` takes out of records before the replayer has them, and what would follow if it did not."""

from __future__ import annotations

import json

import pytest

from onlooker.errors import RenderError
from onlooker.renderers import MP4
from onlooker.renderers.playing import play
from onlooker.renderers.stage import Stage
from tests.domain.dom import add, css, el, marked, page, text
from tests.renderers.hostile.lures import svg
from tests.renderers.scenes import Record, mutation, record, scene, script


def guarded(stage: Stage, *records: Record) -> list[dict[str, dict[str, object]]]:
    told = stage.evaluate(f"guard({json.dumps(records)}).events")
    assert isinstance(told, list)
    return told


def body_of(stage: Stage, *nodes: dict[str, object]) -> list[dict[str, object]]:
    [full] = guarded(stage, record(0, page(*nodes), 2))
    document = full["data"]["node"]
    assert isinstance(document, dict)
    body: list[dict[str, object]] = document["childNodes"][0]["childNodes"][1]["childNodes"]
    return body


def told(stage: Stage, node: dict[str, object]) -> tuple[object, object]:
    [kept] = body_of(stage, node)
    return kept["tagName"], kept["attributes"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (marked("script", {"src": "x"}), ("noscript", {"src": "x"})),
        (marked("ScRipt", {}), ("noscript", {})),
        (marked("img", {"onerror": "x", "ONLOAD": "x", "alt": "a"}), ("img", {"alt": "a"})),
        (marked("iframe", {"sandbox": "allow-scripts", "srcdoc": "x", "src": "x", "csp": "x", "class": "c"}), ("iframe", {"class": "c"})),
        (marked("link", {"rel": "preconnect", "href": "x", "media": "all"}), ("link", {"media": "all"})),
        (marked("link", {"rel": "stylesheet", "_cssText": "p{}"}), ("link", {"rel": "stylesheet", "_cssText": "p{}"})),
        (marked("meta", {"http-equiv": "refresh", "content": "0"}), ("meta", {"content": "0"})),
        (marked("input", {"name": "parentElement", "id": "childNodes"}), ("input", {})),
        (marked("input", {"name": "title", "id": "title"}), ("input", {"name": "title", "id": "title"})),
        (marked("form", {"name": "querySelectorAll", "id": "__shadows"}), ("form", {})),
        (marked("canvas", {"width": "65535", "height": "65535"}), ("canvas", {"width": "1", "height": "1"})),
        (marked("canvas", {"width": "800", "height": "junk"}), ("canvas", {"width": "800", "height": "0"})),
        (marked("p", {"a": {"b": 1}, "c": ["d"], "e": True, "f": None, "g": 1}), ("p", {"e": True, "f": None, "g": 1})),
        (marked("a b", {}), ("div", {})),
        (marked("p", {"__proto__": {"x": 1}}), ("p", {})),
        (svg("script", {"href": "x"}), ("noscript", {"href": "x"})),
    ],
)
def test_what_shows_nothing_and_can_do_harm_is_not_rebuilt(inner: Stage, given: dict[str, object], kept: tuple[object, object]) -> None:
    assert told(inner, given) == kept


def test_attributes_that_come_later_are_looked_at_as_those_that_were_there(inner: Stage) -> None:
    frame, link = marked("iframe", {}), css("p{}") | {"tagName": "link"}
    later = [{"id": node["id"], "attributes": {"srcdoc": "x", "href": "x", "onclick": "x", "class": "c"}} for node in (frame, link)]
    [_, change] = guarded(inner, record(0, page(frame, link), 2), mutation(1, attributes=later))
    changed = change["data"]["attributes"]
    assert isinstance(changed, list)
    assert [one["attributes"] for one in changed] == [{"class": "c"}, {"srcdoc": "x", "class": "c"}]


@pytest.mark.parametrize("shadow", ["input", "table", "img"])
def test_an_element_that_can_have_no_shadow_gets_none(inner: Stage, shadow: str) -> None:
    [kept, host] = body_of(inner, {**marked(shadow, {}), "isShadowHost": True}, {**marked("x-y", {}), "isShadowHost": True})
    assert ("isShadowHost" in kept, "isShadowHost" in host) == (False, True)


def test_nothing_nests_deeper_than_a_parser_would_nest_it(inner: Stage) -> None:
    def depth(adds: list[dict[str, object]]) -> int:
        [_, change] = guarded(inner, record(0, page(), 2), mutation(1, adds=adds))
        kept = change["data"]["adds"]
        assert isinstance(kept, list)
        return len(kept)

    chain = [add(el("div", id=1_000 + n), 4 if n == 0 else 999 + n) for n in range(3_000)]
    assert depth(chain) < 512
    assert depth(chain[::-1]) < 512
    assert depth(chain[:300]) == 300


def test_long_texts_are_cut_and_their_number_is_told(inner: Stage) -> None:
    long = "x" * 3_000_000
    assert [len(str(one["textContent"])) for one in body_of(inner, text(long), text("short"))] == [2_000_000, 5]
    cut = inner.evaluate(f"guard({json.dumps([record(0, page(long), 2)])}).cut")
    assert cut == 1
    rendered = play(inner, script(scene(page(long))), MP4)
    assert "some changes of the page could not be replayed" in rendered.notes


CODE = {"rr_type": "Function", "args": ["window.__led = true"]}
GADGETS: list[list[dict[str, object]]] = [
    # A getter made of a string, and then asked.
    [{"property": "__defineGetter__", "args": ["zap", CODE]}, {"property": "zap", "args": []}],
    [{"property": "__defineSetter__", "args": ["zap", CODE]}, {"property": "zap", "args": [1], "setter": True}],
    [{"property": "constructor", "args": ["x"]}],
    [{"property": "__proto__", "args": [{}], "setter": True}],
    [{"property": "canvas", "args": [{}], "setter": True}],
    [{"property": "valueOf", "args": []}, {"property": "canvas.ownerDocument.defaultView.eval", "args": ["window.__led = true"]}],
    [{"property": "fillRect", "args": [CODE, {"rr_type": "eval", "args": ["window.__led = true"]}]}],
    [{"property": "fillRect", "args": [{"rr_type": "ImageData", "args": [[CODE]]}]}],
    [{"property": "drawImage", "args": [{"rr_type": "ImageBitmap", "args": [{"rr_type": "Blob", "data": [CODE], "type": "x"}]}]}],
    [{"property": "fillRect", "args": [{"rr_type": "Proxy", "args": [{}, {}]}, {"rr_type": "__proto__", "index": "constructor"}]}],
    [{"property": 7, "args": []}, {"property": "fillRect"}, {"property": "fillRect", "args": "x"}, {"property": ["x"], "args": []}],
]


@pytest.mark.parametrize("commands", GADGETS)
def test_a_canvas_record_calls_what_a_canvas_has_and_nothing_else(inner: Stage, commands: list[dict[str, object]]) -> None:
    """The replayer calls `context[property](...)` and makes `new window[name](...)` of whatever a record names."""
    [kept] = guarded(inner, record(0, {"source": 9, "id": 90, "type": 0, "commands": commands}))
    assert kept["data"]["commands"] == []


def test_what_a_canvas_has_is_let_through(inner: Stage) -> None:
    picture = {"rr_type": "ImageBitmap", "args": [{"rr_type": "Blob", "data": [{"rr_type": "ArrayBuffer", "base64": "AAAA"}], "type": "image/png"}]}
    pixels = {"rr_type": "ImageData", "args": [{"rr_type": "Uint8ClampedArray", "args": [[0, 0, 0, 255]]}, 1, 1]}
    commands = [
        {"property": "fillStyle", "args": ["red"], "setter": True},
        {"property": "fillRect", "args": [0, 0, 9, 9]},
        {"property": "drawImage", "args": [picture, 0, 0]},
        {"property": "drawImage", "args": [{"rr_type": "HTMLImageElement", "src": "data:,"}, 0, 0]},
        {"property": "putImageData", "args": [pixels, 0, 0]},
    ]
    [kept] = guarded(inner, record(0, {"source": 9, "id": 90, "type": 0, "commands": commands}))
    assert kept["data"]["commands"] == commands


def test_drawings_in_three_dimensions_are_left_out(inner: Stage) -> None:
    """They would be computed outside every sandbox; the browser is started without them too."""
    commands = [{"property": "clear", "args": [1]}]
    [kept] = guarded(inner, record(0, {"source": 9, "id": 90, "type": 1, "commands": commands}))
    assert kept["data"]["commands"] == []
    assert inner.evaluate("['webgl', 'webgl2'].map(name => document.createElement('canvas').getContext(name))") == [None, None]


@pytest.mark.parametrize("guarded_too", [True, False], ids=["guarded", "unguarded"])
def test_no_string_becomes_code_in_our_page(inner: Stage, guarded_too: bool) -> None:
    """The gadget above, played: stopped by the guard, and where that is taken away by the page's policy, which binds what we evaluate as well."""
    inner.evaluate("window.__led = undefined; window.__guard ??= window.guard; window.guard = window.__guard")
    if not guarded_too:
        inner.evaluate("window.guard = (events) => ({ events, cut: 0 })")
    try:
        happens = [record(10 * n, {"source": 9, "id": 90, "type": 0, "commands": commands}) for n, commands in enumerate(GADGETS, start=1)]
        play(inner, script(scene(page(el("canvas", id=90)), *happens, at=(0, 1_000, 2_000))), MP4)
        assert inner.evaluate("window.__led === undefined && {}.x === undefined") is True
    finally:
        inner.evaluate("window.guard = window.__guard")


@pytest.mark.parametrize("code", ["eval('1')", "new Function('return 1')()", "setTimeout.constructor('return 1')()"])
def test_code_of_strings_is_refused(inner: Stage, code: str) -> None:
    with pytest.raises(RenderError, match="EvalError"):
        inner.evaluate(code)


@pytest.mark.parametrize(
    "markup",
    ["<img src=x: onerror='window.__led = 1'>", "<iframe srcdoc='<script>top.__led = 1</script>'>", "<iframe src='javascript:top.__led = 1'>"],
)
def test_markup_in_our_own_page_runs_nothing(inner: Stage, markup: str) -> None:
    led = inner.evaluate(
        f"document.body.insertAdjacentHTML('beforeend', {json.dumps(markup)}); new Promise(done => setTimeout(() => done(typeof window.__led), 50))"
    )
    inner.evaluate("document.body.lastElementChild.remove()")
    assert led == "undefined"


def test_every_frame_of_the_replay_is_without_scripts(inner: Stage) -> None:
    """A frame in a frame has at least the walls of the outer one, whatever it asks for."""
    inner_page = {"type": 0, "id": 500, "childNodes": [el("html", el("head", id=502), el("body", "inside", el("script", "top.__led = 1")), id=501)]}
    attached = record(1, {"source": 0, "texts": [], "attributes": [], "removes": [], "adds": [add(inner_page, 400)], "isAttachIframe": True})
    asks = mutation(2, attributes=[{"id": 400, "attributes": {"sandbox": "allow-scripts allow-same-origin"}}])
    play(inner, script(scene(page(el("iframe", id=400)), attached, asks, at=(1_000,))), MP4)
    assert inner.evaluate("onlooker.documents().length") == 2
    assert inner.evaluate("onlooker.player.iframe.getAttribute('sandbox')") == "allow-same-origin"
    assert inner.evaluate("onlooker.documents()[1].body.innerText") == "inside"
    assert inner.evaluate("typeof window.__led") == "undefined"
