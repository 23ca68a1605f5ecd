"""Text selected by the user. A page selects text too (dialogs, editors): only what follows the mouse is the user's."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.domain.snapshot import Change, MouseAct
from onlooker.domain.timeline import Selected
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.instants import Instants, mouse_instants
from onlooker.merge.material import Material, Record
from onlooker.merge.untrusted import fields, items

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


def text_selections(material: Material) -> Instants[int]:
    """When the user selected something, by window."""
    return Instants((record.window, record.at_ms) for record in _by_the_user(material))


def _by_the_user(material: Material) -> list[Record]:
    """Selected while the button was down, or no longer than half a second after it came up."""
    downs = mouse_instants(material, MouseAct.MOUSE_DOWN, MouseAct.TOUCH_START)
    ups = mouse_instants(material, MouseAct.MOUSE_UP, MouseAct.TOUCH_END, MouseAct.DOUBLE_CLICK)
    made: list[Record] = []
    for record in material.told(Change.SELECTION):
        down = downs.latest(record.window, record.at_ms)
        up = ups.latest(record.window, record.at_ms)
        held = down is not None and record.at_ms - down <= _HELD_MS and (up is None or up < down)
        if _holds_text(record) and (held or (up is not None and record.at_ms - up <= _AFTER_MS)):
            made.append(record)
    return made


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
