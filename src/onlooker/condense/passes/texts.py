from __future__ import annotations

from onlooker.condense.acts import acted
from onlooker.condense.line import Draft, Line
from onlooker.condense.picking import Past, mute, picked
from onlooker.domain.timeline import PageShown, Seen, Typed

SOON_MS = 4_000
"""So long after an action, or the arrival of a page, a change counts as its answer."""


def pick_texts(draft: Draft) -> Draft:
    """Of a changed screen the texts that explain something: alerts, refused fields, dialogs, spinners always; headings of a new page; texts that say
    that something failed, worked or is empty; the first new texts after an action; values the page changed by itself. Texts seen on an
    earlier screen are the page's furniture. A change with nothing of the kind is dropped."""
    known: set[str] = set()
    told: dict[int, set[str]] = {}
    typed: dict[int, set[str]] = {}
    action: dict[int, int] = {}
    arrival: dict[int, int] = {}
    lines: list[Line] = []
    left_out = 0
    for line in draft.lines:
        detail = line.detail
        if isinstance(detail, PageShown):
            arrival[line.window] = line.at_ms
            action.pop(line.window, None)
        elif acted(detail):
            action[line.window] = line.end_ms
            if isinstance(detail, Typed):
                typed.setdefault(line.window, set()).update({detail.value, detail.target.label if detail.target else ""})
        if not isinstance(detail, Seen):
            lines.append(line)
            continue
        past = Past(
            known=known,
            told=told.setdefault(line.window, set()),
            typed=typed.get(line.window, set()),
            answer=line.at_ms - action.get(line.window, -SOON_MS - 1) <= SOON_MS,
            proof=draft.proof(line),
            arrival=detail.change.navigation or line.at_ms - arrival.get(line.window, -SOON_MS - 1) <= SOON_MS,
        )
        change = picked(detail.change, past)
        past.told.update(text.text for text in change.appeared)
        known.update(text.text for text in detail.change.appeared)
        untold = len(detail.change.appeared) - len(change.appeared)
        left_out += untold
        went = 0 if detail.change.navigation else len(detail.change.gone) - len(change.gone)
        lines.append(line.saying(Seen(change=change)).leaving_out(untold, went))
    return draft.with_lines(lines, {"screen texts": left_out}).drop(mute, "screen changes without a message")
