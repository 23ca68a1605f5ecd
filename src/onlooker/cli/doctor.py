"""`onlooker doctor`: what is set up, what is missing, how to get it."""

from __future__ import annotations

import typer


def doctor() -> None:
    """Say what is set up, what is missing, and how to get it."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import output  # noqa: PLC0415
    from onlooker.cli.looking import tell_checks  # noqa: PLC0415
    from onlooker.domain.run import CheckState  # noqa: PLC0415

    checks = app.doctor()
    tell_checks(checks, output())
    if any(check.state is CheckState.MISSING for check in checks):
        raise typer.Exit(1)
