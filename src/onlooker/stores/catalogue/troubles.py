"""What a driver says when something is wrong -> a CatalogueError that says what to do. No statement and no value of one is in it, nor a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from onlooker.errors import CatalogueError

BUSY_S = 60
"""How long a transaction waits for its turn."""

_HELD = f"was held by another process for more than {BUSY_S} seconds: see what else works on it, then start again"
_SQLITE = {
    "SQLITE_BUSY": _HELD,
    "SQLITE_LOCKED": _HELD,
    "SQLITE_FULL": "cannot grow, the disk is full: make room, then start again",
    "SQLITE_IOERR": "cannot be read or written, the disk may be full or gone: look after it, then start again",
    "SQLITE_CORRUPT": "is damaged: move it and its -wal file away (a new one is made), or put a copy back",
    "SQLITE_NOTADB": "is no SQLite database: move it away, or name another file",
    "SQLITE_READONLY": "cannot be written: give this user the right to write it and its folder, or name another file",
    "SQLITE_CANTOPEN": "cannot be opened: see that its folder is there and this user may write in it",
    "SQLITE_ERROR": "does not hold what it should: put a copy back, or move it away (a new one is made)",
    "SQLITE_PERM": "cannot be opened: give this user the right to write it and its folder, or name another file",
}
_POSTGRES = {
    "55P03": _HELD,
    "53100": "cannot grow, its disk is full: make room there, then start again",
    "53200": "is out of memory: give it more, or use fewer workers, then start again",
    "53300": "takes no more connections: use fewer workers, or raise its max_connections",
    "28": "does not let this user in: see the user and the password in ONLOOKER_DATABASE_URL",
    "3D000": "is not there: create it (createdb), or name another in ONLOOKER_DATABASE_URL",
    "42501": "does not let this user do what is needed: grant CREATE on the database to it",
    "42P01": "has lost a table: put a copy back, or name another in ONLOOKER_DATABASE_URL",
    "25006": "is read-only: name the primary in ONLOOKER_DATABASE_URL",
    "57": "was shut down: start it again, then start again",
    "XX001": "is damaged: put a copy back",
    "XX002": "is damaged: rebuild its indexes (REINDEX), or put a copy back",
}
_LOST = "cannot be reached, or the connection was lost: see that it runs and the address in ONLOOKER_DATABASE_URL is right, then start again"


@contextmanager
def troubles_of(where: str) -> Iterator[None]:
    """`where` is how a person knows the database."""
    try:
        yield
    except SQLAlchemyError as error:
        raise CatalogueError(f"the catalogue at {where} {_what(error)}") from error


def _what(error: SQLAlchemyError) -> str:
    if isinstance(error, PoolTimeout):
        return "has no connection left: too many threads use it at once; lower ONLOOKER_CONCURRENCY"
    cause = error.orig if isinstance(error, DBAPIError) else None
    if cause is None:
        return f"does not take what it was given ({type(error).__name__})"
    if name := getattr(cause, "sqlite_errorname", ""):  # SQLITE_IOERR_WRITE and such: the family says what to do
        family = next((known for known in _SQLITE if name == known or name.startswith(f"{known}_")), "")
        return _SQLITE.get(family, f"failed ({name}): start again, and report it if it stays")
    state = getattr(cause, "sqlstate", None) or ""
    known = _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    if known is not None:
        return known
    if not state and isinstance(error, DBAPIError) and (error.connection_invalidated or type(cause).__name__ == "OperationalError"):
        return _refused(str(cause)) or _LOST
    return f"failed ({f'{type(cause).__name__} {state}'.strip()}): start again, and report it if it stays"


def _refused(said: str) -> str:
    """A refusal at the door carries no code in psycopg, only the server's words."""
    if "password" in said or "authentication" in said or "no pg_hba.conf entry" in said or "role " in said:
        return _POSTGRES["28"]
    if "does not exist" in said:
        return _POSTGRES["3D000"]
    if "too many" in said or "remaining connection slots" in said:
        return _POSTGRES["53300"]
    return ""
