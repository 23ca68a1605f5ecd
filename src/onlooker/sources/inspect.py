"""What each place holds: recognised by its head, surveyed whole where the head cannot tell."""

from __future__ import annotations

from onlooker.domain.part import PartKind
from onlooker.ports import Formats, SkippedPlace
from onlooker.sources.place import Known, Place

LARGEST = 2 << 30
"""Largest file that is opened, in bytes as stored. A day's recording is a hundredth of it."""


def inspect(place: Place, formats: Formats) -> Known | SkippedPlace | None:
    """None: nothing of ours, and nobody asked for it by name."""
    if place.size > LARGEST:
        return SkippedPlace(origin=place.path, reason=f"larger than {LARGEST >> 30} GiB; hand in a part of it")
    try:
        what = formats.recognise(place.name, place.head(formats.HEAD))
        if (what.several or what.damaged) and (place.size > formats.HEAD or what.several):
            what = formats.survey(place.name, place.read())
    except OSError as error:
        return SkippedPlace(origin=place.path, reason=f"cannot be opened: {error.strerror or type(error).__name__}")
    if what.kind is not PartKind.UNKNOWN:
        return Known(place=place, what=what)
    if not place.size and place.named:
        return SkippedPlace(origin=place.path, reason="empty")
    if what.damaged:
        return SkippedPlace(origin=place.path, reason="damaged: neither snapshots nor events can be read from it")
    return SkippedPlace(origin=place.path, reason="holds neither a recording nor events") if place.named else None
