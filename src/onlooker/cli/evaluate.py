"""`onlooker eval`: how well the sessions are read that somebody has judged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_FIGURES = (
    ("recall", "recall", "of what was wrong, told"),
    ("precision", "precision", "of what is told, was wrong"),
    ("kind", "kind", "of what was found, called by its kind"),
    ("blocking recall", "blocking_recall", "of what blocked, called blocking"),
    ("blocking precision", "blocking_precision", "of what is called blocking, blocked"),
    ("cried wolf", "cried_wolf", "of calm sessions, given a blocking finding"),
    ("outcome", "outcome", "of outcomes, told right"),
)


def evaluate(  # noqa: PLR0917 - one parameter an option, called by name
    labelled: Annotated[
        Path | None, typer.Argument(help="Folder of labelled recordings, or an exported labelled set; the feedback in the store without it.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Model to read with; the configured one when not given, `none` for the rules.")] = None,
    look_model: Annotated[str | None, typer.Option(help="Model for what was on the screen, where it is another.")] = None,
    budget: Annotated[float | None, typer.Option(min=0.0, help="Most USD to spend.")] = None,
    preset: Annotated[str | None, typer.Option(help="Whose thresholds the detectors use.")] = None,
    context: Annotated[Path | None, typer.Option(metavar="FILE", help="What the product is and what its users come for.")] = None,
    sessions: Annotated[bool, typer.Option("--sessions", help="Also say of each session what was told wrong.")] = False,
) -> None:
    """Read judged sessions once more and score what is told: a changed prompt, model or preset, measured on your own sessions."""
    from onlooker.app.evaluating import evaluate as scored  # noqa: PLC0415
    from onlooker.app.product import product  # noqa: PLC0415
    from onlooker.domain.words import count, money, one_line  # noqa: PLC0415

    told = scored(
        labelled,
        model=model,
        look_model=look_model,
        budget=budget,
        preset=preset,
        context=product(context) if context is not None else "",
    )
    typer.echo(
        f"{count(told.score.sessions, 'session')}, {count(told.score.issues, 'problem')} judged; read by {_by(told.model)}, {money(told.cost)}."
    )
    for name, field, meaning in _FIGURES:
        value = getattr(told.score, field)
        typer.echo(f"{name:<20}{'-' if value is None else f'{value:.3f}':<8}{meaning}")
    for one in told.sessions if sessions else ():
        typer.echo(one_line(f"{one.session_id}: {one.why or ', '.join(one.faults) or 'as it was'}", 300))


def _by(model: str) -> str:
    return "the rules" if model == "none" else model
