"""Whose session it is and which release of the application, as the events tell it. User and release by the rules of `merge.who`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from onlooker.domain.untrusted import attributes_of, text_of
from onlooker.select.traces import Sent

_RELEASE_KEYS = ("$app_version", "app_version", "release", "$release", "version")
_ID_KEYS = ("$user_id", "user_id", "distinct_id", "$device_id")
_MAIL_KEYS = ("email", "$email", "user_email", "$user_email")
_PERSON_KEYS = ("$set", "$set_once", "person_properties", "$person_properties")
_AGENT_KEYS = ("$raw_user_agent", "$user_agent", "user_agent", "userAgent")
_MOST = 20


def user(sent: Sequence[Sent]) -> str:
    """The last id known to be a person's, else the last there is."""
    identified = [one for one in sent if one.properties.get("$is_identified") is True]
    return next((one.event.distinct_id for some in (identified, sent) for one in reversed(some) if one.event.distinct_id), "")


def release(sent: Sequence[Sent]) -> str:
    """The first there is under a usual name."""
    return next((told for one in sent for key in _RELEASE_KEYS if (told := _plain(one.properties.get(key)))), "")


def known_as(sent: Sequence[Sent]) -> tuple[str, ...]:
    """Every id and e-mail address of the session's user, once each."""
    return tuple(dict.fromkeys(_names(sent)))[:_MOST]


def user_agent(sent: Sequence[Sent]) -> str:
    return next((told for one in sent for key in _AGENT_KEYS if (told := one.text(key, 400))), "")


def persons(sent: Sequence[Sent]) -> Iterator[Mapping[str, object]]:
    """What events say of the person who caused them."""
    return (told for one in sent for key in _PERSON_KEYS if (told := attributes_of(one.properties.get(key))))


def _names(sent: Sequence[Sent]) -> Iterator[str]:
    for one in sent:
        yield from filter(None, (one.event.distinct_id[:200], *(_plain(one.properties.get(key)) for key in _ID_KEYS)))
    for told in (*(one.properties for one in sent), *persons(sent)):
        yield from filter(None, (text_of(told.get(key))[:200] for key in _MAIL_KEYS))


def _plain(value: object) -> str:
    """A text or a number as text; release numbers are written as either."""
    if isinstance(value, bool):
        return ""
    return value[:100] if isinstance(value, str) else str(value)[:40] if isinstance(value, int | float) and abs(value) < 2**53 else ""
