"""The tone of visible texts, for detectors."""

from __future__ import annotations

from onlooker.domain.tone import Reading, Tone, describes, read, tone

__all__ = ["Reading", "Tone", "describes", "read", "tone"]
