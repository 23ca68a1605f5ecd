"""Where a page or a call is, without what differs from visit to visit: host, ids, slugs with ids, queries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

ANY = "*"
"""Stands for a part of a path that names one of many things."""
_LONGEST = 60
_VERSION = re.compile(r"v\d+(?:\.\d+)*", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:step|page|stage|part|level|phase|wizard)[-_]?\d{1,2}", re.IGNORECASE)
"""Parts that stand in a fixed row and are no ids."""
_NAMED = re.compile(r"[^\W\d_]{4,}\d")
"""A word with one digit at its end: `oauth2`, `http3`."""
_HEX = re.compile(r"(?=.*[a-f])[0-9a-f]{8,}", re.IGNORECASE)
_RANDOM = re.compile(r"(?=(?:.*[a-z][A-Z]){2})[A-Za-z_-]{10,}")
"""An id of letters only gives itself away by its capitals."""
_ROUTING = frozenset({"route", "page", "view", "action", "act", "controller", "module", "screen", "section", "tab", "do", "cmd"})
"""Parameters by which some applications tell their pages apart."""
_WORD = re.compile(r"[^\W\d]+(?:[/._-][^\W\d]+)*")
_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[.*\]")
_NAME = 4
"""Letters of the shortest name of a thing."""
_SHORT_LABEL = 3
"""A second label of at most so many letters before one of two is taken for a registry's (`co.uk`, `com.au`)."""


@lru_cache(maxsize=8192)
def page_template(url: str) -> str:
    """`https://shop.test/catalogue/hand-trowel_8/?q=1` as `/catalogue/*`. A route in the fragment is part of it (`/#flow/*`), a mere anchor is
    not; of the query only what names a page. Total: an odd URL is its own template; empty stays empty."""
    parts = _split(url)
    if parts is None or (parts.scheme and not parts.netloc and parts.scheme not in ("file", "http", "https")):
        return url[:_LONGEST]
    if not (parts.netloc or parts.path or parts.fragment):
        return ""
    path = _path(parts.path)
    routed = sorted((name, value) for name, value in _pairs(parts.query) if name.lower() in _ROUTING and _WORD.fullmatch(value))
    query = "?" + "&".join(f"{name}={value}" for name, value in routed) if routed else ""
    fragment = parts.fragment.partition("?")[0]
    if not _routes(fragment):
        return path + query
    route = _path(fragment)
    return f"{path}{query}#{route if fragment.startswith('/') else route[1:]}"


def exact_page(url: str) -> str:
    """Path and route with their ids, for what is told apart by them."""
    parts = _split(url)
    if parts is None:
        return url[:_LONGEST]
    return (unquote(parts.path.rstrip("/")) or "/") + (f"#{unquote(parts.fragment.partition('?')[0])}" if _routes(parts.fragment) else "")


def things(urls: Iterable[str]) -> frozenset[str]:
    """Names of things, as the parts of addresses with ids in them give them: `hand trowel` of `/catalogue/hand-trowel_8`."""
    named = (re.sub(r"[\W\d_]+", " ", unquote(part)).strip() for url in urls for part in exact_page(url).split("/") if _part(part) == ANY)
    return frozenset(name.casefold() for name in named if len(name) >= _NAME)


_SEARCHES = re.compile(r"^(?:q|s|k|w|wd|text|phrase|such\w*)$|quer(?:y|ies)|search|term|keyword|find", re.IGNORECASE)
"""How sites name what was searched for."""


@lru_cache(maxsize=1024)
def site(url: str) -> str:
    """`https://eu.shop.test:8443/…` as `shop.test`: subdomains serve tenants and stages of one application. Empty when there is no host."""
    parts = _split(url)
    host = _host(parts) if parts is not None else ""
    labels = host.split(".")
    if _ADDRESS.fullmatch(host) or len(labels) < 3:
        return host
    registry = len(labels[-1]) == 2 and len(labels[-2]) <= _SHORT_LABEL
    return ".".join(labels[-3 if registry else -2 :])


def searched(url: str) -> str:
    """What the query of an address asks for, in words; empty when nothing in it reads like a search. Of several things that a query holds, most are
    how the page is set, and only what is named so is a search."""
    parts = _split(url)
    pairs = _pairs(f"{parts.query}&{parts.fragment.partition('?')[2]}") if parts is not None else []
    asked = [(name, value) for name, value in pairs if name.lower() not in _ROUTING]
    values = [value for name, value in asked if len(asked) == 1 or _SEARCHES.search(name)]
    spoken = [value for value in values if _WORD.search(value) and len(value) <= _LONGEST and "/" not in value]
    return spoken[0] if spoken else ""


def asked_of(method: str, url: str, status: int | None) -> str:
    """`POST /basket 502`, `/api/stock no answer`: a call that failed, the same at another time."""
    ended = "no answer" if status in (0, None) else str(status)
    return " ".join(filter(None, (method.strip().upper(), page_template(url).partition("#")[0], ended)))


def _split(url: str) -> SplitResult | None:
    """An address without its scheme, as some facts hold it, is read as one all the same."""
    head = url.partition("/")[0]
    bare = "://" not in url and not url.startswith(("/", "#", "?")) and ("." in head or head.partition(":")[0] == "localhost")
    try:
        parts = urlsplit(f"//{url}" if bare else url)
        _ = parts.hostname
    except ValueError:
        return None
    return parts


def _routes(fragment: str) -> bool:
    """A fragment that is a page of its own, as against a place on one."""
    return fragment[:1] in ("/", "!") or "/" in fragment.strip("/")


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower().removeprefix("www.")


def _path(path: str) -> str:
    kept: list[str] = []
    for part in unquote(path).split("/"):
        told = _part(part)
        if part and not (told == ANY and kept[-1:] == [ANY]):
            kept.append(told)
    return "/" + "/".join(kept)


def _part(part: str) -> str:
    if _VERSION.fullmatch(part) or _NUMBERED.fullmatch(part) or _NAMED.fullmatch(part):
        return part
    if len(part) > _LONGEST or "@" in part or any(char.isdigit() for char in part) or _HEX.fullmatch(part) or _RANDOM.fullmatch(part):
        return ANY
    return part


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, max_num_fields=200)
    except ValueError:
        return []
