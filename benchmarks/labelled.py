"""Labelled recordings and reports on disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from scoring import Case, Claim, Said, Told, Truth

from onlooker.domain.finding import Finding
from onlooker.domain.summary import Outcome


class Unusable(Exception):
    """What was handed in cannot be scored; the message says what to give."""


def truths(folders: Sequence[Path]) -> dict[str, Truth]:
    """By the recording's folder name, from every <recording>/truth.json of these folders. Raises Unusable."""
    found: dict[str, Truth] = {}
    for folder in folders:
        paths = sorted(folder.glob("*/truth.json"))
        if not paths:
            raise Unusable(f"{folder}: no <recording>/truth.json in it; give a folder of labelled recordings")
        for path in paths:
            try:
                found[str(path.parent)] = msgspec.json.decode(path.read_bytes(), type=Truth)
            except (OSError, msgspec.MsgspecError) as error:
                raise Unusable(f"{path}: {error}") from None
    return found


def reports(place: Path) -> dict[str, Said]:
    """By session id and by file name without its ending: every report under a folder, or each line of one JSONL file. What holds no findings
    is no report. Raises Unusable."""
    found: dict[str, Said] = {}
    try:
        if place.is_file():
            rows = [("", line) for line in place.read_bytes().splitlines() if line.strip()]
        else:
            rows = [(path.stem, path.read_bytes()) for path in sorted(place.rglob("*.json"))]
        for name, text in rows:
            if _is_report(text):
                said = msgspec.json.decode(text, type=Said)
                found[said.session_id] = said
                found.setdefault(name, said)
    except (OSError, msgspec.MsgspecError) as error:
        raise Unusable(f"{place}: {error}") from None
    if not found:
        raise Unusable(f"{place}: no report in it; give a folder or a JSONL file of reports, as `onlooker watch --out` and `--json` write them")
    return found


def cases(known: Mapping[str, Truth], said: Mapping[str, Said]) -> list[Case]:
    """Each truth with its report: by session id, else by the recording's name."""
    return [Case(name=Path(place).name, truth=truth, said=said.get(truth.session_id) or said.get(Path(place).name)) for place, truth in known.items()]


def said_of(session_id: str, findings: Iterable[Finding], outcome: Outcome) -> Said:
    """What of a session's reading counts, without a way round over JSON."""
    claims = tuple(
        Claim(kind=one.kind.value, blocking=one.blocking, start_ms=one.start_ms, end_ms=one.end_ms, status=one.status.value) for one in findings
    )
    return Said(session_id=session_id, findings=claims, outcome=Told(success=outcome.success))


def _is_report(text: bytes) -> bool:
    row: object = msgspec.json.decode(text)
    return isinstance(row, dict) and "findings" in row
