"""Text selected by the user. A page selects text too (dialogs, editors): only what follows the mouse is the user's."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from onlooker.domain.snapshot import Change, MouseAct
from onlooker.domain.timeline import Selected
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.material import Material, Record
from onlooker.merge.untrusted import fields, items, whole

_HELD_MS = 20_000
_AFTER_MS = 500
_FOLD_MS = 2_000


def selections(material: Material) -> Strand:
    """Growing selections are one: each lasts until two seconds pass without a further one."""
    drafts: list[Draft] = []
    folding: dict[int, list[Record]] = {}
    made = _by_the_user(material)
    for record in made:
        group = folding.get(record.window)
        if group is not None and record.at_ms - group[-1].at_ms <= _FOLD_MS:
            group.append(record)
            continue
        if group is not None:
            drafts.append(_draft(group))
        folding[record.window] = [record]
    drafts.extend(_draft(group) for group in folding.values())
    whole_texts = sum(_holds_text(record) for record in material.told(Change.SELECTION))
    return Strand(drafts=tuple(drafts), dropped={"selection by the page": whole_texts - len(made)} if whole_texts > len(made) else {})


def text_selections(material: Material) -> Mapping[int, Sequence[int]]:
    """By window, when the user held a selection that is not empty; in order."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for record in _by_the_user(material):
        found[record.window].append(record.at_ms)
    return found


def _by_the_user(material: Material) -> list[Record]:
    downs: defaultdict[int, list[int]] = defaultdict(list)
    ups: defaultdict[int, list[int]] = defaultdict(list)
    for record in material.told(Change.MOUSE_INTERACTION):
        act = whole(record.data.get("type"))
        if act in (MouseAct.MOUSE_DOWN, MouseAct.TOUCH_START):
            downs[record.window].append(record.at_ms)
        elif act in (MouseAct.MOUSE_UP, MouseAct.TOUCH_END, MouseAct.DOUBLE_CLICK):
            ups[record.window].append(record.at_ms)
    return [
        record for record in material.told(Change.SELECTION) if _holds_text(record) and _held(record.at_ms, downs[record.window], ups[record.window])
    ]


def _held(at_ms: int, downs: Sequence[int], ups: Sequence[int]) -> bool:
    """Whether the button was down, or up no longer than half a second ago."""
    down = bisect_right(downs, at_ms)
    up = bisect_right(ups, at_ms)
    if up and at_ms - ups[up - 1] <= _AFTER_MS:
        return True
    return bool(down) and at_ms - downs[down - 1] <= _HELD_MS and (not up or ups[up - 1] < downs[down - 1])


def _holds_text(record: Record) -> bool:
    for item in items(record.data.get("ranges"))[:10]:
        told = fields(item)
        if (told.get("start"), told.get("startOffset")) != (told.get("end"), told.get("endOffset")):
            return True
    return False


def _draft(group: Sequence[Record]) -> Draft:
    return Draft(
        at_ms=group[0].at_ms,
        end_ms=group[-1].at_ms,
        window=group[0].window,
        detail=Selected(),
        count=len(group),
        snapshots=tuple(record.index for record in group),
    )
