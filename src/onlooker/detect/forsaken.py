"""A form that was filled and asked to be taken, and then given up: cancelled, closed, left, or left standing to the end.

One press that nothing answers says little, and so do two. That the user had filled in something, and then let it go, says that it mattered.
"""

from __future__ import annotations

import re

from onlooker.detect.attempts import Attempt
from onlooker.detect.calls import changes, matters
from onlooker.detect.case import Case
from onlooker.detect.elements import answers_unseen, is_field, is_link, is_pressable, is_stepper, submits
from onlooker.domain.screen import Element
from onlooker.domain.timeline import Click, Entry, Requested

_SENDS = re.compile(
    r"^\W*(?:save|submit|send|create|add|apply|update|confirm|publish|register|sign up|place|order|pay|book|finish|done|ok|speichern|senden|absenden|"
    r"anlegen|best[äa]tigen|enregistrer|envoyer|cr[ée]er|valider|guardar|enviar|crear|aplicar|confirmar|salvar)\b",
    re.IGNORECASE,
)
_DISMISSES = re.compile(
    r"^\W*(?:cancel|close|dismiss|discard|abort|back|exit|quit|never mind|not now|abbrechen|schlie(?:ß|ss)en|verwerfen|zur[üu]ck|annuler|fermer|"
    r"retour|cancelar|cerrar|volver|fechar)\b|^\s*(?:x|[\u00d7\u2715\u2716\u2717])\s*$",
    re.IGNORECASE,
)
_TOGGLES = frozenset({"switch", "checkbox", "radio", "tab", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "treeitem", "link"})
_SEARCHES = ("search", "query", "filter", "find", "suche")


def asks_to_be_taken(target: Element | None) -> bool:
    """A control that sends what was filled in: by its nature, or by its name; no switch, no stepper, nothing that leads or answers elsewhere."""
    if target is None or is_field(target) or is_link(target) or not is_pressable(target) or target.role in _TOGGLES:
        return False
    if is_stepper(target) or answers_unseen(target) or _DISMISSES.match(target.label):
        return False
    return submits(target) or bool(_SENDS.match(target.label))


def forsaken(case: Case, presses: list[Attempt]) -> bool:
    """Of presses of one thing that nothing answered: the form was filled before them, and given up after the last."""
    last = presses[-1]
    if not asks_to_be_taken(last.act.target) or not _filled(case, presses[0].entry):
        return False
    return not any(_may_store(entry, request) for attempt in presses for entry, request in attempt.answer.requests) and _given_up(case, last.entry)


def thrown_and_forsaken(case: Case, last: Attempt) -> bool:
    """As `forsaken` for a press at which something was thrown: a call beside it is no answer unless it is known to change something."""
    known = any(changes(request) for _, request in last.answer.requests)
    return asks_to_be_taken(last.act.target) and not known and _filled(case, last.entry) and _given_up(case, last.entry)


def _filled(case: Case, press: Entry) -> bool:
    """Something was typed or chosen on this page before. A search outside a dialog fills no form."""
    since = press.at_ms - case.limits.retry_ms
    page = case.index.pages.before(press.at_ms, press.window)
    if page is not None:
        since = max(since, page[0].at_ms if page[1].load else since)
    for _, typed in case.index.typed.between(since, press.at_ms, press.window):
        target = typed.target
        if target is None or target.in_dialog:
            return True
        words = f"{target.type} {target.role} {target.name} {target.label}".lower()
        if not any(word in words for word in _SEARCHES):
            return True
    return False


def _may_store(entry: Entry, request: Requested) -> bool:
    """A call that may have taken it in silence: one that changes something, or of which nobody knows whether it does."""
    return matters(entry, request) and not request.failed and (changes(request) or not request.method)


def _given_up(case: Case, press: Entry) -> bool:
    """Nothing showed until the next act, and that act is a way out, or there is none."""
    index, window = case.index, press.window
    following = next((pair for pair in index.clicks.between(press.at_ms + 1, index.end_ms, window)), None)
    until = following[0].at_ms - 1 if following is not None else index.end_ms
    if until - press.at_ms < case.limits.dead_ms or index.typed.first(press.at_ms + 1, until, window) is not None:
        return False
    loaded = next((entry.at_ms for entry, page in index.pages.between(press.at_ms + 1, until, window) if page.load), None)
    shown = index.screens.between(press.at_ms + 1, until if loaded is None else loaded - 1, window)
    if any(index.tells(seen) for _, seen in shown):
        return False
    return loaded is not None or following is None or _leads_out(following[1])


def _leads_out(click: Click) -> bool:
    target = click.target
    if target is None or is_field(target):
        return False
    return bool(_DISMISSES.match(target.label)) or (is_link(target) and not target.in_dialog)
