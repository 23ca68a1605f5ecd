"""What the hits of a finding say it is about: the page, the act, and the words on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from onlooker.discover.families import AFTERWARDS, UNANSWERED
from onlooker.discover.said import GAP, comparable, points_elsewhere, words
from onlooker.domain.evidence import Hit
from onlooker.domain.words import one_line

_REFUSED = 400
"""From this HTTP status on a page was not given."""
_MESSAGES = 4
"""Of one trouble that are kept: a form may be refused for many reasons at once."""
_DIALOG_WORDS = 6
"""The first words of a dialog are its heading; what it holds may differ."""
_MESSAGE_FACTS = (
    ("refused_form", "text"),
    ("error_shown", "text"),
    ("failed_request", "message"),
    ("repeated_submit", "text"),
    ("exception", "message"),
    ("error_click", "message"),
    ("empty_result", "text"),
    ("lost_input", "text"),
)
"""Where a trouble's hits hold what the screen said, the most telling first."""


def page(symptom: str, hits: Sequence[Hit]) -> str:
    """Where it happened, by the rule that leads it; where it was left may be elsewhere. A page that was refused itself is the place, not where
    a link to it was pressed."""
    led = _led(symptom, hits)
    if refused := next((str(hit.facts["url"]) for hit in led if _page_refused(hit) and hit.facts.get("label") == led[0].facts.get("label")), ""):
        return refused
    return next((str(hit.facts["page"]) for hit in led if hit.facts.get("page")), "")


def element(symptom: str, hits: Sequence[Hit]) -> str:
    """What did not answer, as the page knows it."""
    return next((str(hit.facts["element"]) for hit in _led(symptom, hits) if hit.rule in UNANSWERED and hit.facts.get("element")), "")


def act(symptom: str, hits: Sequence[Hit]) -> str:
    """The label of the control it is about; where it has none, what it is. None where the page itself never gets done loading: what was pressed
    before that only led there."""
    led = _led(symptom, hits)
    if led and led[0].facts.get("since_load") is True:
        return ""
    named = (hit.facts.get("stuck_label") or hit.facts.get("label") for hit in led)
    pressed = (hit.facts.get("element") for hit in led if hit.rule in UNANSWERED)
    return next((str(name) for name in (*named, *pressed) if name), "")


def _page_refused(hit: Hit) -> bool:
    status = hit.facts.get("status")
    asked = hit.rule == "failed_request" and hit.facts.get("initiator") == "navigation" and hit.facts.get("changing") is False
    return asked and isinstance(status, int) and status >= _REFUSED and bool(hit.facts.get("url"))


def _led(symptom: str, hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.rule in AFTERWARDS, hit.rule != symptom, hit.at_ms))


def dialog(hits: Sequence[Hit]) -> str:
    """What was left open, by its first words; empty for a form."""
    asked = next((str(hit.facts["dialog"]) for hit in hits if hit.facts.get("dialog")), "")
    return " ".join(comparable(asked).split()[:_DIALOG_WORDS])


def messages(hits: Sequence[Hit]) -> list[str]:
    """What the screen said, the most telling first, each once; what only points at another message goes where there is another."""
    told: dict[str, str] = {}
    for rule, fact in _MESSAGE_FACTS:
        for hit in hits:
            text = hit.facts.get(fact) if hit.rule == rule else None
            pieces = str(text).split(" | ") if text else []
            for piece in pieces[:-1] if len(pieces) > 1 and pieces[-1].endswith(GAP) else pieces:  # the last of several was cut
                if comparable(piece):
                    told.setdefault(comparable(piece), one_line(piece))
    texts = list(told.values())
    telling = [text for text in texts if not points_elsewhere(text)] or texts[:1]
    return sorted(telling, key=lambda text: not words(text))[:_MESSAGES]
