"""What a pattern is called: the commonest wording of its members, with what differs taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from onlooker.discover.families import family_of
from onlooker.discover.said import GAP, wording
from onlooker.domain.pattern import Trouble

_LONGEST = 140
_NAMED = 3
"""Of many that are named one by one."""
_COUNTED = (
    (re.compile(r", pressed \d+ times"), ""),
    (re.compile(r": \d+ presses land on "), ": presses land on "),
    (re.compile(r" takes \S+ (?:s|min|h)(?: \d+ (?:s|min))? to answer"), " is slow to answer"),
    (re.compile(r"(The form is refused) \d+ times"), r"\1"),
    (re.compile(r" on \d+ pages? without"), " without"),
)
"""What the titles of findings count, which differs from session to session."""


def title(troubles: Sequence[Trouble]) -> str:
    """In the tone of a finding's title."""
    lead = troubles[0]
    family = common(family_of(one.symptom, one.rules, one.said) for one in troubles)
    if family == "told":
        return _cut(_told(troubles))
    terms = common_first(term for one in troubles for term in one.sought)
    if family == "empty" and terms:
        return _cut(f"“{lead.act}” finds nothing for {_quoted(terms)}")
    if family == "astray":
        return _cut(_astray(troubles))
    return _cut(_plain(troubles)) or lead.symptom.replace("_", " ").capitalize()


def _told(troubles: Sequence[Trouble]) -> str:
    act = common(one.act for one in troubles)
    said = common(one.said.partition(" | ")[0] for one in troubles if one.said)
    if all("refused_form" in one.rules for one in troubles):
        return f"The form is refused: {said}"
    return f"“{act}” fails: {said}" if act else said


def _astray(troubles: Sequence[Trouble]) -> str:
    terms = common_first(term for one in troubles for term in one.sought)
    if terms:
        return f"Looked around for {_quoted(terms)} without finding the way"
    end = common(one.among[-1] for one in troubles if one.among)
    return f"Looked around on many pages before coming to {end}" if end else _plain(troubles)


def _plain(troubles: Iterable[Trouble]) -> str:
    """Titles of one length laid over each other: where their words differ there is a gap."""
    titles = [_uncounted(one.title) for one in troubles if one.title.strip()]
    if not titles:
        return ""
    chosen = common(wording(text) for text in titles)
    laid = [text.split() for text in titles if wording(text) == chosen]
    words = Counter(map(len, laid)).most_common(1)[0][0]
    columns = zip(*(text for text in laid if len(text) == words), strict=True)
    told = [column[0] if len(set(column)) == 1 else GAP for column in columns]
    return re.sub(rf"{GAP}(?: {GAP})+", GAP, " ".join(told))


def _uncounted(text: str) -> str:
    for pattern, instead in _COUNTED:
        text = pattern.sub(instead, text)
    return text


def common(values: Iterable[str]) -> str:
    """The commonest, the first by alphabet of equals; empty of none."""
    return next(iter(common_first(values)), "")


def common_first(values: Iterable[str]) -> list[str]:
    counted = Counter(values)
    return sorted(counted, key=lambda value: (-counted[value], value))


def _quoted(terms: Sequence[str]) -> str:
    named = ", ".join(f"“{term}”" for term in terms[:_NAMED])
    return f"{named} and {len(terms) - _NAMED} more" if len(terms) > _NAMED else named


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + GAP


def apart(titles: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Of (title, page): titles that several have say their page, too."""
    times = Counter(told for told, _ in titles)
    return tuple(f"{told} (on {page})" if times[told] > 1 and page else told for told, page in titles)
