"""A second in which nothing changed is not drawn again: its frame is the last picture, with the footer of its own second."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from urllib.parse import quote

import pytest

from onlooker.domain.clip import Press
from onlooker.renderers import MP4, Chromium
from onlooker.renderers.encode import encode
from onlooker.renderers.stage import Stage
from tests.domain.dom import css, el, page
from tests.renderers.pixels import Picture, jpeg, video
from tests.renderers.scenes import Record, mutation, record, scene, script

SECONDS = tuple(1_000 * number for number in range(1, 9))
TEXT = (el("h1", "A page", id=50), el("p", "with words on it", id=60), el("input", id=70, value="and a field"))


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each picture that the browser is asked for."""
    asked: list[int] = []
    expose = Stage.expose

    def noted(stage: Stage) -> None:
        asked.append(1)
        expose(stage)

    monkeypatch.setattr(Stage, "expose", noted)  # counts, and does what it did
    return asked


def apart(one: Picture, other: Picture, top: int, bottom: int) -> int:
    """Pixels of those rows that differ by more than what JPEG makes of the same."""
    return sum(not one.near(x, y, other.at(x, y), by=60) for y in range(top, bottom, 2) for x in range(0, one.width, 3))


def test_the_page_is_drawn_when_something_changed_and_every_second_has_its_own_footer(renderer: Chromium, taken: list[int]) -> None:
    turns = mutation(4_500, attributes=[{"id": 50, "attributes": {"style": "color:red"}}])
    renderer.render(script(scene(page(*TEXT))))  # the first picture of a size is taken more than once
    taken.clear()
    frames = [jpeg(frame) for frame in renderer.render(script(scene(page(*TEXT), turns, at=SECONDS))).frames]
    assert len(frames) == 8
    assert len(taken) == 3  # 0:01, the footers of 0:02 to 0:08, 0:05
    assert all(apart(one, other, 400, 422) > 0 for one, other in pairwise(frames))
    assert [apart(one, other, 0, 396) > 0 for one, other in pairwise(frames)] == [False, False, False, True, False, False, False]


def test_a_frame_that_was_put_together_is_the_frame_that_is_drawn(monkeypatch: pytest.MonkeyPatch, renderer: Chromium) -> None:
    made = script(scene(page(*TEXT), at=SECONDS, url="https://app.test/somewhere?with=words"))
    together = renderer.render(made)
    arrived = Stage.arrived

    def otherwise(stage: Stage) -> tuple[Sequence[object], Mapping[str, object]]:
        told, shown = arrived(stage)
        return told, {**shown, "same": False}

    monkeypatch.setattr(Stage, "arrived", otherwise)  # the page says of no second that it is as the last one
    drawn = renderer.render(made)
    assert together.frames != drawn.frames  # else nothing was put together
    for one, other in zip(together.frames, drawn.frames, strict=True):
        assert apart(jpeg(one), jpeg(other), 0, 422) == 0
    for played, wanted in zip(video(together.video), video(drawn.video), strict=True):
        assert apart(played, wanted, 0, 396) == 0


def select(at_ms: int) -> Record:
    return record(at_ms, {"source": 14, "ranges": [{"start": 60, "startOffset": 0, "end": 60, "endOffset": 1}]})


def hover(at_ms: int) -> Record:
    return record(at_ms, {"source": 1, "positions": [{"x": 20, "y": 30, "id": 50, "timeOffset": 0}]})


@pytest.mark.parametrize(
    "happens",
    [
        select(1_500),
        hover(1_500),
        record(1_500, {"source": 5, "id": 70, "text": "typed", "isChecked": False}),
        record(1_500, {"source": 2, "type": 5, "id": 70, "x": 0, "y": 0}),
        record(1_500, {"source": 8, "id": 55, "adds": [{"rule": "h1 { color: blue }", "index": 0}]}),
        record(1_500, {"source": 3, "id": 1, "x": 0, "y": 40}),
    ],
    ids=["selects", "points", "types", "focuses", "styles", "scrolls"],
)
def test_whatever_can_be_seen_is_drawn(renderer: Chromium, happens: Record) -> None:
    long = el("p", "more", id=80, style="height:900px")
    rules = css("h1:hover { background: yellow } input:focus { outline: 6px solid blue } ::selection { background: green }")
    rules["id"] = 55
    before, after = (jpeg(frame) for frame in renderer.render(script(scene(page(*TEXT, long, head=(rules,)), happens, at=(1_000, 2_000)))).frames)
    assert apart(before, after, 0, 396) > 0


def test_a_ring_is_in_its_own_frame_alone(renderer: Chromium) -> None:
    made = scene(page(*TEXT), at=SECONDS[:4], presses=[Press(at_ms=1_600, x=200, y=150, node_id=4)])
    rung = [jpeg(frame).has((229, 0, 109), by=60) > 0 for frame in renderer.render(script(made)).frames]
    assert rung == [False, True, False, False]


def test_what_moves_is_drawn_every_second(renderer: Chromium, taken: list[int]) -> None:
    rules = css("@keyframes go { to { transform: translateX(300px) } } h1 { animation: go 7s linear infinite }")
    renderer.render(script(scene(page(*TEXT, head=(rules,)), at=SECONDS)))
    assert len(taken) == len(SECONDS)


def test_more_seconds_than_a_sheet_has_rows(renderer: Chromium) -> None:
    """19 footers of 22 px in 422 rows."""
    seconds = tuple(1_000 * number for number in range(60))
    frames = [jpeg(frame) for frame in renderer.render(script(scene(page(*TEXT), at=seconds))).frames]
    assert len(frames) == 60
    assert all(apart(one, other, 400, 422) > 0 for one, other in pairwise(frames))
    assert all(apart(frames[0], one, 0, 396) == 0 for one in frames[::20])


def test_a_blank_page_is_blank_in_every_second(renderer: Chromium) -> None:
    assert renderer.render(script(scene(page(), at=SECONDS[:4]))).blank == (0, 1, 2, 3)


def test_a_page_that_keeps_changing_all_over_stays_within_its_bytes(renderer: Chromium) -> None:
    """Noise, another one in each second, is the worst there is for a video."""
    noise = "<svg xmlns='http://www.w3.org/2000/svg' width='640' height='400'><filter id='n'><feTurbulence baseFrequency='.9' seed='{}'/></filter>"
    pictures = [
        "data:image/svg+xml," + quote(noise.format(number) + "<rect width='400' height='250' filter='url(#n)'/></svg>") for number in range(13)
    ]
    turns = [mutation(1_000 * number, attributes=[{"id": 90, "attributes": {"src": picture}}]) for number, picture in enumerate(pictures)]
    rendered = renderer.render(script(scene(page(el("img", id=90, src=pictures[0])), *turns, at=[1_000 * number for number in range(13)])))
    once = encode(rendered.frames, MP4, width=rendered.width, height=rendered.height, fps=8)
    assert len(once) > 110_000 >= len(rendered.video)
    assert len(video(rendered.video)) == 13


def test_a_scene_is_told_through_the_pipe_where_no_memory_can_be_lent(renderer: Chromium, monkeypatch: pytest.MonkeyPatch) -> None:
    made = script(scene(page(*TEXT), at=SECONDS[:2]))
    monkeypatch.delattr(os, "memfd_create", raising=False)
    plain = Chromium(renderer.program, workers=1)
    try:
        assert plain.render(made).frames == renderer.render(made).frames
        assert [seat.stage._given for seat in plain._all if seat.stage is not None] == [""]
    finally:
        plain.close()


def test_a_page_is_gone_when_its_clip_is_made(renderer: Chromium) -> None:
    renderer.render(script(scene(page(*TEXT))))
    seat = renderer._seats.get(timeout=10)  # which is there again when all is tidy
    renderer._seats.put(seat)
    assert seat.stage is not None
    assert seat.stage.evaluate("document.querySelectorAll('iframe').length") == 0


def test_a_clip_that_is_made_again_is_the_same_to_the_byte(renderer: Chromium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the third picture does not come, once."""
    turns = mutation(4_500, attributes=[{"id": 50, "attributes": {"style": "color:red"}}])
    made = script(scene(page(*TEXT), turns, at=SECONDS))
    expected = renderer.render(made)
    develop, asked = Stage.develop, []

    def once(stage: Stage) -> Mapping[str, object]:
        asked.append(1)
        told = develop(stage)
        return {} if len(asked) == 3 else told

    monkeypatch.setattr(Stage, "develop", once)  # no browser here loses a picture of its own accord
    assert renderer.render(made).frames == expected.frames
    assert len(asked) > 4
