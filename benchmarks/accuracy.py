"""Scores reports against labelled recordings, for each application and in all.

    python benchmarks/accuracy.py LABELLED [REPORTS] [--model NAME] [--slack MS] [--sessions]

LABELLED is a folder of recordings, each a folder with a truth.json beside its data:

    {"session_id": "…", "app": "…", "outcome": "success" | "failure", "outcome_note"?: "…", "pair"?: "…",
     "issues": [{"start_ms": 0, "end_ms": 0, "kind": "exception" | "confusion" | "abandonment", "blocking": true, "minor"?: true}],
     "noise": [{"at_ms": 0}]}

REPORTS is what `onlooker watch --out` wrote, or a JSONL file of reports. Without it the recordings are read here and now: by the rules, or
with `--model` by a model. How the figures count is told in scoring.py.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from labelled import Unusable, cases, reports, said_of, truths
from scoring import SLACK_MS, Case, Said, faults, score
from tables import FIGURE_HEADS, figures, table

import onlooker


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("reports", type=Path, nargs="?")
    parser.add_argument("--model", default="none", help="what reads the recordings when there are no REPORTS (default: none, the rules)")
    parser.add_argument("--slack", type=int, default=SLACK_MS, metavar="MS", help="added on both sides of a span (default: %(default)s)")
    parser.add_argument("--sessions", action="store_true", help="also say of each session what was told wrong")
    args = parser.parse_args(words)
    try:
        known = truths([args.labelled])
        said = reports(args.reports) if args.reports is not None else watched(args.labelled, args.model)
    except (Unusable, onlooker.InputError) as error:
        print(error, file=sys.stderr)
        return 2
    scored = cases(known, said)
    print(by_application(scored, args.slack))
    if args.sessions:
        for case in scored:
            print(f"{case.name}: {', '.join(faults(case, args.slack)) or 'as it was'}")
    return 0


def watched(folder: Path, model: str) -> dict[str, Said]:
    """What Onlooker says of every recording in the folder. A session that failed has no report. Raises InputError."""
    run = onlooker.watch([str(folder)], model=model)
    return {session.session_id: said_of(session.session_id, session.findings, session.outcome) for session in run.sessions}


def by_application(scored: Sequence[Case], slack_ms: int) -> str:
    rows = []
    for app in [*sorted({case.truth.app for case in scored}), None]:
        counted = score((case for case in scored if app is None or case.truth.app == app), slack_ms)
        sizes = [str(counted.sessions), str(counted.missing), str(counted.issues), str(counted.noise)]
        rows.append(["all" if app is None else app or "(unnamed)", *sizes, *figures(counted)])
    return table(["application", "sessions", "missing", "issues", "noise", *FIGURE_HEADS], rows)


if __name__ == "__main__":
    sys.exit(main())
