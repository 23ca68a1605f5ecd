"""Pictures as plain pixels, for tests that look at them."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """RGB, row by row."""

    width: int
    height: int
    rows: bytes

    def at(self, x: int, y: int) -> tuple[int, int, int]:
        place = 3 * (y * self.width + x)
        red, green, blue = self.rows[place : place + 3]
        return red, green, blue

    def near(self, x: int, y: int, colour: tuple[int, int, int], *, by: int = 12) -> bool:
        return all(abs(one - other) <= by for one, other in zip(self.at(x, y), colour, strict=True))

    def has(self, colour: tuple[int, int, int], *, by: int = 12, below: int = 10_000) -> int:
        """How many pixels above that row are near the colour."""
        height = min(self.height, below)
        return sum(self.near(x, y, colour, by=by) for y in range(0, height, 2) for x in range(0, self.width, 2)) * 4


def jpeg(data: bytes) -> Picture:
    [frame] = av.CodecContext.create("mjpeg", "r").decode(av.Packet(data))
    assert isinstance(frame, VideoFrame)
    return _picture(frame, Colorspace.ITU601, ColorRange.JPEG)


def video(data: bytes) -> list[Picture]:
    with av.open(io.BytesIO(data), "r") as box:
        return [_picture(frame, Colorspace.ITU709, ColorRange.MPEG) for frame in box.decode(video=0)]


def _picture(frame: VideoFrame, colours: Colorspace, span: ColorRange) -> Picture:
    shown = frame.reformat(format="rgb24", src_colorspace=colours, src_color_range=span)
    plane = shown.planes[0]
    line, data = plane.line_size, bytes(plane)
    rows = b"".join(data[line * row : line * row + 3 * frame.width] for row in range(frame.height))
    return Picture(width=frame.width, height=frame.height, rows=rows)
