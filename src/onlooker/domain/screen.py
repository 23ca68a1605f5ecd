"""What a person could read on the screen: at an instant (`Screen`), and how it changed over a session (`ScreenTrack`).

`Screen` has one shape whatever made it: the DOM rebuilt in Python, or a browser. Where the maker cannot know whether a thing
was visible (layout, overlap), it counts it as visible and adds to `unsure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What is known of the thing a user clicked, typed into or looked at.

    `label` is the text a person would call it by: own text, aria-label, value of a button, placeholder, alt, title; at most 80
    characters, `***` where masked. `tag` and `role` are lower case; `ref` is stable within a session and page for the same element
    (`button#save`, `input[name=qty]`), for telling "the same element" apart from "another like it". `interactive` says whether the
    element or a close ancestor reacts to clicks by nature (link, button, control, role, onclick, cursor pointer); None: unknown."""

    tag: str
    label: str = ""
    role: str = ""
    ref: str = ""
    href: str = ""
    type: str = ""
    name: str = ""
    disabled: bool = False
    interactive: bool | None = None
    selected: bool = False
    in_dialog: bool = False
    node_id: int = -1
    classes: tuple[str, ...] = ()


class Role(StrEnum):
    """Why a line on the screen is more than text."""

    TEXT = "text"
    HEADING = "heading"
    ALERT = "alert"
    """role=alert or status, aria-live, or a class that says notification, toast, flash, error, warning, message."""
    INVALID = "invalid"
    """A validation message or a control marked invalid; the text names the field where it can."""
    DIALOG = "dialog"
    """The heading or first words of an open dialog."""
    SPINNER = "spinner"
    """Something that says the page is busy: class, aria-busy, role=progressbar, or text such as "Loading…"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLine:
    """One visible line. Text has collapsed white space, at most 300 characters. `box` groups lines that belong to the same alert or
    dialog (the node id of that container), else -1."""

    text: str
    role: Role = Role.TEXT
    node_id: int = -1
    box: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What was visible in one window at one instant."""

    at_ms: int
    window: int
    url: str
    title: str
    lines: tuple[ScreenLine, ...]
    disabled: tuple[str, ...] = ()
    """Labels of visible controls that were disabled."""
    masked: int = 0
    """How many visible texts or inputs were masked by the recorder (`***`, blocks)."""
    fields: tuple[tuple[str, str], ...] = ()
    """Visible form fields as (label, value)."""
    unsure: int = 0
    """Lines whose visibility could not be known."""

    @property
    def blank(self) -> bool:
        """No text, no control, no picture: nothing for the eye (a page still without its first snapshot is not a Screen at all)."""
        return not self.lines and not self.fields and not self.disabled and not self.pictures

    pictures: int = 0
    """Visible images, canvases, videos, frames whose content is not text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverted:
    """A field that the user's own hand had set on a page, and that shows what stood there before when the same page is loaded again. Values
    read as the screen shows them: a chosen option's words, "checked" or "unchecked"."""

    label: str
    given: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenChange:
    """What came and went between two looks at a window.

    `at_ms` is the instant of the later look's cause: the mutation batch that brought the change. `appeared` and `gone` are multiset
    differences of lines (by text and role), in document order. `navigation` is true when a new document replaced the old one, so that
    nearly everything changed. `spinners`, `dialogs` count those open after the change; `blank` says that nothing is left to see."""

    at_ms: int
    window: int
    appeared: tuple[ScreenLine, ...] = ()
    gone: tuple[ScreenLine, ...] = ()
    values: tuple[tuple[str, str, str], ...] = ()
    """Form fields whose shown value changed: (label, before, after)."""
    navigation: bool = False
    spinners: int = 0
    dialogs: int = 0
    invalid: int = 0
    blank: bool = False
    lines: int = 0
    """How many lines are visible after the change."""
    held: int = 0
    """How many fields and pictures, icons left out, are visible after the change: what fills a page without a text."""
    hollow: tuple[str, ...] = ()
    """The headings, after the change, under which stands an empty box that a script was to fill, and a note at most."""
    again: tuple[ScreenLine, ...] = ()
    """On a navigation: alerts, invalid fields and dialogs that the old page showed too and the new one shows again. In neither
    `appeared` nor `gone`; a refused form that comes back with the same message says so only here."""
    reverted: tuple[Reverted, ...] = ()
    """On a navigation to a page that was there before: what the user had set on it and it does not show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutated:
    """One batch of DOM mutations: when, where, and whether anything but attributes changed. Kept out of the entries."""

    at_ms: int
    window: int
    nodes: int
    """Records that add, remove or change text."""
    attributes: int
    own: bool = False
    """All of it inside the control that was pressed just before, telling nothing: a ripple, a class for focus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggled:
    """A press that set a switch. `back_ms` is when the page set it back, before anything else was pressed; None when it stayed. `around` are the
    nearest words in what holds it: with them it is known again. Kept out of the entries."""

    at_ms: int
    window: int
    label: str
    around: str
    on: bool
    back_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenTrack:
    """One pass over a recording's documents: the elements users acted on, and every change of the screen that matters.

    `elements` maps a snapshot's index (mouse act, input, scroll) to the element it happened on, resolved in the document of that
    moment. `screens` holds whole screens at the instants asked for or worth keeping (end of each page, end of session)."""

    elements: Mapping[int, Element] = field(default_factory=dict)
    changes: tuple[ScreenChange, ...] = ()
    screens: tuple[Screen, ...] = ()
    skipped_ms: int = 0
    """Session time with no document to look at (missing full snapshot)."""
    coarse: bool = False
    """The recording was so heavy that looks were spaced out; short-lived texts may be missing."""
    mutations: tuple[Mutated, ...] = ()
    """Every batch of mutations, counted while it was applied."""
    toggled: tuple[Toggled, ...] = ()
