"""One session read, whatever may go wrong with it: a row in any case."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from onlooker.domain.report import FailedSession, SessionReport
from onlooker.errors import CatalogueError, OnlookerError
from onlooker.pipeline import Reading, read_session
from onlooker.pipeline.session import Step
from onlooker.ports import RawSession

_log = logging.getLogger(__name__)


def one_session(raw: RawSession, reading: Reading, step: Step) -> SessionReport | FailedSession:
    """Raises CatalogueError alone: the session has done nothing wrong then, and is read when the store is there again."""
    began = time.monotonic()
    try:
        report = read_session(raw, reading, step)
    except CatalogueError:
        raise
    except OnlookerError as error:
        return _failed(raw, str(error))
    except (MemoryError, RecursionError) as error:
        return _failed(raw, f"too much for this machine ({type(error).__name__})")
    except Exception as error:  # one recording that trips a fault of ours costs its own row, not the run
        _log.exception("%s could not be read", raw.name)
        return _failed(raw, f"a fault in Onlooker ({type(error).__name__}); please report it, the log has the details")
    return replace(report, usage=replace(report.usage, seconds=round(time.monotonic() - began, 2)))


def _failed(raw: RawSession, reason: str) -> FailedSession:
    return FailedSession(session_id=raw.name, source=raw.origin, reason=reason)
