"""How a session is to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from onlooker import clip, detect
from onlooker.domain.estimate import PhaseEstimate
from onlooker.pipeline.foreseen import Foreseen
from onlooker.ports import BlobStore, Model, NoteStore, Renderer


class Allowance:
    """How many findings a run may still look at, shared by its sessions; sessions that run at once may overdraw it by one session's share."""

    def __init__(self) -> None:
        self.spent = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What the looking is done with: who renders, where media are kept, and what was rendered before."""

    renderer: Renderer
    blobs: BlobStore
    notes: NoteStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How to read: detector preset, the model if there is one, the product's own words for it, the transcript's token budget, what to look with,
    and how much. Without `looking` the screen text is all that is looked at. `calm_by_rules`: a session in which nothing went wrong, and whose user
    was seen to reach the goal, is told by the rules though there is a model. `weigh` says what foreseen requests would take, for the report to be
    held against."""

    preset: detect.Preset = detect.DEFAULT
    model: Model | None = None
    context: str = ""
    transcript_tokens: int = 60_000
    describe_first: bool = False
    calm_by_rules: bool = False
    weigh: Callable[[Foreseen], tuple[PhaseEstimate, ...]] | None = None
    looking: Looking | None = None
    limits: clip.LookLimits = field(default_factory=clip.LookLimits)
    allowance: Allowance = field(default_factory=Allowance)
