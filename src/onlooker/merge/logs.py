"""Lines of the console that are no errors of their own; equal ones in a row are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.domain.snapshot import SnapshotType
from onlooker.domain.timeline import Logged
from onlooker.merge.console_line import ConsoleLine, console_line, error_text
from onlooker.merge.draft import Draft, Strand
from onlooker.merge.material import Material, Record

REPEAT_MS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    record: Record
    line: ConsoleLine


def logs(material: Material) -> Strand:
    """The recorder's own lines are counted, not told; errors belong to the exceptions."""
    drafts: list[Draft] = []
    own = 0
    folding: dict[tuple[int, str, str], list[_Told]] = {}
    for record in material.of_type(SnapshotType.PLUGIN):
        line = console_line(record.data)
        if line is None or (not line.own and error_text(line) is not None):
            continue
        if line.own:
            own += 1
            continue
        key = (record.window, line.level, line.text)
        group = folding.get(key)
        if group is not None and record.at_ms - group[-1].record.at_ms <= REPEAT_MS:
            group.append(_Told(record=record, line=line))
            continue
        if group is not None:
            drafts.append(_draft(group))
        folding[key] = [_Told(record=record, line=line)]
    drafts.extend(_draft(group) for group in folding.values())
    return Strand(drafts=tuple(drafts), dropped={"recorder's own line": own} if own else {})


def _draft(group: Sequence[_Told]) -> Draft:
    first = group[0]
    return Draft(
        at_ms=first.record.at_ms,
        end_ms=group[-1].record.at_ms,
        window=first.record.window,
        detail=Logged(level=first.line.level, text=first.line.text, trace=first.line.trace),
        count=len(group),
        snapshots=tuple(told.record.index for told in group),
    )
