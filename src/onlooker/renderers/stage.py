"""One warm page in one browser: scenes are loaded into it, brought to rest at each cue, and pictured.

The page's own walls: a content security policy that allows no request and no script of the page's own; around the recorded document a frame that is
sandboxed without scripts; and `guard.js`, which every record passes. What `page.js` and the replayer do is evaluated from outside, and may not
make code of strings either. docs/safety.md tells how each wall is tried.
"""

from __future__ import annotations

import base64
import json
import math
import time
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from onlooker.domain.clip import EPOCH_MS, Cue, Press, Scene
from onlooker.domain.timebase import clock
from onlooker.errors import RenderError
from onlooker.renderers.browser import Browser
from onlooker.renderers.pipe import Answer
from onlooker.renderers.size import Size

SCRIPTS = ("vendor/replay.min.js", "guard.js", "dress.js", "still.js", "page.js", "sight.js", "tell.js", "look.js", "under.js")
"""In the order in which they are loaded."""
FOOTER_PX = 22
JPEG_QUALITY = 82
_TICK_MS = 1000 / 60
_LOAD_S = 60.0
_SHOW_S = 20.0
_SCENE_S = 60.0
_CUE_S = 1.0
"""A scene may take so long, and so much longer for each of its cues: one whose every frame is slow would else have no end."""
_CONTROLLED = {"width": 640, "height": 480, "enableBeginFrameControl": True}
_TRIES = 4
"""The first frame after a change of size comes without its picture."""


class Stage:
    """Adapter between scenes and a page. `frame_control`: frames are made when asked for (BeginFrame); else the browser makes them at its own
    pace and is asked for a screenshot. `patience` is a factor on all the time a page is given."""

    def __init__(self, browser: Browser, *, frame_control: bool, patience: float = 1.0) -> None:
        self._pipe = browser.pipe
        self._patience = patience
        self._until = math.inf  # when the scene has had its time
        self.frame_control = frame_control
        self._ticks = 1_000.0
        targets = self._pipe.call("Target.getTargets").get("targetInfos")
        others = [one["targetId"] for one in (targets if isinstance(targets, list) else ()) if one.get("type") == "page"]
        made = self._pipe.call("Target.createTarget", {"url": "about:blank", **(_CONTROLLED if frame_control else {})})
        self._target = str(made["targetId"])
        self._session = str(self._pipe.call("Target.attachToTarget", {"targetId": self._target, "flatten": True})["sessionId"])
        self._call("Inspector.enable")
        tree = self._call("Page.getFrameTree")["frameTree"]
        frame = tree["frame"]["id"] if isinstance(tree, Mapping) else ""
        self._call("Page.setDocumentContent", {"frameId": frame, "html": _asset("page.html")})
        for name in SCRIPTS:
            self.evaluate(_asset(name))
        for info in others:  # the empty page it came with is a process of its own
            self._pipe.call("Target.closeTarget", {"targetId": info}, timeout_s=10)
        self._size: Size | None = None
        self._settled = False  # there was a picture of this size
        self._seen: object = None
        self._exposed = 0  # the command of the picture that was begun
        self._developed = b""

    def load(self, scene: Scene, size: Size) -> None:
        self._until = time.monotonic() + self._patience * (_SCENE_S + _CUE_S * len(scene.cues))
        if size != self._size:
            self._call(
                "Emulation.setDeviceMetricsOverride",
                {"width": size.width, "height": size.height + FOOTER_PX, "deviceScaleFactor": 1, "mobile": False},
            )
            self._size, self._settled = size, False
        told = {
            "epoch": EPOCH_MS,
            "width": scene.width,
            "height": scene.height,
            "frame": {"width": size.width, "height": size.height},
            "cues": [_told(cue) for cue in scene.cues],
        }
        self._seen = None
        packed = base64.b64encode(zlib.compress(scene.events, 1, 31)).decode()
        self.evaluate(f"onlooker.load({json.dumps(packed)}, {json.dumps(told)})", timeout_s=_LOAD_S)

    def show(self, number: int) -> Mapping[str, object]:
        """Brings the page to rest at that cue; what it says of itself comes back."""
        shown = self.evaluate(f"onlooker.show({number})", timeout_s=_SHOW_S)
        return shown if isinstance(shown, Mapping) else {}

    def picture(self) -> bytes:
        """A JPEG of what is shown now. Raises RenderError when there is none."""
        for _ in range(_TRIES):
            method, params = self._shutter()
            data = _jpeg(self._call(method, params))
            if data:
                self._settled = True
                return data
        raise RenderError("the browser gave no picture")

    def expose(self) -> None:
        """Begins a picture of what is shown now; `develop` gives it. As soon as this returns the page may be changed: the picture will not be."""
        if not self.frame_control or not self._settled:
            self._developed = self.picture()
            return
        until = self._by(30.0)
        # The page has been handed over to be drawn once a frame has run in it; the drawing and the JPEG take longer than that.
        ran = self._pipe.send("Runtime.evaluate", {"expression": "onlooker.framed()", "awaitPromise": True}, session=self._session, until=until)
        method, params = self._shutter()
        self._exposed = self._pipe.send(method, params, session=self._session, until=until)
        self._pipe.first(ran, self._exposed, session=self._session, until=until)
        self._pipe.forget(ran)

    def develop(self) -> bytes:
        """The picture that was begun; empty when the browser gave none."""
        data, self._developed = self._developed, b""
        if self._exposed:
            number, self._exposed = self._exposed, 0
            data = _jpeg(self._pipe.answer(number, session=self._session, until=self._by(30.0)))
        return data

    def _shutter(self) -> tuple[str, Mapping[str, object]]:
        form = {"format": "jpeg", "quality": JPEG_QUALITY}
        if not self.frame_control:
            return "Page.captureScreenshot", form
        self._ticks += _TICK_MS
        return "HeadlessExperimental.beginFrame", {"frameTimeTicks": self._ticks, "interval": _TICK_MS, "screenshot": form}

    def seek(self, at_ms: int) -> None:
        """Brings the page to that instant without a picture."""
        self.evaluate(f"onlooker.seek({at_ms})", timeout_s=_SHOW_S)

    def look(self) -> object:
        """What stands on the screen now, as `look.js` reads it: the very same object as last time where nothing has changed since."""
        last, self._seen = self._seen, None  # after a look that failed the page's last word is not known
        told = self.evaluate(f"onlooker.look({'true' if last is not None else 'false'})", timeout_s=_SHOW_S)
        self._seen = last if told is True else told
        return self._seen

    def under(self, press: Press) -> object:
        """What lies under the point of a press now, as `look.js` reads it."""
        return self.evaluate(f"onlooker.under({json.dumps({'x': press.x, 'y': press.y, 'node_id': press.node_id})})", timeout_s=_SHOW_S)

    def rest(self, heap: int) -> None:
        """Between clips: what the last one left in memory goes when it is more than `heap` bytes."""
        self._until = math.inf
        used = self._call("Runtime.getHeapUsage")
        held = [value for name in ("usedSize", "embedderHeapUsedSize") if isinstance(value := used.get(name), int | float)]
        if sum(held) > heap:
            self._call("HeapProfiler.collectGarbage")

    def evaluate(self, expression: str, *, timeout_s: float = 30.0) -> object:
        """The value of an expression in our own page. Raises RenderError with what went wrong in it."""
        answer = self._call(
            "Runtime.evaluate",
            {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": False, "allowUnsafeEvalBlockedByCSP": False},
            timeout_s=timeout_s,
        )
        failed = answer.get("exceptionDetails")
        if isinstance(failed, Mapping):
            thrown = failed.get("exception")
            said = thrown.get("description") if isinstance(thrown, Mapping) else failed.get("text")
            raise RenderError(f"the page could not be rebuilt: {str(said).splitlines()[0][:200]}")
        result = answer.get("result")
        return result.get("value") if isinstance(result, Mapping) else None

    def close(self) -> None:
        self._pipe.call("Target.closeTarget", {"targetId": self._target}, timeout_s=5)

    def _call(self, method: str, params: Mapping[str, object] | None = None, *, timeout_s: float = 30.0) -> Answer:
        return self._pipe.call(method, params, session=self._session, timeout_s=self._by(timeout_s) - time.monotonic())

    def _by(self, timeout_s: float) -> float:
        return min(time.monotonic() + timeout_s * self._patience, self._until)


def _jpeg(answer: Answer) -> bytes:
    data = answer.get("screenshotData") or answer.get("data")
    return base64.b64decode(data) if isinstance(data, str) else b""


def _told(cue: Cue) -> dict[str, object]:
    return {
        "at_ms": cue.at_ms,
        "clock": clock(cue.at_ms),
        "url": cue.url[:300],
        "skipped": f"▸▸ {clock(cue.skipped_ms)} without activity left out" if cue.skipped_ms else "",
        "presses": [{"at_ms": press.at_ms, "x": press.x, "y": press.y, "node_id": press.node_id} for press in cue.presses],
    }


@cache
def _asset(name: str) -> str:
    return resources.files("onlooker.renderers").joinpath(*name.split("/")).read_text("utf-8")
