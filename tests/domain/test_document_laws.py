"""Laws of the document: whatever comes, the tree stays a tree and nothing raises."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.document import Document
from onlooker.domain.snapshot import Change
from tests.domain.dom import add, document, el, mutate, text

json = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
small = st.integers(2, 14)
new_node = st.one_of(small.map(lambda number: el("p", id=number)), small.map(lambda number: text("t", id=number)))
nested = st.tuples(small, new_node).map(lambda pair: {**el("div", id=pair[0]), "childNodes": [pair[1]]})
adding = st.builds(add, new_node | nested, st.integers(1, 14), st.none() | small)
step = st.tuples(
    st.lists(adding, max_size=4),
    st.lists(small.map(lambda number: {"parentId": 1, "id": number}), max_size=3),
    st.lists(small.map(lambda number: {"id": number, "value": "v"}), max_size=2),
    st.lists(small.map(lambda number: {"id": number, "attributes": {"class": "c", "id": f"h{number % 3}"}}), max_size=2),
)


def assert_is_tree(made: Document) -> None:
    assert made.root is not None
    seen: set[int] = set()
    for node in made.root.walk():
        assert node.id not in seen
        seen.add(node.id)
        assert made.nodes[node.id] is node
        children = list(node.children())
        assert all(child.parent is node for child in children)
        assert (node.first, node.last) == ((children[0], children[-1]) if children else (None, None))
        for left, right in pairwise(children):
            assert left.next is right
            assert right.prev is left
    assert seen == set(made.nodes)
    assert all(made.nodes[node_id].attr("id") == html_id for html_id, node_id in made.html_ids.items())


@given(st.lists(step, max_size=8))
def test_any_mutations_leave_a_tree(steps: list[tuple[list[dict[str, object]], ...]]) -> None:
    made = document(el("div", id=5), el("p", id=6))
    for adds, removes, texts, attributes in steps:
        mutate(made, adds=adds, removes=removes, texts=texts, attributes=attributes)
        assert_is_tree(made)


mangled = st.fixed_dictionaries(
    {},
    optional={
        "adds": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "parentId": json | st.just(4),
                    "nextId": json,
                    "node": json
                    | new_node
                    | st.fixed_dictionaries(
                        {"type": st.sampled_from([0, 2, 3]), "id": small},
                        optional={"tagName": json, "attributes": json, "childNodes": json, "textContent": json},
                    ),
                },
            )
            | json,
            max_size=3,
        )
        | json,
        "removes": json | st.lists(st.fixed_dictionaries({"id": json | small}), max_size=2),
        "texts": json | st.lists(st.fixed_dictionaries({"id": json | small, "value": json}), max_size=2),
        "attributes": json | st.lists(st.fixed_dictionaries({"id": json | small, "attributes": json}), max_size=2),
        "id": json,
        "text": json,
        "isChecked": json,
        "x": json,
        "styles": json,
        "styleIds": json,
        "styleId": json,
        "replace": json,
    },
)


@given(st.sampled_from(list(Change)), mangled)
def test_mangled_changes_never_raise(change: Change, data: dict[str, object]) -> None:
    made = document(el("div", id=5), el("input", id=6))
    made.apply(change, data)
    assert_is_tree(made)


@given(st.fixed_dictionaries({}, optional={"node": json | nested, "initialOffset": json}))
def test_a_mangled_full_snapshot_never_raises(data: dict[str, object]) -> None:
    made = Document()
    made.load(data)
    if made.root is not None:
        assert_is_tree(made)
