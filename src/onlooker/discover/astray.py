"""When two users who lost their way looked for the same thing. They leave no message, so it is told by what they searched for, where they looked
and where they came out."""

from __future__ import annotations

from onlooker.discover.atoms import Atom
from onlooker.discover.pages import page_template

_ENOUGH = 1.75
_SAME_WORD = 2.0
_OTHER_WORDS = -1.0
_SAME_END = 1.5
_SAME_PAGES = 2.5
"""For all pages in common; less for a share of them."""
_BEGINNING = 4
"""Letters that make a word's beginning telling: `bath` stands in `bathroom`."""


def same_search(one: Atom, other: Atom) -> bool:
    score = 0.0
    if one.sought and other.sought:
        score += _SAME_WORD if _share_word(one, other) else _OTHER_WORDS
    score += _SAME_END if _sections(one.came_to) & _sections(other.came_to) else 0
    mine, theirs = _sections(one.among), _sections(other.among)
    score += _SAME_PAGES * len(mine & theirs) / len(mine | theirs) if mine or theirs else 0
    return score >= _ENOUGH


def _sections(pages: frozenset[str]) -> frozenset[str]:
    """The same part of two things, `/projects/3/files` and `/projects/4/files`, is one place to look in; two things are two."""
    return frozenset(page if (section := page_template(page)).endswith("*") else section for page in pages)


def _share_word(one: Atom, other: Atom) -> bool:
    return any(
        mine == theirs or (min(len(mine), len(theirs)) >= _BEGINNING and (mine.startswith(theirs) or theirs.startswith(mine)))
        for mine in one.sought
        for theirs in other.sought
    )
