"""What a replayer makes of scenes, as far as Python can tell: their records applied to a window that is rebuilt from nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import orjson

from onlooker.clip import script, scripts
from onlooker.clip.rebuilt import Rebuilt
from onlooker.clip.snapshot import snapshot_of
from onlooker.domain.clip import EPOCH_MS, ClipPlan, ClipScript, FailedClip, Scene, Shot
from onlooker.domain.document import Document
from onlooker.domain.node import DOCUMENT, ELEMENT, TEXT, Node
from onlooker.domain.snapshot import Change, Recording, SnapshotType
from onlooker.domain.timeline import Entry, Timeline
from tests.screen.taken import START, Row, recording

Record = dict[str, object]


def records(events: bytes) -> list[Record]:
    found = orjson.loads(events)
    assert isinstance(found, list)
    return found


def rebuilt(*rows: Row) -> Rebuilt:
    made = Rebuilt()
    for at_ms, kind, change, data in rows:
        made.pass_by(kind, change, data, at_ms)
    return made


def told(made: Rebuilt, at_ms: int = 0) -> list[Record]:
    return records(b"[%b]" % b",".join(snapshot_of(made, at_ms)))


def data_of(record: Record) -> Record:
    data = record["data"]
    assert isinstance(data, dict)
    return data


def of_source(found: Sequence[Record], change: Change) -> list[Record]:
    """The data of the incremental records that tell this."""
    return [data_of(one) for one in found if one["type"] == SnapshotType.INCREMENTAL and data_of(one)["source"] == change]


def played(found: Sequence[Record], until_ms: int = 1 << 60) -> Rebuilt:
    """Those up to an instant, session ms."""
    made = Rebuilt()
    for one in found:
        at, kind, data = one["timestamp"], one["type"], data_of(one)
        assert isinstance(at, int)
        assert isinstance(kind, int)
        source = data.get("source")
        if at - EPOCH_MS <= until_ms:
            made.pass_by(SnapshotType(kind), Change(source) if isinstance(source, int) else None, data, at - EPOCH_MS)
    return made


def shape(document: Document) -> list[tuple[object, ...]]:
    """What a page shows of itself: each node with its parent, in document order. Nothing stands below a text."""
    root = document.root
    nodes = [] if root is None else list(root.walk())
    return [_told(node) for node in nodes if all(above.kind in (ELEMENT, DOCUMENT) for above in node.ancestors())]


def _told(node: Node) -> tuple[object, ...]:
    words = node.text.encode("utf-8", "replace") if node.kind == TEXT else b""
    attributes = tuple(sorted(node.attrs.items(), key=str)) if node.tag else ()
    return node.id, node.kind, node.tag, words.replace(b"\xef\xbf\xbd", b"?"), attributes, node.parent.id if node.parent else None


def timeline(*entries: Entry, end_ms: int = 60_000) -> Timeline:
    return Timeline(session_id="s", started_at=START, duration_ms=end_ms, windows=("w0",), entries=entries)


def planned(*instants: int, window: int = 0) -> ClipPlan:
    return ClipPlan(session_id="s", shots=(Shot(window=window, instants=instants),))


def recorded(rows: Iterable[Row], windows: Sequence[int] | None = None) -> Recording:
    """Each record says what it is, as recorders do."""
    said = [(at, kind, change, data if change is None else {"source": int(change), **data}) for at, kind, change, data in rows]
    return recording(*said, windows=windows)


def made(rows: Sequence[Row], *instants: int) -> Scene:
    """The scene of one shot of the first window."""
    [scene] = script(recorded(rows), planned(*instants), timeline(), started_at=START).scenes
    return scene


def all_of(taken: Recording, *plans: ClipPlan) -> tuple[ClipScript | FailedClip, ...]:
    return scripts(taken, plans, timeline(), started_at=START)
