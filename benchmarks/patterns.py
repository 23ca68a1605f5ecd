"""Finds what recurs in labelled recordings, by the rules alone or with a model, and scores it.

    python benchmarks/patterns.py LABELLED… [--score-with SCORE.py] [--out patterns.json] [--model NAME] [--clips] [--sessions]

LABELLED is a folder of recordings; with several, patterns are looked for across all of them. What was found is printed, most severe first, and
written to OUT: {"examined": 64, "patterns": [{"id", "title", "kind", "blocking", "sessions": ["…"]}]}.

SCORE.py is a Python program with two functions, `load(LABELLED)` and `score(*loaded, report)`; what it says of the one LABELLED is printed as it
stands. Nothing is rendered unless `--clips` asks for it. `--sessions` names each pattern's sessions. A model (`--model`, or `recorded:FOLDER` for
answers that were kept) is asked about patterns only: the sessions are read by the rules.
"""

from __future__ import annotations

import argparse
import json
import os
import runpy
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from labelled import Unusable
from tables import table

import onlooker
from onlooker import discover
from onlooker.app.wiring import wire
from onlooker.domain.pattern import PatternReport
from onlooker.pipeline import discover_patterns


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--score-with", type=Path, metavar="SCORE.py")
    parser.add_argument("--out", type=Path, default=Path("patterns.json"), help="default: %(default)s")
    parser.add_argument("--clips", action="store_true", help="render clips, so that the rules look at exact screen text")
    parser.add_argument("--sessions", action="store_true", help="also name each pattern's sessions")
    parser.add_argument("--model", default="none", metavar="NAME", help="as in ONLOOKER_MODEL; default: %(default)s")
    args = parser.parse_args(words)
    if not args.clips:
        os.environ["ONLOOKER_CLIPS"] = "off"
    try:
        if args.score_with is not None and len(args.labelled) > 1:
            raise Unusable("a score is of one folder; give one LABELLED, or leave --score-with out")
        found = discovered(args.labelled, args.model)
        said = plain(found)
        args.out.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n", "utf-8")
        print(told(found, sessions=args.sessions))
        if args.score_with is not None:
            print(scored(args.score_with, args.labelled[0], said))
    except (Unusable, onlooker.InputError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def discovered(folders: Sequence[Path], model: str) -> PatternReport:
    """Raises InputError or Unusable when there is nothing to read."""
    run = onlooker.watch([str(folder) for folder in folders], model="none")
    began = time.monotonic()
    if not run.sessions:
        raise Unusable(f"no session could be read in {', '.join(map(str, folders))}; give folders of recordings")
    examined = [discover.examine(session) for session in run.sessions]
    found, exchanges = discover_patterns(examined, model=wire(model=model).model)
    asked = f" with {len(exchanges)} calls" if exchanges else ""
    print(f"{len(run.sessions)} sessions read in {run.seconds:.1f} s, patterns found in {time.monotonic() - began:.2f} s{asked}\n")
    return found


def plain(found: PatternReport) -> dict[str, object]:
    patterns = [
        {
            "id": pattern.id,
            "title": pattern.title,
            "kind": pattern.kind.value,
            "blocking": pattern.blocking,
            "sessions": list(pattern.sessions),
            "severity": pattern.severity.score,
            "users": pattern.users,
        }
        for pattern in found.patterns
    ]
    return {"examined": found.examined, "patterns": patterns}


def told(found: PatternReport, *, sessions: bool) -> str:
    rows = [
        [
            pattern.title,
            pattern.kind.value,
            "yes" if pattern.blocking else "",
            str(len(pattern.members)),
            str(pattern.users),
            str(pattern.severity.score),
        ]
        for pattern in found.patterns
    ]
    lines = [table(["pattern", "kind", "blocking", "sessions", "users", "severity"], rows), ""]
    for pattern in found.patterns if sessions else ():
        lines += [f"{pattern.title}: {', '.join(pattern.sessions)}", f"  {pattern.description}"]
    lines += [f"{found.single} troubles of one session alone; {found.chance_missed:.0%} chance to miss a problem that one session in 100 has"]
    return "\n".join([*lines, *found.notes])


def scored(program: Path, folder: Path, said: Mapping[str, object]) -> str:
    if not program.is_file():
        raise Unusable(f"{program}: no such file; give --score-with a Python program with load(FOLDER) and score(*loaded, report)")
    names = runpy.run_path(str(program))
    if not (callable(names.get("load")) and callable(names.get("score"))):
        raise Unusable(f"{program}: no load(FOLDER) and score(*loaded, report) in it")
    figures = names["score"](*names["load"](str(folder)), said)
    return "\n".join(f"{name:20}{json.dumps(value, ensure_ascii=False)}" for name, value in figures.items())


if __name__ == "__main__":
    sys.exit(main())
