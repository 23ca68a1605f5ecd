"""What a model says while it is still saying it, passed on by way of the store: whoever looks on may be another process."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import msgspec

from onlooker.domain.run import Phase, Progress
from onlooker.ports import NoteStore

_MOST = 200


class Streamed:
    """Callable as what a run tells its progress to. Only where one session is read alone: of many, nobody follows each word."""

    def __init__(self, run_id: str, notes: NoteStore) -> None:
        self._key, self._notes = _key(run_id), notes
        self._lock = threading.Lock()
        self._said: list[str] = []

    def __call__(self, progress: Progress) -> None:
        if progress.total != 1 or progress.phase is not Phase.SUMMARIZING or not progress.note:
            return
        with self._lock:
            if progress.note not in self._said and len(self._said) < _MOST:
                self._said.append(progress.note)
                self._notes.note(self._key, msgspec.json.encode(self._said))


def streamed(run_id: str, notes: NoteStore) -> Sequence[str]:
    """So far, in order."""
    noted = notes.noted(_key(run_id))
    try:
        return msgspec.json.decode(noted, type=list[str]) if noted else ()
    except msgspec.MsgspecError:
        return ()


def _key(run_id: str) -> str:
    return f"streamed {run_id}"
