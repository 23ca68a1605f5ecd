"""PostHog's text form of an element and its ancestors, nearest first:

    a.btn.btn-primary:attr__class="btn btn-primary"attr__href="/basket/"nth-child="3"text="View basket";div.alert:attr__class="alert"

1. `;` parts elements, but not inside quotes. 2. A class may hold a colon (`md:flex`): the attributes begin at the first colon that is
followed by `key="`. 3. Quotes and backslashes inside values are escaped with a backslash.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from onlooker.domain.screen import Element

_DEEPEST = 12
"""Ancestors further away say nothing about what was pressed."""
_HEAD = re.compile(r'[^;"]*?(?=:[\w\-]+="|;|$)')
_ATTRIBUTE = re.compile(r'([^=";]+)="((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = frozenset({"a", "button", "input", "select", "textarea", "label", "summary", "option"})
_ACTIVE_ROLES = frozenset({"button", "link", "tab", "menuitem", "checkbox", "radio", "switch", "option", "combobox"})
_LABELS = ("text", "attr__aria-label", "attr__placeholder", "attr__alt", "attr__title")
_FIELDS = frozenset({"input", "select", "textarea"})
_WORD = re.compile(r"[^\W_]+")
_PRESSED_INPUTS = frozenset({"submit", "button", "reset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One element of a chain. Attribute keys as in the text: `attr__href`, `text`, `nth-child`."""

    tag: str
    classes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


def parse_chain(chain: str) -> tuple[ChainLink, ...]:
    """The element and its nearest ancestors. What does not fit the form ends the reading; what was read before stands."""
    links: list[ChainLink] = []
    place = 0
    while place < len(chain) and len(links) < _DEEPEST:
        head = _HEAD.match(chain, place)
        if head is None:
            break
        place = head.end()
        attributes: dict[str, str] = {}
        if chain.startswith(":", place):
            place += 1
            while (found := _ATTRIBUTE.match(chain, place)) is not None:
                attributes[found.group(1)] = _ESCAPE.sub(r"\1", found.group(2))
                place = found.end()
        tag, *classes = head.group().strip().split(".")
        if tag:
            links.append(ChainLink(tag=tag.lower(), classes=tuple(name for name in classes if name), attributes=attributes))
        if not chain.startswith(";", place):
            break
        place += 1
    return tuple(links)


@lru_cache(maxsize=4096)
def chain_element(chain: str) -> Element | None:
    """The element itself, told by what its chain knows of it; None for a chain that names none."""
    links = parse_chain(chain)
    if not links:
        return None
    link = links[0]
    attributes = link.attributes
    kind = attributes.get("attr__type", "").lower()
    return Element(
        tag=link.tag,
        label=_label(link, kind),
        role=attributes.get("attr__role", "").lower(),
        ref=_ref(link),
        href=next((href for near in links[:4] if near.tag == "a" and (href := near.attributes.get("attr__href", ""))), ""),
        type=kind,
        name=attributes.get("attr__name", ""),
        disabled="attr__disabled" in attributes,
        interactive=True if any(_active(near) for near in links[:4]) else None,
        in_dialog=any(_dialog(near) for near in links),
        classes=link.classes,
    )


def _label(link: ChainLink, kind: str) -> str:
    keys: Sequence[str] = ("attr__value", *_LABELS) if kind in _PRESSED_INPUTS and link.tag == "input" else _LABELS
    told = next((value for key in keys if (value := " ".join(link.attributes.get(key, "").split()))), "")
    return (told or (_words(link.attributes.get("attr__name", "")) if link.tag in _FIELDS else ""))[:80]


def _words(name: str) -> str:
    """`first_name` -> `first name`: better than nothing to call a field by."""
    return " ".join(_WORD.findall(name))


def _ref(link: ChainLink) -> str:
    if identity := link.attributes.get("attr__id", ""):
        return f"{link.tag}#{identity}"
    if name := link.attributes.get("attr__name", ""):
        return f"{link.tag}[name={name}]"
    if href := link.attributes.get("attr__href", ""):
        return f"{link.tag}[href={href}]"
    return ".".join((link.tag, *link.classes[:3]))


def _active(link: ChainLink) -> bool:
    return link.tag in _CONTROLS or link.attributes.get("attr__role", "").lower() in _ACTIVE_ROLES


def _dialog(link: ChainLink) -> bool:
    return link.tag == "dialog" or link.attributes.get("attr__role", "").lower() in ("dialog", "alertdialog") or "modal" in link.classes
