"""A film in parts shows what the whole would show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from onlooker import clip
from onlooker.app.filming import PART, Filming
from onlooker.app.framing import Tell, Wanted, framed
from onlooker.app.rendering import opened
from onlooker.domain.clip import ClipScript, Cue, Rendered
from onlooker.errors import RenderError
from onlooker.renderers.size import fitting

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(kw_only=True)
class Told:
    """A renderer that keeps what it was given."""

    workers: int = 2
    scripts: dict[int, ClipScript] = field(default_factory=dict)
    fails_at_ms: int = 1 << 60

    def render(self, script: ClipScript, on_frame: Tell) -> Rendered:
        count = len(script.plan.instants)
        if script.plan.end_ms >= self.fails_at_ms:
            raise RenderError("the browser ended")
        for done in range(1, count + 1):
            on_frame(done, count)
        self.scripts[script.plan.start_ms] = script
        return Rendered(frames=tuple(b"%d" % at_ms for at_ms in script.plan.instants), video=b"")

    @property
    def cues(self) -> list[Cue]:
        return [cue for start in sorted(self.scripts) for scene in self.scripts[start].scenes for cue in scene.cues]


def _filming(sample: str, wanted: Wanted) -> Filming:
    recording, timeline = opened(str(SAMPLES / sample))
    return Filming(recording=recording, timeline=timeline, plan=framed(wanted, recording, timeline))


@pytest.mark.parametrize(("sample", "wanted"), [("fava-1", Wanted(speed=2)), ("oscar-1", Wanted()), ("nodered-2", Wanted(speed=4, cut_idle=True))])
def test_every_frame_once_with_the_marks_of_the_whole(sample: str, wanted: Wanted) -> None:
    filming, told, heard = _filming(sample, wanted), Told(), []
    frames = [frame for part in filming.film(told, lambda done, total: heard.append((done, total))) for frame in part.frames]
    instants = filming.plan.instants
    assert len(told.scripts) > 1
    assert frames == [b"%d" % at_ms for at_ms in instants]
    assert sorted(heard) == [(done, len(instants)) for done in range(1, len(instants) + 1)]
    script = clip.script(filming.recording, filming.plan, filming.timeline, started_at=filming.timeline.started_at)
    assert told.cues == [cue for scene in script.scenes for cue in scene.cues]


def test_a_part_is_short_and_reads_no_screen() -> None:
    told = Told()
    list(_filming("fava-1", Wanted(speed=2)).film(told))
    assert all(len(script.plan.instants) <= PART for script in told.scripts.values())
    assert [scene.looks for script in told.scripts.values() for scene in script.scenes] == [()] * len(told.scripts)


def test_all_parts_have_one_size() -> None:
    told = Told()
    list(_filming("oscar-1", Wanted(speed=2)).film(told))
    assert len({fitting(script.scenes) for script in told.scripts.values()}) == 1


def test_the_parts_do_not_depend_on_how_many_work_on_them() -> None:
    filming = _filming("fava-1", Wanted(speed=2))
    alone, many = Told(workers=1), Told(workers=5)
    list(filming.film(alone))
    list(filming.film(many))
    assert alone.scripts == many.scripts


def test_a_part_that_fails_ends_the_film() -> None:
    filming, told = _filming("fava-1", Wanted(speed=2)), Told(workers=1, fails_at_ms=20_000)
    with pytest.raises(RenderError, match="the browser ended"):
        list(filming.film(told))
    assert max(told.scripts) < 20_000


def test_a_window_without_a_page_is_said_with_its_time() -> None:
    filming = _filming("fava-1", Wanted(end_ms=5_000))
    empty = replace(filming, recording=replace(filming.recording, snapshots=()))
    with pytest.raises(RenderError, match=r"0:00.0:05 cannot be shown: "):
        list(empty.film(Told()))
