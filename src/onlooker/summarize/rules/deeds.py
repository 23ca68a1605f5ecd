"""Labels that promise a deed, a step, a way out. English words of user interfaces in general, never of one; where a label is in another language,
what the press sent to the server tells instead."""

from __future__ import annotations

import re

_DEED = re.compile(
    r"^(?:save|submit|send|place|order|buy|pay|purchase|check ?out|add|create|new|deploy|publish|unpublish|release|delete|remove|discard|archive|"
    r"update|edit|change|rename|move|copy|duplicate|apply|upload|import|export|download|run|execute|start|stop|restart|resume|pause|cancel|abort|"
    r"register|sign|log|join|subscribe|unsubscribe|book|reserve|schedule|confirm|approve|reject|accept|decline|post|publish|share|invite|assign|"
    r"merge|commit|push|pull|reset|restore|revert|undo|redo|install|uninstall|enable|disable|activate|connect|disconnect|link|unlink|generate|build|"
    r"train|test|validate|verify|compare|calculate|convert|print|request|claim|redeem|transfer|withdraw|deposit|ship|rate|review|reply|comment|"
    r"message|call|clear|set|select|use|try|retry|refresh|reload|sync|inject|debug|search|find|filter|write|report|finish|complete|continue)\b",
    re.IGNORECASE,
)
_STEP = re.compile(r"^(?:continue|next|proceed|go on|forward|back|previous|step)\b|^[<>\u00ab\u00bb\u2039\u203a\u2190\u2192]+$", re.IGNORECASE)
_AWAY = re.compile(
    r"^(?:done|close|cancel|dismiss|got it|ok|okay|yes|no|accept(?: all)?(?: cookies)?|reject(?: all)?|hide|show|menu|more|help|x|\u00d7|\+|-)$",
    re.IGNORECASE,
)
_WAY_IN = re.compile(r"^(?:log|sign)[ -]?(?:in|on|out|off)\b", re.IGNORECASE)


def is_deed(label: str) -> bool:
    """It begins with a verb for what an application does for its user."""
    return bool(_DEED.search(label))


def is_step(label: str) -> bool:
    """One step of a longer way, not its end."""
    return bool(_STEP.search(label))


def is_aside(label: str) -> bool:
    """A press that nobody comes for: it closes, opens or waves something through."""
    return bool(_AWAY.search(label))


def is_way_in(label: str) -> bool:
    """Signing in or out: needed for something else."""
    return bool(_WAY_IN.search(label))


def as_verb(label: str) -> str:
    """`Add to basket` -> `add to basket`, `Log In` -> `log in`; words in capitals stay."""
    words = label.split()
    return " ".join(word if word.isupper() and len(word) > 1 else word[0].lower() + word[1:] for word in words)
