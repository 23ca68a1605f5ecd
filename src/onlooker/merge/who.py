"""Whose session it was and which release of the application, as the events tell it."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.merge.material import Sent
from onlooker.merge.untrusted import text, whole

_RELEASE_KEYS = ("$app_version", "app_version", "release", "$release", "version")


def user(sent: Sequence[Sent]) -> str:
    """The last id known to be a person's; else the last id there is: a visitor who signs in is that user all along."""
    for candidates in ([one for one in sent if one.event.properties.get("$is_identified") is True], sent):
        for one in reversed(candidates):
            if one.event.distinct_id:
                return one.event.distinct_id
    return ""


def release(sent: Sequence[Sent]) -> str:
    """The first there is under a usual name."""
    for one in sent:
        for key in _RELEASE_KEYS:
            value = one.event.properties.get(key)
            told = text(value, 100) or (str(value)[:40] if isinstance(value, float) or whole(value) is not None else "")
            if told:
                return told
    return ""
