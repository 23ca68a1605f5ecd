"""Transcripts of real sessions, as files a person reviews. After a wanted change, `python tests/condense/test_golden.py` writes them anew: read
the diff."""

from __future__ import annotations

from pathlib import Path

import pytest

from onlooker import decode, merge, screen
from onlooker.condense import condense

SAMPLES = Path(__file__).parents[2] / "samples"
GOLDEN = Path(__file__).parent / "golden"
SESSIONS = ("nodered-1", "oscar-2")


def transcribed(name: str) -> str:
    """Without findings: those are the detectors' to change."""
    snapshots, events = (SAMPLES / name / f"{stem}.jsonl.gz" for stem in ("snapshots", "events"))
    recording = decode.recording([(snapshots.name, snapshots.read_bytes())])
    log = decode.events([(events.name, events.read_bytes())])
    alignment = merge.align(recording, log)
    track = screen.watch(recording, started_at=alignment.started_at, session_end=alignment.ended_at)
    timeline = merge.weave(recording, log, track, alignment, session_id=name)
    return condense(timeline, screens=track.screens).text


@pytest.mark.parametrize("name", SESSIONS)
def test_the_transcript_reads_as_reviewed(name: str) -> None:
    assert transcribed(name) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for session in SESSIONS:
        (GOLDEN / f"{session}.txt").write_text(transcribed(session), encoding="utf-8")
