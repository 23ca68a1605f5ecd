"""How a session is to be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from onlooker import clip, detect
from onlooker.ports import BlobStore, Model, NoteStore, Renderer


class Allowance:
    """How many findings a run may still look at, shared by its sessions; sessions that run at once may overdraw it by one session's share."""

    def __init__(self) -> None:
        self.spent = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What the looking is done with: who renders, where media are kept, what was rendered before, and how much of it."""

    renderer: Renderer
    blobs: BlobStore
    notes: NoteStore
    limits: clip.LookLimits = field(default_factory=clip.LookLimits)
    allowance: Allowance = field(default_factory=Allowance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read: detector preset, the model if there is one, the product's own words for it, the transcript's token budget, and what to look
    with. Without `looking` the screen text is all that is looked at; `blind` says why there is none."""

    preset: detect.Preset = detect.DEFAULT
    model: Model | None = None
    context: str = ""
    transcript_tokens: int = 60_000
    looking: Looking | None = None
    blind: str = ""
