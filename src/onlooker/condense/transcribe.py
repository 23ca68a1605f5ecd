"""The whole stage, in the order it runs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from onlooker.condense import tokens
from onlooker.condense.compose import Told, composed
from onlooker.condense.divide import divide
from onlooker.condense.line import Draft, Pass, draft, plus
from onlooker.condense.passes import PASSES, TIGHTER
from onlooker.condense.row import COLUMNS, Column
from onlooker.domain.finding import Finding, Noise
from onlooker.domain.screen import Screen
from onlooker.domain.timeline import Timeline
from onlooker.domain.transcript import Transcript
from onlooker.errors import SettingError

BUDGET = 60_000
LEAST_BUDGET = 1_000
"""Below, the head and one shortened line might not fit."""


def condense(
    timeline: Timeline,
    findings: Sequence[Finding] = (),
    noise: Sequence[Noise] = (),
    *,
    budget: int = BUDGET,
    screens: Sequence[Screen] = (),
    passes: Sequence[Pass] = PASSES,
    tighter: Sequence[Pass] = TIGHTER,
    columns: Collection[Column] = COLUMNS,
    count: Callable[[str], int] = tokens.count,
) -> Transcript:
    """What a model reads of a session, no part of it above `budget` tokens. `screens` may hold whole screens; the latest of the window used last
    is told at the end. `passes` and `columns` are for measuring. Raises SettingError for a budget too small for anything."""
    if budget < LEAST_BUDGET:
        raise SettingError(f"a transcript budget of {budget} tokens holds nothing: give at least {LEAST_BUDGET}")
    said = Told(timeline=timeline, findings=findings, noise=noise, screens=screens, columns=frozenset(columns))
    work = _run(draft(timeline, findings, noise), passes)
    written = composed(said, work)
    for tighten in tighter:
        if count(written.whole()) <= budget:
            break
        work = tighten(work)
        written = composed(said, work)
    divided = divide(written.writer, written.head, budget, count)
    return Transcript(
        session_id=timeline.session_id,
        parts=divided.parts,
        cites=written.cites,
        entries=len(timeline.entries),
        folded=work.folded,
        dropped=work.dropped,
        cut=plus(work.cut, {"lines too long": divided.shortened}),
        suspects=written.suspects,
    )


def folded(timeline: Timeline, findings: Sequence[Finding] = (), noise: Sequence[Noise] = (), *, passes: Sequence[Pass] = PASSES) -> Draft:
    """The lines after the passes, with what was folded and dropped: all that can be known without counting tokens."""
    return _run(draft(timeline, findings, noise), passes)


def _run(work: Draft, passes: Sequence[Pass]) -> Draft:
    for one in passes:
        work = one(work)
    return work
