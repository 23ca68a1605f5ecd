"""Pictures -> video, by PyAV. The frames are the stills themselves; nothing is rendered twice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from onlooker.errors import RenderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write a video. `options` are the encoder's own, `crf` its constant quality: one at which text of 10 px stays sharp, for a page that
    mostly stands still (about 30 to 80 KB for 13 frames of 960 x 562, measured on the samples); `coarsest` is where text can still be read. x264
    looks two frames ahead, and holds one back at most: with the preset's ten and three, most of a clip of 13 frames is encoded when its last one has
    come, and not meanwhile. At the same size that costs 0.8 dB of 44 on average, and the worst frame comes out better."""

    media_type: str
    container: str
    codec: str
    crf: int
    coarsest: int
    options: dict[str, str]


MP4 = Form(
    media_type="video/mp4",
    container="mp4",
    codec="libx264",
    crf=23,
    coarsest=35,
    # Stitchable: parts of another quality go into one file.
    options={"preset": "veryfast", "tune": "stillimage", "rc-lookahead": "2", "bf": "1", "x264-params": "stitchable=1"},
)
WEBM = Form(
    media_type="video/webm",
    container="webm",
    codec="libvpx-vp9",
    crf=33,
    coarsest=50,
    options={"deadline": "realtime", "cpu-used": "7", "b": "0", "row-mt": "1", "tune-content": "screen"},
)
FORMS = {".mp4": MP4, ".webm": WEBM}


class Encoder:
    """Takes pictures of one size in order; `finish` gives the file's bytes."""

    def __init__(self, form: Form, *, width: int, height: int, fps: int, crf: int | None = None) -> None:
        self._form = form
        self._buffer = io.BytesIO()
        self._box = av.open(self._buffer, "w", format=form.container)
        stream = self._box.add_stream(form.codec, rate=fps, options={**form.options, "crf": str(form.crf if crf is None else crf)})
        if not isinstance(stream, VideoStream):
            raise TypeError(f"{form.codec} writes no video")
        self._stream = stream
        self._stream.width, self._stream.height, self._stream.pix_fmt = width, height, "yuv420p"
        context = self._stream.codec_context
        context.thread_count = 1  # the clip beside this one has the other core; and one thread gives the same bytes every time
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 1, 1, 1  # limited range, BT.709: told, not guessed
        context.time_base = Fraction(1, fps)
        self._reformat = VideoReformatter()
        self._width, self._height = width, height
        self._time_base = Fraction(1, fps)
        self._count = 0

    def add(self, jpeg: bytes) -> None:
        """Raises RenderError for what is no JPEG."""
        self.add_frame(decoded(jpeg))

    def add_frame(self, frame: VideoFrame) -> None:
        """As `decoded` gives it."""
        # A JPEG's colours are full range in BT.601; taken for anything else, white turns grey.
        shown = self._reformat.reformat(
            frame,
            width=self._width,
            height=self._height,
            format="yuv420p",
            src_colorspace=Colorspace.ITU601,
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
        )
        shown.pts, shown.time_base = self._count, self._time_base
        shown.pict_type = PictureType.NONE  # a decoded JPEG says that it is a key frame, and would be written as one
        self._count += 1
        for packet in self._stream.encode(shown):
            self._box.mux(packet)

    def finish(self) -> bytes:
        for packet in self._stream.encode(None):
            self._box.mux(packet)
        self._box.close()
        return self._buffer.getvalue()


def decoded(jpeg: bytes) -> VideoFrame:
    """Raises RenderError for what is no JPEG."""
    try:
        [frame] = av.CodecContext.create("mjpeg", "r").decode(av.Packet(jpeg))
    except (av.FFmpegError, ValueError):
        raise RenderError("a frame is no picture that can be read") from None
    if not isinstance(frame, VideoFrame):
        raise RenderError("a frame is no picture that can be read")
    return frame


_MARK_PX = 32
"""Half a square that holds a ring or the pointer, and what JPEG makes of their edges."""
_SAME = 6
"""Levels of 255 by which a JPEG's block of one colour may differ from the next."""


def uniform(jpeg: bytes, *, above: int, beside: Sequence[tuple[float, float]] = ()) -> bool:
    """Whether the picture is of one brightness all over, its lowest `above` rows left out, and squares of `_MARK_PX` around the points `beside`."""
    try:
        frame = decoded(jpeg)
    except RenderError:
        return False
    light = frame.planes[0]
    seen = bytes(light)[: light.line_size * max(1, frame.height - above)]
    rows = [bytearray(seen[start : start + frame.width]) for start in range(0, len(seen), light.line_size)]
    for x, y in beside:
        left, right = max(0, round(x) - _MARK_PX), min(frame.width, round(x) + _MARK_PX)
        next_to = left - 1 if left else min(right, frame.width - 1)
        for row in rows[max(0, round(y) - _MARK_PX) : max(0, round(y) + _MARK_PX)]:
            row[left:right] = bytes([row[next_to]]) * max(0, right - left)
    return max(map(max, rows)) - min(map(min, rows)) <= _SAME


def encode(frames: Sequence[bytes], form: Form, *, width: int, height: int, fps: int, crf: int | None = None) -> bytes:
    encoder = Encoder(form, width=width, height=height, fps=fps, crf=crf)
    for frame in frames:
        encoder.add(frame)
    return encoder.finish()
