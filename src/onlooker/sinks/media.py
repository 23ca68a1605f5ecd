"""The media of clips on their way into a report: which are cited, what they are called beside it, where their bytes come from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from onlooker.domain.blob import blob_key, suffix_of
from onlooker.domain.clip import Clip
from onlooker.domain.report import RunReport

CLIPS = "clips"
"""The folder beside a report that holds them."""
PICTURES = "image/jpeg"
"""What every frame is."""
VIDEOS = ("video/mp4", "video/webm")

NO_FILES: Mapping[str, str] = {}
"""A report that is written nowhere has nothing beside it."""

Fetch = Callable[[str], bytes]
"""A blob's bytes by its key. Raises KeyError where they are not kept."""

_SAFE_KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")


def nothing_kept(key: str) -> bytes:
    raise KeyError(key)


def clips(run: RunReport) -> Iterator[Clip]:
    """Those of all findings, dismissed ones too."""
    found = (finding for session in run.sessions for finding in session.findings)
    return (finding.evidence.clip for finding in found if finding.evidence.clip is not None)


def places(run: RunReport) -> dict[str, str]:
    """Where each cited blob lies beside the report, told with `/`. A key that could leave the folder is nobody's."""
    cited = (one for clip in clips(run) for one in ((clip.video, clip.media_type if clip.media_type in VIDEOS else ""), *_frames(clip)))
    return {key: f"{CLIPS}/{key}{suffix_of(media_type)}" for key, media_type in cited if media_type and _SAFE_KEY.fullmatch(key)}


def _frames(clip: Clip) -> Iterator[tuple[str, str]]:
    return ((frame.blob, PICTURES) for frame in clip.frames)


def beside(report: Path) -> Fetch:
    """The media in the folder beside a report that was written before: a file, or the folder of several."""
    folder = (report if report.is_dir() else report.parent) / CLIPS

    def fetch(key: str) -> bytes:
        if _SAFE_KEY.fullmatch(key):
            for media_type in (PICTURES, *VIDEOS):
                try:
                    data = (folder / f"{key}{suffix_of(media_type)}").read_bytes()
                except OSError:
                    continue
                if blob_key(data) == key:
                    return data
        raise KeyError(key)

    return fetch


def either(first: Fetch, second: Fetch) -> Fetch:
    def fetch(key: str) -> bytes:
        try:
            return first(key)
        except KeyError:
            return second(key)

    return fetch
