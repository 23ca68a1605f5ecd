"""How far off an estimate is, against a model on the loopback that counts tokens.

    python benchmarks/money.py RECORDINGS [--seconds 2] [--at-once 8]

The sessions of RECORDINGS are cut in two halves, by turns. Each is estimated, then read by a run of its own; what the first took corrects the
estimate of the second. The double answers with about as many words as careful readers did, without thinking, after SECONDS; texts are counted by
o200k_base and pictures by OpenAI's rule, which is what the estimate takes them for: what a provider's own count adds is not in this.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tables import table

sys.path.insert(0, str(Path(__file__).parents[1]))

import onlooker
from onlooker import app
from onlooker.app.pacing import CALL_S
from onlooker.domain.estimate import Estimate, PhaseEstimate
from onlooker.domain.ledger import Row, ledger
from onlooker.domain.report import RunReport
from onlooker.domain.words import money
from tests.llm.obliging import Obliging

_PRICES = "openai:small=0.30/2.50, openai:large=1.25/10"


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0, help="that the double takes for an answer; default: %(default)s")
    parser.add_argument("--at-once", type=int, default=8, help="calls; default: %(default)s")
    args = parser.parse_args(words)
    places = sorted(str(place) for place in args.recordings.iterdir() if place.is_dir())
    with tempfile.TemporaryDirectory() as home, Obliging(seconds=args.seconds).running() as model:
        os.environ |= {
            "ONLOOKER_HOME": home,
            "ONLOOKER_PRICES": _PRICES,
            "ONLOOKER_THINKING": "off",
            "OPENAI_API_KEY": "none",
            "NO_PROXY": "127.0.0.1",
        }
        os.environ["ONLOOKER_CONCURRENCY"] = str(args.at_once)
        models = {"model": f"openai:small@{model.address}", "look_model": f"openai:large@{model.address}"}
        try:
            for name, half in (("first", places[::2]), ("second", places[1::2])):
                estimate = onlooker.dry_run(half, **models)
                run = app.run(half, **models)
                print(f"The {name} half, {len(run.sessions)} sessions\n\n{told(estimate, run)}\n")
                print(f"{estimate.seconds:.0f} s foreseen with {CALL_S:g} s a call, {run.seconds:.0f} s taken with {args.seconds:g} s\n")
        except onlooker.InputError as error:
            print(error, file=sys.stderr)
            return 2
    return 0


def told(estimate: Estimate, run: RunReport) -> str:
    spent = ledger(run)
    taken = {row.name: row for row in (*spent.phases, replace(spent.total, name="all"))}
    rows = [_row(one.name, one, taken.get(one.name, Row(name=one.name))) for one in estimate.phases]
    rows.append(_row("all", estimate, taken["all"]))
    return table(("phase", "calls", "taken", "tokens in", "taken", "tokens out", "taken", "USD", "taken", "off"), rows)


def _row(name: str, told: PhaseEstimate | Estimate, taken: Row) -> list[str]:
    off = "" if not told.cost or taken.cost is None else f"{taken.cost / told.cost - 1:+.0%}"
    numbers = [told.calls, taken.calls, told.input_tokens, taken.input_tokens, told.output_tokens, taken.output_tokens]
    return [name, *(f"{number:,}" for number in numbers), money(told.cost), money(taken.cost), off]


if __name__ == "__main__":
    sys.exit(main())
