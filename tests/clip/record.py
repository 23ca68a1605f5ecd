"""Makes `recordings/everything.json.gz` with the real recorder: `python -m tests.clip.record RRWEB`, where RRWEB is `umd/rrweb.min.js` of the npm
package `rrweb` (2.1.6 made the one that is kept; it is MIT, and none of it is here). The page is `recordings/everything.html`; each of its steps
is a few changes a page can make, and the mouse moves between them."""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

import orjson

from onlooker.renderers import find_browser
from onlooker.renderers.browser import Browser

HERE = Path(__file__).parent / "recordings"
_STEP_S = 0.25
_OPTIONS = "{emit: (one) => window.told.push(one), recordCanvas: true, collectFonts: true, inlineStylesheet: true}"


def record(rrweb: str, html: str) -> list[object]:
    program = find_browser()
    assert program is not None, "no Chromium"
    browser = Browser(program, frame_control=False)
    try:
        pipe = browser.pipe
        target = pipe.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = str(pipe.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])

        def call(method: str, **params: object) -> dict[str, object]:
            return dict(pipe.call(method, params, session=session))

        def run(script: str) -> object:
            answer = call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
            assert "exceptionDetails" not in answer, answer
            result = answer["result"]
            assert isinstance(result, dict)
            return result.get("value")

        call("Page.enable")
        call("Emulation.setDeviceMetricsOverride", width=900, height=700, deviceScaleFactor=1, mobile=False)
        tree = call("Page.getFrameTree")["frameTree"]
        assert isinstance(tree, dict)
        call("Page.setDocumentContent", frameId=tree["frame"]["id"], html=html)
        time.sleep(1)
        run(f"{rrweb}; window.told = []; rrweb.record({_OPTIONS}); 0")
        time.sleep(1)
        count = run("window.steps.length")
        assert isinstance(count, int)
        for step in range(count):
            run(f"window.steps[{step}](); 0")
            call("Input.dispatchMouseEvent", type="mouseMoved", x=40 + 30 * step, y=100 + 20 * step)
            if step % 5 == 4:
                at = {"x": 60, "y": 690 - step, "button": "left", "clickCount": 1}
                call("Input.dispatchMouseEvent", type="mousePressed", **at)
                call("Input.dispatchMouseEvent", type="mouseReleased", **at)
            time.sleep(_STEP_S)
        time.sleep(1)
        told = json.loads(str(run("JSON.stringify(window.told)")))
        assert isinstance(told, list)
        return told
    finally:
        browser.close()


if __name__ == "__main__":
    told = record(Path(sys.argv[1]).read_text("utf-8"), (HERE / "everything.html").read_text("utf-8"))
    (HERE / "everything.json.gz").write_bytes(gzip.compress(orjson.dumps(told), 9, mtime=0))
