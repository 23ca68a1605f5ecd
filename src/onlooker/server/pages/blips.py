"""What went wrong in the machine, for the time strip: every failed request, exception and console error of a session, with those that the report
cites; dismissed ones too, with the reason. Where they stand close they are one blip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from starlette.responses import JSONResponse

from onlooker.app.on_page import Scale, strip_scale
from onlooker.domain.mark import tell
from onlooker.domain.report import SessionReport, TimelineMark
from onlooker.domain.timebase import clock
from onlooker.domain.timeline import Entry, Logged, Requested, Thrown
from onlooker.domain.words import one_line
from onlooker.errors import InputError
from onlooker.server.pages.replay import Replaying
from onlooker.server.sharing import Shared

router = APIRouter()

PLACES = 64
"""Along the strip, in each of its two lanes: 10 px of a wide one, 5 of a phone's. So a page holds 128 blips at most, whatever a session did."""
TOLD = 4
"""Lines a blip tells; of the others their number."""
_LANES = {"request": "network", "exception": "errors", "console": "errors"}
_LEVELS = frozenset({"error", "assert"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of the strip. `dismissed` is why it counts for nothing; empty where it does, or where nobody said anything of it."""

    at_ms: int
    kind: str
    text: str
    dismissed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blip:
    """`x` in percent of the strip. `tone` is the worst kind in it; `noise`: all of it was dismissed. `at_ms` is the first that was not."""

    x: float
    at_ms: int
    lane: str
    tone: str
    count: int
    noise: bool
    lines: tuple[str, ...]


@router.get("/runs/{run_id}/sessions/{place}/blips")
def of_session(run_id: str, place: str, library: Shared, replays: Replaying) -> JSONResponse:
    """Apart from the page, which is not to wait until the recording is open."""
    row = library.sessions.row(run_id, place)
    report = library.sessions.report(row)
    if not isinstance(report, SessionReport):
        return JSONResponse([])
    try:
        entries: Sequence[Entry] = replays.timeline(row).entries
    except InputError:
        entries = ()  # no recording, or none that can be read: what the report cites is known all the same
    found = blips(happened(entries, report), strip_scale(report))
    told = [{name: getattr(one, name) for name in Blip.__dataclass_fields__} for one in found]
    return JSONResponse(told, headers={"Cache-Control": "private, max-age=600"})


def happened(entries: Iterable[Entry], report: SessionReport) -> list[Happened]:
    """In time order, each once."""
    why = dismissals(report)
    cited: dict[str, TimelineMark] = {one.id: one for one in report.marks if one.kind in _LANES}
    found = [
        Happened(at_ms=entry.at_ms, kind=entry.kind, text=tell(entry), dismissed=why.get(entry.id, ""))
        for entry in entries
        if _is_wrong(entry) or entry.id in cited
    ]
    met = {entry.id for entry in entries}
    found += [Happened(at_ms=one.at_ms, kind=one.kind, text=one.text, dismissed=why.get(one.id, "")) for one in cited.values() if one.id not in met]
    return sorted(found, key=lambda one: one.at_ms)


def dismissals(report: SessionReport) -> Mapping[str, str]:
    """Entry -> why what rests on it was dismissed. What a finding that counts rests on too is not among them."""
    told = {entry: one.reason for one in report.coverage.noise for entry in one.entries}
    for finding in report.findings:
        if not finding.reported:
            verdict = finding.evidence.verdict
            told |= dict.fromkeys(finding.evidence.entries, verdict.reason if verdict is not None else "the finding was dismissed")
    counts = {entry for finding in report.findings if finding.reported for entry in finding.evidence.entries}
    return {entry: one_line(reason, 120) for entry, reason in told.items() if entry not in counts}


def blips(found: Sequence[Happened], scale: Scale) -> tuple[Blip, ...]:
    """In the order of time, lane by lane."""
    placed = [(_LANES[one.kind], min(PLACES - 1, int(scale.at(one.at_ms) * PLACES / 100)), one) for one in found]
    placed.sort(key=lambda told: (told[0], told[1], told[2].at_ms))
    return tuple(_blip(lane, [one for _, _, one in group], scale) for (lane, _), group in groupby(placed, key=lambda told: (told[0], told[1])))


def _blip(lane: str, group: Sequence[Happened], scale: Scale) -> Blip:
    ordered = sorted(group, key=lambda one: bool(one.dismissed))
    first = ordered[0]
    kinds = {one.kind for one in group if bool(one.dismissed) == bool(first.dismissed)}
    lines = [f"{clock(one.at_ms)} {one_line(one.text, 160)}" + (f". Dismissed: {one.dismissed}" if one.dismissed else "") for one in ordered[:TOLD]]
    more = len(ordered) - TOLD
    return Blip(
        x=scale.at(first.at_ms),
        at_ms=first.at_ms,
        lane=lane,
        tone="network" if lane == "network" else "exception" if "exception" in kinds else "console",
        count=len(group),
        noise=bool(first.dismissed),
        lines=(*lines, f"and {more} more here") if more > 0 else tuple(lines),
    )


def _is_wrong(entry: Entry) -> bool:
    match entry.detail:
        case Requested() as request:
            return request.failed
        case Logged(level=level):
            return level in _LEVELS
        case Thrown():
            return True
        case _:
            return False
