"""What a session was: segments, key actions, outcome, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyAction:
    """An entry the summary singles out. `cites` are entry ids, at least one; `at_ms` is computed from the first."""

    description: str
    at_ms: int
    cites: tuple[str, ...]
    finding_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a session with one intent. Segments cover the session in order without overlap. `success` None: cannot be told."""

    index: int
    name: str
    start_ms: int
    end_ms: int
    success: bool | None
    summary: str
    key_actions: tuple[KeyAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Whether the user reached the goal: True, False, or None for unknown. `cites` are the entry ids it rests on; `basis` names
    what decided (a rule's name, or "model")."""

    success: bool | None
    description: str
    cites: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who wrote the summary. `kind` is "rules" or "model"; `note` says why a configured model did not write it."""

    kind: str = "rules"
    model: str = ""
    prompt_version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """A model's own suspected finding, read from its reply: `cites` resolved to entry ids, span computed from them."""

    kind: str
    title: str
    description: str
    blocking: bool
    cites: tuple[str, ...]
    start_ms: int
    end_ms: int
    about: str | None = None
    """Id of the rules' finding it speaks of, where it does."""
    dismissed: bool = False
    """The model says that this suspected finding did not matter."""
    unclear: bool = False
    """The model could not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`invented` counts cites that stood for nothing and were dropped; `unsupported` lists claims the cited entries contradict."""

    goal: str
    segments: tuple[Segment, ...]
    outcome: Outcome
    reader: Reader = field(default_factory=Reader)
    suspicions: tuple[Suspicion, ...] = ()
    invented: int = 0
    unsupported: tuple[str, ...] = ()
