"""Column types that give back exactly what was put in, whatever a recording holds."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, Enum, Text
from sqlalchemy.types import TypeDecorator

_MARK = "\ufdd0"
_UNWRITABLE = re.compile("[\x00\ud800-\udfff" + _MARK + "]")
_WRITTEN = re.compile(_MARK + "([0-9a-f]{4})")
_MOST = 2**63 - 1


class Words(TypeDecorator[str]):
    """Text. A NUL, which Postgres does not take, and half a surrogate pair, which nothing takes, are written as a noncharacter and four digits:
    the same prefix of a text stays the same prefix."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else _UNWRITABLE.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None or _MARK not in value else _WRITTEN.sub(lambda found: chr(int(found[1], 16)), value)


class Whole(TypeDecorator[int]):
    """A whole number, cut to what 64 bits hold: a server may claim any number of tokens."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else max(-_MOST, min(value, _MOST))


class Plain(TypeDecorator[Any]):
    """Values of one type as JSON text, in ASCII; `kind` is what they are read as."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(msgspec.to_builtins(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return msgspec.convert(json.loads(value or "null"), self.kind)


def one_of(kind: type[StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, create_constraint=False, length=None, values_callable=lambda every: [one.value for one in every])
