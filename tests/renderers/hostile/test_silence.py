"""Nothing that a recording names is fetched, and no script of it runs: with all walls up, and with one after the other taken away."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from onlooker.errors import RenderError
from onlooker.renderers import MP4
from onlooker.renderers.browser import Browser
from onlooker.renderers.playing import play
from onlooker.renderers.stage import Stage
from tests.domain.dom import page
from tests.renderers.hostile import lures
from tests.renderers.hostile.conftest import Wrap, opened
from tests.renderers.hostile.ears import Ears, listening
from tests.renderers.hostile.late import late
from tests.renderers.scenes import scene, script

AFTER_S = 0.3
"""A request that was on its way has come by then: everything here is on one machine."""

WITHOUT_FLAGS = """
for one do
  shift
  case "$one" in
    --host-resolver-rules=*|--proxy-*|--dns-prefetch-disable|--force-webrtc*|--no-pings|--disable-quic|--disable-background-networking) ;;
    *) set -- "$@" "$one" ;;
  esac
done
exec "$program" "$@"
"""
"""The browser with a network: only the page's own policy and frame stand."""


@pytest.fixture
def ears() -> Iterator[Ears]:
    with listening() as made:
        made.start()
        yield made


def head(ears: Ears) -> list[lures.Node]:
    return list(lures.in_the_head(lures.addresses(ears), ears.own))


def body(ears: Ears) -> list[lures.Node]:
    u = lures.addresses(ears)
    return [
        *lures.by_name(u),
        *lures.in_styles(u),
        *lures.in_drawings(u),
        *lures.literals(ears.own),
        *lures.files(),
        *lures.scripts(u),
    ]


def plays_everything(stage: Stage, ears: Ears) -> list[object]:
    """What ran and what could be read of this machine's files, told by the page."""
    stage.evaluate("window.__ran = []; window.__listens ??= addEventListener('message', told => __ran.push(told.data)) ?? true")
    full = page(*body(ears), head=tuple(head(ears)))
    play(stage, script(scene(full, *late(lures.addresses(ears), ears.own), at=(0, 1_000, 2_000, 3_000))), MP4)
    time.sleep(AFTER_S)
    read = stage.evaluate("onlooker.documents().map(one => one.documentElement?.textContent ?? '').filter(text => /root:.*:0:0/.test(text)).length")
    ran = stage.evaluate("__ran")
    assert read == 0
    assert isinstance(ran, list)
    return ran


@pytest.mark.parametrize("cut_off", [None, False], ids=["all walls", "no namespace"])
def test_no_lure_is_followed_and_no_script_runs(program: Path, ears: Ears, cut_off: bool | None) -> None:
    with opened(program, cut_off=cut_off) as stage:
        assert plays_everything(stage, ears) == []
    assert ears.heard() == set()


def test_the_policy_of_the_page_holds_alone(wrapped: Wrap, ears: Ears) -> None:
    """No namespace, no proxy, no resolver rules: the browser would fetch whatever the page lets it."""
    with opened(wrapped(WITHOUT_FLAGS), cut_off=False) as stage:
        assert plays_everything(stage, ears) == []
    assert ears.heard() == set()


def test_the_browser_reaches_nobody_even_for_a_page_that_may_do_anything(wrapped: Wrap, ears: Ears) -> None:
    """No namespace, no policy, scripts of every kind: the browser's own settings hold alone, and its log of the network tells of no name looked up,
    no connection begun and no packet sent."""
    program = wrapped('exec "$program" --log-net-log="$folder/log.json" "$@"')
    browser = Browser(program, cut_off=False)
    try:
        run = _bare_page(browser)
        run(f"document.write({json.dumps('<head>' + lures.as_html(lures.still(head(ears))) + '</head><body>' + lures.as_html(body(ears)))})")
        ran = run("new Promise(done => setTimeout(() => done(window.__ran), 300))")
        assert isinstance(ran, list) and {"script", "onerror"} <= set(ran)  # so scripts do run there
        assert run(lures.calling(ears.own("WebRTC"))) != "connected"
        for reach in lures.reaching(lures.addresses(ears), ears.own):
            with suppress(RenderError):  # of so many frames that fail to load, some take their page with them
                _bare_page(browser)(f"(async () => {{ {reach} }})().catch(() => 0)")
        with suppress(RenderError):
            _bare_page(browser)(f"location = {json.dumps(lures.addresses(ears)('navigation'))}")
        time.sleep(AFTER_S)
    finally:
        browser.close()
    assert ears.heard() == set()
    kinds, asked = _network_log(program.with_name("log.json"))
    assert {"img-src", "import", "fetch", "xhr", "beacon", "worker", "EventSource", "navigation"} <= asked  # so they were tried
    assert not kinds & {"HOST_RESOLVER_MANAGER_JOB", "TCP_CONNECT_ATTEMPT", "UDP_BYTES_SENT", "SOCKET_BYTES_SENT"}


def test_where_no_wall_is_the_same_lures_bite(program: Path) -> None:
    """Else silence would prove nothing."""
    with listening() as ears:
        ears.answer(f"<!doctype html><head>{lures.as_html(lures.still(head(ears)))}</head><body>{lures.as_html(body(ears))}")
        ears.start()
        with tempfile.TemporaryDirectory() as profile:
            bare = [str(program), "--headless", "--no-sandbox", "--disable-gpu", "--timeout=2000", f"--user-data-dir={profile}", "--dump-dom"]
            subprocess.run([*bare, f"http://127.0.0.1:{ears.port}/"], capture_output=True, timeout=60, check=False)
        heard = ears.heard()
    bitten = {"img-src", "picture-source", "iframe-src", "srcdoc-refresh", "object-data", "video-src", "track", "link-stylesheet", "link-prefetch"}
    bitten |= {"preload-font", "modulepreload", "style-background", "style-cursor", "style-filter", "import", "font-face", "svg-use", "fe-image"}
    bitten |= {"host localhost", "host [::ffff:127.0.0.1]", "host 2130706433", "scheme https", "speculation", "link-css-text"}
    bitten |= {
        f"ran-{name}" for name in ("script", "script-module", "svg-script", "shadow", "srcdoc", "frame-data", "onerror", "ontoggle", "onbegin")
    }
    assert bitten - heard == set()
    assert len(heard) > 80


def test_what_our_own_page_asks_for_is_refused_too(inner: Stage, ears: Ears) -> None:
    """Should a recording ever get hold of our page: the same policy binds it."""
    for reach in lures.reaching(lures.addresses(ears), ears.own):
        inner.evaluate(f"Promise.race([(async () => {{ {reach} }})().catch(() => 0), new Promise((done) => setTimeout(done, 2000))])")
    assert inner.evaluate(lures.calling(ears.own("WebRTC"))) != "connected"
    time.sleep(AFTER_S)
    assert ears.heard() == set()


def _bare_page(browser: Browser) -> Callable[[str], object]:
    target = browser.pipe.call("Target.createTarget", {"url": "about:blank"})["targetId"]
    session = str(browser.pipe.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])

    def run(expression: str) -> object:
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        result = browser.pipe.call("Runtime.evaluate", asked, session=session, timeout_s=20)["result"]
        return result.get("value") if isinstance(result, dict) else None

    return run


def _network_log(path: Path) -> tuple[set[str], set[str]]:
    """The kinds of events in it, and the last parts of the addresses that were asked for. Its end is missing when the browser was not let finish."""
    told = path.read_text("utf-8").rstrip()
    try:
        log = json.loads(told)
    except json.JSONDecodeError:
        log = json.loads(told.rstrip(",") + "]}")
    names = {number: name for name, number in log["constants"]["logEventTypes"].items()}
    asked = {str(event["params"]["url"]).rsplit("/", 1)[-1] for event in log["events"] if "url" in event.get("params", {})}
    return {names[event["type"]] for event in log["events"]}, asked
