"""The pictures of the app in the docs: every page, light and dark, wide and on a phone.

    python -m tests.server.screens [FOLDER] [PAGE…]

Of the runs that are kept where ONLOOKER_HOME says, so that several places can be read first; the session shown is the latest with a blocking finding.
FOLDER is docs/screens by default."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from playwright.sync_api import Page

from onlooker.app.library import Library, open_library
from onlooker.domain.catalogued import RunState, SessionFilter
from onlooker.server.access import access_of
from onlooker.server.app import create_app
from onlooker.server.pages.rendering import session_address
from tests.server.paging import at_a_port
from tests.server.visiting import chromium

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
WIDTHS = {1280: 860, 400: 860}
QUALITY = 50
"""Of a JPEG: text is still sharp, and a picture takes 100 KB at most."""


def pages(library: Library) -> Iterator[tuple[str, str]]:
    """Name and path. What there is nothing of is left out."""
    yield from (("today", "/?since=0"), ("sessions", "/sessions"), ("patterns", "/patterns"), ("runs", "/runs"), ("send", "/send"))
    blocked = library.sessions.page(SessionFilter(blocking=True), limit=1).rows
    for row in blocked:
        first = next(one for one in library.sessions.findings(row) if one.blocking)
        yield "session", f"{session_address(row)}?at={max(1, first.at_ms + 500)}"
        yield "transcript", f"{session_address(row)}/transcript"
    asked = (row for row in library.sessions.page(SessionFilter(), limit=50).rows if library.sessions.calls(row))
    for row in islice(asked, 1):
        yield "sent", f"{session_address(row)}/sent"
    for line in library.patterns.all()[:1]:
        yield "pattern", f"/patterns/{line.known.id}"
    done = [line for line in library.runs.latest() if line.row.state is RunState.DONE]
    for run in sorted(done, key=lambda line: -line.tally.selected)[:1]:
        yield "run", f"/runs/{run.row.id}"


def taken(page: Page, address: str, to: Path) -> None:
    page.goto(address)
    if page.locator(".player:not([data-none])").count():
        page.wait_for_selector("iframe.replay.shown", state="attached", timeout=60_000)
        page.evaluate("(async () => { await player.drawing; })()")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=to, type="jpeg", quality=QUALITY)


def main(words: Sequence[str]) -> int:
    folder = Path(words[0]) if words else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        library = stack.enter_context(open_library())
        address = stack.enter_context(at_a_port(create_app(library)))
        locked = stack.enter_context(at_a_port(create_app(library, access=access_of("0.0.0.0", token="a token that nobody guesses"))))
        browser = stack.enter_context(chromium())
        for width, height in WIDTHS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light")
                shown = [*((name, address + path) for name, path in pages(library)), ("login", f"{locked}/")]
                for name, at in shown:
                    if not words[1:] or name in words[1:]:
                        taken(context.new_page(), at, folder / f"{name}-{width}-{scheme}.jpg")
                context.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
