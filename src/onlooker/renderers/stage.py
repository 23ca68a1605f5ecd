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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from onlooker.domain.clip import EPOCH_MS, Cue, Press, Scene
from onlooker.domain.timebase import clock
from onlooker.errors import RenderError
from onlooker.renderers.browser import Browser
from onlooker.renderers.pipe import Answer
from onlooker.renderers.size import Size

SCRIPTS = ("vendor/replay.min.js", "guard.js", "dress.js", "still.js", "page.js", "sight.js", "tell.js", "look.js", "under.js", "advance.js")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question to the page: what lies under `press`, just before it; or, with none, what stands on the screen at `at_ms`. `here`: the page stands
    at that instant already."""

    at_ms: int
    press: Press | None = None
    here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """What the page is asked before it comes to cue `number`, in the order of the session; `number` None after the last."""

    asks: tuple[Ask, ...] = ()
    number: int | None = None


class Stage:
    """Adapter between scenes and a page. `frame_control`: frames are made when asked for (BeginFrame); else the browser makes them at its own
    pace and is asked for a screenshot. `patience` is a factor on all the time a page is given."""

    def __init__(self, browser: Browser, *, frame_control: bool, patience: float = 1.0) -> None:
        self._browser = browser
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
        self._given = self._taking()
        for info in others:  # the empty page it came with is a process of its own
            self._pipe.call("Target.closeTarget", {"targetId": info}, timeout_s=10)
        self._size: Size | None = None
        self._settled = False  # there was a picture of this size
        self._exposed = 0  # the command of the picture that was begun
        self._developed: Answer = {}
        self._advancing = 0  # the command of the advance that was begun
        self._serial = 0  # of that advance
        self._patient_until = 0.0  # for that advance

    def load(self, scene: Scene, size: Size) -> None:
        self._until = time.monotonic() + self._patience * (_SCENE_S + _CUE_S * len(scene.cues))
        self._idle()
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
        if self._given:
            given = self._hand_over(self._browser.lend(scene.events), self._given)
        else:
            given = json.dumps(base64.b64encode(zlib.compress(scene.events, 1, 31)).decode())
        self.evaluate(f"onlooker.load({given}, {json.dumps(told)})", timeout_s=_LOAD_S)

    def _taking(self) -> str:
        """The page's hand for what the browser is lent; empty where that cannot be read."""
        given = self._call("Runtime.evaluate", {"expression": "onlooker.given"})["result"]
        hand = str(given["objectId"]) if isinstance(given, Mapping) else ""
        lent = self._browser.lend(b"[]")
        try:
            return hand if lent and self.evaluate(f"{self._hand_over(lent, hand)}.text()", timeout_s=5) == "[]" else ""
        except RenderError:
            return ""

    def _hand_over(self, lent: str, hand: str) -> str:
        """Where the page finds it."""
        self._call("DOM.setFileInputFiles", {"files": [lent], "objectId": hand})
        return "onlooker.given.files[0]"

    def show(self, number: int) -> Mapping[str, object]:
        """Brings the page to rest at that cue; what it says of itself comes back."""
        shown = self.evaluate(f"onlooker.show({number})", timeout_s=_SHOW_S)
        return shown if isinstance(shown, Mapping) else {}

    def picture(self) -> bytes:
        """A JPEG of what is shown now. Raises RenderError when there is none."""
        return jpeg(self._picture())

    def _picture(self) -> Answer:
        for _ in range(_TRIES):
            method, params = self._shutter()
            told = self._call(method, params)
            if _data(told):
                self._settled = True
                return told
        raise RenderError("the browser gave no picture")

    def expose(self) -> None:
        """Begins a picture of what is shown now; `develop` gives it."""
        if not self.frame_control or not self._settled:
            self._developed = self._picture()
            return
        method, params = self._shutter()
        self._exposed = self._pipe.send(method, params, session=self._session, until=self._by(30.0))

    def roll(self, number: int) -> int:
        """Covers the page with a sheet of footers until the next advance: those of cue `number` and the next ones. How many there are."""
        rows = self.evaluate(f"onlooker.roll({number})")
        return rows if isinstance(rows, int) else 0

    def develop(self) -> Answer:
        """The picture that was begun, for `jpeg`. An advance that was begun meanwhile goes on at the latest now."""
        told, self._developed = self._developed, {}
        if self._exposed:
            number, self._exposed = self._exposed, 0
            told = self._pipe.answer(number, session=self._session, until=self._by(30.0))
            if self._advancing and not self._pipe.heard(self._advancing):
                passed = {"expression": f"onlooker.pass({self._serial})"}
                self._pipe.forget(self._pipe.send("Runtime.evaluate", passed, session=self._session, until=self._by(30.0)))
        return told

    def begin(self, advance: Advance) -> None:
        """Sends the page on to a cue; `arrived` waits for it. A picture that was begun before stays what it is: the page waits until it can do no
        harm."""
        asks = [_asked(ask) for ask in advance.asks]
        self._serial += 1
        expression = f"onlooker.advance({self._serial}, {json.dumps(asks)}, {json.dumps(advance.number)}, {json.dumps(bool(self._exposed))})"
        self._patient_until = self._by(_SHOW_S * (1 + len(asks)))
        self._advancing = self._pipe.send("Runtime.evaluate", _evaluated(expression), session=self._session, until=self._patient_until)

    def arrived(self) -> tuple[Sequence[object], Mapping[str, object]]:
        """Of the advance that was begun: an answer to each question, and what the page says of itself at rest. A look is told as `look.js` reads it,
        or `true` where nothing has changed since the last one; what lies under a press as `under.js` does; `failed` in a mapping where the page
        could not be asked. Raises RenderError."""
        number, self._advancing = self._advancing, 0
        told = _value(self._pipe.answer(number, session=self._session, until=self._patient_until))
        if not isinstance(told, Mapping):
            return (), {}
        answers, shown = told.get("told"), told.get("shown")
        return answers if isinstance(answers, list) else (), shown if isinstance(shown, Mapping) else {}

    def _idle(self) -> None:
        """Nothing is under way that an advance or a picture of before has left."""
        if self._exposed:
            self.develop()
        if self._advancing:
            self.arrived()

    def _shutter(self) -> tuple[str, Mapping[str, object]]:
        form = {"format": "jpeg", "quality": JPEG_QUALITY}
        if not self.frame_control:
            return "Page.captureScreenshot", form
        self._ticks += _TICK_MS
        return "HeadlessExperimental.beginFrame", {"frameTimeTicks": self._ticks, "interval": _TICK_MS, "screenshot": form}

    def rest(self, heap: int) -> None:
        """Between clips: the last page goes, and what it left in memory when that is more than `heap` bytes."""
        self._until = math.inf
        self.evaluate("onlooker.clear()")
        used = self._call("Runtime.getHeapUsage")
        held = [value for name in ("usedSize", "embedderHeapUsedSize") if isinstance(value := used.get(name), int | float)]
        if sum(held) > heap:
            self._call("HeapProfiler.collectGarbage")

    def evaluate(self, expression: str, *, timeout_s: float = 30.0) -> object:
        """The value of an expression in our own page. Raises RenderError with what went wrong in it."""
        return _value(self._call("Runtime.evaluate", _evaluated(expression), timeout_s=timeout_s))

    def close(self) -> None:
        self._pipe.call("Target.closeTarget", {"targetId": self._target}, timeout_s=5)

    def _call(self, method: str, params: Mapping[str, object] | None = None, *, timeout_s: float = 30.0) -> Answer:
        return self._pipe.call(method, params, session=self._session, timeout_s=self._by(timeout_s) - time.monotonic())

    def _by(self, timeout_s: float) -> float:
        return min(time.monotonic() + timeout_s * self._patience, self._until)


def jpeg(answer: Answer) -> bytes:
    """Of what `develop` gave; empty when the browser gave none."""
    return base64.b64decode(_data(answer))


def _data(answer: Answer) -> str:
    data = answer.get("screenshotData") or answer.get("data")
    return data if isinstance(data, str) else ""


def _evaluated(expression: str) -> dict[str, object]:
    return {"expression": expression, "awaitPromise": True, "returnByValue": True, "userGesture": False, "allowUnsafeEvalBlockedByCSP": False}


def _value(answer: Answer) -> object:
    """Of what was evaluated. Raises RenderError."""
    failed = answer.get("exceptionDetails")
    if isinstance(failed, Mapping):
        thrown = failed.get("exception")
        said = thrown.get("description") if isinstance(thrown, Mapping) else failed.get("text")
        raise RenderError(f"the page could not be rebuilt: {str(said).splitlines()[0][:200]}")
    result = answer.get("result")
    return result.get("value") if isinstance(result, Mapping) else None


def _asked(ask: Ask) -> dict[str, object]:
    press = ask.press
    told = {"x": press.x, "y": press.y, "node_id": press.node_id} if press is not None else None
    return {"at": None if ask.here else ask.at_ms, "press": told}


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
