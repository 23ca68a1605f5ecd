"""Videos of one form put behind one another without encoding anything again."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path

import av
from av.video.stream import VideoStream

from onlooker.errors import RenderError
from onlooker.renderers.encode import Form

_REORDERED = 1
"""Frames by which x264 writes one ahead of its turn, at most."""


class Join:
    """Writes to `path` as it goes. Every video has to come from the same encoder, at the same size; each begins with a whole picture, so that a
    player can jump there."""

    def __init__(self, path: Path, form: Form, *, fps: int) -> None:
        options = {"movflags": "faststart"} if form.container == "mp4" else {}
        self._box = av.open(str(path), "w", format=form.container, options=options)
        self._fps = fps
        self._stream: VideoStream | None = None
        self._frames = 0

    def add(self, video: bytes, *, frames: int) -> None:
        with av.open(io.BytesIO(video), "r") as part:
            given = part.streams.video[0]
            if self._stream is None:
                self._stream = self._box.add_stream_from_template(given)
                self._stream.time_base = Fraction(1, self._fps)
            elif given.codec_context.extradata != self._stream.codec_context.extradata:
                raise RenderError("the parts of the video do not fit together")
            reordered = _REORDERED if given.codec_context.has_b_frames else 0
            packets = [(packet, packet.pts, packet.time_base) for packet in part.demux(given)]
            whole = [(packet, pts * base) for packet, pts, base in packets if pts is not None and base is not None]
            for place, (packet, seconds) in enumerate(whole):
                packet.pts = self._frames + round(seconds * self._fps)
                packet.dts = self._frames + place - reordered  # as if it were one video: a short part by itself begins later
                packet.duration = 1
                packet.time_base = Fraction(1, self._fps)
                packet.stream = self._stream
                self._box.mux(packet)
        self._frames += frames

    def close(self) -> None:
        """The file is complete after this."""
        self._box.close()
