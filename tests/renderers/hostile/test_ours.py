"""What we draw is ours: a page covers its own frame and nothing beside it, and cannot make itself larger than it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from onlooker.domain.clip import Press, Scene
from onlooker.renderers import Chromium
from tests.domain.dom import css, el, marked, page
from tests.renderers.hostile.lures import Node
from tests.renderers.pixels import Picture, jpeg
from tests.renderers.scenes import mutation, record, scene, script

RING = (229, 0, 109)
WIDTH, HEIGHT, FOOTER = 640, 400, 22
COVER = "position:fixed;inset:-9999px;width:99999px;height:99999px;z-index:2147483647;background:lime"
NAMES = ("view", "stage", "marks", "footer")


def covering(*body: Node | str, styles: str = "", then: tuple[dict[str, object], ...] = ()) -> Scene:
    presses = [Press(at_ms=900, x=300, y=200, node_id=4)]
    return scene(page(*body, head=(css(styles),)), *then, at=(1_000,), presses=presses, width=WIDTH, height=HEIGHT)


COVERS: dict[str, Callable[[], Scene]] = {
    "fixed": lambda: covering(el("div", style=COVER)),
    "in the top layer": lambda: covering(
        marked("dialog", {"open": "", "rr_open_mode": "modal", "style": COVER}), styles=f"dialog::backdrop{{{COVER}}}"
    ),
    "enlarged": lambda: covering(
        el("div", style=COVER), styles="html{zoom:50;transform:scale(90) translate(-50%,50%);overflow:visible;contain:none}"
    ),
    "with our names": lambda: covering(
        *(marked("div", {"id": name, "class": "ring pointer jump replayer-wrapper"}) for name in NAMES),
        styles=f"#footer,#marks,#view,#stage,.ring,.pointer,:root,iframe{{{COVER}}} b,span{{color:lime!important}}",
    ),
    "from inside a frame": lambda: covering(
        el("iframe", id=60, style=COVER),
        then=(
            record(
                5,
                {
                    "source": 0,
                    "texts": [],
                    "attributes": [],
                    "removes": [],
                    "adds": [{"parentId": 60, "nextId": None, "node": {"type": 0, "id": 70, "childNodes": [el("html", el("body", style=COVER))]}}],
                    "isAttachIframe": True,
                },
            ),
        ),
    ),
    "later": lambda: covering(
        "x", then=(mutation(5, attributes=[{"id": 2, "attributes": {"style": COVER}}, {"id": 4, "attributes": {"style": COVER}}]),)
    ),
    "scrolled": lambda: covering(el("div", style="height:9999px;background:lime"), then=(record(5, {"source": 3, "id": 1, "x": 0, "y": 5_000}),)),
}


def below(shown: Picture) -> list[tuple[int, int, int]]:
    """The footer without its first rows, into which a JPEG's blocks carry the colours above."""
    return [shown.at(x, y) for y in range(HEIGHT + 16, HEIGHT + FOOTER) for x in range(0, WIDTH, 3)]


@pytest.mark.parametrize("name", COVERS)
def test_the_footer_and_the_marks_are_ours_whatever_covers_the_page(renderer: Chromium, name: str) -> None:
    plain, covered = (jpeg(renderer.render(script(made)).frames[0]) for made in (covering("x"), COVERS[name]()))
    assert (covered.width, covered.height) == (WIDTH, HEIGHT + FOOTER)
    assert all(abs(one - other) <= 40 for pair in zip(below(plain), below(covered), strict=True) for one, other in zip(*pair, strict=True))
    assert sum(abs(one - other) for pair in zip(below(plain), below(covered), strict=True) for one, other in zip(*pair, strict=True)) < 40_000
    assert any(covered.near(x, 200, RING, by=40) for x in range(280, 290))
    assert not covered.near(300, 200, (255, 255, 255))  # so the page was covered


def test_an_address_is_text_and_no_more(renderer: Chromium) -> None:
    """The one text of the recording outside its frame."""
    plain = covering("x")
    evil = "<img src=x onerror=alert(1)></span><b>9:59</b>\u202e\u2066" + "\n" * 50 + "x" * 5_000
    made = replace(plain, cues=tuple(replace(cue, url=evil) for cue in plain.cues))
    shown, other = (jpeg(renderer.render(script(one)).frames[0]) for one in (made, plain))
    assert (shown.width, shown.height) == (WIDTH, HEIGHT + FOOTER)
    for y in range(HEIGHT + 4, HEIGHT + FOOTER):  # the time before it stands where it stood
        assert all(shown.near(x, y, other.at(x, y), by=60) for x in range(8, 30))
