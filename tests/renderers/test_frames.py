"""What a frame shows: the page as it was at that very instant, and what we draw beside it."""

from __future__ import annotations

from dataclasses import replace

from onlooker.domain.clip import Press
from onlooker.renderers import Chromium
from tests.domain.dom import add, css, el, page
from tests.renderers.pixels import Picture, jpeg, video
from tests.renderers.scenes import mutation, record, scene, script

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)
RING = (229, 0, 109)


def block(colour: str, *, id: int = 50, left: int = 100, top: int = 100, size: int = 80) -> dict[str, object]:
    style = f"position:absolute;left:{left}px;top:{top}px;width:{size}px;height:{size}px;background:{colour}"
    return el("div", id=id, style=style)


def ringed_at(shown: Picture, x: int, y: int) -> bool:
    """A ring of radius 16 around that point: its line is 3 px wide."""
    return any(shown.near(x - left, y, RING, by=60) for left in range(14, 19))


def test_every_frame_shows_its_own_instant(renderer: Chromium) -> None:
    """A clock made of 12 lamps: the record at n * 250 ms turns lamp n on and all others off. A frame at any instant has the last lamp lit that is
    not later, whatever else is late or early."""
    lamps = [block("white", id=100 + n, left=20 + 50 * n, top=50, size=30) for n in range(12)]

    def turn(n: int) -> dict[str, object]:
        lit = [{"id": 100 + k, "attributes": {"style": {"background": "blue" if k == n else "white"}}} for k in range(12)]
        return mutation(n * 250, attributes=lit)

    instants = (1, 250, 251, 499, 500, 1_000, 1_749, 1_750, 2_750)
    rendered = renderer.render(script(scene(page(*lamps), *[turn(n) for n in range(12)], at=instants)))
    for at_ms, frame in zip(instants, rendered.frames, strict=True):
        shown = jpeg(frame)
        lit = [n for n in range(12) if shown.near(35 + 50 * n, 65, BLUE, by=30)]
        assert lit == [at_ms // 250], at_ms


def test_ten_renders_of_one_script_are_identical(renderer: Chromium) -> None:
    moving = "@keyframes go { to { transform: translateX(300px) } } #a { animation: go 3s linear infinite } #b { transition: opacity 2s }"
    body = (el("p", "some text with letters of many widths"), el("div", "moves", html_id="a"), el("div", "fades", id=60, html_id="b"))
    fades = mutation(700, attributes=[{"id": 60, "attributes": {"style": "opacity:0"}}])
    first = script(scene(page(*body, head=(css(moving),)), fades, at=(0, 1_000, 2_000)))
    renders = [renderer.render(first) for _ in range(10)]
    assert len({rendered.frames for rendered in renders}) == 1
    assert len({rendered.video for rendered in renders}) == 1


def test_a_transition_stands_where_it_stood_at_that_instant(renderer: Chromium) -> None:
    """Linear from 0 to 400 px within two seconds, begun at 1,000: half way at 2,000, at its end from 3,000 on. Neither skipped nor stuck."""
    rules = "#run { transition: margin-left 2s linear; width: 40px; height: 40px; background: red; margin-left: 0 } #run.on { margin-left: 400px }"
    made = scene(
        page(el("div", id=70, html_id="run"), head=(css("body{margin:0}" + rules),)),
        mutation(1_000, attributes=[{"id": 70, "attributes": {"class": "on"}}]),
        mutation(1_900, adds=[add(el("p", "something else came"), 4)]),
        at=(500, 2_000, 2_500, 3_000, 9_000),
    )
    lefts = []
    for frame in renderer.render(script(made)).frames:
        shown = jpeg(frame)
        lefts.append(next(x for x in range(shown.width) if shown.near(x, 20, RED, by=60)))
    assert [abs(left - wanted) <= 3 for left, wanted in zip(lefts, (0, 200, 300, 400, 400), strict=True)] == [True] * 5, lefts


def test_a_dialog_that_fades_in_is_there(renderer: Chromium) -> None:
    """The case that plain seeking gets wrong: an entrance animation that never ran leaves the dialog invisible."""
    rules = (
        "@keyframes in { from { opacity: 0 } to { opacity: 1 } } .modal { animation: in 300ms both; position: fixed; inset: 100px; background: blue }"
    )
    made = scene(page(el("p", "page"), head=(css(rules),)), mutation(1_500, adds=[add(el("div", class_="modal"), 4)]), at=(1_000, 2_000))
    before, after = (jpeg(frame) for frame in renderer.render(script(made)).frames)
    assert not before.near(320, 200, BLUE)
    assert after.near(320, 200, BLUE)


def test_a_press_is_ringed_in_its_frame_and_not_in_the_next(renderer: Chromium) -> None:
    made = scene(page(block("green", id=80, left=250, top=150)), at=(1_000, 2_000), presses=[Press(at_ms=600, x=300, y=200, node_id=80)])
    ringed, after = (jpeg(frame) for frame in renderer.render(script(made)).frames)
    assert ringed_at(ringed, 300, 200)
    assert after.has(RING, by=40) == 0


def test_a_ring_is_dashed_where_what_was_pressed_has_gone_or_moved_since(renderer: Chromium) -> None:
    """Else the reader of a frame takes it for a press on what came after it."""
    pressed = [Press(at_ms=600, x=140, y=140, node_id=80)]
    moves = mutation(800, attributes=[{"id": 80, "attributes": {"style": {"left": "300px"}}}])
    goes = mutation(800, removes=[{"parentId": 4, "id": 80}])
    loads = record(800, page(block("green", id=80)), 2)
    drawn = []
    for happens in ([], [moves], [goes], [loads]):
        [frame] = renderer.render(script(scene(page(block("green", id=80)), *happens, at=(1_000,), presses=pressed))).frames
        drawn.append(jpeg(frame).has(RING, by=60))
    whole, *dashed = drawn
    assert all(0 < one < 0.8 * whole for one in dashed), drawn


def test_a_press_in_a_frame_is_ringed_where_the_frame_stands(renderer: Chromium) -> None:
    inner = {
        "type": 0,
        "id": 300,
        "childNodes": [{**el("html", el("head", id=302), el("body", el("button", "b", id=304), id=303), id=301)}],
    }
    outer = page(el("iframe", id=200, style="position:absolute;left:200px;top:100px;width:300px;height:200px;border:0"))
    attached = record(
        1,
        {
            "source": 0,
            "texts": [],
            "attributes": [],
            "removes": [],
            "adds": [{"parentId": 200, "nextId": None, "node": inner}],
            "isAttachIframe": True,
        },
    )
    made = scene(outer, attached, at=(1_000,), presses=[Press(at_ms=900, x=20, y=30, node_id=304)])
    [frame] = renderer.render(script(made)).frames
    assert ringed_at(jpeg(frame), 220, 130)


def test_the_footer_is_ours_whatever_the_page_does(renderer: Chromium) -> None:
    """A page that covers everything covers its own frame and nothing else."""
    cover = el("div", style="position:fixed;inset:-500px;width:5000px;height:5000px;z-index:2147483647;background:red")
    rendered = renderer.render(script(scene(page(cover), at=(61_000,))))
    shown = jpeg(rendered.frames[0])
    assert shown.near(320, 200, RED)
    assert (rendered.height, shown.height) == (422, 422)
    assert shown.near(320, 420, (27, 34, 48))


def test_what_was_not_captured_is_hatched_and_counted(renderer: Chromium) -> None:
    broken = el("img", src="https://app.test/a.png", width="200", height="100", style="position:absolute;left:0;top:0")
    rendered = renderer.render(script(scene(page(broken), at=(500,))))
    shown = jpeg(rendered.frames[0])
    assert shown.near(2, 2, (228, 231, 236), by=45)
    assert any("hatched" in note for note in rendered.notes)


def test_a_drawing_is_shown_though_no_script_may_run(renderer: Chromium) -> None:
    canvas = el("canvas", id=90, width="300", height="200", style="position:absolute;left:10px;top:10px")
    paint = [{"property": "fillStyle", "args": ["#0000ff"], "setter": True}, {"property": "fillRect", "args": [0, 0, 300, 200]}]
    made = scene(page(canvas), record(400, {"source": 9, "id": 90, "type": 0, "commands": paint}), at=(1_000,))
    [frame] = renderer.render(script(made)).frames
    assert jpeg(frame).near(100, 100, BLUE)


def test_a_blank_page_is_said_to_be_blank(renderer: Chromium) -> None:
    rendered = renderer.render(script(scene(page(), mutation(1_500, adds=[add(block("red"), 4)]), at=(1_000, 2_000))))
    assert rendered.blank == (0,)


def test_a_page_that_looks_blank_is_looked_at_twice_and_the_others_stay_what_they_are(renderer: Chromium) -> None:
    white = el("p", "white on white", style="color:white")
    made = scene(
        page(white),
        *(mutation(1_500 + 1_000 * number, adds=[add(block(colour, id=70 + number), 4)]) for number, colour in enumerate(("red", "blue"))),
        at=(1_000, 2_000, 3_000),
    )
    rendered = renderer.render(script(made))
    assert rendered.blank == (0,)
    assert rendered.notes == ("1 frames came out blank though the page was not",)
    assert [jpeg(frame).near(140, 140, colour) for frame, colour in zip(rendered.frames, (WHITE, RED, BLUE), strict=True)] == [True] * 3


def test_a_picture_is_of_its_own_instant_though_the_page_goes_on_while_it_is_drawn(renderer: Chromium) -> None:
    """A press between two pictures brings the page to the ms before it."""
    turns = [
        mutation(1_000 * number, attributes=[{"id": 50, "attributes": {"style": {"background": ("red", "green")[number % 2]}}}])
        for number in range(1, 30)
    ]
    presses = [Press(at_ms=1_000 * number + 700, x=600, y=300, node_id=50) for number in range(1, 29)]
    made = scene(page(block("blue", size=400)), *turns, at=[1_000 * number for number in range(1, 30)], presses=presses)
    frames = [jpeg(frame) for frame in renderer.render(script(made)).frames]
    assert [frame.near(200, 200, (GREEN if number % 2 == 0 else RED)) for number, frame in enumerate(frames)] == [True] * 29


def test_what_we_draw_on_a_blank_page_does_not_fill_it(renderer: Chromium) -> None:
    moved = record(500, {"source": 1, "positions": [{"x": 200, "y": 150, "id": 4, "timeOffset": 0}]})
    rendered = renderer.render(script(scene(page(), moved, at=(1_000,), presses=[Press(at_ms=600, x=3, y=200, node_id=4)])))
    assert jpeg(rendered.frames[0]).has(RING, by=60)
    assert rendered.blank == (0,)


def test_a_small_viewport_is_not_blown_up_and_a_large_one_is_fitted(renderer: Chromium) -> None:
    phone = renderer.render(script(scene(page(el("p", "small")), width=390, height=600)))
    wide = renderer.render(script(scene(page(el("p", "large")), width=2560, height=1440)))
    assert (phone.width, phone.height) == (390, 622)
    assert (wide.width, wide.height) == (960, 562)


def test_the_video_is_the_frames_in_their_colours(renderer: Chromium) -> None:
    swap = mutation(1_500, attributes=[{"id": 50, "attributes": {"style": {"background": "green"}}}])
    rendered = renderer.render(script(scene(page(block("red", size=200)), swap, at=(1_000, 2_000))))
    first, second = video(rendered.video)
    assert (first.width, first.height) == (rendered.width, rendered.height)
    assert first.near(200, 200, RED, by=14)
    assert second.near(200, 200, GREEN, by=14)
    assert first.near(500, 300, WHITE, by=4)


def test_idle_time_that_was_cut_is_marked(renderer: Chromium) -> None:
    made = scene(page(el("p", "text")), at=(1_000, 60_000))
    marked_scene = replace(made, cues=(made.cues[0], replace(made.cues[1], skipped_ms=57_000)))
    before, after = (jpeg(frame) for frame in renderer.render(script(marked_scene)).frames)
    assert before.has((255, 211, 77), by=30) == 0
    assert after.has((255, 211, 77), by=30) > 500
