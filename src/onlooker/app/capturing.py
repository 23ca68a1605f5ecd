"""Capture, for a face that serves it: who may send, whether there is room, and where a batch is safe."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from onlooker import config
from onlooker.domain.captured import Batch, CaptureLimits, KeepAddress, WriteKey
from onlooker.errors import SettingError
from onlooker.ports import Inbox, WriteKeys

_REMEMBERED_S = 2.0
"""How long a key that was withdrawn still opens, and how old the inbox's size may be."""
_REMEMBERED = 10_000
_PREFIX = "onl_"


class Capturing:
    """Safe to use from several threads."""

    def __init__(self, inbox: Inbox, keys: WriteKeys, limits: CaptureLimits | None = None, address: KeepAddress = KeepAddress.OFF) -> None:
        self._inbox, self._keys = inbox, keys
        self.limits = limits or CaptureLimits()
        self.address = address
        self._projects: dict[str, tuple[float, str | None]] = {}
        self._room: tuple[float, bool] = (0.0, True)

    def project_of(self, key: str) -> str | None:
        """None for a key that nobody made. Raises CatalogueError."""
        now = time.monotonic()
        known = self._projects.get(key)
        if known is None or known[0] < now:
            if len(self._projects) >= _REMEMBERED:  # somebody tries keys
                self._projects.clear()
            known = self._projects[key] = (now + _REMEMBERED_S, self._keys.project_of(key))
        return known[1]

    def room(self) -> bool:
        """Whether the inbox takes more. Raises CatalogueError."""
        now = time.monotonic()
        if self._room[0] < now:
            self._room = (now + _REMEMBERED_S, self._inbox.size() < self.limits.inbox)
        return self._room[1]

    def fits(self, batch: Batch) -> bool:
        """Whether its session may grow by it. Raises CatalogueError."""
        return self._inbox.size_of(batch.project, batch.session) + len(batch.lines) <= self.limits.session

    def append(self, batches: Sequence[Batch]) -> None:
        """They outlive a power cut once this returns. Raises CatalogueError, with none of them kept."""
        self._inbox.append(batches)


@contextmanager
def capturing(settings: config.Settings | None = None) -> Iterator[Capturing]:
    """Over the inbox of the settings, by default those of the environment. Raises CatalogueError."""
    from onlooker.stores.inbox import SqliteInbox  # noqa: PLC0415
    from onlooker.stores.write_keys import SqliteWriteKeys  # noqa: PLC0415

    settings = settings or config.load()
    with closing(SqliteInbox(settings.inbox)) as inbox, closing(SqliteWriteKeys(settings.inbox)) as keys:
        yield Capturing(inbox, keys, settings.capture_limits, settings.capture_ip)


def add_key(project: str, settings: config.Settings | None = None) -> WriteKey:
    """A new key for a project. Raises SettingError for a name that is none."""
    name = project.strip()
    if not name or len(name) > 100 or not name.isprintable():
        raise SettingError(f"{project!r} is no name for a project: give up to 100 letters, digits and signs")
    made = WriteKey(key=_PREFIX + secrets.token_urlsafe(24), project=name, made_at=int(time.time() * 1000))
    with _keys(settings) as keys:
        keys.add(made)
    return made


def keys(settings: config.Settings | None = None) -> Sequence[WriteKey]:
    """First made first."""
    with _keys(settings) as kept:
        return kept.all()


def withdraw_key(key: str, settings: config.Settings | None = None) -> None:
    """Pages that still have it are refused from now on. Raises SettingError for one that is not there."""
    with _keys(settings) as kept:
        try:
            kept.withdraw(key)
        except KeyError:
            raise SettingError(f"there is no key {key!r}; `onlooker keys` lists those there are") from None


@contextmanager
def _keys(settings: config.Settings | None) -> Iterator[WriteKeys]:
    from onlooker.stores.write_keys import SqliteWriteKeys  # noqa: PLC0415

    with closing(SqliteWriteKeys((settings or config.load()).inbox)) as kept:
        yield kept
