"""Whether a question was answered before, and so will cost nothing."""

from __future__ import annotations

from onlooker.config import Settings
from onlooker.domain.model import ModelRequest
from onlooker.domain.model_choice import ModelChoice
from onlooker.ports import NoteStore, ReplyStore


class KeptReplies:
    """Looks where both kinds of run keep replies."""

    def __init__(self, settings: Settings, notes: NoteStore) -> None:
        from onlooker.stores import ReplyFolder, ReplyNotes  # noqa: PLC0415

        self._stores: tuple[ReplyStore, ...] = (ReplyFolder(settings.replies), ReplyNotes(notes)) if settings.cache else ()

    def have(self, request: ModelRequest, choice: ModelChoice) -> bool:
        from onlooker.llm.cached import kept_under, terms  # noqa: PLC0415

        key = kept_under(request, choice.name, terms(choice))
        return any(store.get(key) is not None for store in self._stores)
