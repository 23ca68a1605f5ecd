"""What a glimpse at a session costs, against reading it by rules, and how well friction finds the sessions that had a problem.

    python benchmarks/selection.py [FOLDER…] [--without-events]        default: samples/

CPU time of one pass over each folder's sessions: compare the ratios, the times are the machine's. Where the sessions have a truth.json beside them
(its format: accuracy.py), the last columns say in what share of the pairs a session with a problem has more friction than one without, equal scores
counting half (the AUC).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from labelled import Unusable, truths
from scoring import Truth
from tables import ratio, table

from onlooker import pipeline
from onlooker.app.selecting import glimpse
from onlooker.app.wiring import source_of
from onlooker.domain.selection import Glimpse, Trait
from onlooker.errors import InputError
from onlooker.ports import RawSession

Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class Row:
    """Seconds of all sessions of a folder."""

    name: str
    sessions: int
    opened: float
    glimpsed: float
    read: float
    apart: int
    """Sessions that would be left out without an option: bots, internal, short, empty."""
    with_problem: float | None
    with_failure: float | None


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*", default=[Path(__file__).parents[1] / "samples"])
    parser.add_argument("--without-events", action="store_true", help="as if there were recordings alone")
    args = parser.parse_args(words)
    try:
        rows = [measured(folder, events=not args.without_events) for folder in args.folders]
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    head = (
        "",
        "sessions",
        "ms a glimpse",
        "glimpses a second",
        "x opening",
        "reading / glimpse",
        "left out",
        "problem found first",
        "failure found first",
    )
    print(
        table(
            head,
            [
                [
                    row.name,
                    str(row.sessions),
                    f"{1000 * row.glimpsed / row.sessions:.1f}",
                    f"{row.sessions / row.glimpsed:.0f}",
                    f"{row.glimpsed / row.opened:.2f}",
                    f"{row.read / row.glimpsed:.1f}",
                    str(row.apart),
                    ratio(row.with_problem),
                    ratio(row.with_failure),
                ]
                for row in rows
            ],
        )
    )
    return 0


def measured(folder: Path, *, events: bool) -> Row:
    """Raises InputError when the folder holds no session."""
    raws = [raw if events else replace(raw, events=()) for raw in source_of(folder).sessions() if isinstance(raw, RawSession)]
    if not raws:
        raise InputError(f"{folder} holds no session")
    known = labels(folder)
    opened, _ = timed(pipeline.open_recording, raws)
    glimpsed, seen = timed(glimpse, raws)
    read, _ = timed(lambda raw: pipeline.read_session(raw, pipeline.Reading()), raws)
    labelled = [(one, known[one.session_id]) for one in seen if one.session_id in known]
    return Row(
        name=folder.name,
        sessions=len(raws),
        opened=opened,
        glimpsed=glimpsed,
        read=read,
        apart=sum(bool(set(one.traits) - {Trait.AUTOMATED}) for one in seen),
        with_problem=found_first(labelled, lambda truth: bool(truth.issues)),
        with_failure=found_first(labelled, lambda truth: truth.outcome != "success"),
    )


def labels(folder: Path) -> Mapping[str, Truth]:
    try:
        return {truth.session_id: truth for truth in truths([folder]).values()}
    except Unusable:
        return {}


def timed(work: Callable[[RawSession], Made], raws: Sequence[RawSession]) -> tuple[float, list[Made]]:
    """CPU seconds, and what was made."""
    start = time.process_time()
    made = [work(raw) for raw in raws]
    return max(time.process_time() - start, 1e-9), made


def found_first(labelled: Sequence[tuple[Glimpse, Truth]], troubled: Callable[[Truth], bool]) -> float | None:
    """Share of the pairs of one with and one without in which the one with has more friction."""
    bad = [one.friction.score for one, truth in labelled if troubled(truth)]
    good = [one.friction.score for one, truth in labelled if not troubled(truth)]
    if not bad or not good:
        return None
    return sum((one > other) + (one == other) / 2 for one in bad for other in good) / (len(bad) * len(good))


if __name__ == "__main__":
    sys.exit(main())
