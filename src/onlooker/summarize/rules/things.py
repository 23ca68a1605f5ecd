"""What kind of thing an element is, and what a person would call it."""

from __future__ import annotations

import re

from onlooker.domain.screen import Element
from onlooker.domain.words import one_line
from onlooker.summarize.rules.prose import readable, spelled

_BUTTON_TYPES = frozenset({"submit", "button", "reset", "image"})
_TICKED_TYPES = frozenset({"checkbox", "radio"})
_FIELD_TAGS = frozenset({"input", "textarea", "select", "option"})
_FIELD_ROLES = frozenset({"textbox", "combobox", "searchbox", "spinbutton"})
_BUTTON_ROLES = frozenset({"button", "menuitem", "switch"})
_SEARCH = re.compile(r"\b(?:search|find|filter|query|keywords?|look ?up)\b|^q$", re.IGNORECASE)
_NOUNS = {"a": "link", "button": "button", "img": "picture", "svg": "icon", "canvas": "canvas", "summary": "section", "video": "video"}


def is_field(target: Element) -> bool:
    """Something one types into or picks from; ticking is apart."""
    if target.tag in _FIELD_TAGS:
        return target.type not in _BUTTON_TYPES and target.type not in _TICKED_TYPES
    return target.role in _FIELD_ROLES


def is_ticked(target: Element) -> bool:
    return target.type in _TICKED_TYPES or target.role in ("checkbox", "radio", "switch")


def is_button(target: Element) -> bool:
    """Links that lead nowhere are buttons."""
    if target.tag == "a" and target.href:
        return target.href.endswith("#") or target.href.startswith("javascript:")
    return target.tag == "button" or target.role in _BUTTON_ROLES or (target.tag == "input" and target.type in _BUTTON_TYPES)


def is_search(target: Element) -> bool:
    if target.type == "search" or target.role == "searchbox":
        return True
    return (is_field(target) or is_button(target)) and any(_SEARCH.search(spelled(text) or text) for text in (target.label, target.name) if text)


def called(target: Element | None) -> str:
    """The label, or the words of its name; "" when neither can be read."""
    if target is None:
        return ""
    label = one_line(target.label)
    if label and "***" not in label and not _taken_from_id(target):
        head, colon, rest = label.partition(":")
        return head if colon and is_field(target) and readable(head) and len(rest) > 1 else one_line(label, 60)
    words = spelled(target.name)
    return words if readable(words) and len(words) > 2 else ""


def _taken_from_id(target: Element) -> bool:
    """A label that nobody reads on the screen: the words of the element's own id, as they stand in it."""
    if is_field(target) or "#" not in target.ref or spelled(target.ref.rpartition("#")[2]) != target.label:
        return False
    return " " in target.label or not (is_button(target) or target.tag == "a")


def noun(target: Element | None) -> str:
    """`button`, `link`, `field`…, for a thing without a name."""
    if target is None:
        return "spot"
    if is_ticked(target):
        return "box"
    if is_field(target):
        return "field"
    return target.role if target.role in ("button", "link", "tab") else _NOUNS.get(target.tag, "spot")
