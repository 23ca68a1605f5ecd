"""What walks through the app share: the player's state, and what the browser complains of."""

from __future__ import annotations

from playwright.sync_api import Frame, Page, expect


def complaints(tab: Page) -> list[str]:
    """Grows with what console and scripts complain of."""
    told: list[str] = []
    tab.on("console", lambda line: told.append(line.text) if line.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: told.append(str(error)))
    return told


def shows(tab: Page) -> None:
    expect(tab.locator("iframe.replay.shown")).to_be_attached(timeout=60_000)
    drawn(tab)


def drawn(tab: Page) -> None:
    tab.evaluate("(async () => { await player.drawing; })()")


def screen(tab: Page) -> Frame:
    """The frame that is seen; the other one is made ready behind it."""
    shown = tab.locator("iframe.replay.shown").element_handle()
    frame = shown.content_frame()
    assert frame is not None
    return frame
