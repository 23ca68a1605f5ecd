"""Records of the wrong shape: each scene renders or raises the one error that is known, and leaves the renderer as it was."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest

from onlooker.domain.clip import Press, Rendered, Scene
from onlooker.errors import RenderError
from onlooker.renderers import Chromium
from tests.domain.dom import el, marked, page
from tests.renderers.hostile.odd import ODD, rich
from tests.renderers.scenes import scene, script

PATIENCE_S = 50.0
ORDINARY = script(scene(page(el("h1", "An ordinary page"), marked("canvas", {"width": "50", "height": "50"})), at=(0, 1_000)))


@pytest.fixture(scope="module")
def before(renderer: Chromium) -> Rendered:
    return renderer.render(ORDINARY)


def tried(renderer: Chromium, made: Scene) -> Rendered | RenderError:
    began = time.monotonic()
    try:
        return renderer.render(script(made))
    except RenderError as refused:
        return refused
    finally:
        assert time.monotonic() - began < PATIENCE_S


@pytest.mark.parametrize("name", ODD)
def test_what_no_recorder_writes_renders_or_is_refused(renderer: Chromium, before: Rendered, name: str) -> None:
    outcome = tried(renderer, ODD[name]())
    assert isinstance(outcome, RenderError) or len(outcome.frames) == 2
    assert not isinstance(outcome, RenderError) or not outcome.fatal
    assert renderer.render(ORDINARY) == before


STRANGE: tuple[Any, ...] = (None, True, 0, -1, 1e308, "", "x", "__proto__", [], {}, [None], {"x": {}}, 4, "4", [[[]]], "constructor", 2**31)


def holes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it that something else could stand in."""
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield value, key
        yield from holes(value[key])


@pytest.mark.parametrize("seed", range(60))
def test_a_scene_with_something_else_in_some_places_renders_or_is_refused(renderer: Chromium, before: Rendered, seed: int) -> None:
    chance = random.Random(seed)
    told = copy.deepcopy(rich())
    for holder, key in chance.sample(list(holes(told)), chance.choice((1, 3, 12))):
        match chance.randrange(4):
            case 0 if isinstance(holder, dict):
                holder.pop(key, None)
            case 1 if isinstance(holder, list) and key < len(holder):
                holder.append(holder[key])
            case _ if isinstance(holder, dict) or key < len(holder):
                holder[key] = chance.choice(STRANGE)
    press = Press(at_ms=600, x=9, y=9, node_id=61)
    plain = scene(page("x"), at=(0, 500, 1_000), looks=(450,), presses=[press])
    outcome = tried(renderer, replace(plain, events=orjson.dumps(told)))
    assert isinstance(outcome, RenderError) or len(outcome.frames) == 3
    assert not isinstance(outcome, RenderError) or not outcome.fatal
    assert renderer.render(ORDINARY) == before


def test_what_is_shown_of_the_rich_scene_is_all_of_it(renderer: Chromium) -> None:
    """Else the cases above would be about nothing."""
    outcome = tried(renderer, replace(scene(page("x"), at=(0, 500, 1_000)), events=orjson.dumps(rich())))
    assert isinstance(outcome, Rendered)
    assert not any("could not be replayed" in note for note in outcome.notes)
