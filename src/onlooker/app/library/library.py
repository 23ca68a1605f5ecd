"""The library, opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from onlooker import config
from onlooker.app.kept import kept_raw
from onlooker.app.library.feedback import FeedbackKept
from onlooker.app.library.following import Following
from onlooker.app.library.kept import Kept
from onlooker.app.library.media import Medium, medium
from onlooker.app.library.patterns import Patterns
from onlooker.app.library.recordings import Recordings
from onlooker.app.library.running import Running
from onlooker.app.library.runs import Runs
from onlooker.app.library.sessions import Sessions
from onlooker.app.library.today import Today, today
from onlooker.app.wiring import kept_blobs
from onlooker.domain.catalogued import SessionRow
from onlooker.ports import RawSession


class Library:
    """Safe to use from several threads. What is not there is a MissingError, what is asked wrongly an InputError; a CatalogueError says that the
    store cannot be used."""

    def __init__(self, kept: Kept, *, roots: Sequence[Path] | None = None) -> None:
        self._kept = kept
        self.runs = Runs(kept)
        self.running = Running(kept, roots=roots)
        self.sessions = Sessions(kept)
        self.recordings = Recordings(kept)
        self.patterns = Patterns(kept)
        self.feedback = FeedbackKept(kept)

    def today(self, since: int) -> Today:
        return today(self._kept, since)

    def raw(self, row: SessionRow) -> RawSession:
        """Its bytes, opened when they are read."""
        return kept_raw(row, self._kept.blobs)

    def medium(self, key: str) -> Medium:
        """A clip or a frame."""
        return medium(self._kept, key)

    def follow(self, run_id: str, *, since: int = 0) -> Following:
        """Raises MissingError for a run that is not there."""
        self._kept.run(run_id)
        return Following(kept=self._kept, run_id=run_id, since=since)


@contextmanager
def open_library(settings: config.Settings | None = None, *, roots: Sequence[Path] | None = None) -> Iterator[Library]:
    """As the settings say, by default those of the environment. `roots`: the folders that runs begun here may read, None for any. Raises
    CatalogueError."""
    from onlooker.stores.catalogue import open_catalogue  # noqa: PLC0415 - SQL loads only where something is looked up

    settings = settings or config.load()
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        library = Library(Kept(settings=settings, catalogue=catalogue, blobs=kept_blobs(settings)), roots=roots)
        try:
            yield library
        finally:
            library.running.close()
