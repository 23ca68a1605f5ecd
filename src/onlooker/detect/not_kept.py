"""Not kept: the page said that it worked, the user went on to another page, and nothing there shows what had been typed. A doubt and no more: most
pages have no reason to show it. Only a look at the screen can tell."""

from __future__ import annotations

from collections.abc import Iterator

from onlooker.detect.case import Case
from onlooker.detect.messages import Message, short
from onlooker.detect.places import place_of
from onlooker.detect.words import Tone
from onlooker.domain.evidence import Hit
from onlooker.domain.timeline import Entry, Seen, Typed

_DRAFT_MS = 60_000
"""What was typed so long before the praise is what was saved."""
_FEWEST_WORDS = 4
"""A name or a number may be shown in many ways or in none; a sentence is one's own."""
_START = 24
"""Characters of what was typed that a list would show of it."""


def not_kept(case: Case) -> Iterator[Hit]:
    for entry, seen in case.index.screens:
        praise = next((one for one in case.index.said(seen) if one.tone is Tone.SUCCESS and one.strength == 2), None)
        drafts = _drafts(case, entry) if praise is not None else []
        went = _went_to(case, entry) if drafts else None
        if praise is None or went is None or case.index.acts_between(went.at_ms, case.index.end_ms) > case.limits.look_acts:
            continue
        missing = [typed for typed in drafts if not _shown(case, entry, typed.value)]
        if missing and len(missing) == len(drafts):
            yield _hit(case, missing, entry, praise, went)
            return


def _hit(case: Case, missing: list[Typed], entry: Entry, praise: Message, went: Entry) -> Hit:
    return case.hit(
        "not_kept",
        [entry, went],
        ("look_ms", "look_acts"),
        end_ms=case.index.end_ms,
        text=short(praise.text),
        labels=short(", ".join(dict.fromkeys(typed.target.label for typed in missing if typed.target is not None and typed.target.label))),
        typed=short(missing[0].value),
        page=went.page,
        left_after_ms=case.index.end_ms - went.at_ms,
    )


def _drafts(case: Case, praised: Entry) -> list[Typed]:
    """Sentences of the user's own, typed in that window before the praise."""
    return [
        typed
        for _, typed in case.index.typed.between(praised.at_ms - _DRAFT_MS, praised.at_ms, praised.window)
        if not typed.masked and typed.checked is None and len(typed.value.split()) >= _FEWEST_WORDS
    ]


def _went_to(case: Case, praised: Entry) -> Entry | None:
    """The last page, opened by hand after the praise, when it is another one and was stayed on."""
    opened = [entry for entry, _ in case.index.pages.between(praised.at_ms + 1, case.index.end_ms, praised.window)]
    if not opened or place_of(opened[-1].page) == place_of(praised.page) or case.index.end_ms - opened[-1].at_ms < case.limits.look_ms:
        return None
    act = case.index.last_act_ms(opened[-1].at_ms)
    return opened[-1] if act is not None and act > praised.at_ms else None


def _shown(case: Case, praised: Entry, value: str) -> bool:
    """Whether a text that came up with the praise or after it holds what was typed."""
    start = " ".join(value.lower().split())[:_START]
    return any(_holds(seen, start) for _, seen in case.index.screens.between(praised.at_ms, case.index.end_ms))


def _holds(seen: Seen, start: str) -> bool:
    return any(start in line.text.lower() for line in (*seen.change.appeared, *seen.change.again))
