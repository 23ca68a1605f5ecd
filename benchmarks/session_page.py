"""How soon a session's page shows something, how soon its player stands, and how long it takes to get to a moment.

    python benchmarks/session_page.py PLACE… [--times 3]

Each PLACE holds one session. They are read by the rules, into a folder that is deleted; the pages are served on the loopback and opened in a
Chromium that has seen nothing before. First paint is what the browser says of it (first contentful paint): head, summary and findings stand then.
Medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright
from tables import table

from onlooker import app
from onlooker.app.library import open_library
from onlooker.domain.catalogued import SessionFilter
from onlooker.renderers import find_browser
from onlooker.server.app import create_app
from onlooker.server.serving import listen

SHARES = (0.5, 0.9, 0.2)
"""Of the session, one after the other: on, further on, and back."""


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("places", nargs="+")
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args(words)
    program = find_browser()
    if program is None:
        print("no Chromium on this machine: `onlooker doctor` says how to get one", file=sys.stderr)
        return 2
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        os.environ.update(ONLOOKER_HOME=home, ONLOOKER_CLIPS="off", ONLOOKER_ENGINE="durable")
        app.run(args.places)
        library = stack.enter_context(open_library())
        listening = stack.enter_context(listen("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(library), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        stack.callback(thread.join)
        stack.callback(lambda: setattr(server, "should_exit", True))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=program, args=["--no-sandbox"])
        stack.callback(browser.close)
        rows = []
        for row in library.sessions.page(SessionFilter(), limit=500).rows:
            address = f"http://127.0.0.1:{listening.getsockname()[1]}/runs/{row.run_id}/sessions/{row.place}"
            measured = [opened(browser, address) for _ in range(args.times)]
            rows.append([Path(row.origin).name, *(f"{statistics.median(column):.2f}" for column in zip(*measured, strict=True))])
        print(table(["session", "first paint, s", "player stands, s", *(f"to {share:.0%}, s" for share in SHARES)], rows))
    return 0


def opened(browser: Browser, address: str) -> list[float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    began = time.monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("iframe.replay.shown", timeout=60_000)
    stands = time.monotonic() - began
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000")
    taken = [float(painted), stands]
    for share in SHARES:
        began = time.monotonic()
        page.evaluate("share => player.seek(player.length * share)", share)
        taken.append(time.monotonic() - began)
    context.close()
    return taken


if __name__ == "__main__":
    sys.exit(main())
