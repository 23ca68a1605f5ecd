"""The records that bring a rebuilt document's style sheets to where scripts had brought them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from onlooker.domain.document import Document
from onlooker.domain.snapshot import Change
from onlooker.domain.stylelog import RuleEdit

Told = dict[str, object]


def restyled(document: Document) -> Iterator[Told]:
    """Constructed sheets and who adopted them, edits of all sheets, style attributes set one property at a time."""
    made: set[int] = set()
    for host, style_ids in document.styles.adopted.items():
        if host not in document.nodes:
            continue
        fresh = [one for one in dict.fromkeys(style_ids) if one not in made and one in document.styles.constructed]
        made.update(fresh)
        yield {
            "source": Change.ADOPTED_STYLE_SHEET,
            "id": host,
            "styleIds": list(style_ids),
            "styles": [{"styleId": one, "rules": []} for one in fresh],
        }
        for one in fresh:
            yield from _edited({"styleId": one}, document.styles.constructed[one])
    for owner, edits in document.styles.edits.items():
        if owner in document.nodes:
            yield from _edited({"id": owner}, edits)
    changed = [{"id": node_id, "attributes": {"style": said.patch}} for node_id, said in document.restyled.items()]
    if changed:
        yield {"source": Change.MUTATION, "texts": [], "removes": [], "adds": [], "attributes": changed}


def _edited(sheet: Told, edits: Sequence[RuleEdit]) -> Iterator[Told]:
    for added, run in groupby(edits, key=lambda edit: bool(edit.path) and edit.text is not None):
        if added:
            adds = [{"rule": edit.text, "index": _index(edit)} for edit in run]
            yield {"source": Change.STYLE_SHEET_RULE, **sheet, "adds": adds}
            continue
        for edit in run:
            yield _told(sheet, edit)


def _told(sheet: Told, edit: RuleEdit) -> Told:
    if edit.property:
        said: Told
        if edit.value is None:
            said = {"remove": {"property": edit.property}}
        else:
            said = {"set": {"property": edit.property, "value": edit.value, "priority": edit.priority}}
        return {"source": Change.STYLE_DECLARATION, **sheet, "index": list(edit.path), **said}
    if not edit.path:
        return {"source": Change.STYLE_SHEET_RULE, **sheet, "replaceSync": edit.text}
    return {"source": Change.STYLE_SHEET_RULE, **sheet, "removes": [{"index": _index(edit)}]}


def _index(edit: RuleEdit) -> int | list[int]:
    return edit.path[0] if len(edit.path) == 1 else list(edit.path)
