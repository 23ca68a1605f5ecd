"""`onlooker show`: a finished report again."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from onlooker.errors import SettingError


class Form(StrEnum):
    TERMINAL = "terminal"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


def show(
    path: Annotated[str, typer.Argument(metavar="REPORT", help="A report file or folder written by `onlooker watch --out`.")],
    session: Annotated[str | None, typer.Option(metavar="ID", help="Only this session; the first characters of its id are enough.")] = None,
    form: Annotated[Form, typer.Option("--as", help="Print it in this form.")] = Form.TERMINAL,
) -> None:
    """Show a finished report again."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import output  # noqa: PLC0415
    from onlooker.cli.telling import tell_run  # noqa: PLC0415
    from onlooker.domain.report import RunReport  # noqa: PLC0415

    report = app.load(path)
    if session is not None:
        chosen = tuple(one for one in report.sessions if one.session_id.startswith(session))
        if not chosen:
            raise SettingError(f"--session {session}: {path} holds no such session; `onlooker show {path}` lists them")
        report = RunReport(sessions=chosen, model=report.model, seconds=sum(one.usage.seconds for one in chosen))
    match form:
        case Form.TERMINAL:
            tell_run(report, output())
        case Form.MARKDOWN | Form.HTML | Form.JSON:
            typer.echo(app.render(report, form.value, beside=path), nl=False)
