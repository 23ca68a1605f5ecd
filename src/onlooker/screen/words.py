"""The words that say what an element is, in class names, ids and short texts. Data only: names that web frameworks and people share, never one
application's own.

Class names are compared by their parts (`ant-message-error` is ant, message, error; `jp-Dialog` is jp, dialog), never as substrings."""

from __future__ import annotations

import re

ALERT = frozenset(
    """alert alerts toast toasts toaster toastr toastify notification notifications notify noty notistack notice notices snackbar snackbars flash
    flashes flashmessage flashmessages messagebox messagelist banner message messages msg callout growl infobar statusmessage""".split()
)
BAD = frozenset("error errors danger fail failed failure fatal".split())
"""Enough alone to make a short text an alert."""
STATES = frozenset("success warning warn info".split())
"""An alert only as a whole class name on a plain box."""
INVALID = frozenset("invalid errorlist errormessage errortext validation parsley formerror fielderror haserror".split())
FIELD = frozenset("form field fields feedback input helper control explain".split())
"""Beside a word of BAD these make it a field's message."""
HELP = frozenset("help helper helptext hint feedback explain".split())
SPINNER = frozenset("spinner spinners spin spinning loading loader preloader skeleton throbber nprogress".split())
TURNING = frozenset("circular linear indeterminate".split())
"""Beside "progress"."""
DIALOG = frozenset("modal dialog popup lightbox overlay".split())
SIDE_PARTS = frozenset(
    """icon icons btn button buttons badge count counter dropdown menu toggle toggler trigger open opener close closed closer link input textarea
    settings bell center indicator dot header footer title backdrop mask arrow anchor nav tab tabs target placeholder outlet portal
    hidden hide page wrapper history log logs list item preferences""".split()
)
"""Beside an ALERT or DIALOG word these name a part or a way in, not the thing."""
ALERT_HOLDERS = frozenset("list item wrapper page header title".split())
"""Of SIDE_PARTS, those that still hold the message itself."""
DISABLED = frozenset("disabled is-disabled btn-disabled ui-state-disabled Mui-disabled ant-btn-disabled p-disabled inactive-button".split())
HIDDEN = frozenset("sr-only visually-hidden visuallyhidden screen-reader-text d-none hidden hide is-hidden ui-helper-hidden".split())
"""Whole class names; believed only where no stylesheet was recorded."""

BUSY_TEXT = re.compile(
    r"(?:please wait|one moment|(?:loading|saving|processing|submitting|uploading|downloading|working|searching|fetching|connecting|sending|"
    r"deploying|running|updating|creating|deleting|refreshing|preparing|generating)\b.{0,60}?(?:…|\.\.\.)|loading)\W*",
    re.IGNORECASE,
)
MASKED_TEXT = re.compile(r"[*•●\s]*[*•●]{2}[*•●\s]*")

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def parts(name: str) -> frozenset[str]:
    """`MuiCircularProgress-root` as mui, circular, progress, root."""
    return frozenset(part.lower() for part in _PARTS.findall(name[:120]))


def as_words(name: str) -> str:
    """A name or id as a person would read it: `billing_first-name` as "billing first name"."""
    return " ".join(part.lower() for part in _PARTS.findall(name[:80]) if not part.isdigit())
