"""A model's words about a pattern, held against what it was shown: a quotation that stands nowhere goes, and so does every number of sessions, for
numbers are counted."""

from __future__ import annotations

import re

from onlooker.domain.words import one_line

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_GAP = re.compile(r"…|\.\.\.")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"\w+")
_NUMBER = r"(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|most|half|majority|a third|a quarter)"
_COUNTED = re.compile(
    rf"\b{_NUMBER}\b(?:\s+\w+){{0,3}}?\s+(?:sessions?|users?|people|persons?|customers?|visitors?|visits?|troubles?|times)\b|\d\s?%|\bper\s?cent\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\s*[(\[]\s*(?:[tchmp]\d{1,4}\b[\s,and]*)+[)\]]|\b[tchmp]\d{1,4}\b")
"""Labels live inside one request."""


def grounded(text: str, shown: str, *, limit: int) -> str:
    """The sentences that hold; `shown` is everything the model was told of the members."""
    held = _words(shown)
    kept = [sentence for sentence in _sentences(text) if _stands(sentence, held)]
    return one_line(" ".join(kept), limit)


def _sentences(text: str) -> list[str]:
    """Cut between sentences, but not inside a quotation."""
    quotes = _QUOTED.findall(text)
    bare = _QUOTED.sub("\0", text)
    told = []
    for sentence in _SENTENCE.split(bare):
        whole = sentence
        while "\0" in whole:
            whole = whole.replace("\0", quotes.pop(0), 1)
        told.append(whole)
    return told


def _stands(sentence: str, held: str) -> bool:
    told = _QUOTED.sub(" ", sentence)
    if _COUNTED.search(told) or _LABEL.search(told):
        return False
    phrases = (_words(piece) for quote in _QUOTED.findall(sentence) for piece in _GAP.split(quote))
    return all(phrase in held for phrase in phrases if phrase.strip())


def _words(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "
