"""The stills of a clip, as JPEGs, and its video, which is made of them.

A second in which nothing changed on the page is not drawn again: its still is the last picture of the page with its own footer below. The browser
draws the footers of many seconds in one picture, which takes it as long as one frame; to put two pictures together takes a quarter of that, and
is done beside it.
"""

from __future__ import annotations

import math
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from onlooker.errors import RenderError
from onlooker.renderers.encode import Encoder, Form, decoded, encode

_QUALITY = "3"
"""Of FFmpeg's scale from 2 to 31: as many bytes as Chromium's JPEG of quality 82, measured on the samples; it is put on pictures that were that."""


MOST_BYTES = 110_000
"""Of video for a clip of `_FRAMES` or fewer, more in proportion. Pages that change all over every second are written a second time, coarser; their
stills stay sharp."""
_FRAMES = 13
"""Of the usual 12 s."""
_HALF = 6
"""Steps of `crf` that make a video half as large, about."""


class Stills:
    """Takes what was pictured, in order. `height` holds the footer of `footer_px` rows at its bottom; both even, as colours have half the rows."""

    def __init__(self, form: Form, *, width: int, height: int, footer_px: int, fps: int) -> None:
        self._form, self._fps = form, fps
        self._encoder = Encoder(form, width=width, height=height, fps=fps)
        self._width, self._height, self._footer_px = width, height, footer_px
        self._stills: list[bytes] = []
        self._page: VideoFrame | None = None
        self._sheet: tuple[bytes, VideoFrame] | None = None
        self._writer: VideoCodecContext | None = None

    def picture(self, jpeg: bytes) -> bytes:
        """A picture of page and footer: the still is what it is. Raises RenderError for what is no JPEG."""
        self._page = decoded(jpeg)
        self._encoder.add_frame(self._page)
        self._stills.append(jpeg)
        return jpeg

    def again(self, sheet: bytes, row: int) -> bytes:
        """The last picture's page, with footer number `row` of those that `sheet` is a picture of. Raises RenderError."""
        page = self._page
        if page is None:
            raise RenderError("there is no picture of this page yet")
        if self._sheet is None or self._sheet[0] is not sheet:
            self._sheet = (sheet, decoded(sheet))
        _put(page, self._height - self._footer_px, self._sheet[1], row * self._footer_px, self._footer_px)
        self._encoder.add_frame(page)
        self._stills.append(self._jpeg(page))
        return self._stills[-1]

    def finish(self) -> bytes:
        """The video's bytes."""
        video, crf = self._encoder.finish(), self._form.crf
        most = MOST_BYTES * max(1, len(self._stills) / _FRAMES)
        while (above := len(video) / most) > 1 and crf < self._form.coarsest:
            crf = min(self._form.coarsest, crf + math.ceil(_HALF * math.log2(above)) + 1)
            video = encode(self._stills, self._form, width=self._width, height=self._height, fps=self._fps, crf=crf)
        return video

    def _jpeg(self, frame: VideoFrame) -> bytes:
        if self._writer is None:
            self._writer = av.CodecContext.create("mjpeg", "w")
            self._writer.width, self._writer.height, self._writer.pix_fmt = self._width, self._height, frame.format.name
            self._writer.time_base = Fraction(1, 1)
            self._writer.thread_count = 1
            self._writer.options = {"qmin": _QUALITY, "qmax": _QUALITY}
        frame.pts = None
        return b"".join(bytes(packet) for packet in self._writer.encode(frame))


def _put(page: VideoFrame, top: int, sheet: VideoFrame, start: int, rows: int) -> None:
    """Rows of one picture over those of another of the same width."""
    if (page.width, page.format.name) != (sheet.width, sheet.format.name) or sheet.height < start + rows:
        raise RenderError("two pictures of one clip do not fit together")
    page.make_writable()
    for onto, given in zip(page.planes, sheet.planes, strict=True):
        share = page.height // onto.height  # 1, or 2 for colours
        to, source = memoryview(onto), memoryview(given)
        for row in range(rows // share):
            at, of = (top // share + row) * onto.line_size, (start // share + row) * given.line_size
            to[at : at + onto.width] = source[of : of + onto.width]
