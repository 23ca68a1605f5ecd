"""What was typed and is not yet safe: the fields a user has filled since the last thing that went through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge

from onlooker.detect.attempts import Attempt, End
from onlooker.detect.calls import changes, matters, worked
from onlooker.detect.case import Case
from onlooker.domain.screen import Element, Role
from onlooker.domain.timeline import Entry, PageShown, Typed

_SEARCH = ("search", "query", "filter", "find", "suche")
_EDITORS = ("codemirror", "cm-", "monaco", "ace_", "prosemirror", "ql-editor", "tox-", "xterm", "editor")
"""Editors keep what is typed by themselves, or have no form to send."""
_CHOICES = frozenset({"checkbox", "radio", "range", "color", "hidden", "file", "submit", "button"})


@dataclass(slots=True)
class Draft:
    """Fields by reference, with the last entry that filled each."""

    fields: dict[str, tuple[Entry, Typed]] = field(default_factory=dict)

    @property
    def chars(self) -> int:
        return sum(len(typed.value) for _, typed in self.fields.values())

    @property
    def entries(self) -> list[Entry]:
        return [entry for entry, _ in self.fields.values()]

    @property
    def labels(self) -> str:
        return ", ".join(typed.target.label or typed.target.name for _, typed in list(self.fields.values())[:5] if typed.target is not None)

    def matters(self, fields: int, chars: int) -> bool:
        return len(self.fields) >= fields or self.chars >= chars


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A page load that came while a draft stood. `pressed` is the attempt that led to it, if one did."""

    page: Entry
    shown: PageShown
    draft: Draft
    pressed: Attempt | None


def losses_and_rest(case: Case, pressed_within_ms: int) -> tuple[list[Loss], dict[int, Draft]]:
    """Loads that met a draft, and the drafts still standing at the end, by window."""
    found: list[Loss] = []
    drafts: dict[int, Draft] = {}
    for entry, what in _in_order(case):
        draft = drafts.setdefault(entry.window, Draft())
        match what:
            case Typed():
                if _counts(what):
                    _note(draft, entry, what)
            case Attempt():
                if what.end is End.DONE and (what.praised or _stored(what) or _closed_the_dialog(what)):
                    drafts[entry.window] = Draft()
            case PageShown():
                if draft.fields and what.load:
                    pressed = case.attempts.before(entry.at_ms)
                    near = pressed is not None and pressed.entry.window == entry.window and entry.at_ms - pressed.entry.at_ms <= pressed_within_ms
                    found.append(Loss(page=entry, shown=what, draft=draft, pressed=pressed if near else None))
                if what.load:
                    drafts[entry.window] = Draft()
    return found, {window: draft for window, draft in drafts.items() if draft.fields}


def _in_order(case: Case) -> Iterator[tuple[Entry, Typed | Attempt | PageShown]]:
    """An attempt stands where it was done, not where it was pressed."""
    pressed = sorted(((attempt.entry, attempt) for attempt in case.attempts.all), key=lambda pair: _when(pair[1]))
    return merge(
        case.index.typed,
        pressed,
        case.index.pages,
        key=lambda pair: _when(pair[1]) if isinstance(pair[1], Attempt) else pair[0].at_ms,
    )


def _when(attempt: Attempt) -> int:
    return attempt.done_ms if attempt.done_ms is not None else attempt.entry.at_ms


def _stored(attempt: Attempt) -> bool:
    return any(worked(request) and changes(request) and matters(entry, request) for entry, request in attempt.answer.requests)


def _closed_the_dialog(attempt: Attempt) -> bool:
    """The form went away at a press: taken or given up, but by the user's own will."""
    return any(line.role is Role.DIALOG for _, seen in attempt.answer.screens for line in seen.change.gone)


def _note(draft: Draft, entry: Entry, typed: Typed) -> None:
    key = _field_key(typed.target)
    if typed.value:
        draft.fields[key] = (entry, typed)
    else:
        draft.fields.pop(key, None)


def _field_key(target: Element | None) -> str:
    return "" if target is None else target.ref or target.name or f"#{target.node_id}"


def _counts(typed: Typed) -> bool:
    """Prose and data in a form: not choices and searches, which cost nothing to give again, and not editors."""
    target = typed.target
    if target is None or typed.checked is not None or target.type.lower() in _CHOICES or target.tag == "select":
        return False
    words = f"{target.type} {target.role} {target.name} {target.label} {target.ref} {' '.join(target.classes)}".lower()
    return not any(word in words for word in (*_SEARCH, *_EDITORS)) and target.name.lower() != "q"
