"""Which videos and pictures stand inside the page, as `data:` addresses, and which beside it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

from onlooker.domain.clip import Clip
from onlooker.domain.finding import Finding
from onlooker.domain.tally import rank
from onlooker.sinks.html.chosen import Chosen, example_ranks
from onlooker.sinks.media import PICTURES, VIDEOS, Fetch
from onlooker.sinks.stills import stills

MOST_BYTES = 15_000_000
"""Of media inside a page with a folder beside it: some 90 findings with clip and stills. A page of 512 sessions is then 27 MB; Chromium showed what
recurs after 0.2 s and had read all of it after 1.7 s."""
MOST_BYTES_ALONE = 40_000_000
"""Of a page with nothing beside it: what does not fit is not shown at all. A page of 56 MB took Chromium 3.5 s and 420 MB."""


@dataclass(kw_only=True)
class Shelf:
    """`files` has the place beside the page of each blob that was written there."""

    files: Mapping[str, str]
    inside: dict[str, str] = field(default_factory=dict)
    beside: bool = False
    """Whether anything that is shown is loaded from beside the page."""

    def address(self, blob: str) -> str:
        """Empty where the blob is not kept any more."""
        if blob in self.inside:
            return self.inside[blob]
        return self.files.get(blob, "")


def shelve(told: Chosen, fetch: Fetch, files: Mapping[str, str], most_bytes: int | None = None) -> Shelf:
    """The examples of what recurs go into the page first, then what is most severe. A finding's clip and stills stay together: all inside, or
    none."""
    shelf = Shelf(files=files)
    examples = example_ranks(told.run)
    found = [
        ((examples.get((session.session_id, finding.id), len(examples)), rank(finding)), _shown(finding.evidence.clip, finding))
        for session in told.reports()
        for finding in session.findings
        if finding.evidence.clip is not None
    ]
    left = most_bytes if most_bytes is not None else MOST_BYTES if files else MOST_BYTES_ALONE
    for _, shown in sorted(found, key=lambda pair: pair[0]):
        media = {key: (kind, data) for key, kind in shown.items() if key not in shelf.inside and (data := _kept(fetch, key))}
        size = sum(len(data) for _, data in media.values())
        if size <= left:
            left -= size
            shelf.inside.update({key: f"data:{kind};base64,{base64.b64encode(data).decode()}" for key, (kind, data) in media.items()})
    shelf.beside = any(files.get(key) for _, shown in found for key in shown if key not in shelf.inside)
    return shelf


def _shown(clip: Clip, finding: Finding) -> dict[str, str]:
    """Key and media type of all the page shows of the clip for this finding."""
    shown = {still.frame.blob: PICTURES for still in stills(clip, finding)}
    return shown | ({clip.video: clip.media_type} if clip.video and clip.media_type in VIDEOS else {})


def _kept(fetch: Fetch, key: str) -> bytes:
    try:
        return fetch(key)
    except KeyError:
        return b""
