"""What a pattern is called: the commonest wording of its members, with what differs taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from onlooker.discover.families import family_of
from onlooker.discover.said import GAP, wording
from onlooker.domain.pattern import Trouble
from onlooker.domain.words import one_line

_LONGEST = 140
_TRAIT = 60
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


def traits(troubles: Sequence[Trouble]) -> tuple[str, ...]:
    """What tells a pattern from another of the same title, the most telling first: page, act, what else was said, what failed behind; each empty
    where it is not known."""
    page = common(one.page for one in troubles if one.page)
    act = common(one.act for one in troubles if one.act)
    more = common(text for one in troubles for text in one.said.split(" | ")[1:] if text)
    line = common(line for one in troubles for line in one.machine)
    return (
        f"on {page}" if page else "",
        f"after “{one_line(act, _TRAIT)}”" if act else "",
        f"“{one_line(more, _TRAIT)}”" if more else "",
        f"behind it {one_line(line, _TRAIT)}" if line else "",
    )


def apart(titles: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, ...]:
    """Of (title, traits): titles that several have say the first trait in which they differ, and so on until no two are the same; those that differ
    in nothing are numbered."""
    told = [title for title, _ in titles]
    for place in range(max((len(traits) for _, traits in titles), default=0)):
        for alike in _alike(told):
            own = [titles[at][1][place] if place < len(titles[at][1]) else "" for at in alike]
            if len(set(own)) > 1:
                for at, trait in zip(alike, own, strict=True):
                    told[at] += f" ({trait})" if trait else ""
    taken = {title.casefold() for title in told}
    for alike in _alike(told):
        number = 1
        for at in alike[1:]:
            while (numbered := f"{told[at]} ({(number := number + 1)})").casefold() in taken:
                pass
            taken.add(numbered.casefold())
            told[at] = numbered
    return tuple(told)


def _alike(titles: Sequence[str]) -> list[list[int]]:
    """Places of titles that several have."""
    places: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        places.setdefault(title.casefold(), []).append(place)
    return [of for of in places.values() if len(of) > 1]
