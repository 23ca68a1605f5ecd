"""A person in a real Chromium who shops, and what Onlooker then says of the visit."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from onlooker.app.kept import kept_report
from onlooker.app.wiring import kept_blobs
from onlooker.config import load
from onlooker.domain.catalogued import SessionState
from onlooker.domain.report import SessionReport
from onlooker.renderers import find_browser
from onlooker.stores.catalogue import open_catalogue
from tests.server.serving import command

SHOP = Path(__file__).parents[2] / "examples" / "shop" / "shop.py"
LOOKS_MS = 700
"""A person looks at the page before the next press. Nothing that a program could tell is waited for with it."""
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"


@dataclass(kw_only=True)
class Shop:
    """The shop in a process of its own, as `python examples/shop/shop.py` starts it. Pages know it by a name: libraries leave out some things on
    `localhost`."""

    home: Path
    address: str
    process: subprocess.Popen[str]

    def read(self, sessions: int = 1) -> list[SessionReport]:
        """The reports, once runs have read so many sessions."""
        assert self.process.stderr is not None
        settings = load(home=self.home)
        blobs = kept_blobs(settings)
        for line in self.process.stderr:
            assert line.startswith("run "), line
            with closing(open_catalogue(settings.catalogue)) as catalogue:
                rows = [row for run in catalogue.runs() for row in catalogue.sessions(run.id)]
            if len({row.place for row in rows}) >= sessions:
                reports = [kept_report(row, blobs) for row in rows if row.state is SessionState.DONE]
                return [report for report in reports if isinstance(report, SessionReport)]
        raise AssertionError("the shop ended")


@contextmanager
def shop(home: Path, *, quiet_s: int) -> Iterator[Shop]:
    with command(home, "--port", "0", program=(sys.executable, str(SHOP)), capture_quiet_s=str(quiet_s)) as (process, port):
        yield Shop(home=home, address=f"http://shop.test:{port}", process=process)


@contextmanager
def chromium() -> Iterator[Browser]:
    """As a person's, but for the window that nobody sees."""
    program = find_browser()
    expect.set_options(timeout=30_000)  # a machine that is busy with other tests is slow, not wrong
    assert program is not None, "a Chromium is needed: sh scripts/setup.sh"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--host-resolver-rules=MAP shop.test 127.0.0.1", "--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody new. What the page's console and scripts complain of, the test hears."""
    context: BrowserContext = browser.new_context(user_agent=_AGENT)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()
    unexpected = [line for line in complaints if not any(known in line for known in EXPECTED)]
    assert not unexpected, unexpected


EXPECTED: Sequence[str] = (
    "Onlooker: the key of this page",
    "the server responded with a status of",
    "net::ERR_FAILED",
    "Cannot read properties of undefined",
)
"""What the shop's own faults say."""


def shops(page: Page) -> None:
    """Up to the checkout."""
    page.click("#add-lamp")
    page.wait_for_timeout(LOOKS_MS)
    page.click("#add-rug")
    page.wait_for_timeout(LOOKS_MS)
    page.click("#to-basket")
    page.wait_for_timeout(LOOKS_MS)
    page.click("#to-checkout")
    page.fill("[name=name]", "Ada")
    page.fill("[name=email]", "ada@example.test")
    page.wait_for_timeout(LOOKS_MS)


def orders(page: Page) -> None:
    page.click("#place")
    page.wait_for_timeout(2 * LOOKS_MS)


def leaves(page: Page) -> None:
    """At once: what the recorder has not sent yet goes out while the page is unloaded."""
    page.goto("about:blank")
    page.wait_for_timeout(LOOKS_MS)
