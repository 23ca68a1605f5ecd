"""What looking is worth: the same labelled recordings scored before a look at the screen and after one, in four ways.

    python benchmarks/looking.py LABELLED… [--replies FOLDER] [--model NAME] [--sessions]

  rules alone        what the detectors see in events and timeline, all of it believed: what broke or was given up is blocking, what nobody could
                     see is told too
  screen text        the rules' verdicts, from the text that the rebuilt page held (`ONLOOKER_CLIPS=off`)
  exact screen text  the same with the page laid out by a browser: what was really visible, and what lay under each press
  frames             a model's verdicts from the clips' frames on what the rules hold; the summary stays the rules'

The last needs a model that takes images (`--model`), or replies recorded earlier from one (`--replies`, default benchmarks/replies): no call is made
then, and a clip without a recorded reply keeps the rules' verdict and is counted under "not looked at".
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelled import Unusable, cases, said_of, truths
from scoring import Claim, Said, Told, faults, score
from tables import FIGURE_HEADS, figures, table

import onlooker
from onlooker import pipeline
from onlooker.app.wiring import source_of, wire
from onlooker.domain.finding import FindingKind
from onlooker.domain.model import ModelReply, ModelRequest
from onlooker.domain.report import RunReport
from onlooker.errors import ModelError
from onlooker.llm.around import Around
from onlooker.ports import RawSession

REPLIES = Path(__file__).parent / "replies"


@dataclass(frozen=True, kw_only=True)
class LooksOnly(Around):
    """A model that is asked for verdicts and for nothing else: the summary stays the rules'."""

    def reply(self, request: ModelRequest, on_part: Callable[[object], None] | None = None) -> ModelReply:
        if request.purpose == "summarize":
            raise ModelError("only looks are asked for")
        return self.inner.reply(request, on_part)


def suspected(folder: Path) -> dict[str, Said]:
    """Before any look: every finding as the detectors made it."""
    said = {}
    for place in source_of([folder]).sessions():
        if not isinstance(place, RawSession):
            continue
        watched = pipeline.observe(place, pipeline.Reading())
        claims = tuple(
            Claim(
                kind=one.kind.value,
                blocking=one.kind is not FindingKind.CONFUSION and not one.minor,
                start_ms=one.start_ms,
                end_ms=one.end_ms,
                status="suspected",
            )
            for one in watched.suspected
        )
        claims += tuple(Claim(kind="exception", blocking=False, start_ms=one.at_ms, end_ms=one.at_ms, status="suspected") for one in watched.noise)
        session = watched.timeline.session_id
        said[session] = Said(session_id=session, findings=claims, outcome=Told(success=not any(claim.blocking for claim in claims)))
    return said


def watched(folder: Path, clips: str) -> dict[str, Said]:
    os.environ["ONLOOKER_CLIPS"] = clips
    return _said(onlooker.watch([str(folder)]))


def looked(folder: Path, model: str, unlooked: list[str]) -> dict[str, Said]:
    """By frames; `unlooked` gathers what had no answer."""
    os.environ["ONLOOKER_CLIPS"] = "auto"
    wired = wire(model=model)
    if wired.model is None or wired.looking is None:
        raise Unusable("frames need a model and a browser: `onlooker doctor` says what is missing")
    reports = []
    try:
        for place in source_of([folder]).sessions():
            if isinstance(place, RawSession):
                reading = pipeline.Reading(model=LooksOnly(inner=wired.model), looking=wired.looking)
                reports.append(pipeline.read_session(place, reading))
                unlooked += [f"{place.name}: {one.reason}" for one in reports[-1].coverage.looked.failed]
    finally:
        wired.close()
    return _said(RunReport(sessions=tuple(reports)))


def _said(run: RunReport) -> dict[str, Said]:
    return {session.session_id: said_of(session.session_id, session.findings, session.outcome) for session in run.sessions}


def ways(folder: Path, model: str, unlooked: list[str]) -> Iterator[tuple[str, Mapping[str, Said]]]:
    yield "rules alone", suspected(folder)
    yield "screen text", watched(folder, "off")
    yield "exact screen text", watched(folder, "auto")
    yield "frames", looked(folder, model, unlooked)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--replies", type=Path, default=REPLIES)
    parser.add_argument("--model", default="")
    parser.add_argument("--sessions", action="store_true")
    args = parser.parse_args(words)
    unlooked: list[str] = []
    try:
        for folder in args.labelled:
            known = truths([folder])
            rows = []
            wrong: list[str] = []
            for way, said in ways(folder, args.model or f"recorded:{args.replies}", unlooked):
                scored = cases(known, said)
                counted = score(scored)
                rows.append([way, str(counted.sessions), *figures(counted), str(counted.noise)])
                wrong += [f"{way}: {case.name}: {', '.join(faults(case))}" for case in scored if faults(case)]
            print(f"{folder.name}\n\n{table(['looked at', 'sessions', *FIGURE_HEADS, 'noise'], rows)}\n")
            if args.sessions:
                print("\n".join(wrong), end="\n\n")
    except (Unusable, onlooker.InputError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"not looked at: {len(unlooked)}", *unlooked, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
