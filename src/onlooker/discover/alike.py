"""When two problems are one, and when they cannot be. Conservative: in doubt they stay two.

`forbids` names what speaks against it; `evidence` how strongly what they share speaks for it, from 9 down to 0 for not at all.
docs/patterns.md tells the same in sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onlooker.discover.astray import same_search
from onlooker.discover.atoms import Atom
from onlooker.discover.controls import one_begins_the_other, one_form, same_control
from onlooker.discover.machine import broke_down, gateway, says_little
from onlooker.discover.named import names
from onlooker.discover.said import comparable, file_of, says_what, stem, words

_LIKE = 0.7
"""Share of their meaningful words that two messages about one act must have in common."""
_ONE_FOR_ALL = re.compile(r"(?:^|/)(?:graphql|rpc|batch|gateway|api|query|trpc|jsonrpc)/?$", re.IGNORECASE)
"""Addresses that serve every call of an application."""
_WORDLESS = frozenset({"unanswered", "blank", "waiting", "slow", "lost", "broke", "empty"})
_HANGING = frozenset({"waiting", "blank"})
"""Families of which the page is known even where nobody knows what was pressed: after the page was loaded anew nothing was."""
_APART = frozenset({"slow", "astray", "empty"})
"""Families that are never the same problem as one of another family."""


def forbids(one: Atom, other: Atom) -> str:
    """Why the two cannot be one problem; empty when nothing says so."""
    if one.site != other.site:
        return "different applications"
    if one.family != other.family and {one.family, other.family} & _APART:
        return "different troubles"
    if one.calls and other.calls and not _same_failures(one, other):
        return "different calls failed"
    if one.thrown and other.thrown and not _same_thrown(one.thrown, other.thrown) and not _same_failures(one, other):
        return "different things were thrown"
    if one.codes and other.codes and not one.codes & other.codes:
        return "different codes in what the screen said"
    if one.family != "astray" and not _same_behind(one, other):
        if one.act and other.act and one.act != other.act and not one_form(one, other) and not _one_message(one, other):
            return "different acts"
        if one.page != other.page and _behind(one) == _behind(other) and not same_control(one, other):
            return "different pages"
    return ""


def evidence(one: Atom, other: Atom) -> int:
    if one.family == other.family == "astray":
        return 5 if same_search(one, other) else 0
    if one.signature == other.signature:
        return 9
    same_page, same_act = one.page == other.page, bool(one.act) and one.act == other.act
    if (same_act or same_page) and _same_thrown(_telling(one.thrown), _telling(other.thrown)):
        return 8
    shared = _same_failures(one, other)
    if shared and same_act and _one_failure(one, other, shared, same_page):
        return 7
    if shared and same_page and _said_alike(one, other, or_nothing=True):
        return 6
    if same_control(one, other):
        return 5
    unknown_act = not (one.act and other.act)
    if not same_page or not (same_act or unknown_act or one_form(one, other) or _one_message(one, other)):
        return 0
    if one.messages and other.messages:
        return 5 if _said_alike(one, other) or _same_names(one, other) else 0
    waits = one.family in _HANGING and unknown_act
    return 4 if one.family == other.family and one.family in _WORDLESS and (one.act == other.act or waits) else 0


def _one_message(one: Atom, other: Atom) -> bool:
    """The page said the same: what was pressed to be told so does not matter, where the message says what did not work. One that any failure may
    have does not, unless the labels are two ways to do one thing: “Save”, “Save and close”."""
    if not (one.family == other.family == "told" and one.page == other.page):
        return False
    leads = {comparable(lead): lead for lead in one.leads}
    same = [leads[text] for text in map(comparable, other.leads) if text in leads]
    return any(says_what(lead) for lead in same) or (bool(same) and one_begins_the_other(one.act, other.act))


def _same_failures(one: Atom, other: Atom) -> frozenset[tuple[str, str, str]]:
    """Calls that failed in both: where, and how in either. One that the server refused for two reasons is not the same; one on which it broke down
    is, for the same fault shows as 500 here and as 502 behind a gateway."""
    return frozenset(
        (where, mine, theirs)
        for where, mine in one.calls
        for there, theirs in other.calls
        if where == there and (mine == theirs or (broke_down(mine) and broke_down(theirs)))
    )


def _one_failure(one: Atom, other: Atom, shared: Iterable[tuple[str, str, str]], same_page: bool) -> bool:
    """The same call failed after the same act. A server that breaks down in the same way has one cause, in whatever words, unless one of them names
    it; one that refuses may have many."""
    own = [(mine, theirs) for where, mine, theirs in shared if same_page or not _ONE_FOR_ALL.search(where)]
    if not own:
        return False
    broke = any(broke_down(mine) and gateway(mine) == gateway(theirs) for mine, theirs in own)
    return (broke and one.codes == other.codes) or _said_alike(one, other, or_nothing=True) or _same_names(one, other)


def _same_behind(one: Atom, other: Atom) -> bool:
    return bool(_same_failures(one, other)) or _same_thrown(_telling(one.thrown), _telling(other.thrown))


def _behind(atom: Atom) -> bool:
    return bool(atom.calls or _telling(atom.thrown))


def _said_alike(one: Atom, other: Atom, *, or_nothing: bool = False) -> bool:
    """What leads in each is said in the other, too: lines that stand under every message tell nothing."""
    if not (one.messages and other.messages):
        return or_nothing
    return _holds(one.leads, other.messages) and _holds(other.leads, one.messages)


def _holds(leads: Iterable[str], messages: Sequence[str]) -> bool:
    return any(likeness(lead, text) >= _LIKE for lead in leads for text in messages)


def _same_names(one: Atom, other: Atom) -> bool:
    """Both speak of the same place, product or plan, by name: refusals in two wordings that have one reason."""
    known = set(comparable(f"{one.act} {other.act}").split())
    mine, theirs = (frozenset().union(*map(names, atom.messages)) for atom in (one, other))
    return bool((mine & theirs) - known)


def _same_thrown(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """The same words, or the same type out of the same file: browsers have their own words for one mistake."""
    return bool(mine & theirs) or bool(_frames(mine) & _frames(theirs))


def _frames(thrown: Iterable[str]) -> frozenset[tuple[str, str]]:
    found = set()
    for line in thrown:
        what, told, file = line.rpartition(" in ")
        if told and file_of(file) == file:
            found.add((what.partition(":")[0], file))
    return frozenset(found)


def _telling(thrown: frozenset[str]) -> frozenset[str]:
    return frozenset(line for line in thrown if not says_little(line))


def likeness(one: str, other: str) -> float:
    """Share of the meaningful words that two messages have in common, 0 to 1; 1 for the same wording. What either names counts for nothing: it may be
    another thing each time."""
    if comparable(one) == comparable(other):
        return 1.0
    mine, theirs = (words(text) - {stem(name) for name in names(text)} for text in (one, other))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
