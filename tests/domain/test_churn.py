from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onlooker.domain.churn import without_churn
from onlooker.domain.document import Document
from onlooker.domain.snapshot import Change, SnapshotData
from tests.domain.dom import add, document, el, text
from tests.domain.test_document_laws import step


def batch(**parts: list[dict[str, object]]) -> SnapshotData:
    return {"adds": [], "removes": [], "texts": [], "attributes": [], **parts}


def test_of_what_a_later_batch_removes_a_stub_is_left() -> None:
    built = batch(adds=[add(el("ul", id=20), 4), add(el("li", id=21), 20), add(text("x", id=22), 21), add(el("p", id=23), 4)])
    [first, second] = without_churn([built, batch(removes=[{"parentId": 4, "id": 20}])])
    assert first["adds"] == [add(el("ul", id=20), 4), add(el("p", id=23), 4)]
    assert second == batch(removes=[{"parentId": 4, "id": 20}])


def test_what_is_taken_away_and_put_elsewhere_in_one_batch_is_kept_there() -> None:
    moved = batch(removes=[{"parentId": 4, "id": 20}], adds=[add(el("ul", id=20), 5), add(el("li", id=21), 20)])
    assert without_churn([batch(adds=[add(el("ul", id=20), 4), add(el("li", id=21), 20)]), moved])[1] == moved


def test_one_batch_is_left_as_it_is() -> None:
    alone = batch(adds=[add(el("ul", id=20), 4)], removes=[{"id": 20}])
    assert without_churn([alone]) == [alone]


Steps = list[tuple[list[dict[str, object]], ...]]


def as_recorders_tell(steps: Steps) -> list[SnapshotData]:
    """What moves is removed and added in one batch, and added once."""
    told = []
    for adds, removes, texts, attributes in steps:
        fresh: dict[object, dict[str, object]] = {}
        for record in adds:
            node = record["node"]
            assert isinstance(node, dict)
            fresh.setdefault(node["id"], {**record, "node": {**node, "childNodes": []}})
        moved: list[dict[str, object]] = [{"id": node_id} for node_id in fresh]
        told.append(batch(adds=list(fresh.values()), removes=[*removes, *moved], texts=texts, attributes=attributes))
    return told


@given(st.lists(step, max_size=8))
def test_the_document_comes_out_the_same(steps: Steps) -> None:
    batches = as_recorders_tell(steps)
    whole, thinned = (document(el("div", id=5), el("p", id=6)) for _ in range(2))
    for data in batches:
        whole.apply(Change.MUTATION, data)
    for data in without_churn(batches):
        thinned.apply(Change.MUTATION, data)
    assert shape(thinned) == shape(whole)


def shape(made: Document) -> list[tuple[int, str, str, int]]:
    nodes = [] if made.root is None else list(made.root.walk())
    return [(node.id, node.tag, node.text, node.parent.id if node.parent else 0) for node in nodes]
