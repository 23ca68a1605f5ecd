from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onlooker.clip import script
from onlooker.clip.take import SCENE_BYTES
from onlooker.domain.clip import EPOCH_MS, ClipPlan, ClipScript, FailedClip
from onlooker.domain.snapshot import Change, SnapshotData, SnapshotType
from onlooker.errors import RenderError
from tests.clip.played import all_of, data_of, made, of_source, planned, played, rebuilt, recorded, records, shape, timeline
from tests.clip.test_markup import by_id, steps
from tests.clip.test_snapshot import change
from tests.domain.dom import add, el, page, text
from tests.domain.test_churn import Steps, as_recorders_tell
from tests.screen.taken import START, Row, custom, full, loaded, meta, mouse, mutated, typed


def words(scene_events: bytes, until_ms: int) -> str:
    document = played(records(scene_events), until_ms).document
    return " ".join(node.text for node in document.nodes.values() if node.text)


def counting(until: int, step: int = 400) -> list[Row]:
    """A page that says how late it is."""
    body = el("p", text("0", id=11), id=10)
    return [meta(0), full(0, page(body)), *(mutated(at, texts=[{"id": 11, "value": str(at)}]) for at in range(step, until, step))]


def test_every_frame_stands_at_its_own_instant() -> None:
    instants = (800, 1_000, 1_999, 2_000, 2_001, 3_999)
    scene = made(counting(10_000), *instants)
    assert [cue.at_ms for cue in scene.cues] == list(instants)
    assert [words(scene.events, at) for at in instants] == ["800", "800", "1600", "2000", "2000", "3600"]
    assert (scene.width, scene.height) == (1280, 720)


def test_nothing_later_than_the_last_frame_is_told() -> None:
    scene = made(counting(60_000), 2_000, 3_000)
    assert max(at for one in records(scene.events) if isinstance(at := one["timestamp"], int)) <= 3_000 + EPOCH_MS
    assert [one["type"] for one in records(scene.events)[:2]] == [SnapshotType.META, SnapshotType.FULL]


@given(steps, st.integers(1, 4), st.integers(0, 9))
def test_a_thinned_scene_ends_where_the_recording_does(found: Steps, apart: int, begins: int) -> None:
    changes: list[Row] = [
        (1_000 + 700 * number, SnapshotType.INCREMENTAL, Change.MUTATION, data) for number, data in enumerate(as_recorders_tell(found))
    ]
    rows = [meta(0), full(0, page(el("div", id=5), el("p", id=6))), *changes]
    instants = range(begins * 500, 9_000, apart * 1_000)
    scene = made(rows, *instants)
    for at in instants:
        plain = rebuilt(*(row for row in rows if row[0] <= at))
        assert shape(played(records(scene.events), at).document) == shape(plain.document)


def test_what_comes_and_goes_between_frames_is_not_told() -> None:
    first, second = el("p", id=20), el("p", id=30)
    rows = [
        meta(0),
        full(0, page(el("div", id=10))),
        mutated(1_100, adds=[add(first, 10), add(text("long gone", id=21), 20)]),
        mutated(1_200, removes=[{"id": 20}], adds=[add(second, 10), add(text("stays", id=31), 30)]),
    ]
    assert b"long gone" not in made(rows, 1_000, 2_000).events
    assert b"long gone" in made(rows, 1_000, 1_150, 2_000).events
    assert words(made(rows, 1_000, 2_000).events, 2_000) == "stays"


def test_of_a_pointer_the_last_place_before_each_frame_at_its_own_time() -> None:
    places = [{"x": n, "y": n, "id": 4, "timeOffset": -500 + 100 * n} for n in range(6)]
    rows = [*counting(1_000), change(2_300, Change.MOUSE_MOVE, positions=places), change(2_350, Change.MOUSE_MOVE, positions=[{"x": 9}])]
    found = records(made(rows, 1_000, 2_000, 3_000).events)
    moves = [one for one in found if one["type"] == SnapshotType.INCREMENTAL and data_of(one)["source"] == Change.MOUSE_MOVE]
    assert [one["timestamp"] for one in moves] == [2_000 + EPOCH_MS, 2_300 + EPOCH_MS]
    assert [data_of(one)["positions"] for one in moves] == [[{**places[2], "timeOffset": 0}], [{**places[5], "timeOffset": 0}]]


def test_the_last_frame_has_the_pointer_where_it_was_though_the_recorder_told_it_late() -> None:
    places = [{"x": n, "y": n, "id": 4, "timeOffset": -500 + 100 * n} for n in range(6)]
    later = [{"x": 90 + n, "y": 0, "id": 4, "timeOffset": -500 + 100 * n} for n in range(6)]
    rows = [*counting(1_000), change(2_300, Change.MOUSE_MOVE, positions=places), change(2_800, Change.MOUSE_MOVE, positions=later)]
    found = records(made(rows, 1_000, 2_000).events)
    moves = [one for one in found if one["type"] == SnapshotType.INCREMENTAL and data_of(one)["source"] == Change.MOUSE_MOVE]
    assert [(one["timestamp"], data_of(one)["positions"]) for one in moves] == [(2_000 + EPOCH_MS, [{**places[2], "timeOffset": 0}])]


def test_a_batch_that_came_too_late_to_tell_of_the_last_frame_is_left_out() -> None:
    told = [{"x": 7, "y": 7, "id": 4, "timeOffset": -900}]
    moved = [change(2_700, Change.MOUSE_MOVE, positions=told), mutated(2_100, texts=[{"id": 11, "value": "later"}])]
    scene = made([*counting(1_000), *sorted(moved, key=lambda row: row[0])], 1_000, 2_000)
    assert b'"later"' not in scene.events
    assert not of_source(records(scene.events), Change.MOUSE_MOVE)


def test_what_replayers_make_nothing_of_is_left_out() -> None:
    rows = [
        *counting(1_000),
        custom(1_100, "http://x.test/"),
        loaded(1_200),
        (1_300, SnapshotType.PLUGIN, None, {"plugin": "rrweb/console@1"}),
        change(1_400, Change.LOG, level="error"),
        change(1_500, Change.MOUSE_MOVE, positions=[]),
        change(1_600, Change.ADOPTED_STYLE_SHEET, id=1),
        change(1_700, Change.VIEWPORT_RESIZE, width=0, height=10**9),
        change(1_800, Change.SCROLL, id=4, x=0, y=5),
    ]
    after = [data_of(one) for one in records(made(rows, 1_000, 2_000).events)[2:]]
    assert after == [{"source": Change.SCROLL, "id": 4, "x": 0, "y": 5}]


def test_a_new_page_in_the_middle() -> None:
    rows = [*counting(1_000), mutated(1_400, texts=[{"id": 11, "value": "unseen"}]), meta(1_500), full(1_500, page("second"))]
    scene = made([*rows, mutated(2_200, adds=[add(text("third", id=90), 4)])], 1_000, 2_000, 3_000)
    assert [words(scene.events, at) for at in (1_000, 2_000, 3_000)] == ["800", "second", "second third"]
    assert b"unseen" not in scene.events


def test_a_frame_that_goes_on_to_another_page_begins_at_its_top_and_loads_nothing() -> None:
    inner = {"type": 0, "id": 20, "childNodes": [el("html", id=21)]}
    attached = mutated(1_500, adds=[add(inner, 10)], attributes=[{"id": 10, "attributes": {"srcdoc": "<p>", "width": "9"}}])
    attached[3]["isAttachIframe"] = True  # type: ignore[index]
    found = records(made([meta(0), full(0, page(el("iframe", id=10))), attached], 1_000, 2_000).events)
    assert of_source(found, Change.SCROLL) == [{"source": Change.SCROLL, "id": 20, "x": 0, "y": 0}]
    assert by_id(played(found).document, 10)["attributes"] == {"width": "9"}


def test_of_whole_pictures_of_a_canvas_the_last_before_each_frame() -> None:
    bitmap = {"rr_type": "ImageBitmap", "args": []}
    drawing = {"type": 0, "commands": [{"property": "clearRect", "args": [0, 0, 9, 9]}, {"property": "drawImage", "args": [bitmap, 0, 0]}]}
    rows = [meta(0), full(0, page(el("canvas", id=10), el("canvas", id=11)))]
    rows += [change(at, Change.CANVAS_MUTATION, id=10 + at % 200 // 100, **drawing) for at in range(1_100, 3_000, 100)]
    found = records(made(rows, 1_000, 2_000, 3_000).events)
    assert [one["id"] for one in of_source(found, Change.CANVAS_MUTATION)] == [11, 10, 10, 11]


def test_before_the_first_page_there_is_an_empty_one_of_its_size() -> None:
    scene = made([mutated(100), *((at + 2_000, kind, change, data) for at, kind, change, data in counting(100))], 500, 3_000)
    assert (words(scene.events, 500), words(scene.events, 3_000)) == ("", "0")
    assert (scene.width, scene.height) == (1280, 720)


def test_a_window_that_shows_no_page_cannot_be_filmed() -> None:
    taken = recorded([*counting(5_000), meta(6_000)], windows=[*[0] * 14, 1])
    with pytest.raises(RenderError, match="no page"):
        script(taken, planned(7_000, window=1), timeline(), started_at=START)
    shots = (*planned(2_000).shots, *planned(7_000, window=1).shots)
    assert [scene.window for scene in script(taken, ClipPlan(session_id="s", shots=shots), timeline(), started_at=START).scenes] == [0, 1]


def test_clips_of_one_pass_are_those_made_one_by_one() -> None:
    rows = [*counting(5_000), meta(6_000), full(6_000, page("later", el("input", id=50))), typed(7_000, 50, "x"), mouse(7_100, 50)]
    taken = recorded(rows)
    plans = [planned(7_050, 7_500), planned(900, 1_900, 2_900), planned(2_000, 7_300), planned(100_000), planned(1_000, window=9)]
    together = all_of(taken, *plans)
    assert [one for one in together if isinstance(one, ClipScript)] == [script(taken, one, timeline(), started_at=START) for one in plans[:4]]
    assert isinstance(together[4], FailedClip)
    assert together[4].plan is plans[4]


def test_a_scene_that_grows_too_large_is_cut_at_a_frame() -> None:
    instants = tuple(range(1_000, 9_000, 1_000))
    long = [mutated(at, texts=[{"id": 11, "value": f"{at} {'x' * 800_000}"}]) for at in range(250, 9_000, 250)]
    scenes = script(recorded([*counting(100), *long]), planned(*instants), timeline(), started_at=START).scenes
    assert len(scenes) == 2
    assert tuple(cue.at_ms for scene in scenes for cue in scene.cues) == instants
    assert tuple(look for scene in scenes for look in scene.looks) == (instants[0], instants[-1])
    for scene in scenes:
        assert len(scene.events) < SCENE_BYTES + 4_000_000
        assert [words(scene.events, cue.at_ms).split()[0] for cue in scene.cues] == [str(cue.at_ms) for cue in scene.cues]


def test_a_page_too_large_for_any_browser() -> None:
    with pytest.raises(RenderError, match="too large"):
        made([meta(0), full(0, page("x" * 1_000_000, el("p", *["y" * 1_000_000] * 64)))], 1_000)


json = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 12) | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "node", "type", "x", "y", "rule", "index"]), inner, max_size=4)
    ),
    max_leaves=8,
)
KEYS = (
    "node adds removes texts attributes id type text isChecked href width height styles styleIds styleId index set remove replace positions commands"
)
mangled: st.SearchStrategy[SnapshotData] = st.dictionaries(
    st.sampled_from([*KEYS.split(), "property", "args", "x", "y", "isAttachIframe", "initialOffset", "currentTime"]), json, max_size=6
)
kinds = st.sampled_from([SnapshotType.INCREMENTAL] * 4 + list(SnapshotType))
hostile = st.lists(st.tuples(st.integers(0, 9_000), kinds, st.sampled_from([*Change, None]), mangled), max_size=12)


@given(hostile)
def test_any_recording_becomes_a_script(found: list[Row]) -> None:
    rows = [meta(0), full(0, page(el("canvas", id=5), el("input", id=6), el("iframe", id=7))), *found]
    [one] = all_of(recorded(sorted(rows, key=lambda row: row[0])), planned(1_000, 2_500, 9_500))
    if isinstance(one, FailedClip):
        assert "no page" in one.reason
        return
    [scene] = one.scenes
    assert [record["type"] for record in records(scene.events)[:2]] == [SnapshotType.META, SnapshotType.FULL]
    assert [cue.at_ms for cue in scene.cues] == [1_000, 2_500, 9_500]
