"""The options by which a command takes a selection, the same for each that does. docs/selection.md tells what they mean."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated

import typer

from onlooker.domain.selection import Selection

Words = list[str] | None


def _selection(  # noqa: PLR0917 - one parameter an option, called by name
    since: Annotated[
        str | None, typer.Option(metavar="WHEN", help="Sessions that began then or later: 2026-11-01, 2026-11-01T09:30, 7d, 36h.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="WHEN", help="Sessions that began before; a day is meant with its end.")] = None,
    user: Annotated[Words, typer.Option(metavar="ID", help="Sessions of this user, by id or e-mail address; again for one more.")] = None,
    page: Annotated[
        Words, typer.Option(metavar="PAGE", help="That showed this page: '/checkout*' as a path, checkout anywhere in the address.")
    ] = None,
    event: Annotated[Words, typer.Option(metavar="NAME", help="That sent this product event.")] = None,
    release: Annotated[Words, typer.Option(metavar="NAME", help="Of this release of the application.")] = None,
    min_duration: Annotated[str | None, typer.Option(metavar="TIME", help="At least this long: 10s, 5m, 1h.")] = None,
    max_duration: Annotated[str | None, typer.Option(metavar="TIME", help="At most this long.")] = None,
    min_active: Annotated[str | None, typer.Option(metavar="TIME", help="With the user doing something for at least this long.")] = None,
    internal_user: Annotated[Words, typer.Option(metavar="ID", help="One of your own people, whose sessions are left out.")] = None,
    internal_domain: Annotated[Words, typer.Option(metavar="DOMAIN", help="End of your own people's e-mail addresses: example.com.")] = None,
    keep: Annotated[Words, typer.Option(metavar="KIND", help="What is else left out: bots, internal, short.")] = None,
    skip_automated: Annotated[bool, typer.Option("--skip-automated", help="Leave out browsers driven by a program, like people or not.")] = False,
    strategy: Annotated[
        str | None, typer.Option(metavar="NAME", help="all, friction (most trouble first) or stratified (a sample like the whole).")
    ] = None,
    sample: Annotated[int | None, typer.Option(metavar="N", help="At most so many; stratified when no strategy is given.")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed draws another sample.")] = 0,
    focus: Annotated[str, typer.Option(metavar="TEXT", help="What you want to know, in plain words: 'what goes wrong at checkout?'")] = "",
) -> Selection:
    from onlooker.app.selecting import selection  # noqa: PLC0415

    return selection(
        since=since,
        until=until,
        users=user or (),
        pages=page or (),
        events=event or (),
        releases=release or (),
        min_duration=min_duration,
        max_duration=max_duration,
        min_active=min_active,
        internal_users=internal_user or (),
        internal_domains=internal_domain or (),
        keep=keep or (),
        skip_automated=skip_automated,
        strategy=strategy,
        sample=sample,
        seed=seed,
        focus=focus,
    )


def with_selection(command: Callable[..., None]) -> Callable[..., None]:
    """The command with these options in place of its keyword parameter `selection`, which it is given made up."""
    own = dict(inspect.signature(command, eval_str=True).parameters)
    place = list(own).index("selection")
    del own["selection"]
    options = inspect.signature(_selection, eval_str=True).parameters

    @wraps(command)
    def with_options(**given: object) -> None:
        wanted = {name: given.pop(name) for name in options}
        command(**given, selection=_selection(**wanted))  # type: ignore[arg-type]  # Typer has checked them by the same annotations

    parameters = [*list(own.values())[:place], *options.values(), *list(own.values())[place:]]
    merged = inspect.Signature([one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in parameters])
    with_options.__signature__ = merged  # type: ignore[attr-defined]
    with_options.__annotations__ = {one.name: one.annotation for one in parameters}
    return with_options
