"""What was read and what was not, gathered from every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onlooker.domain.clip import Looked
from onlooker.domain.event import EventLog
from onlooker.domain.finding import Noise
from onlooker.domain.report import Coverage
from onlooker.domain.screen import ScreenTrack
from onlooker.domain.snapshot import Recording, RecordingLosses
from onlooker.domain.summary import Summary
from onlooker.domain.timeline import Timeline
from onlooker.domain.transcript import Transcript

NOT_LOOKED = Looked()


def coverage(
    *,
    recording: Recording | None,
    events: EventLog,
    track: ScreenTrack,
    timeline: Timeline,
    noise: Sequence[Noise],
    transcript: Transcript | None,
    summary: Summary,
    notes: Sequence[str],
    looked: Looked = NOT_LOOKED,
) -> Coverage:
    """Counts only; call it last, when lazily decoded contents have shown what cannot be read."""
    losses = RecordingLosses()
    if recording is not None:
        unreadable = max(recording.losses.unreadable_snapshots, recording.contents.unreadable())
        losses = replace(recording.losses, unreadable_snapshots=unreadable)
    seen = sum(len(screen.lines) + len(screen.fields) for screen in track.screens)
    masked = sum(screen.masked for screen in track.screens)
    return Coverage(
        snapshots=len(recording.snapshots) if recording is not None else 0,
        events=len(events.events),
        entries=len(timeline.entries),
        windows=len(timeline.windows),
        gaps=len(timeline.gaps),
        gap_ms=sum(gap.duration_ms for gap in timeline.gaps),
        losses=losses,
        unreadable_events=events.unreadable,
        folded=transcript.folded if transcript is not None else {},
        dropped=transcript.dropped if transcript is not None else {},
        masked_share=round(min(1.0, masked / seen), 3) if seen else 0.0,
        screens=len(track.changes),
        unseen_ms=track.skipped_ms,
        coarse=track.coarse,
        skew_ms=timeline.skew_ms,
        noise=tuple(noise),
        invented_cites=summary.invented,
        looked=looked,
        notes=(*notes, *(f"A claim the cited entries do not bear out: {claim}" for claim in summary.unsupported)),
    )
