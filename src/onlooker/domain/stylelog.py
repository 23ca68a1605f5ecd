"""Where a document's style rules are, and how scripts changed them since: the raw material of the cascade.

Holds only ids and what style snapshots said; the text of a sheet stays in its node. Rule positions are those of the browser's own list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onlooker.domain.snapshot import Change, SnapshotData


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEdit:
    """A rule put in at `path`, or (text None) the one there taken out. Path is one index, or more inside at-rules; () stands for the whole
    sheet. With a `property` it is not the rule that changed but one of its declarations: set to `value`, or (None) taken out."""

    path: tuple[int, ...]
    text: str | None = None
    property: str = ""
    value: str | None = None
    priority: str = ""


@dataclass(slots=True, kw_only=True)
class StyleLog:
    """`owners` are the `style` and `link` nodes in order of coming; `edits` those of their sheets by node id; `adopted` maps a document
    or shadow host to its constructed sheets, `constructed` a style id to its edits. `version` rises with every change."""

    owners: dict[int, None] = field(default_factory=dict)
    edits: dict[int, list[RuleEdit]] = field(default_factory=dict)
    adopted: dict[int, tuple[int, ...]] = field(default_factory=dict)
    constructed: dict[int, list[RuleEdit]] = field(default_factory=dict)
    version: int = 0

    def clear(self) -> None:
        self.owners.clear()
        self.edits.clear()
        self.adopted.clear()
        self.constructed.clear()
        self.version += 1

    def add(self, node_id: int) -> None:
        self.owners[node_id] = None
        self.version += 1

    def remove(self, node_id: int) -> None:
        self.owners.pop(node_id, None)
        self.edits.pop(node_id, None)
        self.version += 1

    def touched(self, node_id: int, *, anew: bool = True) -> None:
        """The sheet's own text changed: the browser starts it anew. Else only what it applies to."""
        if node_id in self.owners:
            if anew:
                self.edits.pop(node_id, None)
            self.version += 1

    def apply(self, change: Change, data: SnapshotData) -> None:
        match change:
            case Change.STYLE_SHEET_RULE:
                edits = self._edits_of(data)
                if edits is not None:  # in the order in which replayers take them
                    edits.extend(_added(data))
                    edits.extend(_removed(data))
                    _replace(edits, data)
            case Change.ADOPTED_STYLE_SHEET:
                self._adopt(data)
            case Change.STYLE_DECLARATION:
                edits = self._edits_of(data)
                if edits is not None:
                    edits.extend(_declared(data))
            case _:
                pass
        self.version += 1

    def _edits_of(self, data: SnapshotData) -> list[RuleEdit] | None:
        style_id, node_id = data.get("styleId"), data.get("id")
        if isinstance(node_id, int):
            return self.edits.setdefault(node_id, [])
        return self.constructed.setdefault(style_id, []) if isinstance(style_id, int) else None

    def _adopt(self, data: SnapshotData) -> None:
        styles = data.get("styles")
        for style in styles if isinstance(styles, list) else ():
            if isinstance(style, Mapping) and isinstance(style_id := style.get("styleId"), int):
                self.constructed[style_id] = _added({"adds": style.get("rules")})
        host, ids = data.get("id"), data.get("styleIds")
        if isinstance(host, int) and isinstance(ids, list):
            self.adopted[host] = tuple(one for one in ids if isinstance(one, int))


def _replace(edits: list[RuleEdit], data: SnapshotData) -> None:
    """`replaceSync`: the sheet's whole text anew; told as path () with the text."""
    for key in ("replace", "replaceSync"):
        text = data.get(key)
        if isinstance(text, str):
            edits[:] = [RuleEdit(path=(), text=text)]


def _added(data: SnapshotData) -> list[RuleEdit]:
    rows = data.get("adds")
    return [
        RuleEdit(path=_path(row.get("index")), text=text)
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and isinstance(text := row.get("rule"), str)
    ]


def _removed(data: SnapshotData) -> list[RuleEdit]:
    rows = data.get("removes")
    return [RuleEdit(path=_path(row.get("index"))) for row in (rows if isinstance(rows, list) else ()) if isinstance(row, Mapping)]


def _declared(data: SnapshotData) -> list[RuleEdit]:
    """Set first, then removed, as replayers do. Without a rule to name there is nothing to change."""
    index = data.get("index")
    if not isinstance(index, list) or not index or not all(isinstance(step, int) for step in index):
        return []
    found = []
    for key in ("set", "remove"):
        said = data.get(key)
        if isinstance(said, Mapping) and isinstance(name := said.get("property"), str) and name:
            value, priority = said.get("value"), said.get("priority")
            found.append(
                RuleEdit(
                    path=tuple(index),
                    property=name,
                    value=(value if isinstance(value, str) else "") if key == "set" else None,
                    priority=priority if isinstance(priority, str) else "",
                )
            )
    return found


def _path(index: object) -> tuple[int, ...]:
    """Browsers put a rule first when they are not told where."""
    if isinstance(index, int):
        return (index,)
    if isinstance(index, list) and index and all(isinstance(step, int) for step in index):
        return tuple(index)
    return (0,)
