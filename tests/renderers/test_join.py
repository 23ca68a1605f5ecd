"""Videos put behind one another: every frame at its time, none encoded anew."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import pytest

from onlooker.errors import RenderError
from onlooker.renderers.encode import FORMS, encode
from onlooker.renderers.join import Join

WIDTH, HEIGHT = 320, 200


def _jpeg(level: int, width: int = WIDTH) -> bytes:
    """A picture of one brightness."""
    frame = av.VideoFrame(width, HEIGHT, "yuvj420p")
    for plane, value in zip(frame.planes, (level, 128, 128), strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    encoder = av.VideoCodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = width, HEIGHT, "yuvj420p", Fraction(1, 8)
    [packet] = encoder.encode(frame)
    return bytes(packet)


def _seen(path: Path, fps: int) -> list[tuple[int, int]]:
    """(number by its time, brightness) of each frame."""
    with av.open(str(path), "r") as box:
        return [
            (round(frame.pts * frame.time_base * fps), bytes(frame.planes[0])[0])
            for frame in box.decode(video=0)
            if frame.pts is not None and frame.time_base is not None
        ]


LEVELS = [40 + 5 * number for number in range(30)]


@pytest.mark.parametrize("fps", [1, 8, 30])
@pytest.mark.parametrize("ending", sorted(FORMS))
def test_parts_play_as_one(ending: str, fps: int, tmp_path: Path) -> None:
    path, form = tmp_path / f"film{ending}", FORMS[ending]
    pictures = [_jpeg(level) for level in LEVELS]
    join, expected = Join(path, form, fps=fps), []
    for start, end in ((0, 12), (12, 13), (13, 15), (15, 16), (16, 19), (19, 30)):
        crf = form.coarsest if start % 2 else form.crf  # a part that was too large is written again, coarser
        part = encode(pictures[start:end], form, width=WIDTH, height=HEIGHT, fps=fps, crf=crf)
        join.add(part, frames=end - start)
        (tmp_path / "part").write_bytes(part)
        expected += [(start + number, level) for number, level in _seen(tmp_path / "part", fps)]
    join.close()
    assert _seen(path, fps) == expected
    assert [number for number, _ in expected] == list(range(30))


def test_the_same_parts_give_the_same_file(tmp_path: Path) -> None:
    form = FORMS[".mp4"]
    part = encode([_jpeg(level) for level in LEVELS], form, width=WIDTH, height=HEIGHT, fps=8)
    for name in ("one", "other"):
        join = Join(tmp_path / name, form, fps=8)
        join.add(part, frames=30)
        join.add(part, frames=30)
        join.close()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_parts_of_two_sizes_do_not_fit(tmp_path: Path) -> None:
    form = FORMS[".mp4"]
    join = Join(tmp_path / "film.mp4", form, fps=8)
    join.add(encode([_jpeg(90)], form, width=WIDTH, height=HEIGHT, fps=8), frames=1)
    with pytest.raises(RenderError, match="do not fit"):
        join.add(encode([_jpeg(90, 160)], form, width=160, height=HEIGHT, fps=8), frames=1)
