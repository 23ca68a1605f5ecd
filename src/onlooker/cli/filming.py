"""A film while it is made, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from onlooker.domain.film import Film
from onlooker.domain.words import count, duration, one_line, span_words

LOGGED_S = 10.0


@contextmanager
def filming(console: Console) -> Iterator[Callable[[int, int], None]]:
    """What to hand to `app.film`: a bar where a person looks on, a line now and then in a log."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    bars = Progress(
        TextColumn("Frames"),
        BarColumn(bar_width=28),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bars:
        task = bars.add_task("", total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)


class _Lines:
    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self._told >= LOGGED_S:
            self._told = time.monotonic()
            self._console.print(Text(f"{done:,} of {total:,} frames"), soft_wrap=True)


def tell_film(film: Film, console: Console) -> None:
    plan = film.plan
    frames, span = count(len(plan.instants), "frame"), span_words(plan.start_ms, plan.end_ms)
    every = f"one each {film.step_ms / 1000:g} s of the session"
    if film.video:
        length = plan.time_map.duration_ms / 1000
        told = f"{span} in {length:.1f} s at {film.speed:.4g}x, {film.width}x{film.height}, {_size(film.size)}"
        console.print(Text(f"{film.video}: {told}", style="bold"), soft_wrap=True)
    if film.stills:
        console.print(Text(f"{film.stills}: {span}, {frames}", style="bold"), soft_wrap=True)
    console.print(Text(f"{frames}, {every}.", style="dim"), soft_wrap=True)
    if plan.skipped:
        console.print(Text(f"Left out: {duration(film.skipped_ms)} without activity, in {count(len(plan.skipped), 'stretch', 'stretches')}."))
    for note in film.notes:
        console.print(Text(f"Note: {one_line(note, 300)}.", style="dim"), soft_wrap=True)


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
