"""Which act of the user something followed."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.detect.case import Case
from onlooker.detect.elements import element_key
from onlooker.domain.timeline import Click, Entry, Submitted, Typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`what` is click, submit or input; `key` is that of the pressed element or sent form, empty for input."""

    entry: Entry
    what: str
    label: str
    key: str = ""


def act_before(case: Case, at_ms: int, within_ms: int, window: int) -> Act | None:
    """The last act in [at - within, at]; a press rather than the typing beside it."""
    found = [
        pair
        for pair in (
            case.index.clicks.before(at_ms, window),
            case.index.submitted.before(at_ms, window),
            case.index.typed.before(at_ms, window),
        )
        if pair is not None and at_ms - pair[0].at_ms <= within_ms
    ]
    if not found:
        return None
    entry, detail = found[0] if isinstance(found[0][1], Click) else max(found, key=lambda pair: pair[0].at_ms)
    label = detail.target.label if detail.target is not None else ""
    match detail:
        case Click():
            return Act(entry=entry, what="click", label=label, key=element_key(detail, entry))
        case Submitted():
            return Act(entry=entry, what="submit", label=label, key=element_key(detail, entry))
        case Typed():
            return Act(entry=entry, what="input", label=label)
