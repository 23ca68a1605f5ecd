"""The words that say what an element is, in class names, ids and short texts. Data only: names that web frameworks and people share, never one
application's own.

Class names are compared by their parts (`ant-message-error` is ant, message, error; `jp-Dialog` is jp, dialog), never as substrings."""

from __future__ import annotations

import re


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: a list of fifty names reads better as prose than as fifty strings."""
    return frozenset(text.split())


ALERT = word_set(
    """
    alert alerts toast toasts toaster toastr toastify notification notifications notify noty notistack notice notices snackbar snackbars
    flash flashes flashmessage flashmessages messagebox messagelist banner message messages callout growl infobar statusmessage
    """
)
BAD = word_set("error errors danger fail failed failure fatal")
"""Enough alone to make a short text an alert."""
DATA = word_set("state status badge pill chip tag tab tabs panel content level severity")
"""Beside a word of BAD: how a thing of the page is doing, shown as one of its facts ("state--failed", "badge-danger"), and no message to the user."""
BADGES = word_set("badge pill chip tag")
STATES = frozenset(["success", "warning", "warn", "info"])
"""An alert only as a whole class name on a plain box."""
INVALID = word_set("invalid errorlist errormessage errortext validation parsley formerror fielderror haserror")
FIELD = word_set("form field fields feedback input helper control explain")
"""Beside a word of BAD these make it a field's message."""
HELP = word_set("help helper helptext hint feedback explain")
SPINNER = word_set("spinner spinners spin spinning loading loader preloader skeleton throbber nprogress")
TURNING = frozenset(["circular", "linear", "indeterminate"])
"""Beside "progress"."""
DIALOG = word_set("modal dialog popup lightbox overlay")
SIDE_PARTS = word_set(
    """
    icon icons btn button buttons badge count counter dropdown menu toggle toggler trigger open opener close closed closer link input
    textarea settings bell center indicator dot header footer title backdrop mask arrow anchor nav tab tabs target placeholder outlet
    portal hidden hide page wrapper history log logs list item preferences select empty
    """
)
"""Beside an ALERT or DIALOG word these name a part or a way in, not the thing."""
DIALOG_PARTS = word_set("body content container inner buttonset buttonpane ok cancel titlebar actions action scroll manager")
"""Beside a DIALOG word: what stands inside the dialog."""
ALERT_HOLDERS = word_set("list item wrapper page header title")
"""Of SIDE_PARTS, those that still hold the message itself."""
DISABLED = word_set("disabled is-disabled btn-disabled ui-state-disabled Mui-disabled ant-btn-disabled p-disabled inactive-button")
HIDDEN = word_set("sr-only visually-hidden visuallyhidden screen-reader-text d-none hidden hide is-hidden ui-helper-hidden")
"""Whole class names; believed only where no stylesheet was recorded."""

BUSY_TEXT = re.compile(r"(?:please wait|one moment|just a moment|loading|\w+ing\b.{0,60}?(?:…|\.\.\.))\W*", re.IGNORECASE)
"""A gerund that trails off ("Saving…", "Processing payment..."), or a plain request to wait."""
SYMBOLS = word_set("× ✕ ✖ ✗ x X - – — | • · › » « ‹ < > / + … : . , * ▾ ▼ ▸ ► ▲ ⋮ ≡ ☰")  # noqa: RUF001 - the look-alikes are meant
"""What buttons and separators draw; no line of their own."""
MASKED_TEXT = re.compile(r"[*•●\s]*[*•●]{2}[*•●\s]*")

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def parts(name: str) -> frozenset[str]:
    """`MuiCircularProgress-root` as mui, circular, progress, root."""
    return frozenset(part.lower() for part in _PARTS.findall(name[:120]))


def as_words(name: str) -> str:
    """A name or id as a person would read it: `billing_first-name` as "billing first name"."""
    return " ".join(part.lower() for part in _PARTS.findall(name[:80]) if not part.isdigit())
