"""How well sessions are read that somebody has judged: read once more, and held against what was said of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from onlooker.app.asked import Asked
from onlooker.app.at_once import at_once
from onlooker.app.kept import kept_raw
from onlooker.app.library.feedback import FeedbackKept
from onlooker.app.library.kept import Kept
from onlooker.app.one_session import one_session
from onlooker.app.wiring import Wired, kept_blobs, source_of, wire
from onlooker.domain.report import FailedSession, SessionReport
from onlooker.domain.run import Phase
from onlooker.domain.scoring import Case, Claim, Said, Score, Told, Truth, faults, score
from onlooker.errors import InputError, SourceError
from onlooker.pipeline import Allowance
from onlooker.ports import RawSession

LABELS = "truth.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionScored:
    """`faults` say in words what was told wrong; empty when nothing was. `why` it could not be read."""

    session_id: str
    faults: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    score: Score
    sessions: tuple[SessionScored, ...]
    model: str
    calls: int = 0
    cost: float | None = 0.0


def evaluate(
    labelled: str | Path | None = None,
    *,
    model: str | None = None,
    look_model: str | None = None,
    budget: float | None = None,
    preset: str | None = None,
    context: str = "",
    tell: Callable[[int, int], None] = lambda done, total: None,
) -> Evaluation:
    """`labelled` is a folder of recordings, each a folder with a truth.json beside its data; or the file of an exported labelled set, whose
    sessions are in the store; None: the feedback in the catalogue. `tell` hears how many of how many are read. Raises InputError when there is
    nothing to score by."""
    wired = wire(model=model, look_model=look_model, budget=budget, preset=preset, context=context)
    try:
        cases = _in_folder(Path(labelled)) if labelled is not None and Path(labelled).is_dir() else _in_store(wired, labelled)
        return _scored(wired, cases, tell)
    finally:
        wired.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Labelled:
    truth: Truth
    raw: RawSession


def _in_folder(folder: Path) -> list[_Labelled]:
    found = []
    for path in sorted(folder.glob(f"*/{LABELS}")):
        truth = _truth(path.read_bytes(), str(path))
        raws = [one for one in source_of(path.parent).sessions() if isinstance(one, RawSession)]
        if len(raws) != 1:
            raise SourceError(f"{path.parent} holds {len(raws)} sessions beside its {LABELS}; one is wanted")
        found.append(_Labelled(truth=truth, raw=raws[0]))
    if not found:
        raise InputError(f"{folder} holds no labelled recording: a folder each, with its {LABELS} beside the data")
    return found


def _in_store(wired: Wired, exported: str | Path | None) -> list[_Labelled]:
    from onlooker.stores.catalogue import open_catalogue  # noqa: PLC0415

    settings = wired.settings
    blobs = kept_blobs(settings)
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        if exported is not None:
            truths = _exported(Path(exported))
        else:
            labels = FeedbackKept(Kept(settings=settings, catalogue=catalogue, blobs=blobs)).labels()
            truths = [msgspec.convert(one, Truth) for one in labels]
        rows = [(truth, catalogue.latest(truth.session_id)) for truth in truths]
        found = [_Labelled(truth=truth, raw=kept_raw(row, blobs)) for truth, row in rows if row is not None and row.parts]
    if not found:
        raise InputError(
            "there is no feedback on a session that is still in the store: judge some in the app, or name a folder of labelled recordings"
        )
    return found


def _exported(path: Path) -> list[Truth]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Truth])
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): give a folder of labelled recordings, or an exported labelled set") from None
    except msgspec.MsgspecError as error:
        raise InputError(f"{path} is no exported labelled set: {error}") from None


def _truth(data: bytes, name: str) -> Truth:
    try:
        return msgspec.json.decode(data, type=Truth)
    except msgspec.MsgspecError as error:
        raise InputError(f"{name} cannot be scored by: {error}") from None


def _scored(wired: Wired, labelled: Sequence[_Labelled], tell: Callable[[int, int], None]) -> Evaluation:
    asked = Asked(inner=wired.model) if wired.model is not None else None
    allowance, done = Allowance(), []

    def read(one: _Labelled) -> SessionReport | FailedSession:
        report = one_session(one.raw, wired.reading(asked, allowance), _quiet)
        done.append(one)
        tell(len(done), len(labelled))
        return report

    reports = at_once(read, labelled, wired.settings.concurrency if asked is not None else 1)
    cases = [Case(name=one.truth.session_id, truth=one.truth, said=_said(report)) for one, report in zip(labelled, reports, strict=True)]
    costs = [report.usage.cost for report in reports if isinstance(report, SessionReport)]
    return Evaluation(
        score=score(cases),
        sessions=tuple(
            SessionScored(session_id=case.name, faults=faults(case), why=report.reason if isinstance(report, FailedSession) else "")
            for case, report in zip(cases, reports, strict=True)
        ),
        model=wired.model.name if wired.model is not None else "none",
        calls=sum(report.usage.calls for report in reports if isinstance(report, SessionReport)),
        cost=None if None in costs else sum(cost for cost in costs if cost is not None),
    )


def _said(report: SessionReport | FailedSession) -> Said | None:
    if isinstance(report, FailedSession):
        return None
    claims = tuple(
        Claim(kind=one.kind.value, blocking=one.blocking, start_ms=one.start_ms, end_ms=one.end_ms, status=one.status.value)
        for one in report.findings
    )
    return Said(session_id=report.session_id, findings=claims, outcome=Told(success=report.outcome.success))


def _quiet(phase: Phase, note: str) -> None:
    return None
