"""`onlooker keys`: which pages may send sessions."""

from __future__ import annotations

from typing import Annotated

import typer

from onlooker.domain.timebase import iso
from onlooker.domain.words import one_line


def keys_app() -> typer.Typer:
    told = "List the keys that pages send sessions with; add and withdraw them."
    commands = typer.Typer(invoke_without_command=True, rich_markup_mode=None, add_completion=False, help=told)
    commands.callback()(keys)
    for command in (add, withdraw):
        commands.command()(command)
    return commands


def keys(context: typer.Context) -> None:
    """List the keys there are."""
    if context.invoked_subcommand is not None:
        return
    from onlooker.app import capturing  # noqa: PLC0415

    found = capturing.keys()
    for one in found:
        typer.echo(f"{one.key}  {iso(one.made_at)[:10]}  {one_line(one.project, 100)}")
    if not found:
        typer.echo("No key has been made yet; `onlooker keys add NAME` makes one.")


def add(name: Annotated[str, typer.Argument(help="What it is for: the site or the application.")]) -> None:
    """Make a key. It is public: with it a page can send sessions, and nothing else."""
    from onlooker.app import capturing  # noqa: PLC0415

    typer.echo(capturing.add_key(name).key)


def withdraw(key: Annotated[str, typer.Argument(help="The key.")]) -> None:
    """Refuse from now on what is sent with a key."""
    from onlooker.app import capturing  # noqa: PLC0415

    capturing.withdraw_key(key)
    typer.echo("withdrawn")
