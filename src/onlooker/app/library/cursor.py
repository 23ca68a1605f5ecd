"""Where the next page of a list begins, as text that goes through an address bar."""

from __future__ import annotations

import base64
from dataclasses import dataclass

import msgspec

from onlooker.domain.catalogued import SessionRow
from onlooker.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """`place` is of the last row, as the catalogue takes it; `ids` are those of the sessions that began at that instant and were shown: another run's
    row of one of them stands close by."""

    place: tuple[int, str, str]
    ids: tuple[str, ...] = ()

    @staticmethod
    def at(row: SessionRow, before: Cursor | None) -> Cursor:
        together = before.ids if before is not None and before.place[0] == row.started_at else ()
        ids = together if not row.session_id or row.session_id in together else (*together, row.session_id)
        return Cursor(place=(row.started_at, row.run_id, row.place), ids=ids[-_MOST:])

    def met(self, row: SessionRow) -> bool:
        return row.started_at == self.place[0] and bool(row.session_id) and row.session_id in self.ids

    @property
    def told(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")

    @staticmethod
    def read(text: str) -> Cursor:
        try:
            return msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Cursor)
        except (ValueError, msgspec.MsgspecError):
            raise InputError("`after` is none that a page gave as `next`; begin at the first page") from None


_MOST = 50
