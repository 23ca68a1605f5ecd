"""`onlooker detect`: what the rules see, and by which thresholds."""

from __future__ import annotations

from typing import Annotated

import typer


def detect(
    path: Annotated[str, typer.Argument(metavar="FILE", help="One recording.")],
    preset: Annotated[str | None, typer.Option(help="Thresholds of the detectors: default, posthog, sentry, datadog, …")] = None,
) -> None:
    """Show what each rule saw, with its thresholds and entries."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import output  # noqa: PLC0415
    from onlooker.cli.looking import tell_detection  # noqa: PLC0415

    tell_detection(app.detect(path, preset=preset), output())
