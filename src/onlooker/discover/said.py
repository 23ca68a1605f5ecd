"""What a screen or a machine said, without what differs from time to time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_TELLING = 2
"""So many words with a meaning of their own tell one message from those that any failure may have."""
GAP = "…"
"""Stands for what was taken out."""
_LONGEST = 200
_READ = 600
_ADDRESS = re.compile(r"\bhttps?://\S+|\b[\w.+-]+@[\w-]+\.\w[\w.-]*")
_QUOTED = re.compile(r"(?<!\w)(?:'[^']{1,80}'|\"[^\"]{1,80}\"|“[^”]{1,80}”|\u2018[^\u2019]{1,80}\u2019|`[^`]{1,80}`|«[^»]{1,80}»)(?!\w)")
_NUMBERED = re.compile(r"[^\s(\[]*\d\S*?(?=[.,;:!?)\]]*(?:\s|$))")
"""A word with a digit in it: a number, a date, a sum, a reference."""
_GAPS = re.compile(rf"{GAP}(?:[\s,:/-]*{GAP})+")
_STATED = re.compile(rf"(\b(?:HTTP|status(?: code)?) [1-5]\d\d\b)|{_NUMBERED.pattern}", re.IGNORECASE)
"""The same, and the statuses that stay, for they tell what happened."""
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
_POINTING = re.compile(
    r"\b(?:errors?|issues?|problems?|fields?|messages?)\b.{0,40}\b(?:below|above|highlighted|marked|indicated)\b|\bvalidation errors?\b"
    r"|\b(?:please )?(?:correct|check|fix|review) (?:the|your|all) (?:errors?|form|fields?|entries|input)\b|\(marked invalid\)$",
    re.IGNORECASE,
)
COMMON = frozenset(
    re.findall(
        r"\S+",
        """
        a an and any are as at back be been being but by can can't cannot contact could did do does down for from had has have if in into is it
        its just later may more new no not now of off on or our out over please right so some sorry that the their them there these this those to
        too try trying until up us was we were when which will with would you your again also oops whoops unfortunately
        error errors failed fail failure failing problem problems issue issues wrong went something occurred happened unable unexpected
        invalid valid required missing correct enter field value form page request server
        """,
    )
)
"""Words that any message may hold: two texts that share only these say nothing in common."""


@lru_cache(maxsize=8192)
def wording(text: str) -> str:
    """The words of a message as they stand, with numbers, references, addresses and quoted values as `…`; at most 200 characters."""
    text = " ".join(unicodedata.normalize("NFKC", text[:_READ]).replace("...", GAP).split())
    for gone in (_ADDRESS, _QUOTED):
        text = gone.sub(GAP, text)
    text = _STATED.sub(lambda found: found.group(1) or GAP, text)
    text = " ".join(_GAPS.sub(GAP, text).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + GAP


def label(text: str) -> str:
    """The words of a control's label without counters: `Save (3)` as `Save`."""
    return re.sub(rf"\s*[(\[]?{GAP}[)\]]?\s*", " ", wording(text)).strip()


def without(text: str, things: Iterable[str]) -> str:
    """A wording with names of things as `…`, too."""
    named = "|".join(re.escape(thing).replace(r"\ ", r"[\s_-]+") for thing in sorted(things, key=lambda thing: (-len(thing), thing)))
    return _GAPS.sub(GAP, re.sub(rf"(?<!\w)(?:{named})(?!\w)", GAP, text, flags=re.IGNORECASE)) if named else text


def comparable(text: str) -> str:
    """What two wordings have to share to be the same one."""
    return " ".join(WORD.findall(wording(text).casefold()))


def thrown_wording(text: str) -> str:
    """As `wording`, for a line that a machine wrote: names in quotes stay, for they are the program's own."""
    text = " ".join(_ADDRESS.sub(GAP, text[:_READ]).split())
    text = re.sub(r"0x[0-9a-f]+|[0-9a-f]{8,}(?:-[0-9a-f]{4,})*|\d+", GAP, text, flags=re.IGNORECASE)
    return _GAPS.sub(GAP, text)[:_LONGEST].strip()


def file_of(origin: str) -> str:
    """The file's name without folder, line and build hash: `https://x/static/main.3f2a1b9c.js:1:2` as `main.js`."""
    name = re.sub(r"[?#].*$|(?::\d+)+$", "", origin).replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, end = name.rpartition(".")
    parts = [part for part in re.split(r"([._-])", stem) if not _hash(part)]
    return re.sub(r"([._-])[._-]+", r"\1", "".join(parts)).strip("._-") + dot + end if dot else name[:80]


def _hash(part: str) -> bool:
    mixed = any(char.isdigit() for char in part) and any(char.isalpha() for char in part)
    return len(part) >= 6 and (mixed or (part.isupper() and len(part) >= 8) or part.isdigit())


@lru_cache(maxsize=8192)
def words(text: str) -> frozenset[str]:
    """The stems of the words that carry a message's meaning."""
    found = (stem(word) for word in comparable(text).split() if word not in COMMON and len(word) > 1)
    return frozenset(word for word in found if word not in COMMON)


def stem(word: str) -> str:
    word = word.replace("\u2019", "'").removesuffix("'s")
    for end in ("ing", "ed", "es", "s", "e"):
        if word.endswith(end) and len(word) - len(end) >= 3 and not word.endswith("ss"):
            return word[: -len(end)]
    return word


def says_what(text: str) -> bool:
    """Whether a message says enough to tell by it alone what did not work."""
    return len(words(text)) >= _TELLING


def points_elsewhere(text: str) -> bool:
    """Whether a message only says that another one tells what is wrong."""
    return bool(_POINTING.search(text))
