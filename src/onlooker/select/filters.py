"""The filters of a selection, one after another: which one a session does not pass, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from onlooker.domain.selection import Glimpse, Reason, Selection, Trait
from onlooker.domain.timebase import iso
from onlooker.domain.words import duration


def refused(glimpse: Glimpse, selection: Selection) -> tuple[Reason, str] | None:
    """The first filter it does not pass; None when it passes all."""
    return next(_refusals(glimpse, selection), None)


def _refusals(glimpse: Glimpse, wanted: Selection) -> Iterator[tuple[Reason, str]]:
    yield from _set_apart(glimpse, wanted)
    at = glimpse.started_at
    if (wanted.since is not None and at < wanted.since) or (wanted.until is not None and at >= wanted.until):
        yield Reason.TIME, f"it began {iso(at)}"
    if wanted.users and not _any(wanted.users, (glimpse.user, *glimpse.known_as)):
        yield Reason.USER, f"its user is {glimpse.user or 'unknown'}"
    if wanted.releases and not _any(wanted.releases, (glimpse.release,)):
        yield Reason.RELEASE, f"its release is {glimpse.release or 'unknown'}"
    if wanted.pages and not any(_shows(page, url) for page in wanted.pages for url in glimpse.pages):
        yield Reason.PAGE, f"of its {len(glimpse.pages)} pages none is asked for"
    if wanted.events and not _any(wanted.events, glimpse.events):
        yield Reason.EVENT, "none of its events is asked for"
    if glimpse.duration_ms < wanted.min_duration_ms or (wanted.max_duration_ms is not None and glimpse.duration_ms > wanted.max_duration_ms):
        yield Reason.DURATION, f"it took {duration(glimpse.duration_ms)}"
    if glimpse.active_ms < wanted.min_active_ms:
        yield Reason.ACTIVITY, f"it was active for {duration(glimpse.active_ms)}"


def _set_apart(glimpse: Glimpse, wanted: Selection) -> Iterator[tuple[Reason, str]]:
    """Bots and the team's own people before short sessions: who it was says more than how long."""
    why = glimpse.traits
    if Trait.EMPTY in why:
        yield Reason.EMPTY, why[Trait.EMPTY]
    if Trait.BOT in why and not wanted.keep_bots:
        yield Reason.BOT, why[Trait.BOT]
    if Trait.AUTOMATED in why and wanted.skip_automated:
        yield Reason.AUTOMATED, why[Trait.AUTOMATED]
    if not wanted.keep_internal and (internal := _internal(glimpse, wanted)):
        yield Reason.INTERNAL, internal
    if Trait.SHORT in why and not wanted.keep_short:
        yield Reason.SHORT, why[Trait.SHORT]


def _internal(glimpse: Glimpse, wanted: Selection) -> str:
    names = (glimpse.user, *glimpse.known_as)
    if wanted.internal_users and _any(wanted.internal_users, names):
        return "its user is one of your own"
    domains = {domain.lower().lstrip("@") for domain in wanted.internal_domains}
    mails = {name.rpartition("@")[2].lower() for name in names if "@" in name}
    own = next((mail for mail in sorted(mails) if any(mail == domain or mail.endswith(f".{domain}") for domain in domains)), "")
    return f"its user's address ends in {own}" if own else glimpse.traits.get(Trait.INTERNAL, "")


def _any(patterns: Iterable[str], values: Iterable[str]) -> bool:
    values = tuple(values)
    return any(_pattern(pattern).fullmatch(value) for pattern in patterns for value in values)


def _shows(page: str, url: str) -> bool:
    """A page that begins with `/` is a path, one with `://` a whole address; any other is looked for anywhere in the address. Of a path the part
    before `?` is enough, and a route behind `#` is a path too."""
    pattern = _pattern(page)
    if "://" in page:
        return bool(pattern.fullmatch(url) or pattern.fullmatch(url.partition("?")[0].partition("#")[0]))
    if not page.startswith("/"):
        return pattern.search(url) is not None
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    whole = parts.path + (f"?{parts.query}" if parts.query else "")
    route = parts.fragment.lstrip("!")
    return any(
        pattern.fullmatch(told) for told in (parts.path, parts.path.rstrip("/"), whole, f"{whole}#{parts.fragment}", route, route.partition("?")[0])
    )


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    """`*` stands for anything, even nothing; case does not count."""
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.IGNORECASE | re.DOTALL)
