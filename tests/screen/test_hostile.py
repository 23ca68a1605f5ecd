"""Whatever a recording holds, the stage ends, raises nothing, and reading a part again says what reading the whole says."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.document import Document
from onlooker.domain.snapshot import Change, SnapshotType
from onlooker.screen import look, watch
from onlooker.screen.reading import Reading
from tests.domain.dom import add, css, document, el, marked, mutate, page, text
from tests.screen.taken import START, Row, full, meta, mouse, mutated, recording, watched

json = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "node", "type", "adds", "childNodes", "attributes", "href"]), inner, max_size=4)
    ),
    max_leaves=10,
)
rows = st.lists(
    st.tuples(
        st.integers(0, 9_000),
        st.sampled_from(list(SnapshotType)),
        st.sampled_from([*Change, None]),
        st.dictionaries(
            st.sampled_from(
                ["node", "adds", "removes", "texts", "attributes", "id", "type", "text", "isChecked", "href", "payload", "width", "styles"]
            ),
            json,
            max_size=5,
        ),
    ),
    max_size=10,
).map(lambda found: sorted(found, key=lambda row: row[0]))


@given(rows)
def test_any_recording_is_watched_without_raising(found: list[Row]) -> None:
    made = recording(meta(0), full(0, page(el("p", "x", id=5), el("input", id=6))), *found)
    watch(made, started_at=START, session_end=START + 9_000)
    look(made, at_ms=9_000, window=None, started_at=START)


classes = st.sampled_from(["", "alert", "modal", "spinner", "hide", "open", "first", "menu", "flex"])
tags = st.sampled_from(["div", "span", "p", "li", "tr", "td", "button", "h2", "details", "label"])
SHEET = css(
    ".hide { display: none } .open .menu { display: none } .flex { display: flex } p + .menu { visibility: hidden } .first:first-child { opacity: 0 }"
)
fragments = st.recursive(
    st.sampled_from(["a", " ", "word", "Loading…"]).map(text) | st.just(0).map(lambda _: el("input", value="v", aria_label="V")),
    lambda inner: st.builds(lambda tag, name, kids: marked(tag, {"class": name}, *kids), tags, classes, st.lists(inner, max_size=3)),
    max_leaves=8,
)
Change_ = tuple[str, int, str, dict[str, object]]
changes = st.lists(st.tuples(st.sampled_from(["add", "remove", "class", "text"]), st.integers(0, 30), classes, fragments), max_size=6)


def renumbered(node: dict[str, object], start: int) -> dict[str, object]:
    """A copy with ids of its own: one generated fragment may be put in twice."""
    kids = node.get("childNodes")
    copy: dict[str, object] = {**node, "id": start}
    if isinstance(kids, list):
        copy["childNodes"] = [renumbered(kid, start * 8 + place + 1) for place, kid in enumerate(kids)]
    return copy


@given(fragments, changes)
def test_reading_what_changed_is_reading_it_all(first: dict[str, object], steps: list[Change_]) -> None:
    made = document(renumbered(first, 7), head=(SHEET,))
    reading = Reading(made, {})
    for number, (kind, pick, name, fragment) in enumerate(steps):
        reading.items()
        assert made.root is not None
        inside = [node for node in made.nodes[4].walk() if node.id != 4] if 4 in made.nodes else []
        if not inside:
            break
        target = inside[pick % len(inside)]
        match kind:
            case "add":
                mutate(made, adds=[add(renumbered(fragment, 10**9 * (number + 1)), target.id if target.tag not in {"", "input"} else 4)])
            case "remove":
                mutate(made, removes=[{"id": target.id}])
            case "class" if target.tag:
                mutate(made, attributes=[{"id": target.id, "attributes": {"class": name}}])
            case _:
                mutate(made, texts=[{"id": target.id, "value": name}])
    again = list(reading.items())
    for node in made.nodes.values():
        node.note = None
    assert again == list(Reading(made, {}).items())


def test_a_page_a_hundred_thousand_deep_is_read() -> None:
    node = el("b", "deep", id=9)
    for _ in range(100_000):
        node = el("div", node)
    started = time.process_time()
    track = watched(meta(0), full(0, page(node)), mouse(1_000, 9), mutated(1_500, adds=[add(text("er"), 9)]), mouse(3_000, 9))
    assert [line.text for line in track.screens[-1].lines] == ["deeper"]
    assert time.process_time() - started < 10


def test_ten_thousand_nameless_fields_are_no_trap() -> None:
    started = time.process_time()
    track = watched(meta(0), full(0, page(*(el("input", type="checkbox") for _ in range(10_000)))))
    assert len(track.screens[-1].fields) == 10_000
    assert time.process_time() - started < 10


def test_a_document_without_a_page_reads_as_nothing() -> None:
    assert Reading(Document(), {}).items() == ()
