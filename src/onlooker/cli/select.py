"""`onlooker select`: which sessions a run would read, and why not the others."""

from __future__ import annotations

from typing import Annotated

import typer

from onlooker.cli.selection_options import with_selection
from onlooker.domain.selection import Selection


@with_selection
def select(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Recordings: files, folders or globs; told apart by their content.")],
    selection: Selection,
    json: Annotated[bool, typer.Option("--json", help="Print all of it as one JSON object.")] = False,
) -> None:
    """Show which sessions would be watched, and why not the others."""
    from onlooker.app.selecting import selected  # noqa: PLC0415
    from onlooker.cli.consoles import messages, output  # noqa: PLC0415
    from onlooker.cli.selection_telling import as_json, tell_selected  # noqa: PLC0415

    with messages().status("looking at the sessions"):
        found = selected(paths, selection)
    if json:
        typer.echo(as_json(selection, found), nl=False)
    else:
        tell_selected(found, output())
