"""A question in plain words, as far as words alone take it: which sessions name in their pages, events or presses what it names.

No synonyms: "pay" finds `/payment/` and not `/checkout/`. Where no session names any of it the question steers nothing here, and a model that reads
the sessions still has it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import unquote, urlsplit

from onlooker.domain.selection import Glimpse

_WORD = re.compile(r"[^\W\d_]{3,}")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENDING = re.compile(r"(?:ing|ed|es|s|er|ers|ment|ments|ation|ations|ion|ions)$")
_SHORTEST, _LONG = 3, 4
_EMPTY = frozenset(
    _WORD.findall("""
    about after again all and any anything app are bad because been before being between broken but can cannot click clicks confused confusing
    could customer customers did does doing don down during each error errors event events ever every fail failed failing fails few for from get
    gets give given goes going gone got had happen happened happening happens has have having here how into issue issues its itself just leave
    let like look looks make makes many may might more most much must need not now off one only other our out over own page pages people person
    problem problems right said same see seen session sessions should show shows site slow some something struggle stuck such take tell than
    that the their them then there these they thing things this those through too trouble try trying under until upon use used user users very
    visitor visitors want wants was way well went were what whatever when where whether which while who whole whom whose why will with without
    work works would wrong you your
    """)
)
"""Words of a question that name nothing of an application: what went wrong, for whom, and the small ones of English."""


def words(focus: str) -> Mapping[str, str]:
    """What the question names: each stem with the first word it stands for, in the question's order."""
    found: dict[str, str] = {}
    for word in _WORD.findall(focus.lower()):
        if word not in _EMPTY:
            found.setdefault(_stem(word), word)
    return found


def named(glimpse: Glimpse, stems: Iterable[str]) -> frozenset[str]:
    """Which of the stems the session names. One that is long enough may go on: `check` is in `checkout`."""
    met = _met(glimpse)
    return frozenset(stem for stem in stems if stem in met or (len(stem) >= _LONG and any(other.startswith(stem) for other in met)))


def _met(glimpse: Glimpse) -> frozenset[str]:
    return frozenset(_stem(word) for text in _texts(glimpse) for word in _WORD.findall(_HUMP.sub(" ", text).lower()))


def _texts(glimpse: Glimpse) -> Iterable[str]:
    """Hosts are left out: each session would name its own."""
    for url in glimpse.pages:
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        yield unquote(f"{parts.path} {parts.query} {parts.fragment}")
    yield from (name for name in glimpse.events if not name.startswith("$"))
    yield from glimpse.said


def _stem(word: str) -> str:
    """Crude, and the same on both sides: `payments`, `paying` -> `pay`."""
    while (shorter := _ENDING.sub("", word)) != word and len(shorter) >= _SHORTEST:
        word = shorter
    return word


def told(wanted: Mapping[str, str], spoken: Collection[str], *, kept: int, whole: int) -> str:
    """What a question came to; `spoken` are the stems that some session names."""
    if not wanted:
        return "The focus names nothing that could be looked for in pages, events or presses, so it left nobody out."
    if not spoken:
        return f"No session names {_listed(wanted.values())} in its pages, events or presses, so the focus left nobody out."
    found = _listed(word for stem, word in wanted.items() if stem in spoken)
    missing = [word for stem, word in wanted.items() if stem not in spoken]
    return f"The focus kept {kept:,} of {whole:,} sessions: those that name {found}." + (f" None names {_listed(missing)}." if missing else "")


def _listed(some: Iterable[str]) -> str:
    return " or ".join(f"“{word}”" for word in some)
