"""Progress of a run on stderr: bars where a person looks on, one line a finished session in a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from onlooker.domain import run
from onlooker.domain.tally import tally_findings
from onlooker.domain.words import count, duration, goal_words, money, one_line, outcome_word

_OF_THE_RUN = (run.Phase.BRINGING_IN, run.Phase.BATCHING, run.Phase.ELSEWHERE)
STEPS = tuple(phase for phase in run.Phase if not phase.final and phase not in _OF_THE_RUN)


@contextmanager
def progress(console: Console) -> Iterator[Callable[[run.Progress], None]]:
    """What to hand to `app.watch`; the bars go when the block ends. What threads that outlive an interrupt still tell is told no more then."""
    if not console.is_terminal:
        over = False

        def line(event: run.Progress) -> None:
            if not over:
                _line(event, console)

        try:
            yield line
        finally:
            over = True
        return
    bars = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[phase]}", style="dim", markup=False),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    with bars:
        yield _Bars(bars)


class _Bars:
    """One bar for the run, one for each session being read."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._run = bars.add_task("Sessions", total=None, phase="looking for sessions")
        self._sessions: dict[str, TaskID] = {}

    def __call__(self, event: run.Progress) -> None:
        self._bars.update(self._run, completed=event.done, total=event.total, description=_tally(event), phase=_found(event))
        if event.phase is run.Phase.BRINGING_IN:
            self._bars.update(self._run, description="Sessions", phase=f"brought in {event.note}")
            return
        if event.phase is run.Phase.BATCHING:
            self._bars.update(self._run, description="Sessions", phase=event.note)
            return
        if event.phase is run.Phase.ELSEWHERE:
            return
        if event.phase.final:
            task = self._sessions.pop(event.session_id, None)
            if task is not None:
                self._bars.remove_task(task)
            self._bars.refresh()
            return
        if event.session_id not in self._sessions:
            self._sessions[event.session_id] = self._bars.add_task(f"  {one_line(event.session_id, 14)}", total=1, phase="")
        note = f" {one_line(event.note, 50)}" if event.note else ""
        self._bars.update(self._sessions[event.session_id], completed=_step(event), phase=f"{event.phase.value}{note}")


def _step(event: run.Progress) -> float:
    return event.step if event.step is not None else STEPS.index(event.phase) / len(STEPS)


def _tally(event: run.Progress) -> str:
    return f"{event.done} of {event.total} sessions" if event.total is not None else count(event.done, "session")


def _found(event: run.Progress) -> str:
    told = [f"{count(event.findings, 'finding')}, {event.blocking} blocking" if event.findings else "no findings yet"]
    told += [f"{event.failed} could not be read"] if event.failed else []
    told += [money(event.cost)] if event.cost != 0 else []
    told += [f"{duration(round(event.seconds_left * 1000))} left"] if event.seconds_left else []
    return ", ".join(told)


def _line(event: run.Progress, console: Console) -> None:
    if event.phase is run.Phase.BATCHING:
        console.print(Text(event.note), soft_wrap=True)
    if not event.phase.final:
        return
    place = f"[{event.done}/{event.total}]" if event.total is not None else f"[{event.done}]"
    told = event.phase.value
    if event.report is not None:
        found = tally_findings(event.report.findings)
        told = f"{outcome_word(event.report.outcome.success)}, {count(found.reported, 'finding')} ({found.blocking} blocking)"
        told += f": {goal_words(event.report)} ({duration(event.report.duration_ms)})"
    elif event.note:
        told += f": {one_line(event.note)}"
    console.print(Text(f"{place} {one_line(event.session_id)} {told}"), soft_wrap=True)
