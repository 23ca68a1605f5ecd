"""`onlooker transcript`: exactly what a model would read; on a terminal without the characters that could act on it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer


def transcript(
    path: Annotated[str, typer.Argument(metavar="FILE", help="One recording.")],
    model: Annotated[str | None, typer.Option(help="Model to cut and price it for; the configured one when not given.")] = None,
) -> None:
    """Print exactly what a model would read, and what it costs."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import messages  # noqa: PLC0415
    from onlooker.cli.looking import tell_prices  # noqa: PLC0415
    from onlooker.domain.words import plain  # noqa: PLC0415

    priced = app.transcript(path, model=model)
    text = priced.transcript.text
    typer.echo(plain(text) if sys.stdout.isatty() else text)
    tell_prices(priced, messages())
