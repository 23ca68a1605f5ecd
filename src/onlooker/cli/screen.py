"""`onlooker screen`: what a person could read at an instant."""

from __future__ import annotations

from typing import Annotated

import typer

from onlooker.cli.instants import milliseconds
from onlooker.errors import SettingError


def screen(
    path: Annotated[str, typer.Argument(metavar="FILE", help="One recording.")],
    at: Annotated[str, typer.Option(metavar="TIME", help="Time since the session's start: 83.5, 1:23 or 1:02:03.")],
    window: Annotated[int | None, typer.Option(metavar="N", help="Which window, the first is 1; the one in use when not given.")] = None,
) -> None:
    """Show the text that was on the screen at an instant."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import output  # noqa: PLC0415
    from onlooker.cli.looking import tell_screen  # noqa: PLC0415

    at_ms = milliseconds(at)
    if window is not None and window < 1:
        raise SettingError(f"--window {window}: windows are counted from 1")
    tell_screen(app.screen(path, at_ms=at_ms, window=None if window is None else window - 1), output())
