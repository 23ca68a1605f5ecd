"""`onlooker watch`: the main job."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Annotated

import typer

from onlooker.cli.leaving import saying_what_is_kept
from onlooker.cli.selection_options import with_selection
from onlooker.domain.report import RunReport
from onlooker.domain.selection import Selection
from onlooker.errors import InputError, SettingError


@with_selection
def watch(  # noqa: PLR0917 - one parameter an option, called by Typer by name
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Recordings: files, folders or globs; told apart by their content.")],
    selection: Selection,
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON, one session a line, in place of the table.")] = False,
    out: Annotated[str | None, typer.Option(metavar="DIR", help="Write <session_id>.json for each session, report.html and report.md there.")] = None,
    model: Annotated[str | None, typer.Option(help="Model to read with, such as google:gemini-2.5-flash; `none` for rules only.")] = None,
    look_model: Annotated[
        str | None, typer.Option(help="Another model for what was on the screen and what recurs; --model then only summarizes.")
    ] = None,
    budget: Annotated[float | None, typer.Option(metavar="USD", help="Stop asking the model before this much is spent.")] = None,
    budget_per_session: Annotated[float | None, typer.Option(metavar="USD", help="The same for each session.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only estimate calls, tokens, money and time.")] = False,
    preset: Annotated[str | None, typer.Option(help="Thresholds of the detectors: default, posthog, sentry, datadog, …")] = None,
    context: Annotated[str | None, typer.Option(metavar="FILE", help="Text about your product that the model reads first.")] = None,
) -> None:
    """Read recordings: what users tried, where they got stuck."""
    from onlooker import app  # noqa: PLC0415
    from onlooker.cli.consoles import messages, output  # noqa: PLC0415
    from onlooker.cli.progress import progress  # noqa: PLC0415
    from onlooker.cli.telling import tell_estimate, tell_place, tell_run  # noqa: PLC0415

    for option, usd in (("--budget", budget), ("--budget-per-session", budget_per_session)):
        if usd is not None and not usd >= 0:
            raise SettingError(f"{option} {usd:g} is no amount of money; give US dollars, for example {option} 0.50")
    about = "" if context is None else app.product(context)
    if dry_run:
        estimate = app.dry_run(
            paths,
            model=model,
            look_model=look_model,
            budget=budget,
            budget_per_session=budget_per_session,
            preset=preset,
            context=about,
            selection=selection,
        )
        if not estimate.sessions:
            raise _nothing(paths, estimate.skipped)
        tell_estimate(estimate, output())
        return
    if out is not None:
        app.check_out(out)
    with saying_what_is_kept(), ExitStack() as bars:

        def deliver(report: RunReport) -> None:
            bars.close()
            if not report.sessions:
                return
            written = app.write(report, out) if out is not None else ()
            if json:
                typer.echo(app.render(report, "json"), nl=False)
                tell_place(written, messages())
            else:
                tell_run(report, output(), written)
            output().file.flush()

        report = app.run(
            paths,
            model=model,
            look_model=look_model,
            budget=budget,
            budget_per_session=budget_per_session,
            preset=preset,
            on_progress=bars.enter_context(progress(messages())),
            context=about,
            selection=selection,
            deliver=deliver,
        )
    if not report.sessions:
        raise _nothing(paths, (*((failed.source, failed.reason) for failed in report.failed), *report.skipped))


def _nothing(paths: Sequence[str], reasons: Sequence[tuple[str, str]]) -> InputError:
    """The first reason is enough: where nothing at all can be read they are mostly the same."""
    place, reason = next(iter(reasons), (" ".join(paths), "nothing is there"))
    more = f" ({len(reasons) - 1} more places likewise)" if len(reasons) > 1 else ""
    return InputError(
        f"no session in {place or repr(place)}: {reason}{more}; give an rrweb recording, an export with its snapshots, or a folder of these"
    )
