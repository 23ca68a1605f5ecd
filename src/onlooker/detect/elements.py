"""What kind of thing was pressed, as far as tag, role and words tell."""

from __future__ import annotations

import re

from onlooker.domain.screen import Element
from onlooker.domain.timeline import Click, Entry, Submitted

_FIELD_TAGS = frozenset({"input", "textarea", "select", "option", "optgroup", "label", "datalist"})
_BUTTON_TYPES = frozenset({"submit", "button", "reset", "image"})
_FIELD_ROLES = frozenset({"textbox", "combobox", "listbox", "option", "spinbutton", "slider", "searchbox", "gridcell", "columnheader"})
_TOGGLE_TYPES = frozenset({"checkbox", "radio"})
_OPAQUE_TAGS = frozenset({"canvas", "video", "audio", "iframe", "frame", "embed", "object"})
_DRAWN_TAGS = frozenset({"svg", "g", "path", "rect", "circle", "line", "polyline", "polygon", "ellipse", "text", "tspan"})
_BUTTON_ROLES = frozenset({"button", "menuitem", "menuitemcheckbox", "menuitemradio", "tab", "link", "switch", "checkbox", "radio", "treeitem"})

_QUIET_WORDS = re.compile(
    r"\b(?:copy|copied|clipboard|download|export|save as|print|share|e-?mail|mailto|open in new|upload|browse|choose file|attach|full ?screen|"
    r"kopieren|herunterladen|copier|t[ée]l[ée]charger|copiar|descargar)\b",
    re.IGNORECASE,
)
_STEPPER_WORDS = re.compile(
    r"^\s*(?:[+\-\u2212\u2013<>\u2039\u203a\u00ab\u00bb\u2190\u2192\u25b2\u25bc]"
    r"|(?:\w+\s+){0,2}(?:next|prev(?:ious)?|more|less|increase|decrease|increment|decrement|plus|minus|zoom in|zoom out|forward|back(?:ward)?)"
    r"(?:\s+\w+){0,2}"
    r"|[+\-]\s*\w+(?:\s+\w+)?)\s*$",
    re.IGNORECASE,
)
_FILE_END = re.compile(
    r"\.(?:csv|tsv|xlsx?|pdf|zip|gz|tar|json|xml|ics|docx?|pptx?|png|jpe?g|svg|mp[34]|txt|ipynb|py|yaml|yml|parquet)(?:$|[?#])", re.IGNORECASE
)


def element_key(act: Click | Submitted, entry: Entry) -> str:
    """The same element again, also after a reload; by place where nothing is known of it."""
    target = act.target
    if target is None:
        return f"@{entry.window}:{act.x // 20},{act.y // 20}" if isinstance(act, Click) else f"form@{entry.page}"
    name = target.ref or f"#{target.node_id}"
    return f"{target.tag} {name} {target.label}"


def is_field(target: Element) -> bool:
    """Something one types into or chooses from; the browser answers presses on it, not the page."""
    if target.tag == "input":
        return target.type.lower() not in _BUTTON_TYPES
    return target.tag in _FIELD_TAGS or target.role in _FIELD_ROLES


def is_opaque(target: Element) -> bool:
    """What goes on inside leaves no trace in the DOM."""
    return target.tag in _OPAQUE_TAGS


def is_drawn(target: Element) -> bool:
    """Part of a drawing: its answer is drawn too, and is no text."""
    return target.tag in _DRAWN_TAGS


def is_link(target: Element) -> bool:
    """A link with somewhere to go, which the browser follows by itself."""
    href = target.href.strip().lower()
    return bool(href) and not href.startswith(("#", "javascript:"))


def is_pressable(target: Element) -> bool:
    """A thing that promises to react: a button, a link, a control. None in `interactive` counts as no promise."""
    if is_field(target) and target.type.lower() not in _TOGGLE_TYPES:
        return False
    return target.tag in ("button", "a", "summary") or target.role in _BUTTON_ROLES or target.tag == "input" or target.interactive is True


def answers_unseen(target: Element) -> bool:
    """Its proper answer does not show on the page: copying, downloads, a file dialog, a new tab, printing."""
    words = f"{target.label} {' '.join(target.classes)} {target.ref}".replace("-", " ").replace("_", " ")
    if _QUIET_WORDS.search(words) or target.type.lower() == "file":
        return True
    return is_link(target) and (target.href.lower().startswith(("mailto:", "tel:", "blob:", "data:")) or bool(_FILE_END.search(target.href)))


def is_stepper(target: Element) -> bool:
    """Plus, minus, next, previous: pressing it quickly is its use."""
    return bool(_STEPPER_WORDS.match(target.label))


def submits(target: Element) -> bool:
    """Sends a form by its nature."""
    return target.type.lower() in ("submit", "image") and target.tag in ("button", "input")
