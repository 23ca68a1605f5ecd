"""How many tokens a text is, exactly and offline, by OpenAI's o200k_base ranks.

`o200k_base.ranks` holds the 199,998 byte strings of the published `o200k_base.tiktoken` in rank order, each after one byte of length: half
the size of the base64 original and quicker to read. A test rebuilds the original and compares its published SHA-256. The ranks come with
tiktoken, (c) 2022 OpenAI, MIT licence. Other models' tokenizers count a little differently: calibrate from returned usage.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_PATTERN = "|".join(
    [
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
        r"""\p{N}{1,3}""",
        r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""",
        r"""\s*[\r\n]+""",
        r"""\s+(?!\S)""",
        r"""\s+""",
    ]
)


def ranked() -> list[bytes]:
    """The byte strings of the vocabulary in rank order."""
    packed = files("onlooker.condense").joinpath("o200k_base.ranks").read_bytes()
    tokens: list[bytes] = []
    at = 0
    while at < len(packed):
        end = at + 1 + packed[at]
        tokens.append(packed[at + 1 : end])
        at = end
    return tokens


@cache
def _encoding() -> Encoding:
    # Here and not at the top: a run without a model counts nothing and should not pay for the vocabulary (0.4 s, 90 MB).
    from tiktoken import Encoding  # noqa: PLC0415

    ranks = {token: rank for rank, token in enumerate(ranked())}
    return Encoding("o200k_base", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})


def count(text: str) -> int:
    """Exact for o200k_base; text that looks like a special token counts as the plain text it is."""
    return len(_encoding().encode_ordinary(text))


def at_most(text: str) -> int:
    """A bound that needs no vocabulary: no token is shorter than a byte."""
    return len(text.encode("utf-8", "replace"))
