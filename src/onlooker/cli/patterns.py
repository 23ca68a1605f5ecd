"""`onlooker patterns`: what is remembered between runs, and what the team has to say of it."""

from __future__ import annotations

from typing import Annotated

import typer

from onlooker.domain.pattern import KnownPattern
from onlooker.domain.timebase import iso
from onlooker.domain.words import one_line

_Pattern = Annotated[str, typer.Argument(metavar="ID", help="Its id, or how that begins.")]


def patterns_app() -> typer.Typer:
    told = "List what recurred in the runs so far; mute, rename and merge it."
    commands = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False, help=told)
    commands.callback()(patterns)
    for command in (mute, unmute, rename, merge):
        commands.command()(command)
    return commands


def patterns(context: typer.Context) -> None:
    """List the patterns that runs found so far."""
    if context.invoked_subcommand is not None:
        return
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from onlooker.app.known import known  # noqa: PLC0415
    from onlooker.cli.consoles import output  # noqa: PLC0415

    found = known()
    if not found:
        output().print("No run has found a pattern yet.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("pattern", "last seen", "share", "state", "title"):
        table.add_column(name, no_wrap=name != "title")
    for one in found:
        told = (one.id, iso(one.last_seen)[:10], f"{one.prevalence:.0%}", _state(one), one_line(one.title, 200))
        table.add_row(*(Text(text) for text in told))
    output().print(table)


def mute(pattern: _Pattern, because: Annotated[str, typer.Option(help="Why it is no trouble.")] = "intended") -> None:
    """Say that a pattern is intended: it is told last from now on."""
    from onlooker.app import known  # noqa: PLC0415

    _tell(known.mute(pattern, because or "intended"))


def unmute(pattern: _Pattern) -> None:
    """Take that back."""
    from onlooker.app import known  # noqa: PLC0415

    _tell(known.mute(pattern, ""))


def rename(pattern: _Pattern, title: Annotated[str, typer.Argument(help="The name your team knows it by.")]) -> None:
    """Give a pattern another title, which later runs keep."""
    from onlooker.app import known  # noqa: PLC0415

    _tell(known.rename(pattern, title))


def merge(pattern: _Pattern, into: Annotated[str, typer.Argument(metavar="INTO", help="The pattern that it is part of.")]) -> None:
    """Say that two patterns are one."""
    from onlooker.app import known  # noqa: PLC0415

    _tell(known.merge(pattern, into))


def _tell(one: KnownPattern) -> None:
    typer.echo(f"{one.id} {one_line(one.title, 200)}: {_state(one)}")


def _state(one: KnownPattern) -> str:
    if one.merged_into:
        return f"part of {one.merged_into}"
    if one.muted:
        return f"muted: {one_line(one.muted, 60)}"
    return "resolved" if one.resolved_at else "open"
