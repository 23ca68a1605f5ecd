"""What every wrapper around a model has from the one inside it."""

from __future__ import annotations

from dataclasses import dataclass

from onlooker.domain.model import Sees
from onlooker.ports import Model


@dataclass(frozen=True, kw_only=True)
class Around:
    """Adds nothing: a wrapper brings the `reply` that makes it one."""

    inner: Model

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def context_tokens(self) -> int:
        return self.inner.context_tokens

    @property
    def sees(self) -> Sees:
        return self.inner.sees
