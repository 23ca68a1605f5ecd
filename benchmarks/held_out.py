"""How much the rules' numbers owe to the applications they were tried on.

    python benchmarks/held_out.py LABELLED… [--starts N] [--tries N] [--seed N] [--processes N]

Folders of labelled recordings as accuracy.py takes them, of several applications. Three tables:

- For each application, the score of rules whose numbers were chosen on the *other* applications alone, beside that of the shipped numbers and
  the mean over random numbers that nobody chose. Searches start from the least and from the most of every number's span and from random
  places, never from what is shipped; the one worth most on the other applications is chosen, and what these leave open is put in the middle
  of where they leave it. The range is over all searches, as they ended.
- The numbers that were chosen, beside the shipped ones.
- Each shipped number halved and doubled, and what that changes over all recordings.

It measures the numbers only. The rules themselves, and the words that they take for trouble or success, were written with these applications in
sight; only recordings of others can tell how far those carry.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from judging import SHIPPED, Session, judged, sessions
from knobs import KNOBS, Values, numbers
from labelled import Unusable
from scoring import Case, Score, score
from search import Found, descend, settle, start
from sensitivity import sensitivity
from tables import FIGURE_HEADS, FIGURES, figure, figures, ratio, table
from worth import worth

STARTS = ("least", "most")
RANDOM_DRAWS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One search: from this start, on all applications but this."""

    without: str
    start: str
    tries: int
    seed: int


_read: list[Session] = []
"""The recordings, in each process of the pool."""


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--starts", type=int, default=4, help="searches for each application left out (default: %(default)s)")
    parser.add_argument("--tries", type=int, default=200, help="most candidates of one search (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args(words)
    try:
        found = sessions(args.labelled)
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    apps = sorted({session.truth.app for session in found})
    if len(apps) < 2:
        print(f"recordings of one application only ({apps[0]}); leaving it out leaves nothing: give those of two or more", file=sys.stderr)
        return 2
    names = [*STARTS, *(f"random {number}" for number in range(1, args.starts))][: args.starts]
    tasks = [Task(without=app, start=name, tries=args.tries, seed=args.seed) for app in apps for name in names]
    results: dict[str, list[Found]] = {app: [] for app in apps}
    with ProcessPoolExecutor(args.processes, initializer=_take, initargs=(found,)) as pool:
        for task, result in zip(tasks, pool.map(_search, tasks), strict=True):
            print(f"without {task.without}, from {task.start}: {result.began:.3f} -> {result.worth:.3f} in {result.tries} tries", file=sys.stderr)
            results[task.without].append(result)
        best = {app: max(tried, key=lambda one: one.worth).values for app, tried in results.items()}
        chosen = dict(zip(best, pool.map(_settle, best.keys(), best.values()), strict=True))
        draws = [start(f"draw {number}", args.seed) for number in range(RANDOM_DRAWS)]
        drawn = {app: [score(row) for row in pool.map(_judged, [app] * len(draws), draws)] for app in apps}
        print(f"{len(found)} recordings; {args.starts} searches for each application left out, of at most {args.tries} tries\n")
        print(left_out(found, results, chosen, drawn), numbers_chosen(chosen), sep="\n\n", end="\n\n")
        print(sensitivity(score(judged(found, SHIPPED)), lambda turns: pool.map(_scored, turns)))
    return 0


def _take(found: list[Session]) -> None:
    _read[:] = found


def _search(task: Task) -> Found:
    others = _others(_read, task.without)
    return descend(start(task.start, task.seed), lambda values: worth(others, numbers(values)), seed=task.seed, tries=task.tries)


def _settle(without: str, values: Values) -> Values:
    others = _others(_read, without)
    return settle(values, lambda turned: worth(others, numbers(turned)))


def _judged(app: str, values: Values) -> list[Case]:
    return judged([session for session in _read if session.truth.app == app], numbers(values))


def _others(found: Sequence[Session], app: str) -> list[list[Session]]:
    """The sessions of the other applications, by application."""
    names = sorted({session.truth.app for session in found} - {app})
    return [[session for session in found if session.truth.app == name] for name in names]


def _scored(values: Values) -> Score:
    return score(judged(_read, numbers(values)))


def left_out(
    found: Sequence[Session], results: Mapping[str, Sequence[Found]], chosen: Mapping[str, Values], drawn: Mapping[str, Sequence[Score]]
) -> str:
    rows = []
    for app, tried in results.items():
        mine = [session for session in found if session.truth.app == app]
        ended = [score(judged(mine, numbers(one.values))) for one in tried]
        rows.append([f"{app}: shipped", str(len(mine)), *figures(score(judged(mine, SHIPPED)))])
        rows.append(["- chosen without it", "", *figures(score(judged(mine, numbers(chosen[app]))))])
        rows.append(["- all searches", "", *(_range([figure(one, name) for one in ended]) for name in FIGURES)])
        rows.append([f"- {RANDOM_DRAWS} at random, mean", "", *(_mean([figure(one, name) for one in drawn[app]]) for name in FIGURES)])
    return table(["application left out", "sessions", *FIGURE_HEADS], rows)


def _mean(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    return ratio(sum(known) / len(known) if known else None)


def _range(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    if not known:
        return ""
    return ratio(known[0]) if min(known) == max(known) else f"{ratio(min(known))}..{ratio(max(known))}"


def numbers_chosen(chosen: Mapping[str, Values]) -> str:
    rows = [[key, f"{knob.shipped:,}", *(f"{values[key]:,}" for values in chosen.values())] for key, knob in KNOBS.items()]
    return table(["number", "shipped", *(f"without {app}" for app in chosen)], rows)


if __name__ == "__main__":
    sys.exit(main())
