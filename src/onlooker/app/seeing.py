"""What a look at the screen needs, and how it stands on this machine: browser, its walls, encoder, fonts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onlooker.app.browsers import NEVER, browser_of, how_to_get
from onlooker.config import Settings
from onlooker.domain.run import Check, CheckState
from onlooker.errors import RenderError, SettingError

if TYPE_CHECKING:
    from onlooker.renderers.probe import Probed

_FONTS = {"emoji": "fonts-noto-color-emoji", "Chinese": "fonts-noto-cjk", "Japanese": "fonts-noto-cjk", "Korean": "fonts-noto-cjk"}
_OTHER_FONTS = "fonts-noto-core"
"""Debian's packages; the last has all other writings."""
PAGE = "docs/safety.md"


def seeing(settings: Settings) -> Iterator[Check]:
    """Starts the browser for half a second."""
    try:
        program = browser_of(settings)
    except SettingError as error:
        yield Check(name="Browser", state=CheckState.MISSING, detail=str(error), remedy=how_to_get())
        return
    if program is None:
        yield _none(settings)
        return
    from onlooker.renderers.probe import probe  # noqa: PLC0415 - it loads the encoder

    try:
        probed = probe(program)
    except RenderError as error:
        yield Check(name="Browser", state=CheckState.MISSING, detail=f"{program} cannot be used: {error}", remedy=how_to_get())
        return
    yield from told(program, probed, root=os.geteuid() == 0)


def told(program: Path, probed: Probed, *, root: bool) -> Iterator[Check]:
    """What was found out about a browser that works."""
    yield _browser(program, probed)
    yield _sandbox(probed, root=root)
    yield _network(probed)
    yield _encoder()
    yield _fonts(probed)


def _none(settings: Settings) -> Check:
    without = "screens are read from the recording, no clips"
    if settings.browser == NEVER:
        return Check(name="Browser", state=CheckState.OPTIONAL, detail=f"ONLOOKER_BROWSER=none: {without}", remedy="unset it to see what users saw")
    return Check(name="Browser", state=CheckState.OPTIONAL, detail=f"none found: {without}", remedy=how_to_get())


def _browser(program: Path, probed: Probed) -> Check:
    if probed.on_demand:
        return Check(name="Browser", state=CheckState.READY, detail=f"{program}: {probed.version}, frames on demand")
    remedy = f"the headless shell is about twice as fast; {how_to_get()}"
    return Check(name="Browser", state=CheckState.OPTIONAL, detail=f"{program}: {probed.version}, plain screenshots", remedy=remedy)


def _sandbox(probed: Probed, *, root: bool) -> Check:
    rights = ", as a user who may do nothing" if probed.demoted else ""
    if probed.sandboxed:
        return Check(name="Sandbox", state=CheckState.READY, detail=f"the browser runs in a process sandbox of its own{rights}")
    if root and not probed.demoted:
        detail, remedy = "the browser runs as root and without its process sandbox", "run as another user, or with a browser that every user may run"
    else:
        detail, remedy = f"the browser runs without its process sandbox{rights}: this system refuses it", f"see {PAGE}, The process sandbox"
    return Check(name="Sandbox", state=CheckState.OPTIONAL, detail=detail, remedy=remedy)


def _network(probed: Probed) -> Check:
    if probed.cut_off:
        return Check(name="Network", state=CheckState.READY, detail="the browser has none, by the kernel")
    detail = "the browser is told to use none; the kernel does not see to it"
    return Check(name="Network", state=CheckState.OPTIONAL, detail=detail, remedy=f"a wall less: see {PAGE}" if sys.platform == "linux" else "")


def _encoder() -> Check:
    import av  # noqa: PLC0415

    from onlooker.renderers import FORMS  # noqa: PLC0415

    lacking = [ending for ending, form in FORMS.items() if form.codec not in av.codecs_available]
    if lacking:
        detail = f"PyAV {av.__version__} cannot write {' and '.join(lacking)}"
        return Check(name="Encoder", state=CheckState.MISSING, detail=detail, remedy="type: pip install --force-reinstall av")
    return Check(name="Encoder", state=CheckState.READY, detail=f"PyAV {av.__version__}: {', '.join(form.codec for form in FORMS.values())}")


def _fonts(probed: Probed) -> Check:
    if not probed.missing:
        return Check(name="Fonts", state=CheckState.READY, detail="for every writing looked for")
    packages = sorted({_FONTS.get(name, _OTHER_FONTS) for name in probed.missing})
    return Check(
        name="Fonts",
        state=CheckState.OPTIONAL,
        detail=f"none for {', '.join(probed.missing)}: such text shows as boxes",
        remedy=f"install fonts; on Debian and Ubuntu: apt-get install {' '.join(packages)}",
    )
