"""The commands put together, and what ends a run: statuses and one-line errors."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, TextIO

import typer

from onlooker.cli.capture import capture
from onlooker.cli.detect import detect
from onlooker.cli.doctor import doctor
from onlooker.cli.evaluate import evaluate
from onlooker.cli.keys import keys_app
from onlooker.cli.leaving import InterruptedRun, leave
from onlooker.cli.patterns import patterns_app
from onlooker.cli.render import render
from onlooker.cli.screen import screen
from onlooker.cli.select import select
from onlooker.cli.serve import serve
from onlooker.cli.show import show
from onlooker.cli.transcript import transcript
from onlooker.cli.watch import watch
from onlooker.cli.worker import worker
from onlooker.errors import InputError, OnlookerError

INTERRUPTED = 130
_NOTHING = "nothing was written"
COMMANDS = (watch, serve, worker, select, show, detect, transcript, screen, render, capture, doctor)

UsageError: type[Exception] = typer.BadParameter.mro()[1]
"""Typer's own error for a wrong option or argument; it has no public name of its own in every version."""


def main(args: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status comes back. Without `args` this process is ours: it ends here where a thread would keep it, such as one that
    waits for a model's answer after an interrupt."""
    status = _run(args)
    if args is None:
        leave(status)
    return status


def _run(args: Sequence[str] | None) -> int:
    sys.stdout = sys.stdout or _nowhere()  # None where the shell closed it
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = commands()(args=None if args is None else list(args), prog_name="onlooker", standalone_mode=False)
        sys.stdout.flush()
    except InterruptedRun as cut:
        return _end(f"interrupted; {str(cut) or _NOTHING}", INTERRUPTED)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the reader of our output has gone, as `head` does; Typer turns the one into the other
        _silence()
        return 0
    except OSError as refused:  # what is read and written by name has answers of its own: this is our output, a full disk behind it
        _silence()
        why = refused.strerror or type(refused).__name__
        return _end(f"{refused.filename or 'the output'} cannot be written: {why}; send it somewhere else", 1)
    except InputError as wrong:
        return _end(str(wrong), 2)
    except OnlookerError as failed:
        return _end(str(failed), 1)
    except UsageError as wrong:
        return _end(_usage(wrong), 2)
    if status == INTERRUPTED:
        return _end(f"interrupted; {_NOTHING}", INTERRUPTED)
    return status if isinstance(status, int) else 0


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it stays open as long as the process


def _silence() -> None:
    """What is still buffered goes nowhere, or Python complains again while it closes stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def commands() -> typer.Typer:
    app = typer.Typer(
        name="onlooker",
        help="Watches user sessions so that nobody else has to: what each user tried, where they got stuck, and the proof.",
        invoke_without_command=True,
        rich_markup_mode=None,  # plain help loads in half the time
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_onlooker)
    for command in COMMANDS:
        app.command()(command)
    app.command("eval")(evaluate)
    app.add_typer(patterns_app(), name="patterns")
    app.add_typer(keys_app(), name="keys")
    return app


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        print(f"onlooker {version('onlooker')}")
        raise typer.Exit


def _onlooker(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True)] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _usage(wrong: Exception) -> str:
    context = getattr(wrong, "ctx", None)
    command = getattr(context, "command_path", None) or "onlooker"
    said = wrong.format_message() if hasattr(wrong, "format_message") else str(wrong)
    return f"{said.rstrip('.')}; see: {command} --help"


def _end(message: str, status: int) -> int:
    from onlooker.domain.words import one_line  # noqa: PLC0415

    with contextlib.suppress(BrokenPipeError):
        print(f"onlooker: {one_line(message)}", file=sys.stderr)
    return status
