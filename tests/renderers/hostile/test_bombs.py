"""A recording that asks for too much gets what there is, or is given up in time; the next one does not notice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from onlooker.domain.clip import Rendered
from onlooker.errors import RenderError
from onlooker.renderers import MP4, Chromium
from onlooker.renderers.pipe import PipeClosedError
from onlooker.renderers.playing import play
from onlooker.renderers.size import fitting
from tests.domain.dom import css, el, page
from tests.renderers.hostile.bombs import BOMBS, DEADLY, ENDLESS
from tests.renderers.hostile.conftest import opened
from tests.renderers.hostile.processes import alive_in, browsers
from tests.renderers.scenes import scene, script

PATIENCE_S = 50.0
"""On a busy machine; a quiet one needs three seconds for the slowest."""

ORDINARY = script(
    scene(
        page(
            el("h1", "An ordinary page"), el("p", "moves", html_id="a"), head=(css("#a{animation:k 2s infinite} @keyframes k{to{margin-left:90px}}"),)
        ),
        at=(0, 1_000),
    )
)


@pytest.fixture(scope="module")
def before(renderer: Chromium) -> Rendered:
    return renderer.render(ORDINARY)


@pytest.mark.parametrize("name", BOMBS)
def test_what_asks_for_too_much_is_shown_as_far_as_it_goes(renderer: Chromium, before: Rendered, name: str) -> None:
    made = script(BOMBS[name]())
    began = time.monotonic()
    rendered = renderer.render(made)
    assert time.monotonic() - began < PATIENCE_S
    assert len(rendered.frames) == 2
    assert renderer.render(ORDINARY) == before


@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_is_given_up(program: Path, name: str) -> None:
    """With a twentieth of the patience; the browser that hangs is gone afterwards."""
    others = set(browsers())
    began = time.monotonic()
    with opened(program, patience=0.05) as stage:
        [group] = set(browsers()) - others
        with pytest.raises(RenderError) as given_up:
            play(stage, script(ENDLESS[name]()), MP4)
        assert "in time" in str(given_up.value) or isinstance(given_up.value, PipeClosedError)
    assert time.monotonic() - began < PATIENCE_S
    assert alive_in(group) == []


def test_frames_that_are_all_slow_are_too_slow_together(program: Path) -> None:
    """None takes as long as one may; but the scene has had its time."""
    [made] = ORDINARY.scenes
    with opened(program, patience=0.03) as stage, pytest.raises(RenderError, match="in time"):
        stage.load(made, fitting([made]))
        stage.show(0)
        time.sleep(2)
        stage.show(1)


@pytest.mark.parametrize("name", DEADLY)
def test_what_takes_two_browsers_down_is_set_aside(renderer: Chromium, before: Rendered, name: str) -> None:
    made = script(DEADLY[name]())
    with pytest.raises(RenderError) as down:
        renderer.render(made)
    assert down.value.fatal
    there = set(browsers())
    with pytest.raises(RenderError) as again:
        renderer.render(made)
    assert again.value.fatal
    assert set(browsers()) == there  # none is started: it is not tried a third time
    assert renderer.render(ORDINARY) == before


def test_a_browser_that_outgrows_its_ceiling_is_ended(program: Path) -> None:
    others = set(browsers())
    with opened(program, ceiling=300_000_000) as stage:
        [group] = set(browsers()) - others
        assert play(stage, ORDINARY, MP4).frames
        with pytest.raises(PipeClosedError, match="more than 300 MB"):
            play(stage, script(BOMBS["more elements than any page"]()), MP4)
    assert alive_in(group) == []
