"""Bytes -> Recording and EventLog. Packing, JSON shape and repair are three steps: `unpack`, `records`, `repair`; contents stay lazy."""

from onlooker.decode.events import events
from onlooker.decode.recording import recording

__all__ = ["events", "recording"]
