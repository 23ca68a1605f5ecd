"""How much a provider takes in one request: looked at before anything is sent, so that what would be refused is not paid for.

Whoever asks chooses the pictures so that they fit everywhere; this is the guard behind it, with the real bytes in hand. The figures, in the
providers' own documentation of 2026:

- Google, ai.google.dev "file input methods": 100 MB inline, base64 included; 20 MB before January 2026, and still on some gateways.
- Anthropic, platform.claude.com "vision": 32 MB a request, 100 pictures where the context is 200,000 tokens (600 elsewhere), and, above 20
  pictures, at most 2,000 pixels a side; the API refuses a picture above 5 MB of base64.
- OpenAI, "images and vision": at least 50 MB of pictures and 500 of them a request (512 MB and 1,500 for newer models).

Of a server of one's own nothing is known: the smallest of these is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onlooker.errors import ModelError

_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """Of one request. Bytes as they travel: base64, a third more than the file."""

    whole: int
    each: int
    count: int


ANYWHERE = Uploads(whole=20 * _MB, each=5 * _MB, count=100)
LIMITS = {
    "google": Uploads(whole=20 * _MB, each=20 * _MB, count=3_000),
    "anthropic": Uploads(whole=32 * _MB, each=5 * _MB, count=100),
    "openai": Uploads(whole=50 * _MB, each=20 * _MB, count=500),
}


def check_uploads(name: str, sizes: Sequence[int]) -> None:
    """`name` of the model, `sizes` of the files in bytes. Raises ModelError."""
    limits = LIMITS.get(name.partition(":")[0], ANYWHERE)
    travelling = [-(-size // 3) * 4 for size in sizes]
    if len(sizes) > limits.count:
        raise ModelError(f"{name}: {len(sizes)} pictures in one request, and it takes {limits.count}")
    if sum(travelling) > limits.whole or max(travelling, default=0) > limits.each:
        weight = f"{sum(travelling) / _MB:.1f} MB"
        raise ModelError(f"{name}: the pictures of one request weigh {weight}; it takes {limits.whole // _MB} MB, {limits.each // _MB} MB each")
